"""The sample portal: that it is what its answer sheet says, and that one gets to the reports as on a real portal."""

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections import defaultdict
from urllib.parse import urljoin

import pytest

from tests.site import VISITS, Page, Site, TrueReport, build, build_portals
from tests.site.serve import serve

KINDS = {
    "notice", "format", "guide", "catalogue", "other_annual_report", "statistics", "budget", "plan",
    "interpretation", "list", "news", "error_page", "challenge", "unknown",
}  # fmt: skip
APPLICANTS = ("natural_person", "business", "research", "welfare", "legal_service", "other_org")


@pytest.fixture(scope="module", params=(2024, 1, 7, 11))
def site(request: pytest.FixtureRequest) -> Site:
    return build(request.param)


def read(page: Page) -> str:
    try:
        return page.body.decode()
    except UnicodeDecodeError:
        return page.body.decode("gbk")


def strip(html: str) -> str:
    """Text without tags, entities and white space."""
    return re.sub(r"<[^>]*>|&nbsp;|\s", "", html)


def find_links(site: Site, path: str) -> set[str]:
    """Addresses a page leads to, as a browser would find them: links, and the pager a script writes."""
    text = read(site.pages[path])
    links = {urljoin(path, link) for link in re.findall(r'href="([^"]+)"', text) if not link.startswith("javascript:")}
    pagers = re.findall(r'createPageHTML\((\d+), \d+, "(\w+)", "(\w+)"\)', text)
    return links | {urljoin(path, f"{base}_{n}.{ext}") for count, base, ext in pagers for n in range(1, int(count))}


def measure_depths(site: Site) -> dict[str, int]:
    """Path -> clicks from the home page, over every page that can be reached."""
    depths = {"/": 0}
    queue = ["/"]
    for path in queue:
        page = site.pages[path]
        if page.content_type.startswith("text/html") and page.status == 200 and path not in site.truth.broken:
            for link in sorted(find_links(site, path) - depths.keys()):
                if link in site.pages:
                    depths[link] = depths[path] + 1
                    queue.append(link)
    return depths


def look_up(report: TrueReport, table: str) -> dict[tuple[str, str], int]:
    """The numbers of one table; a cell without a number is left out."""
    return {
        (cell.row, cell.column): cell.value for cell in report.cells if cell.table == table and cell.value is not None
    }


def test_the_same_seed_gives_the_same_site_and_another_seed_another() -> None:
    assert build(5) == build(5)
    assert build(5).pages != build(6).pages


def test_every_link_leads_to_a_page_except_the_one_that_is_meant_to_be_dead(site: Site) -> None:
    html = [path for path, page in site.pages.items() if page.content_type.startswith("text/html")]
    linked = {link for path in html if path not in site.truth.broken for link in find_links(site, path)}
    assert linked - site.pages.keys() == set(site.truth.missing)


def test_the_lists_of_reports_are_three_clicks_from_the_home_page(site: Site) -> None:
    depths = measure_depths(site)
    first_pages = [path for path in site.truth.lists if path.endswith("/")]
    assert {depths[path] for path in first_pages if "index" not in path} <= {2, 3}
    assert sum(depths[path] == 3 for path in first_pages) >= 4
    assert set(site.truth.lists) <= depths.keys()


def test_both_list_mechanisms_carry_reports_and_the_scripted_one_names_no_page_in_a_link(site: Site) -> None:
    scripted = [path for path in site.truth.lists if "createPageHTML" in read(site.pages[path])]
    plain = [path for path in site.truth.lists if "下一页" in read(site.pages[path])]
    assert scripted and plain
    assert not any(re.search(r'href="[^"]*index_\d', read(site.pages[path])) for path in scripted)


def test_every_report_stands_in_a_list_at_each_of_its_addresses(site: Site) -> None:
    rows = {link for path in site.truth.lists for link in find_links(site, path)}
    addresses = {path for report in site.truth.reports for path in report.paths}
    assert addresses - rows == set(site.truth.redirects.values()) & (addresses - rows)
    assert set(site.truth.redirects) | set(site.truth.forbidden) | set(site.truth.broken) <= rows


