"""What stands round the content of a page, as different makers of portals build it."""

import random
from collections.abc import Callable, Sequence

from tests.site.templates import CHARSET, METAS, Frame, Link, render_page

Skin = Callable[[Frame, str, str, dict[str, str], Sequence[Link]], str]
"""Frame, title, content, metas and crumbs -> the page."""


def choose_skin(rng: random.Random) -> str:
    return rng.choice(list(SKINS))


def _say_metas(title: str, metas: dict[str, str]) -> str:
    meta = METAS[len(title) % len(METAS)]
    return "\n".join(meta.format(name, value) for name, value in metas.items())


def _join_links(links: Sequence[Link], between: str) -> str:
    return between.join(f'<a href="{path}">{name}</a>' for name, path in links)


def _render_modern(frame: Frame, title: str, content: str, metas: dict[str, str], crumbs: Sequence[Link]) -> str:
    menu = "".join(
        f'<li class="nav-item"><a href="{path}" title="{name}">{name}</a></li>' for name, path in frame.columns
    )
    where = f'<div class="location">您当前所在的位置：{_join_links(crumbs, " / ")}</div>' if crumbs else ""
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head>{CHARSET}
<meta name="viewport" content="width=device-width"><meta http-equiv="X-UA-Compatible" content="IE=edge">
<title>{title}</title>
{_say_metas(title, metas)}
<link rel="stylesheet" href="/images/style.css"><script src="/images/portal.js"></script></head>
<body><header><div class="logo"><a href="/"><img src="/images/logo.png" alt="{frame.site_name}"></a></div>
<nav><ul>{menu}</ul></nav>
<form action="/search" method="get"><input name="q" placeholder="请输入关键字"><button>搜索</button></form></header>
<main class="container">{where}
{content}
</main>
<footer><p>示例网站，内容均为虚构，仅供软件测试使用</p>
<p>{frame.site_name}主办 <span>{frame.place.icp}ICP备00000000号</span> 网站标识码{frame.place.code}0001</p>
<p><a href="/wzdt.html">网站地图</a> | <a href="javascript:;" onclick="AddFavorite()">加入收藏</a>
访问量：@@VISITS@@</p></footer>
</body></html>"""


def _render_old(frame: Frame, title: str, content: str, metas: dict[str, str], crumbs: Sequence[Link]) -> str:
    """Laid out in tables, tags in capitals, attributes unquoted."""
    menu = "".join(f'<TD align=center><A href="{path}">{name}</A></TD>' for name, path in frame.columns)
    where = "".join(f'<A class=dh href="{path}">{name}</A> &gt;&gt; ' for name, path in crumbs)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<HTML><HEAD><TITLE>{title}</TITLE>
{CHARSET}
{_say_metas(title, metas)}
<LINK href="/images/style.css" type=text/css rel=stylesheet>
</HEAD>
<BODY leftMargin=0 topMargin=0>
<TABLE width=1000 align=center border=0><TBODY><TR>{menu}</TR></TBODY></TABLE>
<TABLE width=1000 align=center border=0><TBODY><TR><TD>{"现在的位置：" + where if crumbs else ""}</TD></TR>
<TR><TD vAlign=top>{content}</TD></TR></TBODY></TABLE>
<CENTER>示例网站，内容均为虚构，仅供软件测试使用<BR>主办单位：{frame.site_name}<BR><A href="/wzdt.html">网站地图</A>
网站标识码：{frame.place.code}0001 您是第@@VISITS@@位访客</CENTER>
</BODY></HTML>"""


def _render_divs(frame: Frame, title: str, content: str, metas: dict[str, str], crumbs: Sequence[Link]) -> str:
    return render_page(frame, title, content, metas, crumbs).replace(
        '<div class="footer">', '<div class="footer"><a href="/wzdt.html">站点地图</a>'
    )


SKINS: dict[str, Skin] = {"divs": _render_divs, "modern": _render_modern, "old": _render_old}
