"""The portals of the exam: that every kind of list, way, file and trap is met, and that each is what it says."""

import html
import json
import random
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from urllib.parse import quote, urljoin

import pytest

from archive.report.divisions import find_code
from tests.site import Page, Site, build_portals
from tests.site.address import spell_once
from tests.site.headers import HEADERS
from tests.site.portals.carriers import CARRIERS
from tests.site.portals.documents import OLE, write_document
from tests.site.portals.families import FAMILIES
from tests.site.portals.lists import BROWSER, MECHANISMS
from tests.site.portals.rows import LINKS, ROWS, Row, RowStyle, print_rows
from tests.site.portals.shelf import Listed, Shelf
from tests.site.portals.skins import SKINS
from tests.site.portals.traps import TRAPS
from tests.site.portals.ways import ORGAN_WAYS, OWN_WAYS
from tests.site.serve import find_page, serve

SEEDS = range(10)


@cache
def build(seed: int) -> tuple[Site, ...]:
    return build_portals(seed)


def every_site() -> Iterator[Site]:
    return (site for seed in SEEDS for site in build(seed))


def ask(site: Site, address: str) -> Page:
    """What is answered at an address as the truth spells it."""
    if address.startswith("//"):
        name, _, rest = address[2:].partition("/")
        return find_page(site.hosts[name], {}, "GET", f"/{rest}")
    path, posted, form = address.partition("__wb_method=POST&")
    if posted:
        return find_page(site.pages, site.answers, "POST", path[:-1], form)
    return find_page(site.pages, site.answers, "GET", address)


def read(page: Page) -> str:
    try:
        return page.body.decode()
    except UnicodeDecodeError:
        return page.body.decode("gb18030", "replace")


def find_links(site: Site, path: str) -> set[str]:
    """Where a page leads without running its scripts: links, options, frames, entries of a sitemap, nodes."""
    page = ask(site, path)
    if page.status in {301, 302}:
        return {page.headers["Location"]}
    if not page.content_type.startswith(("text/html", "text/xml")):
        return set()
    text = read(page).replace("@@HOST:self@@", "")
    base = "/" if '<base href="/">' in text else path
    found = re.findall(r'(?:href|value|src)=["\']([^"\'#]+)["\']|<loc>([^<]+)</loc>|url:"([^"]+)"', text)
    links = {urljoin(base, html.unescape("".join(spellings))) for spellings in found}
    return {spell_once(link) for link in links if link.startswith("/") and not link.startswith("//")}


def test_every_kind_of_list_row_way_file_header_skin_and_trap_is_met_within_ten_seeds() -> None:
    met = {feature for site in every_site() for feature in site.truth.features}
    wanted = {
        "list": MECHANISMS,
        "rows": [*ROWS, "pinned", "asides"],
        "link": LINKS,
        "way": (*OWN_WAYS, *ORGAN_WAYS),
        "file": CARRIERS,
        "header": HEADERS,
        "skin": SKINS,
        "trap": TRAPS,
        "family": [family.name for family in FAMILIES],
        "depth": (2, 3, 4, 5),
        "charset": ("utf-8", "gbk"),
        "session": ("jsessionid", "PHPSESSID", "sid"),
        "litter": ("empty", "script", "data"),
        "total": ("more", "fewer"),
    }
    assert {f"{kind}:{name}" for kind, names in wanted.items() for name in names} - met == set()


def test_the_portals_of_a_seed_are_of_different_places_and_families_and_of_a_believable_size() -> None:
    for seed in SEEDS:
        sites = build(seed)
        assert 3 <= len(sites) <= 4
        assert len({site.truth.reports[0].division_code for site in sites}) == len(sites)
        families = [name for site in sites for name in site.truth.features if name.startswith("family:")]
        assert len(set(families)) == len(sites)
        assert all(25 <= len(site.truth.reports) <= 90 for site in sites)
        assert all(60 <= len(site.pages) <= 300 for site in sites)


def test_the_places_are_real_divisions() -> None:
    named = {report.division_code: report.division_name for site in every_site() for report in site.truth.reports}
    assert len(named) > 10
    for code, name in named.items():
        division = find_code(code, 2024)
        assert division is not None and division.name == name


def test_the_same_seed_gives_the_same_portals() -> None:
    for first, second in zip(build(4), build_portals(4), strict=True):
        assert (first.pages, first.truth, first.hosts) == (second.pages, second.truth, second.hosts)
        assert all(ask(first, address) == ask(second, address) for address in first.truth.lists)