def test_four_organs_report_in_all_four_forms(site: Site) -> None:
    reports = site.truth.reports
    assert len(reports) >= 40
    assert {report.organ_kind for report in reports} == {"government", "department", "township"}
    assert len({report.organ for report in reports}) == 4
    assert {report.form for report in reports} == {"free", "2014", "2019", "2021"}
    assert len({(report.organ, report.year) for report in reports}) == len(reports)
    assert any(len(report.paths) > 1 for report in reports)


def test_the_two_towns_have_the_same_text_in_at_least_two_years(site: Site) -> None:
    by_text = defaultdict(set)
    for report in site.truth.reports:
        by_text[report.lines, report.cells].add((report.organ, report.title))
    twins = [owners for owners in by_text.values() if len(owners) > 1]
    assert len(twins) >= 2
    assert all(len({organ for organ, _ in owners}) == 2 for owners in twins)


def test_every_true_line_stands_on_each_page_of_its_report_in_order(site: Site) -> None:
    for report in site.truth.reports:
        for path in report.paths:
            text, at = strip(read(site.pages[path])), 0
            for line in report.lines:
                found = text.find(strip(line), at)
                assert found >= 0, (path, line)
                at = found + len(strip(line))


def test_every_value_of_the_header_is_shown(site: Site) -> None:
    for report in site.truth.reports:
        text = read(site.pages[report.paths[0]])
        assert report.header["published"].startswith(report.published or "?")
        assert all(value in text for value in report.header.values())


def test_headers_titles_and_empty_values_come_in_several_markups(site: Site) -> None:
    texts = [read(site.pages[report.paths[0]]) for report in site.truth.reports]
    for mark in (
        "xxgk_head",
        'class="xxgk"',
        "headinfo",
        "【字体：",
        "TRS_Editor",
        'id="zoom"',
        "conTxt",
        "<h1",
        "ArticleTitle",
    ):
        assert 0 < sum(mark in text for text in texts) < len(texts), mark
    assert any("" in report.header.values() for report in site.truth.reports)


def test_the_sums_are_right_except_where_the_truth_says_so(site: Site) -> None:
    wrong = set()
    for report in site.truth.reports:
        cells = look_up(report, "applications")
        parts = {row for row, _ in cells} - {"new_received", "carried_over", "handled", "carried_forward"}
        for column in (*APPLICANTS, "total") if cells else ():
            handled = cells.get(("handled", column))
            if any(("granted", each) not in cells for each in (*APPLICANTS, "total")):
                continue
            if handled != sum(cells[row, column] for row in parts):
                wrong.add((report.organ, report.year, f"applications:{column}"))
    stated = {(report.organ, report.year, error) for report in site.truth.reports for error in report.errors}
    assert wrong == stated
    assert len(stated) == 1


def test_what_is_carried_forward_is_carried_over_the_next_year(site: Site) -> None:
    compared = 0
    tables = {(report.organ, report.year): look_up(report, "applications") for report in site.truth.reports}
    for (organ, year), cells in tables.items():
        before = tables.get((organ, year - 1), {}).get(("carried_forward", "total"))
        if before is not None and ("carried_over", "total") in cells:
            assert cells["carried_over", "total"] == before
            compared += 1
    assert compared > 4


def test_the_prose_says_the_number_of_applications_that_the_table_says(site: Site) -> None:
    for report in site.truth.reports:
        cells = look_up(report, "applications")
        told = re.search(r"收到(?:政府信息公开)?申请(\d+)件", "".join(report.lines))
        if told and ("new_received", "total") in cells:
            assert int(told[1]) == cells["new_received", "total"]


def test_tables_have_their_full_size_and_blank_is_not_zero(site: Site) -> None:
    sizes = {"2019": 7 * 23 + 3 * 5 + 22, "2021": 7 * 25 + 3 * 5 + 10, "2014": 58, "free": 0}
    assert all(len(report.cells) == sizes[report.form] for report in site.truth.reports)
    cells = [cell for report in site.truth.reports for cell in report.cells]
    assert {"number", "blank"} < {cell.state for cell in cells}
    assert all((cell.value is None) == (cell.state != "number") for cell in cells)
    assert all((cell.raw == "") == (cell.state == "blank") for cell in cells)


