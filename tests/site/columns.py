"""The portal's tree of columns: names and addresses vary with the seed, the way down to the reports is always there.

home ─ 政务公开 ─┬─ 年度报告专栏                        a second address of some reports
                 └─ …
     ─ 政府信息公开 ─┬─ 法定主动公开内容 ─ 政府信息公开年报   the government's reports, and others'
                    ├─ a bureau ─ 年度报告                 all in GBK
                    └─ a town ─ …
"""

import random
from dataclasses import dataclass

from tests.site.organs import Organ
from tests.site.templates import Link

NAMES = ("政府信息公开年报", "信息公开年报", "年度报告", "政府信息公开工作年度报告", "政府信息公开年度报告")
TOKENS = ("zfxxgknb", "xxgknb", "nianbao", "zfxxgkndbg", "ndbg")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    path: str
    """Ends in "/"."""
    parent: "Column | None" = None

    @property
    def crumbs(self) -> tuple[Link, ...]:
        return (*(self.parent.crumbs if self.parent else ()), (self.name, self.path))

    def child(self, name: str, token: str) -> "Column":
        return Column(name, f"{self.path}{token}/", self)


@dataclass(frozen=True, slots=True)
class Tree:
    home: Column
    affairs: Column
    """政务公开"""
    disclosure: Column
    """政府信息公开"""
    statutory: Column
    """法定主动公开内容"""
    organs: dict[str, Column]
    """Organ name -> its disclosure page; the government's is 法定主动公开内容."""
    reports: dict[str, Column]
    """Organ name -> the column its reports stand in."""
    again: Column
    """Where some reports stand a second time."""


def plan_tree(organs: tuple[Organ, ...], rng: random.Random) -> Tree:
    home = Column("首页", "/")
    affairs = home.child("政务公开", "zwgk")
    disclosure = affairs.child("政府信息公开", "zfxxgk") if rng.random() < 0.5 else home.child("政府信息公开", "xxgk")
    statutory = disclosure.child("法定主动公开内容", rng.choice(("fdzdgknr", "zdgk", "gknr")))
    pages = {organs[0].name: statutory}
    for organ in organs[1:]:
        pages[organ.name] = disclosure.child(organ.name, f"{'bm' if organ.kind == 'department' else 'xz'}/{organ.slug}")
    columns = {name: page.child(rng.choice(NAMES), rng.choice(TOKENS)) for name, page in pages.items()}
    again = affairs.child(rng.choice(("年度报告专栏", "历年年报")), rng.choice(("lnnb", "ndbgzl")))
    return Tree(home, affairs, disclosure, statutory, pages, columns, again)
