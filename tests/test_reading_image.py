"""Pictures of reports. Reading what they say needs the extra `ocr`; without it each says so."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from archive.reading.document import Document, Finding, Paragraph
from archive.reading.ocr.engine import Word, is_installed, mean_score
from archive.reading.ocr.scanned import find_doubts
from archive.reading.reader import read
from archive.report.statistics import read_statistics
from tests.fixtures import fixture, truth

ROOT = Path(__file__).parents[1]
needs_ocr = pytest.mark.skipif(not is_installed(), reason="the extra ocr is not installed")

DISPUTES = (0, 340, 1241, 500)
"""Where table 四 stands on the scanned page, in pixels."""


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def save(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    body = io.BytesIO()
    picture.save(body, form, **options)  # type: ignore[arg-type]
    return body.getvalue()


def scan() -> Image.Image:
    return Image.open(io.BytesIO(fixture("2021-scan.png"))).convert("L")


@pytest.fixture(scope="module")
def page() -> Document:
    return read(fixture("2021-scan.png"))


@needs_ocr
def test_what_is_read_off_a_picture_is_doubtful_and_says_how_sure_it_is(page: Document) -> None:
    assert page.state == "doubtful"
    assert page.reader is not None and page.reader.startswith("ocr/1 (rapidocr ")
    assert page.findings[0].code == "ocr"
    assert "mean confidence of 99" in page.findings[0].message


@needs_ocr
def test_ruled_tables_of_a_scan_are_grids_with_their_dashes_and_single_digits(page: Document) -> None:
    true = truth("2021")
    assert page.grids[1] == true.grids[2]
    assert page.grids[0].rows[-1] == true.grids[1].rows[-1]
    cells, findings = read_statistics("2021", page.grids[1:])
    told = {(c.table, c.row, c.column): (c.raw, c.value, c.unit, c.state) for c in cells}
    disputes = {key: cell for key, cell in true.cells.items() if key[0] == "review_litigation"}
    assert {key: told[key] for key in disputes} == disputes
    assert findings == ()


@needs_ocr
def test_lines_of_a_scan_are_paragraphs_again(page: Document) -> None:
    read_ = [block.text for block in page.blocks if isinstance(block, Paragraph)]
    true = [block.text for block in truth("2021").blocks if isinstance(block, Paragraph)][-9:]
    assert read_[2:] == true[2:]


@needs_ocr
def test_a_page_that_lies_on_its_head_and_aslant_is_read_too() -> None:
    turned = scan().crop(DISPUTES).rotate(181.5, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert read(save(turned, "JPEG")).grids == (truth("2021").grids[2],)


@needs_ocr
def test_pages_of_one_file_are_one_text_and_a_damaged_one_is_told() -> None:
    pages = [scan().crop((0, top, 1241, top + 60)) for top in (570, 700)]
    body = save(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    document = read(body)
    assert document.state == "doubtful" and "read off 2 pictures" in document.findings[0].message
    assert document.text.index("对照群众期待") < document.text.index("下一步")
    torn = read(body[:-1_000])
    assert (torn.state, "damaged_page" in codes(torn)) == ("incomplete", True)
    assert "对照群众期待" in torn.text


@needs_ocr
@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_picture_without_text_is_unreadable_and_not_an_empty_report(form: str) -> None:
    picture = Image.linear_gradient("L").resize((400, 300))
    document = read(save(picture, form))
    assert (document.state, document.text, codes(document)) == ("unreadable", "", ["no_text"])


def test_an_ornament_is_not_looked_at() -> None:
    document = read(save(Image.new("RGB", (300, 20), "red")))
    assert (document.state, codes(document)) == ("unreadable", ["no_text"])


@pytest.mark.parametrize("side", [12_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    body = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    document = read(body)
    assert (document.state, codes(document)) == ("unreadable", ["picture_size"])


@pytest.mark.parametrize("body", [fixture("2021-scan.jpg")[:200], b"\x89PNG\r\n\x1a\n" + bytes(50), b"GIF89a"])
def test_a_damaged_picture_says_so(body: bytes) -> None:
    document = read(body)
    assert document.state in ("unreadable", "needs_ocr")
    assert document.text == ""
    assert document.findings


@needs_ocr
def test_a_torn_picture_is_not_taken_for_a_whole_one() -> None:
    document = read(fixture("2021-scan.jpg")[:20_000])
    assert (document.state, codes(document)) == ("unreadable", ["damaged_page"])


def test_without_the_extra_a_picture_needs_ocr_and_says_what_to_install() -> None:
    code = """
import sys
sys.modules["rapidocr"] = None
from archive.reading.ocr.image import read_print
from archive.reading.reader import read
from PIL import Image
document = read(open("tests/fixtures/2021-scan.png", "rb").read())
print(document.state, document.reader, repr(document.text), document.findings[0].code, document.findings[0].message)
print(read_print(Image.new("L", (100, 100))), "cv2" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    told, other = run.stdout.splitlines()
    assert told.startswith("needs_ocr image/1 '' needs_ocr ") and "pip install '.[ocr]'" in told
    assert other == "None False"


def test_lines_that_may_be_misread_are_told_with_what_was_made_out() -> None:
    words = [Word("收到申请5件", 0.99, 0, 90, 0, 10), Word("8", 0.72, 0, 9, 20, 30), Word("口山", 0.2, 0, 9, 50, 60)]
    assert list(find_doubts(words, [], 1, 3)) == [
        Finding("ocr_doubtful", "1 lines or cells may be misread: '8' 72%", "page 3"),
        Finding("ocr_unread", "1 places show something that was not read: '口山' 20%", "page 3"),
    ]
    assert mean_score(words[:1]) == pytest.approx(0.99)
    assert mean_score([]) == 0


@needs_ocr
def test_a_long_picture_is_cut_between_its_lines() -> None:
    import numpy as np

    from archive.reading.ocr.engine import LARGEST_SIDE, cut_strips

    picture = Image.new("RGB", (600, 6_000), "white")
    draw = ImageDraw.Draw(picture)
    lines = [range(top, top + 30) for top in range(10, 5_990, 40)]
    for line in lines:
        draw.rectangle((20, line.start, 580, line.stop - 1), fill="black", outline="white")
    strips = list(cut_strips(np.asarray(picture)))
    assert strips[0][0] == 0 and strips[-1][1] == 6_000
    assert all(stop - start <= LARGEST_SIDE for start, stop in strips)
    assert not any(stop - 1 in line and stop in line for _, stop in strips[:-1] for line in lines)


@needs_ocr
def test_a_dash_is_known_by_its_shape() -> None:
    import numpy as np

    from archive.reading.ocr.ink import find_bands, is_dash

    cell = np.zeros((30, 60), np.uint8)
    assert not is_dash(cell, 27)
    cell[14:17, 20:42] = 1
    assert is_dash(cell, 27)
    cell[5:25, 30:33] = 1
    assert not is_dash(cell, 27)
    text = np.zeros((80, 60), np.uint8)
    text[5:8, 10:30] = text[20:23, 10:30] = text[50:70, 10:30] = 1
    assert find_bands(text, 27) == [(5, 23), (50, 70)]
