"""Which pages of a file cannot be read as text, and how far what was read can be relied on."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from archive.reading.document import Finding, State
from archive.reading.pictures import count_pictures
from archive.reading.printed.glyphs import PrintLine, is_lost
from archive.reading.printed.page import PrintPage, PrintTable

FEWEST_CHARACTERS = 20
"""Under which a page of pictures has no text: a page number, the name of the scanning program."""

MOSTLY_PICTURE = 0.5
"""Share of a page under pictures from which it is a scan if it has no text."""

WHOLE_PICTURE = 0.8
"""Share from which the text of a page without ruled tables is what a scanning program read off its picture."""

OUTLINES = 200
"""Curves from which a page without text may show one made of outlines, as printing shops deliver."""

MOSTLY_LOST, SOME_LOST = 0.5, 0.02
"""Share of characters not known from which a page has no text, and from which its text is doubtful."""

FEWEST_LETTERS, CHINESE = 50, 0.3
"""A page with this many letters, of which a smaller share than this is Chinese: its fonts give the wrong ones, or it is
in another language."""

DOUBTS = frozenset({"foreign_letters", "text_over_picture", "ocr", "drawing"})
"""Findings that make a text doubtful."""

_LETTER = re.compile(r"[^\W\d_]")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def is_scan(page: PrintPage) -> bool:
    """A page that shows a text which is not there as characters: a picture, outlines, or glyphs of unknown meaning."""
    known = page.characters - page.lost
    if page.lost and page.lost >= MOSTLY_LOST * page.characters:
        return True
    return known < FEWEST_CHARACTERS and (page.covered >= MOSTLY_PICTURE or page.shapes >= OUTLINES)


def scanned_pages(pages: Iterable[PrintPage]) -> list[int]:
    """Numbers of the pages that need OCR."""
    return [page.number for page in pages if is_scan(page)]


def without_lost(page: PrintPage) -> PrintPage:
    """The page without lines of which no character is known, if it is a scan: they say nothing."""
    if not is_scan(page):
        return page
    return replace(
        page, parts=tuple(part for part in page.parts if not (isinstance(part, PrintLine) and _is_lost(part)))
    )


def _is_lost(line: PrintLine) -> bool:
    return all(is_lost(char) or char.isspace() for char in line.text)


def judge_pages(pages: Sequence[PrintPage], read: Set[int]) -> tuple[list[Finding], State]:
    """What there is to say of the pages, and the state of a text made of them. `read`: numbers of those that OCR
    read."""
    scans = scanned_pages(pages)
    unread = [number for number in scans if number not in read]
    printed = [page for page in pages if page.number not in scans]
    findings = list(find_doubts(printed))
    if read:
        findings.append(Finding("ocr", f"{len(read)} pages were read off their pictures", _said(read)))
    some_lost = any(page.lost > SOME_LOST * page.characters for page in printed)
    doubtful = some_lost or any(finding.code in DOUBTS for finding in findings)
    state: State = "doubtful" if doubtful else "complete"
    if unread:
        message = f"{len(unread)} of {len(pages)} pages show a text that is a picture"
        findings.append(Finding("scanned_pages", message, _said(unread)))
        state = "incomplete" if read or any(page.characters for page in printed) else "needs_ocr"
    return findings, state


def find_doubts(pages: Sequence[PrintPage]) -> Iterator[Finding]:
    """`pages`: those that are no scans."""
    pictured = [page for page in pages if page.pictures]
    if pictured:
        yield Finding("picture", count_pictures(sum(page.pictures for page in pictured)), _pages(pictured))
    over = [page for page in pages if page.covered >= WHOLE_PICTURE and not _is_ruled(page)]
    if over:
        yield Finding("text_over_picture", "the text stands on a picture of the page, as OCR leaves it", _pages(over))
    yield from find_drawings(pages)
    lost = [page for page in pages if page.lost]
    if lost:
        count = sum(page.lost for page in lost)
        yield Finding("lost_characters", f"{count} characters are not told by their fonts", _pages(lost))
    foreign = [page for page in pages if is_foreign(page)]
    if foreign:
        yield Finding("foreign_letters", "most letters are not Chinese: fonts may tell wrong ones", _pages(foreign))
    slanted = "".join(dict.fromkeys(page.slanted for page in pages))
    if slanted:
        yield Finding("slanted_text", f"printed aslant and left out: {slanted}"[:200])


def find_drawings(pages: Sequence[PrintPage]) -> Iterator[Finding]:
    drawn = [page for page in pages if page.is_drawing]
    if drawn:
        yield Finding("drawing", "too many lines for a table: a table among them is read as text", _pages(drawn))


def is_foreign(page: PrintPage) -> bool:
    letters = _LETTER.findall(page.text)
    return len(letters) >= FEWEST_LETTERS and len(_HAN.findall(page.text)) < CHINESE * len(letters)


def _is_ruled(page: PrintPage) -> bool:
    return any(isinstance(part, PrintTable) for part in page.parts)


def _pages(pages: Iterable[PrintPage]) -> str:
    return _said(page.number for page in pages)


def _said(numbers: Iterable[int]) -> str:
    """`pages 1, 4, 7`, the first ten."""
    listed = sorted(numbers)
    return f"pages {', '.join(map(str, listed[:10]))}{' …' * (len(listed) > 10)}"  # noqa: PLR2004
