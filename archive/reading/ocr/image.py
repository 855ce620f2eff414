"""Picture → Document: a scanned page, several (TIFF), or a long picture made of pages.

What is read off a picture is `doubtful`, with the confidence of the reader of characters. Without the extra `ocr` a
picture `needs_ocr`. One that shows no text, an ornament or a photograph, is `unreadable`: there is nothing to read.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from archive.reading.document import Document, Finding, damage
from archive.reading.flat.flattened import restore_grids
from archive.reading.ocr.engine import INSTALL, is_installed, mean_score, reader_name
from archive.reading.ocr.scanned import Scan, read_scan
from archive.reading.paper import make_document
from archive.reading.pictures import SMALLEST_PICTURE
from archive.reading.printed.flow import make_blocks
from archive.reading.printed.running import without_running

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

MOST_PIXELS = 50_000_000
"""Of a page: A4 at 700 dots an inch, 200 MB when decoded."""

MOST_PAGES = 50
"""Of a file; each takes some ten seconds."""

LARGEST_SIDE, LONG = 2400, 2
"""Pixels of the longer side, A4 at 200 dots an inch: finer pictures are made smaller, which loses no stroke. One more
than twice as long as wide is several pages, of which the width counts."""


def read_image(body: bytes) -> Document:
    """PNG, JPEG, GIF, TIFF and BMP. Raises what PIL raises for a damaged file."""
    from PIL import Image  # noqa: PLC0415  takes a twentieth of a second

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(body))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        return _unreadable("picture_size", f"the picture is too large: {error}"[:200])
    if picture.width * picture.height > MOST_PIXELS:
        return _unreadable("picture_size", f"the picture has {picture.width} by {picture.height} pixels")
    if min(picture.size) < SMALLEST_PICTURE:
        return _unreadable("no_text", f"the picture is an ornament of {picture.width} by {picture.height} pixels")
    if not is_installed():
        finding = Finding("needs_ocr", f"what a picture says is read by the extra ocr: {INSTALL}")
        return Document(findings=(finding,), state="needs_ocr")
    return replace(make_text(*read_pages(picture)), reader=reader_name())


def _unreadable(code: str, message: str) -> Document:
    return Document(findings=(Finding(code, message),), state="unreadable")


def read_print(picture: "Image", number: int = 1) -> Scan | None:
    """One page as it is printed, with what may be misread on it; None where the extra is not installed."""
    return read_scan(to_pixels(picture), number) if is_installed() else None


def read_pages(picture: "Image") -> tuple[list[Scan], list[Finding]]:
    """Page by page, so that one that is damaged takes no other with it; of a moving picture the first."""
    scans: list[Scan] = []
    findings: list[Finding] = []
    try:
        for number in turn_pages(picture):
            if number > MOST_PAGES:
                findings.append(Finding("more_pages", f"pages from {number} on were not read"))
                break
            try:
                scans.append(read_scan(to_pixels(picture), number))
            except Exception as error:  # PIL's readers raise of all kinds: OSError, SyntaxError, struct.error, …
                findings.append(damage(error, f"page {number}"))
    except Exception as error:
        findings.append(damage(error, f"after page {len(scans)}"))
    return scans, findings


def turn_pages(picture: "Image") -> Iterator[int]:
    """The number of each page, which the picture then shows."""
    yield 1
    for number in count(2) if picture.format == "TIFF" else ():
        try:
            picture.seek(number - 1)
        except EOFError:
            return
        yield number


def make_text(scans: Sequence[Scan], findings: Sequence[Finding]) -> Document:
    words = [word for scan in scans for word in scan.words]
    found = [finding for scan in scans for finding in scan.findings]
    if not words:
        nothing = [Finding("no_text", "the picture shows no text")] if scans else []
        return Document(findings=(*findings, *found, *nothing), state="unreadable")
    ocr = Finding("ocr", f"read off {len(scans)} pictures with a mean confidence of {mean_score(words):.1%}")
    blocks, cuts = make_blocks(without_running([scan.page for scan in scans]))
    blocks, _ = restore_grids(blocks, blanks_shown=False)
    state: Any = "incomplete" if findings else "doubtful"
    return make_document(blocks, findings=[*findings, ocr, *found, *cuts], state=state)


def to_pixels(picture: "Image") -> "NDArray[np.uint8]":
    """The picture as it is seen, on white paper, no finer than needed."""
    import numpy as np  # noqa: PLC0415  an extra
    from PIL import Image, ImageOps  # noqa: PLC0415  loaded with the picture

    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError(f"the picture has {picture.width} by {picture.height} pixels")
    short, long = sorted(picture.size)
    scale = LARGEST_SIDE / min(long, LONG * short)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I;16"):  # PIL would cut off what is above 255
        upright = Image.fromarray((np.asarray(upright) >> 8).astype(np.uint8))
    if upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    if scale < 1:
        upright.thumbnail((round(upright.width * scale), round(upright.height * scale)))
    return np.asarray(upright.convert("RGB"))[:, :, ::-1].copy()
