"""Whether the text of a page is whole, and where the rest may be: in a file, in pictures, in a page it embeds, on
further pages."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from archive.reading.document import Attachment, Block, Document, Finding, Picture, State, body_lines
from archive.reading.lines import compact
from archive.reading.pictures import count_pictures
from archive.reading.signs import is_numbered

SHORTEST_BODY = 50
"""Characters under which a body is no report, only a line that names the file which is."""

COVER = 300
"""Characters up to which a text may only introduce the file it comes with."""

HEADINGS = 2
"""Numbered headings from which even a short text is a report."""

LONGEST_MESSAGE = 200


def judged(
    document: Document, pictures: Sequence[Attachment], frames: Sequence[Attachment], further: Sequence[str]
) -> Document:
    """The document with its state: not complete where its text is only a line or a cover for a file, a picture or a
    page embedded, or goes on on another page."""
    names = {compact(attachment.name) for attachment in document.attachments}
    own = [line for line in document.text.splitlines() if compact(line) not in names]
    seen = [Finding("picture", _places(document.blocks), pictures[0].url)] if pictures else []
    verdict: tuple[State, list[Finding]] = ("complete", [])
    if further:
        verdict = "incomplete", [Finding("more_pages", f"the text goes on on {len(further)} more pages", further[0])]
    headed = sum(is_numbered(compact(line)) for line in own) >= HEADINGS
    size = sum(map(len, own))
    if size < SHORTEST_BODY or (size < COVER and not headed and _offers_report(document.attachments)):
        verdict = judge_short("".join(own), document.attachments, pictures, frames)
    state, found = verdict
    return replace(document, state=state, findings=(*document.findings, *seen, *found))


def _places(blocks: Sequence[Block]) -> str:
    """How many pictures there are, and below which lines of the text (0: above the first) they stand."""
    lines = list(accumulate(sum(1 for _ in body_lines([block])) for block in blocks))
    below = [line for line, block in zip(lines, blocks, strict=True) if isinstance(block, Picture)]
    return f"{count_pictures(len(below))}, below line {', '.join(map(str, dict.fromkeys(below)))}"[:LONGEST_MESSAGE]


def judge_short(
    own: str, files: Sequence[Attachment], pictures: Sequence[Attachment], frames: Sequence[Attachment]
) -> tuple[State, list[Finding]]:
    """Where the report of a page with hardly a text may be."""
    for code, what, places in (
        ("body_in_attachment", "a file", files),
        ("body_in_picture", "a picture", pictures),
        ("body_in_frame", "a page it embeds", frames),
    ):
        if places:
            return "incomplete", [Finding(code, f"the text is in {what}", places[0].url)]
    if "。" in own:
        return "doubtful", [Finding("short_body", f"the text has only {len(own)} characters")]
    return "incomplete", [Finding("empty_body", "the page has no text of a report")]


def _offers_report(attachments: Sequence[Attachment]) -> bool:
    return any("报告" in attachment.name or "年报" in attachment.name for attachment in attachments)
