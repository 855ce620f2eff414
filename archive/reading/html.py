"""HTML → Document: one parse; then header tables, container, body, header lines, attachments, in this order."""

from collections.abc import Sequence
from dataclasses import replace

from .attachments import find_attachments, find_frames, find_pictures
from .body import read_body
from .container import STRONG, find_container, weigh
from .document import Attachment, Document, Finding, State
from .headers import group, header_tables, surrounding_headers, with_values
from .lines import Line, compact, page_lines
from .metas import claimed_titles, read_column, read_metas, split_claim
from .titles import read_titles
from .tree import Node, Tree, parse

SHORTEST_BODY = 50
"""Characters under which a body is no report, only a line that names the file which is."""

COVER = 300
"""Characters up to which a text may only introduce the file it comes with."""

HIDDEN_BODY = 200
"""Characters of text that is not displayed from which it may be the body, shown later by a script."""


def read_html(text: str, *, url: str | None) -> Document:
    """Never raises for what the page holds. What was doubtful in the reading is a finding, and the state says how far the
    text can be relied on."""
    tree = parse(text)
    metas = read_metas(tree)
    tables = header_tables(tree)
    lines = [line for line in page_lines(tree) if not any(table.index < line.start < table.end for table, _ in tables)]
    claims = claimed_titles(tree, metas)
    names = [compact(name) for claim in claims for name in (claim, *split_claim(claim))]
    box, lines, findings = find_box(tree, lines, names)
    inside = [i for i, line in enumerate(lines) if box is not None and is_inside(box, line)]
    titles = read_titles(tree, lines, metas, lines[inside[0]].start if inside else 0)
    body = read_body(tree, [lines[i] for i in inside], [compact(title) for title in titles])
    around = surrounding_headers(lines, inside)
    heads = with_values(tree, lines, sorted({*around, *(inside[i] for i in body.headers)}))
    document = Document(
        titles=titles,
        header=(*(segments for _, segments in tables), *group(lines, heads)),
        metas=metas,
        column=read_column(tree, lines),
        blocks=body.blocks,
        attachments=find_attachments(tree, url),
    )
    outside = text_outside(lines, set(inside))
    state, more = judge_state(document, tree, box, url)
    cleaned = [Finding("control_characters", f"{tree.cleaned} control characters were taken out")] if tree.cleaned else []
    return replace(document, state=state, findings=(*cleaned, *findings, *body.findings, *outside, *more))


def find_box(tree: Tree, lines: list[Line], claims: Sequence[str]) -> tuple[Node | None, list[Line], list[Finding]]:
    """The container; one that is not displayed only where nothing displayed is a text. Its lines then count as shown."""
    box = find_container(tree, lines, claims)
    shown = sum(len(line.text) for line in lines if box is not None and is_inside(box, line))
    hidden = sum(len(line.text) for line in lines if line.place.hidden >= 0 and "。" in line.text)
    if shown >= SHORTEST_BODY or hidden < HIDDEN_BODY:
        return box, lines, []
    lines = [replace(line, place=replace(line.place, hidden=-1)) for line in lines]
    return find_container(tree, lines, claims), lines, [Finding("hidden_body", "the text is not displayed until a script runs")]


def is_inside(box: Node, line: Line) -> bool:
    return box.index < line.start < box.end and not line.place.hidden > box.index


def text_outside(lines: Sequence[Line], inside: set[int]) -> list[Finding]:
    """A finding where sentences stand outside the container that are more than a fourth of those inside."""
    weights = weigh(lines)
    within = sum(weight for i, weight in enumerate(weights) if i in inside and weight > STRONG)
    outside = sum(weight for i, weight in enumerate(weights) if i not in inside and weight > STRONG)
    if outside <= max(within / 4, COVER):
        return []
    return [Finding("text_outside", f"{outside:.0f} characters of sentences stand outside the element taken for the report")]


def judge_state(document: Document, tree: Tree, box: Node | None, url: str | None) -> tuple[State, list[Finding]]:
    """How far the text is the report: not where it is only a line or a cover for a file, a picture or a frame."""
    names = {compact(attachment.name) for attachment in document.attachments}
    own = [line for line in document.text.splitlines() if compact(line) not in names]
    size = sum(map(len, own))
    pictures = find_pictures(tree, box, url) if box is not None else []
    found = [Finding("picture", f"{len(pictures)} pictures in the text", pictures[0])] if pictures else []
    if size >= COVER or (size >= SHORTEST_BODY and not _reports(document.attachments)):
        return "complete", found
    frames = find_frames(tree, tree.nodes[0], url) if tree.nodes else []
    if document.attachments:
        return "incomplete", [*found, Finding("body_in_attachment", "the text is in a file", document.attachments[0].url)]
    if pictures:
        return "incomplete", [*found, Finding("body_in_picture", "the text is a picture", pictures[0])]
    if frames:
        return "incomplete", [*found, Finding("body_in_frame", "the text is in another page", frames[0])]
    return "incomplete", [Finding("empty_body", "the page has no text of a report")]


def _reports(attachments: Sequence[Attachment]) -> bool:
    """Whether a file is offered as a report."""
    return any("报告" in attachment.name or "年报" in attachment.name for attachment in attachments)
