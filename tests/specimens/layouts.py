"""Layouts and furniture: HTML with `{names}` of the parts that a page is made of.

    layouts/*.html      a page's body each, with a way to hide a text in it, as portals of many makers build theirs
    furniture/*.html    what stands round every text (top, crumbs, side, tools, behind, foot), in variants

A name is a part of the report (`body`, `title`, …), a piece of furniture, or one of LISTS.
"""

import random
from collections.abc import Callable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
LAYOUTS = {
    file.stem: file.read_text(encoding="utf-8").split("-->\n", 1)[-1] for file in sorted(HERE.glob("layouts/*.html"))
}
FURNITURE = {
    file.stem: file.read_text(encoding="utf-8").removesuffix("\n").split("\n<!-- or -->\n")
    for file in sorted(HERE.glob("furniture/*.html"))
}

WORDS = (
    "本站动态", "领导之窗", "机构职能", "政策文件", "办事服务", "互动交流", "数据开放", "财政预决算", "人事信息",
    "通知公告",
)  # fmt: skip
NEWS = (
    "全县春季植树造林现场会召开", "关于公布行政事业性收费目录的通知", "县领导调研重点项目建设",
    "我县举办企业家座谈会，共商发展大计", "关于开展安全生产大检查的紧急通知", "夏粮收购工作全面启动",
    "一图读懂惠民惠农补贴政策", "人民公园改造提升工程竣工开放",
)  # fmt: skip


class Parts(dict[str, str]):
    """Those of the report; furniture and lists are made when they are asked for."""

    def __init__(self, parts: Mapping[str, str], rng: random.Random) -> None:
        super().__init__(parts)
        self.rng = rng

    def __missing__(self, name: str) -> str:
        if name in LISTS:
            return LISTS[name](self.rng)
        return self.rng.choice(FURNITURE[name]).format_map(self)


def _repeat(form: str, words: tuple[str, ...], least: int, most: int) -> Callable[[random.Random], str]:
    def make(rng: random.Random) -> str:
        return "\n".join(form.format(i=i, words=rng.choice(words)) for i in range(1, rng.randint(least, most) + 1))

    return make


LISTS: dict[str, Callable[[random.Random], str]] = {
    "items": _repeat("<li><a href='/n/{i}.html'>{words}</a></li>", WORDS, 4, 9),
    "anchors": _repeat("<a href='{i}'>{words}</a> | ", WORDS, 7, 12),
    "steps": _repeat("<dd><a href='{i}'>{words}</a></dd><dd>|</dd>", WORDS, 6, 8),
    "news": _repeat("<li><a href='/c/{i}.shtml' title='x'>{words}</a><span>2023-0{i}-1{i}</span></li>", NEWS, 3, 6),
    "undated": _repeat("<li><a href='/c/{i}.shtml'>{words}</a></li>", NEWS, 3, 6),
    "unlinked": _repeat("<dd>{words}</dd>", NEWS, 2, 4),
    "scripted": _repeat("<li onclick='go({i})'>{words}<i>2022-0{i}-08</i></li>", NEWS, 3, 5),
    "briefs": _repeat(
        "<dl><dt><a href='/{i}'>{words}</a></dt>"
        "<dd>近日，{words}，有关部门负责同志参加活动并讲话，要求抓好落实。</dd></dl>",
        NEWS,
        3,
        4,
    ),
    "reports": _repeat(
        "<li><a href='/{i}.html'>县政府办公室201{i}年政府信息公开年报</a><span>202{i}-02-01</span></li>", ("",), 5, 7
    ),
    "years": _repeat("<a href='/{i}.html'>201{i}年</a> ", ("",), 6, 9),
    "number": _repeat("20{i}7", ("",), 1, 1),
    "state": _repeat("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo", ("",), 9, 30),
}
"""Name -> what makes it: links, menus, lists of other pages, as many as chance will."""
