"""Pages of reports with something in them that breaks readers, each with the text that must be read from it.

A family is a function `(page, rng, most) → bytes`; `most` bounds how often a thing is repeated, so that the suite can
be quick and the long run (`scripts/poison.py`) hard. The same seed makes the same page.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

QUICK, HARD = 2_000, 100_000
"""Repetitions in the suite, and in the long run."""

ORGANS = ("青河县水务局", "临江区民政局", "白石镇人民政府", "南山市财政局")
SENTENCES = (
    "全年通过门户网站公开政府信息{}条，其中工作动态{}条，通知公告{}条。",
    "共收到政府信息公开申请{}件，均已在法定期限内答复，其中予以公开{}件、部分公开{}件。",
    "因政府信息公开工作被申请行政复议{}件，提起行政诉讼{}件，纠正{}件。",
    "一是公开内容不够丰富，有{}个栏目更新不及时；二是解读材料只有{}篇，形式较为单一，仅{}篇配有图表。",
    "组织业务培训{}次，参加人员{}人次，修订公开制度{}项，队伍能力进一步提高。",
)
HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A good page: what stands before the report, the report's lines, what stands behind."""

    title: str
    lines: tuple[str, ...]
    wrap: str

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def paragraphs(self) -> str:
        return "".join(self.wrap.format(line) for line in self.lines)

    def with_tag(self, tag: str, at: int) -> bytes:
        """The page with a tag before one of its lines."""
        parts = [self.wrap.format(line) for line in self.lines]
        return self.around("".join([*parts[:at], tag, *parts[at:]])).encode()

    def around(self, body: str, *, early: str = "") -> str:
        return (
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{self.title}_某县人民政府</title></head><body>"
            f"{early}"
            '<div class=nav><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/nb/">信息公开年报</a></div>'
            f"<div class=main><h1>{self.title}</h1><div>来源：本单位　发布日期：2022-01-20</div>{body}</div>"
            "<div>主办单位：某县人民政府　某ICP备00000000号</div></body></html>"
        )


@dataclass(frozen=True, slots=True)
class Poisoned:
    family: str
    seed: int
    body: bytes
    truth: str


def make_page(rng: random.Random) -> Page:
    organ, year = rng.choice(ORGANS), rng.randint(2009, 2024)
    lines = [f"本报告由{organ}根据《中华人民共和国政府信息公开条例》编制，统计期限为{year}年1月1日至12月31日。"]
    for numeral, heading in zip("一二三四五", HEADINGS, strict=True):
        lines.append(f"{numeral}、{heading}")
        lines += [
            rng.choice(SENTENCES).format(*(rng.randint(0, 999) for _ in range(3))) for _ in range(rng.randint(1, 4))
        ]
    lines += [organ, f"{year + 1}年1月{rng.randint(1, 28)}日"]
    wrap = rng.choice(("<p>{}</p>", "<div>{}</div>", "<p align=left>{}", "<p><span>{}</span></p>", "{}<br><br>\n"))
    return Page(f"{organ}{year}年政府信息公开工作年度报告", tuple(lines), wrap)


def make_poisoned(family: str, seed: int, most: int = QUICK) -> Poisoned:
    rng = random.Random(f"{family} {seed}")
    page = make_page(rng)
    return Poisoned(family, seed, FAMILIES[family](page, rng, most), page.text)


def scattered(page: Page, rng: random.Random, poisons: list[str]) -> str:
    """The page with poisons at places within its sentences."""
    body = page.paragraphs
    for _ in range(rng.randint(1, 8)):
        line = rng.choice(page.lines)
        at = rng.randrange(1, len(line))
        body = body.replace(line, line[:at] + rng.choice(poisons) + line[at:], 1)
    return page.around(body)


def monster(page: Page, rng: random.Random, poison: str) -> bytes:
    """The page with a monster before its header, before its text or behind it."""
    place = rng.randrange(3)
    body = poison * (place == 0) + page.paragraphs + poison * (place == 1)
    return page.around(body, early=poison * (place == 2)).encode()


