"""OFD (GB/T 33190), the national format of printed documents → Document. Its pages are print, as those of a PDF, and
are read on as those are: ruled tables, running heads, tables cut by page breaks, pages that are pictures.

Seals and signatures are annotations of a page, not its content, and are left alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.reading.document import Document, Finding, damage
from archive.reading.printed.glyphs import Glyph, plain_characters
from archive.reading.printed.ofd_page import POINT, char_width, make_glyph, read_marks
from archive.reading.printed.page import PrintPicture, make_page
from archive.reading.printed.pdf import LARGEST_CONTENT, MOST_PAGES, Reading, make_text, read_metas

if TYPE_CHECKING:
    from ofdkit import Page, TextRun
    from ofdkit.package import Package


def read_ofd(body: bytes) -> Document:
    """A page that cannot be read is a finding and takes no other with it. Raises ofdkit's OFDError for a file without a
    list of pages, and for one beyond its limits."""
    # Imported with the first OFD: few commands read one.
    import ofdkit  # noqa: PLC0415
    from ofdkit.package import Package  # noqa: PLC0415

    reading = Reading()
    with ofdkit.open(body) as document, Package(body) as package:
        for number, page in enumerate(document.pages[:MOST_PAGES], 1):
            try:
                read_page(package, page, number, reading)
            except Exception as error:  # one page may not take the others with it, whatever it holds
                reading.findings.append(damage(error, f"page {number}"))
        if len(document.pages) > MOST_PAGES:
            reading.findings.append(Finding("more_pages", f"pages from {MOST_PAGES + 1} on were not read"))
        reading.findings.extend(Finding("damaged_page", warning) for warning in document.warnings)
        return replace(make_text(reading), metas=read_metas({"Title": document.info.title}))


def read_page(package: "Package", page: "Page", number: int, reading: Reading) -> None:
    """Raises OFDError or ValueError for a page that is missing, damaged or too large."""
    content = package.read(page.location or "")
    if len(content) > LARGEST_CONTENT:
        raise ValueError(f"it unpacks to {len(content):,} bytes")
    left, top, width, height = page.box
    marks = read_marks(package.read_xml(page.location or ""), left, top)
    if marks.too_deep:
        message = f"{len(marks.too_deep)} blocks are nested too deep and were left out"
        reading.findings.append(Finding("damaged_page", message, f"page {number}"))
    others = (run for run in page.runs if run.from_template or (run.object_id or "") not in marks.texts)
    glyphs = [*marks.glyphs, *(glyph for run in others for glyph in spread(run, left, top))]
    images = [PrintPicture(*place) for place in marks.pictures]
    reading.pages.append(make_page(number, (0, 0, width * POINT, height * POINT), glyphs, marks.shapes, images))


def spread(run: "TextRun", left: float, top: float) -> Iterator[Glyph]:
    """The characters of a run from a template or a composite object, of which only its whole width is known."""
    units = sum(map(char_width, run.text))
    x = run.x
    for char in run.text:
        width = run.width * char_width(char) / units
        if shown := plain_characters(char):
            yield make_glyph(shown, x, run.y, run.size, width, (POINT, 0, 0, POINT, -left * POINT, -top * POINT))
        x += width
