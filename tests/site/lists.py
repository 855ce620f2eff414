"""List mechanisms: how a column of a portal shows its rows, and where its further pages are."""

import posixpath
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    path: str
    day: date


@dataclass(frozen=True, slots=True)
class Style:
    """How the rows look. `cut`: anchor texts longer than this end in "…", and `title=` has them whole."""

    row: str = "li"
    cut: int | None = None
    relative: bool = True
    size: int = 10
    """Rows a page."""


def choose_style(rng: random.Random) -> Style:
    return Style(rng.choice(list(ROWS)), rng.choice((None, 18, 24)), rng.random() < 0.7, rng.choice((8, 10, 12)))


def sort_entries(entries: Sequence[Entry]) -> list[Entry]:
    """Newest first."""
    return sorted(entries, key=lambda entry: (entry.day, entry.path), reverse=True)


ListPages = dict[str, str]
"""Path -> the list as markup, to be put into the portal's page; the first page stands at the column itself."""


def render_list(column: str, entries: Sequence[Entry], mechanism: str, style: Style) -> ListPages:
    """The pages of a column whose path ends in "/", newest entry first."""
    ordered = sort_entries(entries)
    chunks = [ordered[at : at + style.size] for at in range(0, len(ordered), style.size)] or [[]]
    blocks = [_render_rows(column, chunk, style) for chunk in chunks]
    return MECHANISMS[mechanism](column, blocks)


def _render_rows(column: str, entries: Sequence[Entry], style: Style) -> str:
    render = ROWS[style.row]
    rows = "\n".join(render(_render_anchor(column, entry, style), f"{entry.day:%Y-%m-%d}") for entry in entries)
    return WRAPPERS.get(style.row, '<div class="rules_tabs">\n{}\n</div>').format(rows)


def _render_anchor(column: str, entry: Entry, style: Style) -> str:
    href = entry.path
    if style.relative:
        near = posixpath.relpath(entry.path, column)
        href = near if near.startswith(".") else f"./{near}"
    short = style.cut is not None and len(entry.title) > style.cut
    text = entry.title[: style.cut] + "…" if short else entry.title
    return f'<a href="{href}" target="_blank" title="{entry.title}">{text}</a>'


WRAPPERS = {
    "li": '<ul class="list">\n{}\n</ul>',
    "table": '<table width="100%" class="newslist">\n{}\n</table>',
}

ROWS: dict[str, Callable[[str, str], str]] = {
    "li": lambda anchor, day: f"<li>{anchor}<span>{day}</span></li>",
    "date_first": lambda anchor, day: f"<dl><dt><span>[{day}]</span></dt><dd>{anchor}</dd></dl>",
    "table": lambda anchor, day: f'<tr><td width="550">·{anchor}</td><td>{day}</td></tr>',
    "dl": lambda anchor, day: f"<dl><dd>{anchor}</dd><dd>{day}</dd></dl>",
}


def _link_next(column: str, blocks: Sequence[str]) -> ListPages:
    """Plain links 首页, 上一页, 下一页, 尾页; page n of 1…N stands at index_n.html."""
    names = ["index.html", *(f"index_{n}.html" for n in range(2, len(blocks) + 1))]
    pages = {}
    for at, block in enumerate(blocks):
        before = f'<a href="{names[at - 1]}">上一页</a>' if at else "<span>上一页</span>"
        after = f'<a href="{names[at + 1]}">下一页</a>' if at + 1 < len(names) else "<span>下一页</span>"
        ends = f'<a href="index.html">首页</a> {before} {after} <a href="{names[-1]}">尾页</a>'
        pager = f'<div class="pages">共{len(blocks)}页 第{at + 1}页 {ends}</div>' if len(blocks) > 1 else ""
        pages[column + names[at] if at else column] = block + "\n" + pager
    return pages


def _script_trs(column: str, blocks: Sequence[str]) -> ListPages:
    """TRS WCM: the pager is written by a script, page n of 0…N-1 stands at index_n.html and no link names it."""
    pages = {}
    for at, block in enumerate(blocks):
        script = f'<script language="javascript">createPageHTML({len(blocks)}, {at}, "index", "html");</script>'
        pager = f'<div class="page"><script src="/images/fenye.js"></script>\n{script}</div>'
        pages[f"{column}index_{at}.html" if at else column] = block + "\n" + pager
    return pages


MECHANISMS: dict[str, Callable[[str, Sequence[str]], ListPages]] = {
    "next": _link_next,
    "trs": _script_trs,
}