def many(rng: random.Random, most: int) -> int:
    return int(10 ** rng.uniform(1, len(str(most)) - 1))


def control_characters(page: Page, rng: random.Random, most: int) -> bytes:
    codes = [*range(9), 11, 12, *range(14, 32), 0x7F, 0xFFFE, 0xFFFF, 0xFDD0, 0xD800, 0xDFFF, 0x110000]
    poisons = (
        [f"&#{code};" for code in codes] + [f"&#x{code:X};" for code in codes] + [chr(code) for code in codes[:30]]
    )
    return scattered(page, rng, poisons).encode()


def invisible_characters(page: Page, rng: random.Random, most: int) -> bytes:
    return scattered(
        page, rng, [*map(chr, (0x200B, 0x200C, 0x200D, 0xFEFF, 0xAD, 0x202E, 0x202C, 0x2066)), "&shy;", "&zwnj;"]
    ).encode()


def nesting(page: Page, rng: random.Random, most: int) -> bytes:
    tags = rng.sample(
        ["div", "span", "font", "b", "ul><li", "table><tr><td", "blockquote", "section", "em", "dl><dd"], 2
    )
    depth = many(rng, most)
    opening = "".join(f"<{tag}>" for tag in tags) * depth
    closing = "".join(f"</{tag.split('>')[0]}>" for tag in reversed(tags)) * depth
    inside = rng.random() < 0.5 or "table" in opening
    return page.around(
        opening + page.paragraphs * inside + closing * (rng.random() < 0.7) + page.paragraphs * (not inside)
    ).encode()


def large_nodes(page: Page, rng: random.Random, most: int) -> bytes:
    size = many(rng, most) * 110
    return monster(
        page,
        rng,
        rng.choice(
            (
                f'<img src="data:image/png;base64,{"A" * size}">',
                f"<script>var a='{'x' * size}';</script>",
                f"<!--{'x' * size}-->",
                f"<style>.a{{}}{' ' * size}</style>",
                f"<p>{' ' * size}</p>",
                f"<p>{'&nbsp;' * (size // 6)}</p>",
                f"<i title='{'x' * size}'></i>",
                f'<script type="application/ld+json">{"[" * size}</script>',
                f"<input type=hidden name=__VIEWSTATE value='{'Q' * size}'>",
            )
        ),
    )


def attributes(page: Page, rng: random.Random, most: int) -> bytes:
    value = rng.choice(("=1", "", "='>'", '="<"', "=''"))
    names = " ".join(f"a{i}{value}" for i in range(many(rng, most)))
    return monster(page, rng, f"<{rng.choice(('div', 'p', 'td', 'img', 'body'))} {names}></div>")


def unclosed_tags(page: Page, rng: random.Random, most: int) -> bytes:
    tag = rng.choice(
        (
            "<p>a",
            "<li>",
            "<b>",
            "<p><b><i>",
            "<br>",
            "<tr><td>",
            "<option>",
            "<dd>",
            "<h3>",
            "<form>",
            "<nobr>",
            "<a name=x>",
        )
    )
    return monster(page, rng, tag * many(rng, most * 3))


