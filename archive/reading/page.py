"""A page read and not trusted: its text is held against the plain-text floor, and where it is less, read again.

First as shown; then in the other spellings of its source; at last its lines without tags are the text, flagged.
"""

import re
from dataclasses import replace

from archive.reading.concealed import framed, other_spellings
from archive.reading.document import Document, Finding, State
from archive.reading.floor import measured, page_floor, source_lines
from archive.reading.html import read_html
from archive.reading.lines import compact
from archive.reading.plain import read_plain
from archive.reading.signs import is_numbered
from archive.reading.whole import COVER, HEADINGS, SHORTEST_BODY

WHOLE = 0.95
"""Recall from which nothing is looked for."""

LOWEST = 0.75
"""Recall under which a finding says so. Of 57 real and composed pages that have a text, four are under it: three print
another text beside their own, one says less than its own small print."""

LOST = 0.3
"""Recall under which the reader took another part of the page for the report: the page's lines without tags are the
text then."""

SENTENCES = 100
"""Characters of sentences from which what a page holds elsewhere can be a report."""

MOST_TAGS = 150_000
"""Tags from which a page is read without them: each costs some 50 µs, and 300,000 `<p>` took 14 s. The largest of 66
saved pages has 2,000; a table of 100,000 cells has 110,000."""

_TAG = re.compile("<[a-zA-Z]")
_HAN = re.compile("[\u4e00-\u9fff]")


def read_page(text: str, *, url: str | None) -> Document:
    """Never raises for what the page holds; `recall` says how much of the floor the text has."""
    source = framed(text)
    floor = page_floor(source)
    if (tags := count_tags(source)) > MOST_TAGS:
        finding = Finding("too_many_tags", f"{tags:,} tags; the page's lines without them were kept")
        return measured(plain_document(Document(), source, finding), floor)
    first = measured(judged_by_end(read_html(source, url=url), source), floor)
    if is_whole(first, sum(map(len, floor))):
        return first
    document = read_again(first, source, url=url)
    return document if document is not first else judged_by_floor(first, source, floor)


def judged_by_end(document: Document, source: str) -> Document:
    """The document with a finding where the page was not written or sent to its end: inside a tag or a table a part is
    missing for sure. Of 66 saved pages that open `html` or `body` all close one of them."""
    inside = source.rfind("<") > source.rfind(">")
    low = source.lower()
    if not inside and ("</html" in low or "</body" in low or not ("<html" in low or "<body" in low)):
        return document
    parted = inside or low.count("<table") > low.count("</table")
    state: State = "incomplete" if parted else "doubtful"
    finding = Finding("cut_page", "the page ends before its end tag")
    worse = document.state == "complete" or (parted and document.state == "doubtful")
    return replace(document, findings=(*document.findings, finding), state=state if worse else document.state)


def count_tags(source: str) -> int:
    """Tags that open an element, 0 where they cannot be too many."""
    return sum(1 for _ in _TAG.finditer(source)) if source.count("<") > MOST_TAGS else 0


def is_whole(document: Document, size: int) -> bool:
    """Whether there is a text, and it has the floor of `size` characters. A floor of a few sentences may be a portal's
    small print: it says nothing against a text of its length."""
    if len(document.text) < SHORTEST_BODY:
        return False
    small = size < COVER and len(document.text) * 2 > size
    return document.recall is None or document.recall >= WHOLE or small


def is_shown(document: Document) -> bool:
    """Whether the page shows a text: beside one, what scripts and comments hold is none."""
    return len(document.text) >= SHORTEST_BODY and (document.recall is None or document.recall >= LOST)


def read_again(first: Document, source: str, *, url: str | None) -> Document:
    """The first of the other spellings whose text is a report's and says more, with what it was worth; else the same
    document."""
    for finding, other in other_spellings(source):
        if finding.code != "broken_tags" and is_shown(first):
            break
        floor = page_floor(other)
        if sum(map(len, floor)) <= len(first.text):
            continue
        document = measured(read_html(other, url=url), floor)
        if is_richer(document, first):
            state: State = document.state if finding.code == "written_body" else "doubtful"
            files = {file.url: file for file in (*document.attachments, *first.attachments)}
            findings = (*document.findings, finding)
            return replace(document, attachments=tuple(files.values()), findings=findings, state=state)
    return first


def is_richer(document: Document, first: Document) -> bool:
    """Whether another spelling gave the report, and not what a portal keeps in its scripts and comments. Beside a file
    that may be the report, only a text with its headings counts."""
    text = document.text
    headed = sum(is_numbered(compact(line)) for line in text.splitlines()) >= HEADINGS
    sentences = sum(len(line) for line in text.splitlines() if "。" in line)
    if sentences < SENTENCES or not (headed or ("信息公开" in text and not first.attachments)):
        return False
    if not headed and sentences * 2 < len(text):
        return False
    share = 1.0 if document.recall is None else document.recall
    return len(text) > len(first.text) and share > (first.recall or 0)


def judged_by_floor(document: Document, source: str, floor: list[str]) -> Document:
    """The document with a finding where the floor has more than it, or with the floor for its text where it has hardly
    anything of it."""
    share, size = document.recall, sum(map(len, floor))
    if share is None or share >= LOWEST or size < COVER:
        return document
    finding = Finding("floor", f"the text has {share:.0%} of the {size} characters of sentences that the page shows")
    if share >= LOST or document.attachments or size < len(_HAN.findall(document.text)):
        state: State = "doubtful" if share < LOST and document.state == "complete" else document.state
        return replace(document, findings=(*document.findings, finding), state=state)
    return measured(plain_document(document, source, finding), floor)


def plain_document(document: Document, source: str, finding: Finding) -> Document:
    """The page's lines without tags and links, read as plain text is, in place of the document's own."""
    plain = read_plain("\n".join(source_lines(source)))
    findings = tuple(found for found in document.findings if found.code not in ("empty_body", "short_body"))
    titles = document.titles or plain.titles
    return replace(document, titles=titles, blocks=plain.blocks, findings=(*findings, finding), state="doubtful")
