"""The layouts of the specimens: pages as portals of many makers build them, each with its own way to hide a text.

A layout is a function from a kit, what a page is made of, to the markup of its `<body>`.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.specimens import furniture


@dataclass(frozen=True, slots=True)
class Kit:
    site: str
    title: str
    header: str
    head: Sequence[str]
    """Markup of the title lines that stand in the text."""
    parts: Sequence[str]
    """Markup of the text, a paragraph or table each, then of its closing."""
    closing: int
    """How many of the parts sign."""
    opening: str
    """The words of the first paragraph."""
    rng: random.Random

    @property
    def body(self) -> str:
        return "".join((*self.head, *self.parts))

    @property
    def text(self) -> str:
        return "".join((*self.head, *self.parts[: len(self.parts) - self.closing]))

    @property
    def signature(self) -> str:
        return "".join(self.parts[len(self.parts) - self.closing :])

    def __getattr__(self, name: str) -> str:
        """A piece of furniture by its name."""
        make = getattr(furniture, name)
        return make(self.site, self.rng) if name in ("top", "foot") else make(self.rng)


def divs(k: Kit) -> str:
    return f"{k.top}{k.crumbs}<div class=wrap><h1>{k.title}</h1>{k.header}{k.tools}<div class=txt>{k.body}</div>{k.behind}</div>{k.foot}"


def header_inside(k: Kit) -> str:
    """Header, title and tools in the element of the text, in another order."""
    return f"{k.top}{k.crumbs}<div>{k.side}<div class=c>{k.header}<h2>{k.title}</h2>{k.tools}{k.body}{k.behind}</div></div>{k.foot}"


def tools_first(k: Kit) -> str:
    return f"{k.top}<div>{k.crumbs}{k.tools}<p align=center><b>{k.title}</b></p>{k.header}<div>{k.body}</div></div>{k.behind}{k.foot}"


def siblings(k: Kit) -> str:
    """Every part of the text in an element of its own, beside the tools."""
    blocks = "".join(f"<div class=block>{part}</div>" for part in (*k.head, *k.parts))
    return f"{k.top}<div id=main>{k.crumbs}<div class=t>{k.title}</div>{k.header}{blocks}{k.tools}{k.behind}</div>{k.foot}"


def signature_outside(k: Kit) -> str:
    return f"{k.top}{k.crumbs}<h3>{k.title}</h3>{k.header}<div class=nr>{k.text}</div><div class=lk>{k.signature}</div>{k.tools}{k.behind}{k.foot}"


def old_tables(k: Kit) -> str:
    """Tables in tables, as before 2012; the text in a cell four deep."""
    inner = f"<table width=96%><tr><td height=40 align=center><font size=5>{k.title}</font></td></tr><tr><td>{k.header}</td></tr><tr><td><hr></td></tr><tr><td><table><tr><td>{k.body}</td></tr></table></td></tr><tr><td align=right>{k.tools}</td></tr><tr><td>{k.behind}</td></tr></table>"
    return f"{k.top}<table width=1000><tr><td width=220 valign=top>{k.side}</td><td>{k.crumbs}{inner}</td></tr></table>{k.foot}"


def row_a_paragraph(k: Kit) -> str:
    rows = "".join(f"<tr><td>{part}</td></tr>" for part in (*k.head, *k.parts))
    return f"{k.top}<table><tr><td>{k.crumbs}</td></tr><tr><td><b>{k.title}</b></td></tr><tr><td>{k.header}</td></tr>{rows}<tr><td>{k.tools}</td></tr></table>{k.behind}{k.foot}"


def header_below(k: Kit) -> str:
    return f"{k.top}{k.crumbs}<div><h1>{k.title}</h1><div>{k.body}</div><div class=info>{k.header}</div>{k.tools}{k.behind}</div>{k.foot}"


def telephone_copy(k: Kit) -> str:
    """The page twice: for screens and for telephones."""
    hide = k.rng.choice(('style="display:none"', "class=wap", 'class="visible-xs"'))
    one = f"<h1>{k.title}</h1>{k.header}<div>{k.body}</div>"
    return f"{k.top}<div class=pc>{k.crumbs}{one}{k.behind}</div><div {hide}>{one}</div>{k.foot}"


def abstract_above(k: Kit) -> str:
    """The first sentence once more, as the abstract of the entry."""
    return f"{k.top}{k.crumbs}<table><tr><td>标题：</td><td>{k.title}</td></tr><tr><td>内容概述：</td><td>{k.opening}</td></tr><tr><td>发布日期：</td><td>2022-02-11</td></tr></table><div><h2>{k.title}</h2>{k.body}</div>{k.behind}{k.foot}"


def versions(k: Kit) -> str:
    """Tabs: the scanned file, and the text."""
    return f"{k.top}<div>{k.crumbs}<div>{k.title}</div>{k.header}<ul><li>全真版</li><li>文字版</li><li>文件下载</li></ul><div><div><iframe src='/v/1.pdf'></iframe></div><div><div>{k.body}</div></div></div>{k.behind}</div>{k.foot}"


def files_behind(k: Kit) -> str:
    files = "<div><h4>附件下载</h4><ul><li><a href='/f/1.doc'>附表.doc</a></li><li><a href='/f/2.xls'>统计表.xls</a></li></ul></div>"
    return f"{k.top}{k.crumbs}<div><h1>{k.title}</h1>{k.header}<div>{k.body}</div>{files}{k.tools}</div>{k.behind}{k.foot}"


def news_beside(k: Kit) -> str:
    """A column of news with their abstracts behind the text in the source."""
    items = "".join(f"<dl><dt><a href='/{i}'>{words}</a></dt><dd>近日，{words}，有关部门负责同志参加活动并讲话，要求抓好落实。</dd></dl>" for i, words in enumerate(furniture.NEWS[:4]))
    return f"{k.top}<div><div>{k.crumbs}<h1>{k.title}</h1>{k.header}<div>{k.body}</div>{k.tools}</div><div class=r><h3>热点关注</h3>{items}</div></div>{k.foot}"


def menu_behind(k: Kit) -> str:
    return f"<div class=main><div class=right><h1>{k.title}</h1>{k.header}{k.tools}<div>{k.body}</div>{k.behind}</div>{k.side}</div>{k.top}{k.foot}"


def web_form(k: Kit) -> str:
    """ASP.NET: one form round all, spans with long ids."""
    return f"<form id=form1 action='view.aspx'><input type=hidden value={'QUJD' * 99}>{k.top}{k.crumbs}<span id=ctl00_Main_lblBT>{k.title}</span><br>{k.header}<br><span id=ctl00_Main_lblNR>{k.body}</span>{k.behind}{k.foot}</form>"


def article_element(k: Kit) -> str:
    return f"{k.top}<main>{k.crumbs}<article><header><h1>{k.title}</h1>{k.header}{k.tools}</header>{k.body}<footer>{k.behind}</footer></article><aside>{k.side}</aside></main>{k.foot}"


def early_end(k: Kit) -> str:
    """A head and a foot put in as whole pages."""
    return f"<html><body>{k.top}</body></html><div>{k.crumbs}<h1>{k.title}</h1>{k.header}<div>{k.body}</div>{k.behind}</div><html><body>{k.foot}</body></html>"


def column_as_heading(k: Kit) -> str:
    """The largest heading is the column's name; the page's title stands in its text alone."""
    head = k.head or [f"<p align=center>{k.title}</p>"]
    return f"{k.top}{k.crumbs}<h1>政府信息公开年报</h1>{k.header}<div>{''.join((*head, *k.parts))}</div>{k.behind}{k.foot}"


def years_above(k: Kit) -> str:
    years = "".join(f"<a href='/{year}.html'>{year}年</a> " for year in range(2024, 2012, -1))
    return f"{k.top}{k.crumbs}<div class=years>{years}</div><div><h2>{k.title}</h2>{k.header}{k.body}</div>{k.behind}<div>{years}</div>{k.foot}"


def text_in_a_row(k: Kit) -> str:
    """The entry as a table of fields, the last of them the whole text."""
    return f"{k.top}{k.crumbs}<table border=1><tr><td>信息名称</td><td colspan=3>{k.title}</td></tr><tr><td>索引号</td><td>A01-02-{k.rng.randint(1000, 9999)}</td><td>发布日期</td><td>2022-02-11</td></tr><tr><td>内容</td><td colspan=3>{k.body}</td></tr></table>{k.behind}{k.foot}"


def everything_in_a_cell(k: Kit) -> str:
    return f"<center><table><tr><td>{k.top}<hr>{k.title}<br><br>{k.header}<hr>{k.body}<hr>{k.tools}{k.behind}{k.foot}</td></tr></table></center>"


def share_within(k: Kit) -> str:
    """A box of the template between the paragraphs' container and the text, and one at its end."""
    box = '<div class=sharebox><a href="#">微信</a><a href="#">微博</a><span>复制链接</span></div>'
    return f"{k.top}{k.crumbs}<h1>{k.title}</h1><div class=con>{k.header}{box}<div id=player>语音播报：<a href='javascript:;'>播放</a><a href='javascript:;'>暂停</a></div>{k.body}{box}<p>扫一扫，手机浏览</p></div>{k.behind}{k.foot}"


