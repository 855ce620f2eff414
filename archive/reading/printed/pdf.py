"""PDF → Document. What a PDF holds is print: characters and lines with their places. Steps, each a module:

    page (glyphs, rects)        a page's lines and ruled tables, from top to bottom
    scans                       which pages are no text
    running                     running heads and page numbers taken off
    flow (breaks, paragraphs)   the pages as one text: cut tables joined, lines as paragraphs

A page that is a picture is read by OCR where that is installed; otherwise the state says that the file needs it.
Bookmarks, forms (XFA) and comments are no text of a report and left alone.
"""

import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archive.reading.document import Document, Finding, damage
from archive.reading.lines import compact, tidy
from archive.reading.ocr.engine import is_installed
from archive.reading.ocr.image import read_print
from archive.reading.ocr.scanned import Scan
from archive.reading.paper import make_document
from archive.reading.printed.flow import make_blocks
from archive.reading.printed.glyphs import plain_characters
from archive.reading.printed.page import PrintPage, read_printed
from archive.reading.printed.running import without_running
from archive.reading.printed.scans import is_scan, judge_pages, without_lost

MOST_PAGES = 300
"""Of a file; the longest report seen has 40."""

LARGEST_CONTENT = 8 * 2**20
"""Bytes of a page's drawing instructions, unpacked. A page of text has some 20 KB; 1.5 MB that unpacked to 660 held
pdfminer for more than 40 s."""

SCAN_RESOLUTION, MOST_PIXELS = 150, 20_000_000
"""Dots an inch at which a scanned page is drawn for OCR, and pixels at most: an A4 page has 2.2 million."""

FLOOR = 0.9
"""Share of the characters under which something was lost on the way, as in `body`."""

_POINTS = 72
_FILE_NAME = re.compile(r"Microsoft|WPS|\.(?:docx?|wps|pdf|xlsx?|txt|rtf|html?)$", re.I)
_CHINESE = re.compile("[\u3400-\u9fff]{2}")


@dataclass
class Reading:
    """What is gathered page by page: the pages, what OCR made of those that are pictures, what went wrong."""

    pages: list[PrintPage] = field(default_factory=list)
    scans: dict[int, Scan] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_pdf(body: bytes) -> Document:
    """`unreadable`, with the reason, where the file wants a password or no page can be found, not even in the file as
    PDFium puts it together again. Never raises what pdfminer raises."""
    document = read_file(body)
    if document.state != "unreadable" or document.findings[0].code == "encrypted":
        return document
    whole = repaired(body)
    better = read_file(whole) if whole else document
    if better.state == "unreadable":
        return document
    finding = Finding("repaired_file", "its table of objects is wrong and was made again: parts may be missing")
    state = "doubtful" if better.state == "complete" else better.state
    return replace(better, findings=(finding, *better.findings), state=state)


def read_file(body: bytes) -> Document:
    # Imported with the first PDF: it takes a tenth of a second, and most bodies are web pages.
    import pdfplumber  # noqa: PLC0415
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    try:
        pdf = pdfplumber.open(io.BytesIO(body))
    except PdfminerException as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args)
        reason = (
            Finding("encrypted", "it opens with a password only") if locked else damage(error, None, "damaged_file")
        )
        return Document(findings=(reason,), state="unreadable")
    return replace(make_text(read_pages(pdf)), metas=read_metas(pdf.metadata))


