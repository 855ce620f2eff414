"""Pages as they come back from a portal: the same report revised, or something worse in its place."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.reading.charset import decode
from archive.report.divisions import Division, load_table, path_names
from tests.site import Site, build

TITLE = re.compile(r"<title>.*?</title>", re.S)
BODY = re.compile(r"(<body[^>]*>)(.*)(</body>)", re.S | re.I)
SENTENCE_END = re.compile("。(?=[^<]{20,}<)")
NUMBER = re.compile(r">\s*(\d+)\s*<")
NEWS = "".join(f"<p>区领导第{n}次到基层调研，听取汇报，看望困难群众，并召开座谈会。</p>" for n in range(40))
LOADING = "<p>数据加载中，请稍候。如果长时间没有反应，请刷新页面，或者联系网站管理员处理。</p>"


@dataclass(frozen=True, slots=True)
class Recrawl:
    """`kind`: what happened to the page; `is_better`: what it says now is to stand for the report."""

    kind: str
    body: bytes
    is_better: bool


Mutation = Callable[[str, random.Random, str], str]
"""Page, chance, and the page of the same organ's report on another year → the page as it comes back."""


def _inside(page: str, inner: str) -> str:
    return BODY.sub(lambda found: f"{found[1]}{inner}{found[3]}", page, count=1)


def _titled(page: str, inner: str) -> str:
    """Under the report's own title."""
    title = re.sub("<[^>]*>", "", found[0]) if (found := TITLE.search(page)) else ""
    return _inside(page, f"<h1>{title.strip()}</h1><div>{inner}</div>")


def _garble(kept_in: str, read_as: str) -> Mutation:
    def garble(page: str, chance: random.Random, other: str) -> str:
        title = found[0] if (found := TITLE.search(page)) else ""
        wrong = page.encode(kept_in, "replace").decode(read_as, "replace")
        return TITLE.sub("", wrong).replace("<body", f"{title}<body", 1)

    return garble


WORSE: dict[str, Mutation] = {
    "not found, under the report's title": lambda page, chance, other: _titled(
        page, "<p>对不起，您访问的页面不存在或已被删除。您可以返回首页，或者检查地址是否正确。</p>"
    ),
    "not found": lambda page, chance, other: "<html><head><title>404</title></head><body>页面不存在。</body></html>",
    "loading": lambda page, chance, other: _titled(page, LOADING),
    "news in its place": lambda page, chance, other: _titled(page, NEWS),
    "cut off": lambda page, chance, other: page[: int(len(page) * chance.uniform(0.3, 0.95))],
    "text cut off": lambda page, chance, other: _cut_text(page, chance),
    "another year": lambda page, chance, other: other,
    "another year under its title": lambda page, chance, other: (
        TITLE.sub(found[0], other) if (found := TITLE.search(page)) else other
    ),
    "tables without numbers": lambda page, chance, other: NUMBER.sub("><", page),
    "UTF-8 read as GB 18030": _garble("utf-8", "gb18030"),
    "GB 18030 read as Latin-1": _garble("gb18030", "latin-1"),
    "GB 18030 read as UTF-8": _garble("gb18030", "utf-8"),
}

BETTER: dict[str, Mutation] = {
    "a sentence more": lambda page, chance, other: SENTENCE_END.sub("。另补充说明：上述数据已经核对。", page, count=1),
    "the same, with a counter": lambda page, chance, other: page.replace(
        "</body>", f"<div class='count'>浏览次数：{chance.randrange(9999)}</div></body>"
    ),
}


def _cut_text(page: str, chance: random.Random) -> str:
    """The page is whole; its text ends earlier."""
    ends = [found.end() for found in re.finditer("</p>", page)]
    if len(ends) < 8:
        return page[: len(page) // 2]
    first = ends[int(len(ends) * chance.uniform(0.3, 0.7))]
    return page[:first] + page[ends[-1] :]


def recrawl_site(seed: int) -> Iterator[tuple[str, bytes, Recrawl]]:
    """URL, page as it was met first, and as it came back, for the reports of a portal."""
    chance = random.Random(seed)
    kinds = [*WORSE, *BETTER]
    for at, (path, page, other) in enumerate(pages_of(build(seed)), chance.randrange(len(kinds))):
        kind = kinds[at % len(kinds)]
        change = WORSE.get(kind) or BETTER[kind]
        body = change(page, chance, other).encode("utf-8", "replace")
        yield f"http://portal.example{path}", page.encode(), Recrawl(kind, body, kind in BETTER)


def pages_of(site: Site) -> Iterator[tuple[str, str, str]]:
    """Path and page of each HTML report, in UTF-8, and the page of the same organ on another year."""
    found: dict[str, list[tuple[str, str]]] = {}
    for report in site.truth.reports:
        page = site.pages[report.paths[0]]
        if page.body.lstrip()[:1] == b"<":
            text = re.sub(r"charset=[\"']?[\w-]+", "charset=utf-8", decode(page.body, None).text)
            found.setdefault(report.organ, []).append((report.paths[0], text))
    for pages in found.values():
        for at, (path, text) in enumerate(pages):
            if len(pages) > 1:
                yield path, text, pages[at - 1][1]


# ---- towns that copy each other, and mirrors


def towns(number: int, seed: int) -> list[Division]:
    """Counties and districts of 2020 whose names no other has."""
    valid = [unit for units in load_table().by_code.values() for unit in units if unit.first <= 2020 <= unit.last]
    units = {unit.name: unit for unit in valid if unit.level == 3 and len(load_table().by_name[unit.name]) == 1}
    return random.Random(seed).sample([*units.values()], number)


def report_of(unit: Division, sentences: list[str], chrome: int = 0) -> bytes:
    """A report without a word of who wrote it but in its title; `chrome` changes all around it."""
    organ = f"{''.join(path_names(unit))}人民政府"
    title = f"{organ}2020年政府信息公开工作年度报告"
    head = f"<div class='nav'>首页 | 栏目{chrome}</div><div>发布时间：2021-01-{chrome + 10} 来源：网站{chrome}</div>"
    foot = f"<div class='footer'>主办单位：网站{chrome} 备案号{chrome * 7}</div>"
    text = "".join(
        f"<p>{one}</p>" for one in ("一、总体情况", *sentences, "二、存在的主要问题及改进情况", "人手不足。")
    )
    inner = f"<h1>{title}</h1>{head}<div class='content'>{text}</div>{foot}"
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{inner}</body></html>".encode()