def privacy_below(k: Kit) -> str:
    """Small print in whole sentences behind the text."""
    small = "<div><h5>网站声明</h5><p>本网站所有内容，凡注明来源为本网的，版权均属本网所有，任何单位和个人转载时须注明出处。</p><p>如发现内容有误，请点击网页下方的纠错按钮，我们将在三个工作日内处理并答复。</p></div>"
    return f"{k.top}{k.crumbs}<div><h1>{k.title}</h1>{k.header}<div>{k.body}</div></div>{k.behind}{small}{k.foot}"


def warning_above(k: Kit) -> str:
    warn = "<div class=tip>您的浏览器版本过低，为了更好的浏览体验，请升级浏览器或使用谷歌浏览器访问本站。</div><div>温馨提示：本网站已支持IPv6访问</div>"
    return f"{warn}{k.top}{k.crumbs}<div><h1>{k.title}</h1>{k.header}{k.tools}<div>{k.body}</div></div>{k.behind}{k.foot}"


def scripted_list(k: Kit) -> str:
    """Related entries without links: a script opens them."""
    items = "".join(f"<li onclick=\"go({i})\">{words}<i>2022-0{i + 1}-08</i></li>" for i, words in enumerate(furniture.NEWS[:5]))
    return f"{k.top}{k.crumbs}<div><h1>{k.title}</h1>{k.header}<div>{k.body}</div><div>相关信息</div><ul>{items}</ul></div>{k.foot}"