def test_every_list_page_report_file_and_decoy_of_the_truth_is_there() -> None:
    for site in every_site():
        truth = site.truth
        addresses = [*truth.lists, *truth.decoys, *truth.doors, *truth.needs_browser]
        addresses += [address for report in truth.reports for address in (*report.paths, *report.files)]
        assert [address for address in addresses if ask(site, address).status != 200] == []
        assert {ask(site, old).status for old in truth.redirects} <= {301}


def test_every_report_has_a_row_on_a_list_of_the_truth() -> None:
    for site in every_site():
        rows = "".join(read(ask(site, address)) for address in site.truth.lists)
        rows = re.sub(r";jsessionid=@@SESSION@@", "", rows).replace("\\/", "/").replace("&amp;", "&")
        for report in site.truth.reports:
            assert all(path.rpartition("/")[2] in rows for path in report.paths), report.paths


def test_reports_of_lists_that_need_a_browser_are_not_in_the_truth() -> None:
    sites = [site for site in every_site() if site.truth.needs_browser]
    assert len(sites) >= 4
    for site in sites:
        shown = "".join(read(ask(site, path)) for path in site.truth.needs_browser)
        assert "{{" in shown
        assert not set(site.truth.needs_browser) & set(site.truth.lists)


def walk(site: Site, start: set[str], closed: frozenset[str] = frozenset()) -> set[str]:
    """Every kept page that can be reached without a script, and without passing `closed`."""
    seen, queue = set(start), sorted(start)
    known = {spell_once(path) for path in site.pages} - closed
    for path in queue:
        found = (find_links(site, path) & known) - seen
        seen |= found
        queue.extend(sorted(found))
    return seen


def test_every_column_with_reports_can_be_reached_from_the_home_page_without_a_script() -> None:
    for seed in (0, 3, 7, 8):
        for site in build(seed):
            start = {"/", "/sitemap.xml"} if "way:map_xml" in site.truth.features else {"/"}
            assert {spell_once(door) for door in site.truth.doors} - walk(site, start) == set()


def test_a_column_that_only_the_site_map_names_is_reached_by_nothing_else() -> None:
    for way, maps in (("map", "/wzdt.html"), ("map_xml", "/sitemap.xml")):
        site = next(site for site in every_site() if {f"way:{way}"} <= set(site.truth.features))
        column = spell_once(site.truth.lists[0])
        assert column in find_links(site, maps)
        if not site.truth.redirects:
            assert column not in walk(site, {"/"}, frozenset({maps}))


def test_reports_that_are_only_files_say_so_and_their_bytes_begin_as_their_kind_does() -> None:
    magic = {"pdf": b"%PDF", "docx": b"PK", "ofd": b"PK", "zip": b"PK", "doc": OLE, "wps": OLE, "jpg": b"\xff\xd8\xff"}
    reports = [(site, report) for site in build(1) for report in site.truth.reports if report.file_only]
    assert len(reports) > 20
    assert all(report.files and not report.lines for _, report in reports)
    for site, report in reports:
        for address in report.files:
            start = magic.get(address.rpartition(".")[2])
            assert start is None or ask(site, address).body.startswith(start)


def test_documents_are_the_same_each_time() -> None:
    lines = ("某区2020年政府信息公开工作年度报告", "一、总体情况")
    for extension in ("docx", "zip", "ofd", "pdf"):
        first, second = (write_document(extension, "年报", lines, random.Random(1)) for _ in range(2))
        assert first == second


# Mechanisms, one by one


def make_rows(count: int) -> list[Row]:
    days = [date(2024, 3, 1) - timedelta(days=40 * at) for at in range(count)]
    return [
        Row(f"滨湖区{2023 - at}年政府信息公开工作年度报告", f"/zwgk/t{at}.html", day) for at, day in enumerate(days)
    ]


def make_shelf(path: str = "/zwgk/nb/", count: int = 34, size: int = 5, lie: int = 0) -> Shelf:
    def frame(content: str, head: str) -> Page:
        return Page(f"<html><head>{head}</head><body>{content}</body></html>".encode())

    return Shelf("政府信息公开年报", path, make_rows(count), size, RowStyle(link="root"), frame, "seed", lie)


COLUMNS = {"ucap": "/jyt/c11/list.shtml", "jcms": "/col/col77/index.html", "aspnet": "/Category_5/Index.aspx"}
COLUMNS |= {"vsb": "/xxgk/nb.htm", "query": "/list.php?fid=4", "window": "/nb/index.html"}


