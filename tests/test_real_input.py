"""Real pages and reports, served on loopback and read from files. They lie beside the checkout, outside the project."""

import csv
import html
import json
from pathlib import Path
from typing import Any

import pytest

from archive.home import Home
from archive.report.normalisation import normalise
from tests.commands import archive, crawl, json_lines
from tests.site import Page, Site, build
from tests.site.serve import serve

REPORTS: dict[str, tuple[Any, ...]] = {
    # organ, organ_kind, division_code, year, form, published, signed
    "2017-hunjiang": ("浑江区民政局", "department", "220602", 2017, "free", None, "2018-03-01"),
    "2020-binhu": ("无锡市滨湖区民政局", "department", "320211", 2020, "2019", "2021-01-29", "2021-01-29"),
    "2015-xianning": ("咸宁市民政局", "department", "421200", 2015, "free", "2020-09-11", "2016-01-29"),
    "2017-changyi": ("昌邑区人民政府办公室", "department", "220202", 2017, "free", "2018-02-22", None),
    "2019-xingqing": ("兴庆区民政局", "department", "640104", 2019, "2019", None, None),
}
FIRST_SENTENCES = {
    "2017-hunjiang": "2017年浑江区民政局在区委",
    "2020-binhu": "一、总体情况2020年,我局坚持",
    "2015-xianning": "2015年,市民政局政府信息公开工作",
    "2017-changyi": "根据《中华人民共和国政府信息公开条例》的规定",
    "2019-xingqing": "为全面推进基层政务公开",
}
CHROME = ("索引号", "发布日期", "发布时间", "主题分类", "发文单位", "点击数", "登录", "大 中 小")
PORTAL = """<html><head><title>{title}</title></head><body><div class="top"><a href="/">首页</a>
<a href="/x">登录</a> 注册</div>
<div class="path">当前位置：<a href="/">首页</a> &gt; 政府信息公开年报</div><div class="main"><h1>{title}</h1>
<div class="content">{body}</div></div>
<div class="foot">版权所有 网站标识码：4200000000 ICP备05000000号</div></body></html>"""


def words(text: str) -> str:
    """A text without white space, and without the bars that part the cells of a table, flattened or not."""
    return normalise(text).replace("|", "")


def identity(line: dict[str, Any]) -> tuple[Any, ...]:
    dates = [line["dates"][key][0]["value"] if line["dates"][key] else None for key in ("published", "signed")]
    return *(line[key] for key in ("organ", "organ_kind", "division_code", "year", "form")), *dates


@pytest.fixture(scope="module")
def read(shared: Path) -> dict[str, dict[str, Any]]:
    files = sorted((shared / "reports").glob("*.txt"))
    return {Path(line["file"]).stem: line for line in json_lines(archive("read", *map(str, files)))}


@pytest.mark.parametrize("name", REPORTS)
def test_whose_report_of_which_year_it_is(read: dict[str, dict[str, Any]], name: str) -> None:
    assert read[name]["kind"] == "report"
    assert identity(read[name]) == REPORTS[name]


def test_a_header_value_that_says_none_is_raw_and_not_a_value(read: dict[str, dict[str, Any]]) -> None:
    assert read["2015-xianning"]["header"]["doc_no"] == {"raw": "无", "value": None, "source": "header"}
    for name in REPORTS.keys() - {"2015-xianning"}:
        assert read[name]["header"]["doc_no"] is None


@pytest.mark.parametrize("name", REPORTS)
def test_the_text_is_the_report_and_nothing_else(read: dict[str, dict[str, Any]], shared: Path, name: str) -> None:
    text = words(read[name]["text"])
    whole = words((shared / "reports" / f"{name}.txt").read_text(encoding="utf-8"))
    start = whole.rfind(words(FIRST_SENTENCES[name]))
    assert text == whole[start:]
    for line in read[name]["text"].splitlines()[:5]:
        assert not any(word in line for word in CHROME)


