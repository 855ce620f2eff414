"""What goes wrong on portals: dead links, moved pages, folders robots.txt closes, files that are not what they say.

A trap gets the government's column and year free of reports, and says which rows it adds to the list and what it serves.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tests.site.lists import Entry
from tests.site.truth import Page


@dataclass(frozen=True, slots=True)
class Trap:
    entries: tuple[Entry, ...] = ()
    pages: dict[str, Page] = field(default_factory=dict)
    forbidden: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def _close_folder(organ: str, column: str, rng: random.Random) -> Trap:
    """A folder closed by robots.txt with a page in it that would look like a report."""
    folder, path = "/nbzl/", f"/nbzl/t20110310_{rng.randint(1000, 9999)}.html"
    robots = f"User-agent: *\nDisallow: {folder}\nDisallow: /login.html\nCrawl-delay: 0\n"
    title = f"{organ}2007年政府信息公开工作年度报告"
    html = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1><p>一、概述</p><p>内部资料，请勿采集。</p></body></html>'
    pages = {"/robots.txt": Page(robots.encode(), "text/plain"), path: Page(html.encode())}
    return Trap((Entry(title, path, date(2011, 3, 10)),), pages, forbidden=(path,))


def _lose_page(organ: str, column: str, rng: random.Random) -> Trap:
    path = f"{column}200903/t20090318_{rng.randint(1000, 9999)}.html"
    return Trap((Entry(f"{organ}2006年政府信息公开工作年度报告", path, date(2009, 3, 18)),), missing=(path,))


def _empty_page(organ: str, column: str, rng: random.Random) -> Trap:
    path = f"{column}200904/t20090402_{rng.randint(1000, 9999)}.html"
    entry = Entry(f"{organ}2008年政府信息公开工作年度报告", path, date(2009, 4, 2))
    return Trap((entry,), {path: Page(b"")}, broken=(path,))


def _binary_page(organ: str, column: str, rng: random.Random) -> Trap:
    path = f"{column}200905/t20090508_{rng.randint(1000, 9999)}.html"
    entry = Entry(f"{organ}2008年度政府信息公开年报（附件）", path, date(2009, 5, 8))
    return Trap((entry,), {path: Page(b"\x00\x07\xff" + rng.randbytes(6000))}, broken=(path,))


TRAPS: dict[str, Callable[[str, str, random.Random], Trap]] = {
    "closed": _close_folder,
    "lost": _lose_page,
    "empty": _empty_page,
    "binary": _binary_page,
}