def bad_tables(page: Page, rng: random.Random, most: int) -> bytes:
    span = rng.choice(
        (
            "colspan=1000000000",
            "rowspan=65534",
            "colspan=1000 rowspan=1000",
            "colspan=-1",
            "rowspan=0",
            "colspan=9x",
            "",
        )
    )
    cells = rng.choice((1, 4, 10, 1000))
    row = "<tr>" + f"<td {span}>项</td>" * cells + "</tr>" * (rng.random() < 0.5)
    return monster(page, rng, "<table>" + row * max(many(rng, most) // cells, 1) + "</table>")


def markup_bombs(page: Page, rng: random.Random, most: int) -> bytes:
    bomb = rng.choice(
        (
            "<!--x-->",
            "&amp;",
            "<",
            "&#",
            "&",
            "<a href=x>链接</a>",
            "<!",
            "</",
            "]]>",
            "<![CDATA[",
            "\u200b",
            "\u3000",
            "1",
            "一、",
            "来源：",
            "<iframe></iframe>",
            "<wbr>",
            "</p>",
            "</div>",
            "</table>",
            "</html>",
            "</body>",
        )
    )
    return monster(page, rng, f"<div>{bomb * many(rng, most)}</div>")


def entities(page: Page, rng: random.Random, most: int) -> bytes:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 9))
    start = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha"><!ENTITY x SYSTEM "file:///etc/hostname">{laughs}]>'
    return (
        start * rng.randint(0, 1)
        + page.around(page.paragraphs + rng.choice(("&x;", "&l8;", "&unknown;", "&#99999999999;")))
    ).encode()


def charsets(page: Page, rng: random.Random, most: int) -> bytes:
    label = rng.choice(("utf-8", "gb2312", "big5", "iso-8859-1", "x-unknown", "utf-16"))
    text = page.around(page.paragraphs).replace("charset=utf-8", f"charset={label}")
    written = rng.choice(
        ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mixed", "cut")
    )
    if written == "mixed":
        head, start, rest = text.partition("<h1>")
        return (
            head.encode("gb18030") + (start + rest).encode()
            if rng.random() < 0.5
            else head.encode() + (start + rest).encode("gb18030")
        )
    if written == "cut":
        return text.encode() + "。".encode()[:2]
    return text.encode(written)


def stray_bytes(page: Page, rng: random.Random, most: int) -> bytes:
    body = page.around(page.paragraphs).encode()
    at = body.index(b"</h1>")
    return body[:at] + bytes(rng.choices(range(128, 256), k=rng.randint(1, 3))) + body[at:]


def early_ends(page: Page, rng: random.Random, most: int) -> bytes:
    end = rng.choice(
        (
            "</html>",
            "</body></html>",
            "</body>",
            "</html><html>",
            "<html><head></head><body>",
            "</head>",
            "<head>",
            "<body>",
        )
    )
    return page.with_tag(end, rng.randrange(len(page.lines)))


