"""Rows of a list as portals print them."""

import posixpath
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from tests.site.templates import Link


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    path: str
    day: date
    pinned: bool = False
    asides: tuple[Link, ...] = ()
    """相关解读 and the like, nested in the row."""


@dataclass(frozen=True, slots=True)
class RowStyle:
    markup: str = "li"
    link: str = "relative"
    cut: int | None = None
    """Anchor texts longer than this end in an ellipsis, and `title=` has them whole."""
    title: str = "whole"
    """What `title=` holds: "whole", "empty", or "none"."""
    day: str = "%Y-%m-%d"
    """"" where rows have no date."""
    litter: str = ""
    """What stands between the rows: "empty", "script", "data", or nothing."""


LINKS = ("relative", "relative", "root", "absolute", "base")
DAYS = ("%Y-%m-%d", "%Y-%m-%d", "[%Y-%m-%d]", "( %Y-%m-%d)", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%m-%d", "")


def choose_style(rng: random.Random) -> RowStyle:
    cut = rng.choice((None, None, 16, 22, 30))
    title = "whole" if cut else rng.choice(("whole", "whole", "empty", "none"))
    litter = rng.choice(("", "", "empty", "script", "data"))
    return RowStyle(rng.choice(list(ROWS)), rng.choice(LINKS), cut, title, rng.choice(DAYS), litter)


def spell_href(path: str, page: str, link: str) -> str:
    """`path` as a link written on `page`."""
    if path.startswith("//"):
        host, _, rest = path[2:].partition("/")
        return f"@@HOST:{host}@@/{rest}"
    if link == "absolute":
        return f"@@HOST:self@@{path}"
    if link == "base":
        return path.removeprefix("/")
    if link == "root":
        return path
    near = posixpath.relpath(path.partition("?")[0], posixpath.dirname(page.partition("?")[0]) or "/")
    near += "/" if path.endswith("/") else ""
    near += f"?{path.partition('?')[2]}" if "?" in path else ""
    return near if near.startswith(".") else f"./{near}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A row in pieces: the attributes of its anchor, the anchor's text, the day as shown, and what is nested in it."""

    attributes: str
    text: str
    title: str
    day: str
    aside: str = field(default="")

    @property
    def anchor(self) -> str:
        return f"<a {self.attributes}>{self.text}</a>"


def print_rows(rows: Iterable[Row], page: str, style: RowStyle) -> str:
    render, wrapper = ROWS[style.markup]
    items = [render(_print_row(row, page, style)) for row in rows]
    litter = _LITTER.get(style.litter)
    if litter and wrapper.startswith("<ul"):
        items = [item + (litter if at % 4 == 3 else "") for at, item in enumerate(items)]
    return wrapper.format("\n".join(items))


def _print_row(row: Row, page: str, style: RowStyle) -> Printed:
    href = escape(spell_href(row.path, page, style.link))
    short = style.cut is not None and len(row.title) > style.cut
    text = row.title[: style.cut] + ("…" if len(row.title) % 2 else "...") if short else row.title
    attributes = f'href="{href}" target="_blank"'
    if style.title != "none":
        attributes += f' title="{row.title if style.title == "whole" else ""}"'
    day = row.day.strftime(style.day) if style.day else ""
    links = "".join(f'<li><a href="{spell_href(path, page, style.link)}">{name}</a></li>' for name, path in row.asides)
    aside = f'<ul class="xgjd"><li class="tt">相关解读：</li>{links}</ul>' if links else ""
    text = f'<font color="red">{text}</font>' if row.pinned else text
    return Printed(attributes, text, row.title, day, aside)


_LITTER = {
    "empty": '\n<li class="empty"></li>',
    "script": '\n<li><a href="javascript:void(0);" onclick="showMore(this)">展开</a></li>',
    "data": '\n<li class="img"><a href="data:image/gif;base64,R0lGODlhAQABAAAAACw="><img src="data:,"></a></li>',
}


def _metadata_row(row: Printed) -> str:
    cells = f'<td width="80">名称</td><td colspan="3">{row.anchor}</td>'
    index = f"{len(row.title):09d}/2024-{len(row.attributes):05d}"
    more = f"<tr><td>索引号</td><td>{index}</td><td>主题分类</td><td></td></tr>"
    more += f"<tr><td>发布日期</td><td>{row.day}</td></tr>"
    return f'<tr><td><table class="xxgkml"><tr>{cells}</tr>{more}</table></td></tr>'


def _action_row(verb: str) -> Callable[[Printed], str]:
    """The title is plain text, and the link is called 查看 or 下载."""

    def render(row: Printed) -> str:
        bare = row.attributes.partition(" title=")[0]
        return f"<tr><td>{row.title}</td><td>{row.day}</td><td><a {bare}>{verb}</a></td></tr>"

    return render


LIST, TABLE = '<ul class="{}">\n{{}}\n</ul>', '<table width="100%" class="{}">\n{{}}\n</table>'

ROWS: dict[str, tuple[Callable[[Printed], str], str]] = {
    "li": (lambda row: f"<li>{row.anchor}<span>{row.day}</span>{row.aside}</li>", LIST.format("list")),
    "li_before": (lambda row: f"<li><span>{row.day}</span>{row.anchor}{row.aside}</li>", LIST.format("more-list")),
    "li_bold": (lambda row: f'<li>{row.anchor}<b readlabel="{row.day}">{row.day}</b></li>', LIST.format("xxgk_nav")),
    "li_inside": (
        lambda row: f"<li><a {row.attributes}><i>·</i><p>{row.text}</p><em>{row.day}</em></a></li>",
        LIST.format("news_list clearfix"),
    ),
    "table": (
        lambda row: f'<tr><td width="550">·{row.anchor}</td><td>{row.day}</td></tr>',
        TABLE.format("newslist"),
    ),
    "upper": (
        lambda row: f"<TR><TD class=wz><A {row.attributes}>{row.text}</A></TD><TD align=right>{row.day}</TD></TR>",
        "<TABLE border=0 cellSpacing=0><TBODY>{}</TBODY></TABLE>",
    ),
    "dl": (lambda row: f"<dl><dd>{row.anchor}</dd><dd>{row.day}</dd></dl>", '<div class="rules_tabs">\n{}\n</div>'),
    "dt": (lambda row: f"<dt>{row.day}</dt><dd>{row.anchor}</dd>", "<dl>{}</dl>"),
    "div": (
        lambda row: f'<div class="item"><h3>{row.anchor}</h3><div class="time">发布时间：{row.day}</div></div>',
        '<div class="gl-list">{}</div>',
    ),
    "breaks": (lambda row: f"·{row.anchor}&nbsp;&nbsp;{row.day}<br>", "<p>{}</p>"),
    "metadata": (_metadata_row, TABLE.format("gkml")),
    "view": (_action_row("查看"), TABLE.format("bgxz")),
    "download": (_action_row("下载"), TABLE.format("table table-bordered")),
}


def order_rows(rows: Sequence[Row]) -> list[Row]:
    """Newest first, the pinned ones before them."""
    return sorted(rows, key=lambda row: (row.pinned, row.day, row.path), reverse=True)
