"""`archive case`: a misread capture becomes a case of the tests, without contact data and with what persons know."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from archive.case import scrub_address, scrub_content
from archive.database import open_database, session
from archive.errors import UsageError
from archive.home import Home
from archive.ledger import Discovery, discover
from archive.models import Crawl
from archive.reading.media import HTML, PDF, PLAIN
from tests.commands import archive
from tests.correcting import with_table
from tests.test_correct_command import correct, ingest
from tests.test_golden import read, run

URL = "http://a.example/1.html"
CELL = "review_litigation.reconsideration.pending"
CONTACT = "联系人：张三，电话：0510-81234567。"
PLACEHOLDER = "联系人：某某，电话：0000-00000000。"


def contact_page() -> bytes:
    return with_table("滨湖区民政局").decode().replace("工作人员少，事务多。", f"工作人员少。{CONTACT}").encode()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_a_page_is_scrubbed_in_its_own_charset(charset: str) -> None:
    page = contact_page().decode()
    assert scrub_content(page.encode(charset), HTML) == page.replace(CONTACT, PLACEHOLDER).encode(charset)


def test_a_plain_text_is_scrubbed_too() -> None:
    assert scrub_content(CONTACT.encode(), PLAIN) == PLACEHOLDER.encode()


@pytest.mark.parametrize(
    ("url", "scrubbed"),
    [
        ("http://a.example/art/2021/13812345678/art_1.html", None),
        ("http://a.example/show?id=20210129&column=3302", None),
        ("http://a.example/show?tel=13812345678&id=3", "http://a.example/show?tel=00000000000&id=3"),
        (
            "http://a.example/zhang@163.com/1.html?to=li@163.com",
            "http://a.example/xxxxx%40000.xxx/1.html?to=xx%40000.xxx",
        ),
        (f"http://a.example/{quote('联系人：张三')}.html", f"http://a.example/{quote('联系人：某某.html')}"),
    ],
)
def test_an_address_is_scrubbed_and_stays_the_page_s_own(url: str, scrubbed: str | None) -> None:
    assert scrub_address(url) == (scrubbed or url)


def test_a_damaged_byte_stays_the_byte_it_was() -> None:
    page = contact_page() * 3
    damaged = page[:90] + b"\xff" + page[90:]
    assert scrub_content(damaged, HTML) == damaged.replace(CONTACT.encode(), PLACEHOLDER.encode())


def test_what_cannot_be_scrubbed_is_refused() -> None:
    with pytest.raises(UsageError, match="--unscrubbed"):
        scrub_content(b"%PDF-1.4", PDF)
    mixed = f"<p>{CONTACT}</p>".encode() * 9 + "<p>政府信息公开工作年度报告网站尾部</p>".encode("gb2312") * 9
    with pytest.raises(UsageError, match="in no one charset"):
        scrub_content(mixed, HTML)


def test_a_misread_report_becomes_a_case_that_fails_until_it_is_read_better(small: Home, tmp_path: Path) -> None:
    name = ingest(small, URL, contact_page())
    correct(
        small, name, "--organ", "滨湖区教育局", "--cell", f"{CELL}=1", "--who", "王五", why="张三（联系人：张三）说的"
    )
    folder = tmp_path / "case"
    made = archive("case", URL, str(folder), home=small)
    assert made.returncode == 0, made.stderr
    assert f"misread: organ, {CELL}" in made.stdout
    whole = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert "81234567" not in whole and "王五" not in whole and "联系人：张三" not in whole
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert (expected["organ"], expected["division_code"], expected["year"]) == ("滨湖区教育局", "320211", 2021)
    assert not {"provenance", "sightings", "id", "corrections"} & expected.keys()
    (cell,) = [one for one in expected["statistics"] if (one["row"], one["column"]) == ("reconsideration", "pending")]
    assert cell == {
        "table": "review_litigation",
        "row": "reconsideration",
        "column": "pending",
        "value": 1,
        "state": "number",
    }
    with pytest.raises(pytest.fail.Exception) as error:
        run(folder)
    assert "滨湖区教育局" in str(error.value) and CELL in str(error.value)
    assert read(folder)["organ"] == "滨湖区民政局"


def test_the_anchor_and_the_address_of_a_case_are_scrubbed(small: Home, tmp_path: Path) -> None:
    url = f"{URL}?tel=13812345678"
    ingest(small, url, contact_page())
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        crawl = work.scalars(select(Crawl.id)).one()
        found = Discovery(url, url, anchor="滨湖区民政局2021年政府信息公开工作年度报告（联系人：张三）")
        discover(work, [found], portal="p", crawl=crawl, now=datetime(2024, 3, 1, tzinfo=UTC))
    engine.dispose()
    assert archive("case", url, str(tmp_path / "case"), home=small).returncode == 0
    told = json.loads((tmp_path / "case" / "case.json").read_text(encoding="utf-8"))
    assert told["url"] == f"{URL}?tel=00000000000"
    assert told["anchor"] == "滨湖区民政局2021年政府信息公开工作年度报告（联系人：某某）"
    run(tmp_path / "case")


def test_what_nobody_corrected_is_a_case_that_passes(small: Home, tmp_path: Path) -> None:
    ingest(small, URL, contact_page())
    assert archive("case", URL, str(tmp_path / "case"), home=small).returncode == 0
    run(tmp_path / "case")


def test_a_folder_that_holds_something_and_a_file_that_cannot_be_scrubbed_are_refused(
    small: Home, tmp_path: Path
) -> None:
    name = ingest(small, URL, contact_page())
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "x").write_text("")
    refused = archive("case", name, str(tmp_path / "case"), home=small)
    assert (refused.returncode, "is there already" in refused.stderr) == (2, True)
    fixture = (Path(__file__).parent / "fixtures" / "2019.pdf").read_bytes()
    pdf = ingest(small, "http://a.example/2.pdf", fixture)
    refused = archive("case", pdf, str(tmp_path / "pdf"), home=small)
    assert refused.returncode == 2 and "--unscrubbed" in refused.stderr and not (tmp_path / "pdf").exists()
    assert archive("case", pdf, str(tmp_path / "pdf"), "--unscrubbed", home=small).returncode == 0
    assert (tmp_path / "pdf" / "page.pdf").read_bytes() == fixture
    run(tmp_path / "pdf")


def test_a_folder_of_its_own_is_named_after_year_and_report(small: Home, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from archive.cli import main

    name = ingest(small, URL, contact_page())
    with CliRunner().isolated_filesystem(tmp_path) as here:
        ran = CliRunner().invoke(main, ["--home", str(small.folder), "case", name])
        assert ran.exit_code == 0, ran.output
        assert (Path(here) / "tests" / "golden" / f"2021-{name[:12]}" / "page.html").is_file()