def platform(k: Kit) -> str:
    """The disclosure platform: tabs, a tree, the organ's name as a banner."""
    tabs = "".join(f"<li><a href='/{i}'>{words}</a></li>" for i, words in enumerate(("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")))
    return f"<div class=bar>{k.site}政府信息公开</div><ul>{tabs}</ul><div><div class=tree>{k.side}</div><div class=cont>{k.crumbs}{k.header}<div class=tit>{k.title}</div>{k.tools}<div class=nr>{k.body}</div>{k.behind}</div></div>{k.foot}"


def print_copy(k: Kit) -> str:
    """A second title for the printer above the text, and the site's address below it."""
    return f"{k.top}{k.crumbs}<div id=print><div class=nosee>{k.site}门户网站</div><h1>{k.title}</h1>{k.header}{k.body}<p>网址：www.example.gov.cn</p><p>打印时间：2024年3月1日</p></div>{k.behind}{k.foot}"


def comments_below(k: Kit) -> str:
    form = "<div><h4>网友评论</h4><p>已有 <b>0</b> 位网友发表评论，文明上网，理性发言，请遵守新闻评论服务协议。</p><textarea></textarea><input type=submit value=发表></div>"
    return f"{k.top}{k.crumbs}<h1>{k.title}</h1>{k.header}<div>{k.body}</div>{k.tools}{form}{k.foot}"


def list_above(k: Kit) -> str:
    """The column's list and the newest entry's whole text on one page."""
    rows = "".join(f"<li><a href='/{year}.html'>{k.title[:6]}{year}年政府信息公开年报</a><span>{year + 1}-02-01</span></li>" for year in range(2022, 2015, -1))
    return f"{k.top}{k.crumbs}<ul class=list>{rows}</ul><div><h1>{k.title}</h1>{k.header}<div>{k.body}</div></div>{k.foot}"


def section_boxes(k: Kit) -> str:
    """The text parted into boxes of a few paragraphs each, as page builders make them."""
    parts = [*k.head, *k.parts]
    boxes = "".join(f"<div class=col><div class=box><div>{''.join(parts[at : at + 3])}</div></div></div>" for at in range(0, len(parts), 3))
    return f"{k.top}{k.crumbs}<section><h1>{k.title}</h1>{k.header}{k.tools}</section><section>{boxes}</section><section>{k.behind}</section>{k.foot}"


TEMPLATES: dict[str, Callable[[Kit], str]] = {
    make.__name__: make
    for make in (
        divs, header_inside, tools_first, siblings, signature_outside, old_tables, row_a_paragraph, header_below,
        telephone_copy, abstract_above, versions, files_behind, news_beside, menu_behind, web_form, article_element,
        early_end, column_as_heading, years_above, text_in_a_row, everything_in_a_cell, share_within, privacy_below,
        warning_above, scripted_list, platform, print_copy, comments_below, list_above, section_boxes,
    )
}  # fmt: skip

HEADED = frozenset(TEMPLATES) - {"abstract_above", "text_in_a_row"}
"""Those that show the kit's header."""