def put_up(name: str, **options: int) -> tuple[Site, Listed]:
    shelf = make_shelf(COLUMNS.get(name.partition("_")[0], "/zwgk/nb/"), **options)
    listed = MECHANISMS[name](shelf)
    return Site(listed.pages, build(0)[0].truth, listed.answers), listed


def list_rows(text: str) -> list[int]:
    """The rows a page or answer shows, by number."""
    return [int(at) for at in re.findall(r"/zwgk/t(\d+)\.html", text.replace("\\/", "/"))]


@pytest.mark.parametrize("name", [name for name in MECHANISMS if name not in BROWSER])
def test_the_pages_of_a_list_show_every_row_and_show_them_in_order(name: str) -> None:
    site, listed = put_up(name)
    shown = [list_rows(read(ask(site, address))) for address in listed.lists]
    assert list(dict.fromkeys(at for rows in shown for at in rows)) == list(range(34))


@pytest.mark.parametrize("name", [name for name in MECHANISMS if name not in BROWSER])
def test_a_list_of_one_page_is_one_page(name: str) -> None:
    site, listed = put_up(name, count=3)
    shown = [list_rows(read(ask(site, address))) for address in listed.lists]
    assert sorted({at for rows in shown for at in rows}) == [0, 1, 2]
    assert len(listed.lists) <= 2


@pytest.mark.parametrize("name", BROWSER)
def test_a_list_for_browsers_shows_nothing_without_one(name: str) -> None:
    site, listed = put_up(name)
    assert listed.needs_browser and not listed.lists and not listed.answers
    assert not any(list_rows(read(page)) for page in site.pages.values())


def test_trs_counts_from_zero_and_ucap_from_one() -> None:
    _, trs = put_up("trs_five")
    _, ucap = put_up("ucap_one")
    assert [path.rpartition("/")[2].partition(".")[0] for path in trs.lists[:3]] == ["", "index_1", "index_2"]
    assert ucap.lists[:3] == ("/jyt/c11/list.shtml", "/jyt/c11/list_2.shtml", "/jyt/c11/list_3.shtml")
    assert re.search(r"createPageHTML\(7,0,", read(trs.pages[trs.lists[0]]))
    assert re.search(r"createPageHTML\('\w+',7, 1,'list','shtml',34\)", read(ucap.pages[ucap.lists[0]]))


@pytest.mark.parametrize("name", ["trs_zero", "trs_five", "trs_commented", "trs_fenye", "ucap_one"])
def test_no_link_names_the_pages_that_a_script_writes(name: str) -> None:
    _, listed = put_up(name)
    assert not any(re.search(r'href="[^"]*_\d', read(page)) for page in listed.pages.values())


def test_a_lying_pager_counts_pages_that_are_not_there() -> None:
    site, listed = put_up("trs_zero", lie=3)
    assert "createPageHTML(10," in read(site.pages[listed.lists[0]])
    assert ask(site, listed.lists[-1].replace("_6", "_8")).status == 404


def test_vsb_counts_down() -> None:
    _, listed = put_up("vsb_down")
    assert listed.lists[:3] == ("/xxgk/nb.htm", "/xxgk/nb/6.htm", "/xxgk/nb/5.htm")
    assert listed.lists[-1] == "/xxgk/nb/1.htm"


def test_page_one_of_the_window_is_index_1_and_five_pages_are_linked() -> None:
    site, _listed = put_up("window")
    first = read(site.pages["/nb/index_1.html"])
    assert list_rows(first) == list_rows(read(site.pages["/nb/index.html"])) == [0, 1, 2, 3, 4]
    assert len(set(re.findall(r"index_\d\.html", first))) == 5


def test_a_window_of_the_dataproxy_goes_further_than_asked_so_that_windows_overlap() -> None:
    site, listed = put_up("jcms_post")
    first, second = (list_rows(read(ask(site, address))) for address in listed.lists[1:3])
    assert list_rows(read(site.pages[listed.lists[0]])) == list(range(15))
    assert first[0] == 15 and second[0] == 30
    assert set(first) & set(second)
    assert b"<totalrecord>34</totalrecord><totalpage>7</totalpage>" in ask(site, listed.lists[1]).body


def test_the_dataproxy_that_wants_a_form_does_not_answer_a_get_and_the_other_answers_both() -> None:
    for name, status in (("jcms_post", 404), ("jcms_get", 200)):
        site, listed = put_up(name)
        plain = listed.lists[1].replace("__wb_method=POST&", "")
        path, _, query = plain.partition("?")
        assert find_page(site.pages, site.answers, "GET", plain).status == status
        assert find_page(site.pages, site.answers, "POST", path, query).status == 200


