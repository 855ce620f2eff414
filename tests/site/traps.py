"""What goes wrong on portals: dead links, moved pages, closed folders, files that are not what their names say.

A trap puts its rows into the government's list of reports and says what it serves.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from tests.site.columns import Column
from tests.site.draft import Draft, publish_plain
from tests.site.lists import Entry
from tests.site.truth import Page


@dataclass(frozen=True, slots=True)
class Trap:
    pages: dict[str, Page] = field(default_factory=dict)
    forbidden: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    redirects: dict[str, str] = field(default_factory=dict)


CLOSED = "/nbzl/"
CLOSED_TEXT = (
    "根据《中华人民共和国政府信息公开条例》规定，编制本年度报告，供内部征求意见。",
    "一、概述",
    "本年度围绕条例施行做好目录编制和人员培训等准备工作。",
    "二、主动公开政府信息情况",
    "初步整理历史文件，拟公开信息二百余条。",
)


def _close_folder(draft: Draft, column: Column, rng: random.Random) -> Trap:
    """A folder closed by robots.txt, with a page in it that looks like a report."""
    robots = f"User-agent: *\nDisallow: {CLOSED}\nDisallow: /search\n"
    title = f"{draft.organs[0].name}2007年政府信息公开工作年度报告"
    path = publish_plain(draft, column, title, CLOSED_TEXT, date(2011, 3, 10), CLOSED)
    return Trap({"/robots.txt": Page(robots.encode(), "text/plain")}, forbidden=(path,))


def _lose_page(draft: Draft, column: Column, rng: random.Random) -> Trap:
    return Trap(missing=(_add_row(draft, column, "2006年政府信息公开工作年度报告", date(2009, 3, 18)),))


def _empty_page(draft: Draft, column: Column, rng: random.Random) -> Trap:
    path = _add_row(draft, column, "2008年政府信息公开工作年度报告", date(2009, 4, 2))
    return Trap({path: Page(b"")}, broken=(path,))


def _binary_page(draft: Draft, column: Column, rng: random.Random) -> Trap:
    path = _add_row(draft, column, "2008年度政府信息公开年报（附表）", date(2009, 5, 8))
    return Trap({path: Page(b"\x00\x07\xff" + rng.randbytes(6000))}, broken=(path,))


def _add_row(draft: Draft, column: Column, title: str, day: date) -> str:
    path = f"{column.path}{day:%Y%m}/t{day:%Y%m%d}_{next(draft.numbers)}.html"
    draft.rows[column].append(Entry(draft.organs[0].name + title, path, day))
    return path


def _move_page(draft: Draft, column: Column, rng: random.Random) -> Trap:
    """The row of one report still has the address it stood at before the site moved."""
    own = [report.paths[0] for report in draft.reports if report.organ == draft.organs[0].name]
    new, old = rng.choice(own), f"/info/1021/{rng.randint(1000, 9999)}.htm"
    draft.rows[column] = [replace(row, path=old) if row.path == new else row for row in draft.rows[column]]
    return Trap({old: Page(b"", status=301, headers={"Location": new})}, redirects={old: new})


TRAPS: dict[str, Callable[[Draft, Column, random.Random], Trap]] = {
    "closed": _close_folder,
    "lost": _lose_page,
    "empty": _empty_page,
    "binary": _binary_page,
    "moved": _move_page,
}