def repaired(body: bytes) -> bytes | None:
    """The file written anew by PDFium, which finds objects where the table of them is wrong; None where it cannot."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415  loaded by pdfplumber

    out = io.BytesIO()
    try:
        pypdfium2.PdfDocument(body).save(out)
    except pypdfium2.PdfiumError:
        return None
    return out.getvalue()


def make_text(reading: Reading) -> Document:
    """The Document of the pages read."""
    if not reading.pages:
        findings = reading.findings or [Finding("no_pages", "the file has no page")]
        return Document(findings=tuple(findings), state="unreadable")
    read = {number: scan.page for number, scan in reading.scans.items()}
    shown = [read.get(page.number) or without_lost(page) for page in reading.pages]
    blocks, cuts = make_blocks(without_running(shown))
    found, state = judge_pages(reading.pages, read.keys())
    if reading.findings and state != "needs_ocr":
        state = "incomplete"
    misread = (finding for scan in reading.scans.values() for finding in scan.findings)
    share = arrived(reading.pages)
    findings = [*reading.findings, *found, *misread, *below_floor(share), *cuts]
    return replace(make_document(blocks, findings=findings, state=state), recall=share)


def arrived(pages: Sequence[PrintPage]) -> float | None:
    """Share of the characters that the pages show which stand in lines and tables; None where they show none."""
    shown = sum(page.characters - len(page.slanted) for page in pages)
    read = sum(len(compact(page.text)) for page in pages)
    return round(min(1, read / shown), 3) if shown else None


def below_floor(share: float | None) -> list[Finding]:
    if share is None or share >= FLOOR:
        return []
    return [Finding("floor", f"only {share:.1%} of the characters stand in lines and tables")]


def read_pages(pdf: Any) -> Reading:
    """Page by page, so that one that cannot be read takes no other with it."""
    reading = Reading()
    try:
        for number, entry in enumerate(_entries(pdf), 1):
            if number > MOST_PAGES:
                reading.findings.append(Finding("more_pages", f"pages from {number} on were not read"))
                break
            read_page(pdf, entry, number, reading)
    except Exception as error:  # a page tree breaks in as many ways as there are libraries
        reading.findings.append(damage(error, f"after page {len(reading.pages)}"))
    return reading


def _entries(pdf: Any) -> Iterator[Any]:
    """The entries of the page tree. pdfplumber's own list reads all of it at once and wants a MediaBox of each."""
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415  loaded by pdfplumber

    for entry in PDFPage.create_pages(pdf.doc):
        entry.attrs["MediaBox"] = list(entry.mediabox)
        yield entry


def read_page(pdf: Any, entry: Any, number: int, reading: Reading) -> None:
    from pdfplumber.page import Page  # noqa: PLC0415  loaded by pdfplumber

    try:
        size, trouble = unpack_contents(entry)
        if size > LARGEST_CONTENT:
            raise ValueError(f"it unpacks to more than {LARGEST_CONTENT} bytes")
        if trouble:
            reading.findings.append(Finding("damaged_page", trouble, f"page {number}"))
        page = Page(pdf, entry, number)
        reading.pages.append(read_printed(page))
        if is_scan(reading.pages[-1]) and (scan := read_scan(page)) and scan.words:
            reading.scans[number] = scan
    except Exception as error:
        reading.findings.append(damage(error, f"page {number}"))


def unpack_contents(entry: Any) -> tuple[int, str | None]:
    """Bytes of a page's drawing instructions, those packed by Flate unpacked as far as the limit, and what is wrong
    with them: pdfminer draws what comes before a damage and only logs it."""
    from pdfminer.pdftypes import LITERALS_FLATE_DECODE, stream_value  # noqa: PLC0415  loaded by pdfplumber

    size, trouble = 0, None
    for part in map(stream_value, entry.contents):
        raw = part.get_rawdata() or b""
        for name, _ in () if part.decipher else part.get_filters():
            if name not in LITERALS_FLATE_DECODE:
                break
            raw, wrong = unpack(raw)
            trouble = trouble or wrong
        size += len(raw)
    return size, trouble


def unpack(packed: bytes) -> tuple[bytes, str | None]:
    """What Flate packed, as far as the limit, and what is wrong with it. Some programs leave out the checksum at the
    end."""
    flate, bare = zlib.decompressobj(), zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        raw = flate.decompress(packed, LARGEST_CONTENT + 1)
        if packed and not flate.eof and len(raw) <= LARGEST_CONTENT:
            bare.decompress(packed[2:])
            return raw, None if bare.eof else "its drawing instructions are cut short"
    except zlib.error as error:
        return b"", f"its drawing instructions are damaged: {error}"
    return raw, None


def read_scan(page: Any) -> Scan | None:
    """What OCR reads on a page; None where it is not installed."""
    if not is_installed():
        return None
    pixels = page.width * page.height * (SCAN_RESOLUTION / _POINTS) ** 2
    resolution = SCAN_RESOLUTION * min(1, (MOST_PIXELS / pixels) ** 0.5)
    return read_print(page.to_image(resolution=resolution, antialias=True).original, page.page_number)


def read_metas(metadata: Mapping[str, Any]) -> dict[str, str]:
    """The title, where it is one: many programs give the name of the file or of themselves."""
    title = tidy(plain_characters(str(metadata.get("Title") or "")))
    return {"title": title} if _CHINESE.search(title) and not _FILE_NAME.search(title) else {}