def test_the_same_report_wrapped_in_a_portal_has_the_same_identity_and_words(
    home: Home, shared: Path, read: dict[str, dict[str, Any]]
) -> None:
    pages, links = {}, []
    for name in REPORTS:
        saved = (shared / "reports" / f"{name}.txt").read_text(encoding="utf-8")
        body = "".join(f"<p>{html.escape(line)}</p>" for line in saved.splitlines() if line.strip())
        pages[f"/{name}.html"] = Page(PORTAL.format(title=read[name]["title"], body=body).encode(), "text/html")
        links.append(f'<li><a href="/{name}.html">{read[name]["title"]}</a></li>')
    pages["/"] = Page(f"<html><title>年报</title><ul>{''.join(links)}</ul></html>".encode(), "text/html")
    with serve(Site(pages, build().truth)) as served:
        run = crawl("-a", f"url={served.url}", "--dump", home=home)
    assert run.returncode == 0, run.stderr
    dump = (home.folder / "dump" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    lines = {Path(line["sightings"][0]["url"]).stem: line for line in map(json.loads, dump)}
    assert {name: identity(line) for name, line in lines.items()} == REPORTS
    for name, line in lines.items():
        assert words(line["text"]) == words(read[name]["text"]), name
    # The rows of one table are parted by blank lines alone, which the portal's page does not have.
    same = {name for name, line in lines.items() if normalise(line["text"]) == normalise(read[name]["text"])}
    assert same == REPORTS.keys() - {"2017-hunjiang"}


ANNUAL_REPORTS = {
    ("平潭综合实验区", 2024, "2021"),
    ("平潭综合实验区", 2019, "free"),  # an excerpt without its tables
    ("上海市人民政府办公厅", 2019, "2019"),
}


def test_among_real_pages_the_annual_reports_are_found_and_nothing_else(home: Home, shared: Path) -> None:
    folder = shared / "pages"
    with (folder / "INDEX.tsv").open(encoding="utf-8") as file:
        index = {row[0]: row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row}
    pages, rows = {}, []
    for file in sorted(folder.rglob("*.html")):
        path = str(file.relative_to(folder))
        pages[f"/{path}"] = Page(file.read_bytes(), "text/html")
        title = index[path][6] if path in index and len(index[path]) > 6 else ""
        rows.append(f'<li><a href="/{path}">{html.escape(title or path)}</a></li>')
    pages["/zfxxgknb/"] = Page(
        f"<html><title>信息公开年报</title><ul>{''.join(rows)}</ul></html>".encode(), "text/html"
    )
    with serve(Site(pages, build().truth)) as served:
        run = crawl("-a", f"url={served.url}zfxxgknb/", "--dump", home=home)
    assert run.returncode == 0, run.stderr
    dump = (home.folder / "dump" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    found = {(line["organ"], line["year"], line["form"]) for line in map(json.loads, dump)}
    assert found == ANNUAL_REPORTS


def test_every_cell_of_the_real_tables_is_read(shared: Path) -> None:
    for gold in json.loads((shared / "statistics" / "gold.json").read_text(encoding="utf-8")):
        (line,) = json_lines(archive("read", str(shared / gold["file"])))
        got = {(cell["table"], cell["row"], cell["column"]): cell["value"] for cell in line["statistics"]}
        want = {(cell["table"], cell["row"], cell["column"]): cell["value"] for cell in gold["cells"]}
        assert {key: got.get(key) for key in want} == want, gold["file"]


@pytest.fixture(scope="module")
def cells(read: dict[str, dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    return {
        name: {f"{cell['table']}.{cell['row']}.{cell['column']}": cell for cell in line["statistics"]}
        for name, line in read.items()
    }


def test_none_blank_and_missing_of_a_real_table_stay_apart(
    read: dict[str, dict[str, Any]], cells: dict[str, dict[str, dict[str, Any]]]
) -> None:
    cut = cells["2019-xingqing"]
    licences = [cell for name, cell in cut.items() if name.startswith("active_disclosure.licences.")]
    assert [(cell["state"], cell["value"]) for cell in licences] == [("none", None)] * 3
    assert cut["active_disclosure.fees.change"]["state"] == "blank"
    assert cut["applications.refused.process.total"]["state"] == "missing"
    assert {cell["state"] for name, cell in cut.items() if name.startswith("review_litigation.")} == {"missing"}
    whole = cells["2020-binhu"]
    assert whole["active_disclosure.procurement.amount"]["value"] == 19466890
    handled = [cell for name, cell in whole.items() if name.startswith("applications.handled.")]
    assert [cell["state"] for cell in handled] == ["number", *["blank"] * 5, "number"]
    assert {check["status"] for check in read["2019-xingqing"]["checks"]} == {"cannot_tell"}


def test_what_a_cut_report_has_lost_is_said(read: dict[str, dict[str, Any]]) -> None:
    said = {finding["code"]: finding["message"] for finding in read["2019-xingqing"]["findings"]}
    assert "四、五 between 三、" in said["section_missing"]
    assert said["rows_missing"].startswith("applications: 14 of 23 rows")


def test_no_sum_of_a_real_report_fails(read: dict[str, dict[str, Any]]) -> None:
    assert {check["status"] for line in read.values() for check in line["checks"]} == {"pass", "cannot_tell"}


def test_real_titles_and_heads_are_judged(shared: Path) -> None:
    file = shared / "identity" / "public.jsonl"
    cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    said = "".join(json.dumps({"url": c["url"], "title": c["title_raw"], "head": c["head_raw"]}) + "\n" for c in cases)
    right: dict[str, list[bool]] = {}
    for case, told in zip(cases, json_lines(archive("identify", said=said)), strict=True):
        gold, accepted = case["gold"], case["accept"]
        right.setdefault("kind", []).append((told["kind"] == "report") == gold["is_report"])
        if gold["is_report"]:
            names = {"organ": "agency", "division_code": "region_code", "year": "year", "organ_kind": "agency_kind"}
            for key, name in names.items():
                if gold[name]:
                    right.setdefault(key, []).append(told[key] in [gold[name], *accepted.get(name, [])])
    shares = {key: sum(found) / len(found) for key, found in right.items()}
    assert {key: share for key, share in shares.items() if share < (0.93 if key == "division_code" else 0.96)} == {}
    assert shares.keys() == {"kind", "organ", "organ_kind", "division_code", "year"}