def test_each_store_names_the_next_one_until_the_last() -> None:
    site, listed = put_up("jcms_groups")
    assert [f"page={n}&" in read(ask(site, listed.lists[n - 1])) for n in range(1, len(listed.lists))] == [True, True]
    assert "nextgroup" not in read(ask(site, listed.lists[-1]))


def test_a_post_back_needs_the_state_of_a_page_that_was_handed_out() -> None:
    site, listed = put_up("aspnet_pager")
    assert list_rows(read(ask(site, listed.lists[1]))) == [5, 6, 7, 8, 9]
    path, form = listed.lists[1].split("?__wb_method=POST&")
    assert (
        find_page(site.pages, site.answers, "POST", path, form.replace("__VIEWSTATE=", "__VIEWSTATE=x")).status == 500
    )
    without = re.sub(r"__EVENTVALIDATION=[^&]+", "", form)
    assert find_page(site.pages, site.answers, "POST", path, without).status == 500


def test_a_unit_answers_with_markup_in_json_and_tells_how_many_rows_there_are() -> None:
    site, listed = put_up("jpaas_unit")
    told = json.loads(ask(site, listed.lists[1]).body)
    assert list_rows(told["data"]["html"]) == [5, 6, 7, 8, 9]
    assert 'count="34"' in told["data"]["html"]
    assert ask(site, re.sub(r"pageId=\w+", "pageId=0", listed.lists[1])).status == 404


def test_a_program_that_wants_a_form_says_so() -> None:
    site, listed = put_up("api_post")
    path = listed.lists[1].partition("?")[0]
    assert find_page(site.pages, site.answers, "GET", path).status == 405
    assert list_rows(read(ask(site, listed.lists[2]))) == [5, 6, 7, 8, 9]


def test_an_interface_shows_no_rows_or_the_last_ones_behind_its_end() -> None:
    site, listed = put_up("api_get")
    behind = list_rows(read(ask(site, f"{listed.lists[-1]}9")))
    assert behind in ([], [30, 31, 32, 33])


@pytest.mark.parametrize("link", LINKS)
def test_links_are_spelled_in_many_ways_and_lead_to_the_same_page(link: str) -> None:
    rows = [
        Row("年报", "/zwgk/gk/202101/t1.html", date(2021, 1, 2)),
        Row("年报", "/show.php?fid=2&id=9", date(2021, 1, 2)),
    ]
    text = print_rows(rows, "/zwgk/nb/index_2.html", RowStyle(link=link)).replace("@@HOST:self@@", "")
    base = "/" if link == "base" else "/zwgk/nb/index_2.html"
    found = [urljoin(base, html.unescape(href)) for href in re.findall(r'href="([^"]+)"', text)]
    assert found == [row.path for row in rows]


def test_a_cut_title_stands_whole_in_the_title_attribute_and_a_view_link_beside_its_title() -> None:
    row = Row("滨湖区某某街道办事处2021年政府信息公开工作年度报告", "/a.html", date(2022, 1, 20))
    cut = print_rows([row], "/", RowStyle(cut=16))
    assert f'title="{row.title}"' in cut and f">{row.title[:16]}" in cut and f">{row.title}<" not in cut
    view = print_rows([row], "/", RowStyle("view"))
    assert ">查看</a>" in view and f"<td>{row.title}</td>" in view and "title=" not in view


# Traps


def find_site(*features: str) -> Site:
    return next(site for site in every_site() if set(features) <= set(site.truth.features))


def follow(site: Site, path: str, pattern: str, times: int) -> str:
    """Go on to the last link of this pattern, again and again."""
    for _ in range(times):
        found = re.findall(pattern, read(ask(site, path)))
        path = urljoin(path, html.unescape(found[-1]))
    return path


def test_the_calendar_and_the_endless_lists_go_on_for_ever() -> None:
    site = find_site("trap:calendar", "trap:endless_empty")
    assert follow(site, "/rlcx/2024-01.html", r'href="(/rlcx/\d{4}-\d\d\.html)"', 40) == "/rlcx/2027-05.html"
    assert ask(site, "/rlcx/2027-05-04.html").status == 200
    assert ask(site, "/rlcx/2027-13.html").status == 200
    assert follow(site, "/nbzt/list?page=1", r'href="([^"]*page=\d+)"', 50) == "/nbzt/list?page=51"
    same = find_site("trap:endless_same")
    pages = [read(ask(same, f"/myzj/list?page={n}")) for n in (2, 900)]
    assert re.findall(r"/myzj/\d", pages[0]) == re.findall(r"/myzj/\d", pages[1]) != []