def test_amounts_are_in_yuan_beside_their_raw_value_and_unit(site: Site) -> None:
    amounts = [cell for report in site.truth.reports for cell in report.cells if cell.unit == "万元" and cell.value]
    assert amounts
    for cell in amounts:
        assert cell.value == pytest.approx(float(cell.raw.removesuffix("万元")) * 10_000)


def test_the_bureaus_pages_are_in_gbk_whatever_they_say(site: Site) -> None:
    pages = [
        site.pages[path] for report in site.truth.reports if report.organ_kind == "department" for path in report.paths
    ]
    for page in pages:
        with pytest.raises(UnicodeDecodeError):
            page.body.decode()
        assert "政府信息公开" in page.body.decode("gbk")
    assert any(b"charset=utf-8" in page.body for page in pages)
    assert any(b"charset" not in page.body and "charset" not in page.content_type for page in pages)


def test_decoys_are_real_pages_of_other_kinds(site: Site) -> None:
    assert len(site.truth.decoys) >= 12
    assert set(site.truth.decoys.values()) <= KINDS
    assert all(len(strip(read(site.pages[path]))) > 200 for path in site.truth.decoys)
    assert not site.truth.decoys.keys() & {path for report in site.truth.reports for path in report.paths}


def test_broken_pages_are_empty_or_no_text(site: Site) -> None:
    bodies = sorted((site.pages[path].body for path in site.truth.broken), key=len)
    assert bodies[0] == b""
    assert b"\x00" in bodies[1]


def test_every_page_says_that_its_content_is_invented_and_counts_its_visits(site: Site) -> None:
    for path, page in site.pages.items():
        if page.content_type.startswith("text/html") and page.status == 200 and path not in site.truth.broken:
            assert "示例网站，内容均为虚构" in read(page)
            assert VISITS in page.body


def fetch(url: str, method: str = "GET") -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10) as answer:  # noqa: S310
            return answer.status, answer.url, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, url, error.read()


def test_the_server_counts_visits_redirects_and_remembers_requests() -> None:
    site = build()
    old, new = next(iter(site.truth.redirects.items()))
    with serve(site) as served:
        base = served.url.rstrip("/")
        first, second = fetch(served.url), fetch(served.url)
        assert first[0] == 200 and first[2] != second[2] and VISITS not in first[2]
        assert fetch(base + old)[:2] == (200, base + new)
        assert fetch(base + site.truth.missing[0])[0] == 404
        assert fetch(served.url, "HEAD")[2] == b""
        assert b"Disallow: /nbzl/" in fetch(base + "/robots.txt")[2]
    assert site.truth.forbidden[0].startswith("/nbzl/")
    assert [request.path for request in served.requests][:3] == ["/", "/", old]
    assert served.requests[0].time <= served.requests[1].time
    assert served.requests[-1].headers["Host"] in served.url


def run_portal(port: int, *command: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "tests.site", "run", "--port", str(port), "--", *command]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)


def test_run_hands_the_command_the_address_and_its_exit_code_back() -> None:
    done = run_portal(0, "sh", "-c", "echo $GUARD_ALLOW $0; exit 7", "{url}")
    assert done.returncode == 7
    assert re.fullmatch(r"127\.0\.0\.1 http://127\.0\.0\.1:\d+/\n", done.stdout)


def test_run_serves_a_portal_of_the_exam_too() -> None:
    script = "import sys, urllib.request; sys.stdout.buffer.write(urllib.request.urlopen(sys.argv[1]).read())"
    line = [sys.executable, "-m", "tests.site", "run", "--port", "0", "--seed", "0", "--portal", "0"]
    command = [*line, "--", sys.executable, "-c", script, "{url}"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    assert done.stdout.count(b"<html") == 1
    assert build_portals(0)[0].truth.reports[0].division_name in read(Page(done.stdout))


def test_run_takes_another_port_where_its_own_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_portal(port, "echo", "{url}")
    assert done.returncode == 0
    assert str(port) in done.stderr and len(done.stderr.splitlines()) == 1
    assert str(port) not in done.stdout


def test_run_says_so_where_the_command_does_not_exist() -> None:
    done = run_portal(0, "no-such-command")
    assert done.returncode == 127
    assert "no-such-command" in done.stderr