def copies(page: Page, rng: random.Random, most: int) -> bytes:
    own, other = page.paragraphs, "".join(f"<div>{line}</div>" for line in page.lines)
    second = rng.choice(
        (
            own,
            other,
            other.replace("，", "， &nbsp;"),
            f'<div style="display:none">{own}</div>',
            other[: len(other) // 2],
        )
    )
    both = [f"<div class=pc>{own}</div>", f"<div class=phone>{second}</div>"]
    return page.around("".join(both[:: rng.choice((1, 1 if len(second) < len(own) else -1))])).encode()


def scripts(page: Page, rng: random.Random, most: int) -> bytes:
    lines = [f"<p>{line}</p>" for line in page.lines]
    coded = "".join(lines).encode("unicode-escape").decode()
    ways = (
        "".join(f"document.write('{line}');\n" for line in lines),
        f'document.getElementById("c").innerHTML = "{"".join(lines)}";',
        "document.write([" + ",".join(f'"{line}"' for line in lines) + "].join(''));",
        "var s=''; " + "".join(f"s += '{line}';" for line in lines) + "$('#c').html(s);",
        f"document.write('{coded}');",
        f"document.write(decodeURIComponent('{quote(''.join(lines))}'));",
        f"document.write(unescape('{coded.replace(chr(92), '%')}'));",
        f"el.innerHTML = `{''.join(lines)}`;",
        '{"data": {"content": "' + "".join(lines).replace("/", "\\/") + '"}}',
    )
    return page.around(f"<div id=c></div><script>{rng.choice(ways)}</script>").encode()


def unshown(page: Page, rng: random.Random, most: int) -> bytes:
    own = page.paragraphs
    body = rng.choice(
        (
            f"<!-- {own} -->",
            f'<script type="text/html">{own}</script>',
            f"<textarea>{own}</textarea>",
            f"<noscript>{own}</noscript>",
            f"<textarea hidden>{escape(own)}</textarea>",
            f"<template>{own}</template>",
            f'<iframe srcdoc="{escape(own)}"></iframe>',
            f'<input type=hidden value="{escape(own)}">',
            f"<div style='display: none'>{own}</div>",
            f"<object>{own}</object>",
            f"<noframes>{own}</noframes>",
            f"<aside>{own}</aside>",
            f"<footer>{own}</footer>",
            f"<button>{own}</button>",
            f"<div hidden>{own}</div>",
        )
    )
    return page.around(body).encode()


def open_tags(page: Page, rng: random.Random, most: int) -> bytes:
    tag = rng.choice(
        (
            "<!--",
            "<script>",
            "<style>",
            "<title>",
            "<textarea>",
            "<select><option>",
            '<a href="x.html">',
            '<div class="x>',
            "<a href='x>",
            "<noscript>",
            "<plaintext>",
            "<table>",
            "<table><tr>",
            "<ul>",
            "<button>",
            "<svg>",
            "<math>",
            "<marquee>",
        )
    )
    return page.with_tag(tag, rng.choice((0, 0, rng.randrange(len(page.lines)))))


def bodies(page: Page, rng: random.Random, most: int) -> bytes:
    lines = page.lines
    return page.around(
        rng.choice(
            (
                "<br>".join(lines),
                "<br/>&nbsp;".join(lines),
                "<pre>" + "\n".join(lines) + "</pre>",
                "<ul>" + "".join(f"<li>{x}" for x in lines) + "</ul>",
                "<table><tr><td>" + "<br>".join(lines) + "</table>",
                "<table>" + "".join(f"<tr><td>{x}" for x in lines) + "</table>",
                "".join("<p>" + "".join(f"<span>{c}</span>" for c in x) for x in lines),
                "".join(f"<h4>{x}</h4>" for x in lines),
                "".join(f"<o:p><font><b>{x}</b></font></o:p><br>" for x in lines),
                "".join(f"<center>{x}</center>" for x in lines),
                "".join(f"<custom-line>{x}</custom-line><br>" for x in lines),
                "".join(f"<dl><dt></dt><dd>{x}</dd></dl>" for x in lines),
                "".join(f"<label>{x}</label><br>" for x in lines),
                "".join(f"<fieldset>{x}</fieldset>" for x in lines),
            )
        )
    ).encode()


def word_paste(page: Page, rng: random.Random, most: int) -> bytes:
    style = "mso-margin-top-alt:auto;\nline-height:28.0pt;mso-pagination:widow-orphan;" * rng.randint(
        1, max(many(rng, most) // 100, 1)
    )
    junk = "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--><o:p>&nbsp;</o:p>"
    body = junk + "".join(
        f"<p class=MsoNormal style='{style}'><span style=\"font-family:'仿宋_GB2312'\">{line}<o:p></o:p></span></p>"
        for line in page.lines
    )
    return page.around(body).encode()


def mutations(page: Page, rng: random.Random, most: int) -> bytes:
    """Markup damaged anywhere but in the sentences: a character of a tag lost, doubled or changed."""
    pieces = page.around(page.paragraphs).split(page.lines[0])
    head = pieces[0]
    start = head.index("<body>")
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(start, len(head))
        head = head[:at] + rng.choice(("", head[at] * 2, rng.choice("/ =&;"))) + head[at + 1 :]
    return page.lines[0].join([head, *pieces[1:]]).encode()


FAMILIES: dict[str, Callable[[Page, random.Random, int], bytes]] = {
    make.__name__: make
    for make in (
        control_characters,
        invisible_characters,
        nesting,
        large_nodes,
        attributes,
        unclosed_tags,
        bad_tables,
        markup_bombs,
        entities,
        charsets,
        stray_bytes,
        early_ends,
        copies,
        scripts,
        unshown,
        open_tags,
        bodies,
        word_paste,
        mutations,
    )
}