def test_the_archives_have_thousands_of_pages_and_no_report() -> None:
    site = find_site("trap:news", "trap:law")
    assert "/xwzx/300/14.html" in read(ask(site, "/xwzx/index_300.html"))
    assert ask(site, "/xwzx/300/14.html").status == 200
    assert ask(site, "/xwzx/301/0.html").status == 404
    assert "法治政府建设年度报告" in read(ask(site, "/fzzfnb/3/4.html"))
    assert 'href="/xwzx/index.html"' in read(site.pages["/"])


def test_the_mirror_shows_every_page_once_more_and_leads_nowhere_else() -> None:
    site = find_site("trap:mirror")
    mirrored = ask(site, "/wza/")
    assert mirrored.status == 200
    links = list(re.findall(r'href="(/[^"]*)"', read(mirrored)))
    assert links and all(link.startswith("/wza/") for link in links)
    report = next(report for report in site.truth.reports if not report.file_only)
    assert ask(site, f"/wza{report.paths[0]}").status == 200
    assert spell_once(f"/wza{report.paths[0]}", site.truth.mirrors) == spell_once(report.paths[0])


def test_queries_may_be_turned() -> None:
    site = find_site("trap:turned")
    assert ask(site, "/ggl/show.php?id=3&cid=7") == ask(site, "/ggl/show.php?cid=7&id=3")
    assert ask(site, "/ggl/show.php?id=99&cid=7").status == 404


def test_what_is_missing_is_missing_or_says_so_with_status_200() -> None:
    for site in every_site():
        for path in site.truth.missing:
            page = ask(site, path)
            assert page.status == 404 or "您访问的页面不存在" in read(page)
    assert find_site("trap:soft_missing", "trap:gone")


def test_a_moved_column_is_linked_where_it_stood_before() -> None:
    site = find_site("trap:moved", "way:hub")
    old = next(iter(site.truth.redirects))
    assert any(old in read(page) for page in site.pages.values())


def test_a_program_that_promised_json_answers_with_a_page() -> None:
    site = find_site("trap:html_for_json")
    assert ask(site, "/api/nbhz/list?pageSize=10&pageNo=1").content_type.startswith("text/html")


# On loopback


def fetch(url: str, form: str | None = None) -> tuple[int, bytes]:
    request = urllib.request.Request(url, data=form.encode() if form is not None else None)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def shorten_all(addresses: Sequence[str]) -> list[str]:
    return [spell_once(address) for address in addresses]


def test_a_served_portal_has_its_other_hosts_beside_it_and_remembers_what_was_asked_of_each() -> None:
    site = find_site("trap:mobile", "session:jsessionid")
    address = next(key for report in site.truth.reports for key in report.files if key.startswith("//files/"))
    with serve(site) as served:
        home, files = served.url.rstrip("/"), served.hosts["files"]
        first, second = (fetch(home + site.truth.doors[0])[1] for _ in range(2))
        assert first != second and b"@@" not in first
        assert fetch(files + quote(address.removeprefix("//files/")))[0] == 200
        assert served.shorten(files + address.removeprefix("//files/")) == address
        assert fetch(f"{home}/no/such;jsessionid=AB12?x=1", "a=b")[0] == 404
        assert fetch(served.hosts["m"])[0] == 200
    assert served.addresses[0] == "/"
    assert shorten_all(served.addresses)[2:] == [
        address,
        spell_once("/no/such?x=1&__wb_method=POST&a=b"),
        "//m/",
    ]


def test_session_ids_change_with_every_visit_and_lead_to_the_same_page() -> None:
    for mark in ("jsessionid", "PHPSESSID", "sid"):
        site = find_site(f"session:{mark}")
        path = next(path for path, page in site.pages.items() if b"@@SESSION@@" in page.body)
        with serve(site) as served:
            texts = [read(Page(fetch(served.url.rstrip("/") + path)[1])) for _ in range(2)]
            sessions = [set(re.findall(rf"{mark}=([0-9A-F]{{32}})", text)) for text in texts]
            assert sessions[0] and not sessions[0] & sessions[1]
            link = next(link for link in re.findall(r'(?:href|value)="(/[^"]+)"', texts[0]) if mark in link)
            assert fetch(served.url.rstrip("/") + html.unescape(link))[0] == 200
