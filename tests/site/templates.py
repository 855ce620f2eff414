"""The page round a text: head, navigation, breadcrumb, title, tools, footer, in the layouts portals use."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.site.organs import Place

CHARSET = "<!-- charset -->"
"""Stands in the head where the page says (or does not say) its charset, which its encoder knows."""

METAS = (
    '<meta name="{}" content="{}"/>',
    '<meta content="{1}" name="{0}">',
    "<META NAME='{}' CONTENT='{}\n'>",
    '<meta name="{}"content="{}">',
)
"""How portals write the metas they are told to write: reversed, glued, with a line break in the value."""

Link = tuple[str, str]
"""Name and path."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of the portal share."""

    place: Place
    columns: tuple[Link, ...]

    @property
    def site_name(self) -> str:
        return f"{self.place.name}人民政府"


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    header: str
    body: str
    crumbs: tuple[Link, ...]
    """From the home page down to the column it stands in."""
    published: date
    path: str
    metas: dict[str, str] = field(default_factory=dict)
    neighbours: tuple[Link, Link] | None = None


def render_article(frame: Frame, article: Article, template: str, rng: random.Random) -> str:
    content = TEMPLATES[template](article, rng)
    title = rng.choice((f"{article.title}_{article.crumbs[-1][0]}_{frame.site_name}", article.title, frame.site_name))
    return render_page(frame, title, content, article.metas, article.crumbs)


def render_listing(frame: Frame, crumbs: Sequence[Link], rows: str) -> str:
    name = crumbs[-1][0]
    content = f'<div class="lm_title">{name}</div>\n<div class="listbox">\n{rows}\n</div>'
    metas = {"SiteName": frame.site_name, "ColumnName": name, "ColumnType": name}
    return render_page(frame, f"{name}_{frame.site_name}", content, metas, crumbs)


def make_metas(frame: Frame, title: str, column: str, published: str) -> dict[str, str]:
    page = {"ColumnName": column, "ArticleTitle": title, "PubDate": published}
    return {"SiteName": frame.site_name, "SiteIDCode": f"{frame.place.code}0001", **page}


def render_page(
    frame: Frame, title: str, content: str, metas: dict[str, str] | None = None, crumbs: Sequence[Link] = ()
) -> str:
    meta = METAS[len(title) % len(METAS)]
    said = "\n".join(meta.format(name, value) for name, value in (metas or {}).items())
    menu = "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in frame.columns)
    return f"""<!DOCTYPE html>
<html>
<head>
{CHARSET}
{said}
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="/images/style.css">
<script src="/images/portal.js"></script>
</head>
<body>
<div class="top"><span>无障碍浏览</span> <a href="javascript:;">登录</a> <a href="javascript:;">注册</a></div>
<div class="banner"><a href="/">{frame.site_name}</a></div>
<div class="nav"><ul>{menu}</ul></div>
<div class="main">
{_render_crumbs(crumbs)}{content}
</div>
{_render_footer(frame)}
</body>
</html>
"""


def _render_footer(frame: Frame) -> str:
    place = frame.place
    return f"""<div class="footer">
<p>示例网站，内容均为虚构，仅供软件测试使用</p>
<p>主办：{place.name}人民政府　承办：{place.name}人民政府办公室　技术支持：示例软件</p>
<p>{place.icp}ICP备00000000号-1　网站标识码：{place.code}0001　您是第 @@VISITS@@ 位访问者</p>
</div>"""


def _render_crumbs(crumbs: Sequence[Link]) -> str:
    if not crumbs:
        return ""
    links = "&nbsp;&gt;&nbsp;".join(f'<a href="{path}" class="CurrChnlCls">{name}</a>' for name, path in crumbs)
    return f'<div class="position">当前位置：{links}</div>\n'


def _render_neighbours(article: Article) -> str:
    if not article.neighbours:
        return ""
    (before, before_path), (after, after_path) = article.neighbours
    return (
        f'<div class="prenext"><p>上一篇：<a href="{before_path}">{before}</a></p>'
        f'<p>下一篇：<a href="{after_path}">{after}</a></p></div>'
    )


def _render_tools() -> str:
    return (
        '<div class="tools"><a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a> '
        '<span>分享到：</span><a class="wx" href="javascript:;">微信</a> <span>扫一扫在手机打开当前页</span></div>'
    )


def _render_trs(article: Article, rng: random.Random) -> str:
    return f"""<div class="detail">
{article.header}
<h1 class="detail_title">{article.title}</h1>
<div class="detail_con"><div class="TRS_Editor">{article.body}</div></div>
{_render_tools()}
{_render_neighbours(article)}
</div>"""


def _render_zoom(article: Article, rng: random.Random) -> str:
    return f"""<div class="article">
<div class="title" id="con_title">{article.title}</div>
{article.header}
<div id="zoom" style="font-size:16px;line-height:32px">
<!--ZJEG_RSS.content.begin-->{article.body}<!--ZJEG_RSS.content.end-->
</div>
{_render_neighbours(article)}
{_render_tools()}
</div>"""


def _render_simple(article: Article, rng: random.Random) -> str:
    """No names to go by, and the text says its title again, broken over two lines."""
    half = article.title.find("政府信息公开") if rng.random() < 0.7 else -1
    lines = (article.title[:half], article.title[half:]) if half > 0 else (article.title,)
    again = "".join(f'<p align="center"><b>{line}</b></p>' for line in lines)
    return f"""<h2>{article.title}</h2>
{article.header}
<div class="cont">
<div>
{again}
{article.body}
</div>
</div>
{_render_neighbours(article)}"""


def _render_tables(article: Article, rng: random.Random) -> str:
    """The whole page laid out in tables, as before 2012."""
    return f"""<table width="980" border="0" align="center" cellpadding="0" cellspacing="0">
<tr><td width="200" valign="top"><table><tr><td>站内搜索</td></tr>
<tr><td><input type="text" name="q"></td></tr></table></td>
<td width="780" valign="top">
<table width="100%" border="0">
<tr><td align="center" class="title"><b>{article.title}</b></td></tr>
<tr><td align="center">{article.header}</td></tr>
<tr><td class="bt_content" id="conTxt">{article.body}</td></tr>
<tr><td align="right">【<a href="javascript:window.print()">打印</a>】
【<a href="javascript:window.close()">关闭</a>】</td></tr>
</table>
{_render_neighbours(article)}
</td></tr>
</table>"""


TEMPLATES: dict[str, Callable[[Article, random.Random], str]] = {
    "trs": _render_trs,
    "zoom": _render_zoom,
    "simple": _render_simple,
    "tables": _render_tables,
}
