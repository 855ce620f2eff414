"""Metadata headers: the block of 索引号, 发布日期, … above a text, in the kinds of markup portals use."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Header = tuple[str, dict[str, str]]
"""The markup, and header key -> value as shown."""

Shown = dict[str, tuple[str, str]]
"""Header key -> label and value as shown."""


@dataclass(frozen=True, slots=True)
class Facts:
    title: str
    organ: str
    published: date
    created: date
    number: int
    """Of the document on its site; index number and time of day come from it."""
    topic: str = "政府信息公开"

    @property
    def clock(self) -> str:
        return f"{8 + self.number % 10:02d}:{self.number % 60:02d}"

    @property
    def index_no(self) -> str:
        return f"{11_400_000 + len(self.organ) * 137}/{self.published.year}-{self.number % 100_000:05d}"


def _render_pairs(facts: Facts, rng: random.Random) -> Header:
    """A table of label and value cells, labels letter-spaced, some values empty."""
    shown = {
        "index_no": ("索 引 号", facts.index_no),
        "topic": ("主题分类", rng.choice((facts.topic, ""))),
        "publisher": ("发布机构", facts.organ),
        "created": (rng.choice(("成文日期", "生成日期")), rng.choice((f"{facts.created:%Y-%m-%d}", ""))),
        "title": ("名　　称", facts.title),
        "published": ("发布日期", f"{facts.published:%Y-%m-%d}"),
        "doc_no": (rng.choice(("文　　号", "发文字号")), rng.choice(("", "无"))),
        "validity": ("有 效 性", rng.choice(("有效", ""))),
    }
    colon = rng.choice(("：", ":", ""))
    cells = [f'<td class="bt"><b>{label}{colon}</b></td><td>{value}</td>' for label, value in shown.values()]
    rows = "\n".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
    return f'<table class="xxgk_head" width="100%" border="0">{rows}</table>', _tell(shown)


def _render_cells(facts: Facts, rng: random.Random) -> Header:
    """Label and value in one cell."""
    shown = _list_shown(facts, rng)
    cells = [f"<td>{label}: {value}</td>" for label, value in shown.values()]
    rows = "".join(f"<tr>{''.join(cells[at : at + 3])}</tr>" for at in (0, 3))
    return f'<table border="1" width="100%" class="xxgk">{rows}</table>', _tell(shown)


def _render_items(facts: Facts, rng: random.Random) -> Header:
    """Label and value in one item of a list."""
    shown = _list_shown(facts, rng)
    items = "\n".join(f"<li><strong>{label}：</strong>{value}</li>" for label, value in shown.values())
    return f'<ul class="headinfo">\n{items}\n</ul>', _tell(shown)


def _list_shown(facts: Facts, rng: random.Random) -> Shown:
    return {
        "index_no": ("索引号", facts.index_no),
        "doc_no": ("文件编号", ""),
        "publisher": ("发布机构", facts.organ),
        "created": ("生成日期", f"{facts.created:%Y-%m-%d}"),
        "published": ("公开日期", f"{facts.published:%Y-%m-%d}"),
        "disclosure": ("公开方式", rng.choice(("主动公开", ""))),
    }


def _tell(shown: Shown) -> dict[str, str]:
    return {key: value for key, (_, value) in shown.items()}


def _render_line(facts: Facts, rng: random.Random) -> Header:
    """A line of spans, with the tools and the visit counter in it."""
    published = f"{facts.published:%Y-%m-%d} {facts.clock}"
    sizes = {"大": 16, "中": 14, "小": 12}
    tools = " ".join(f'<a href="javascript:doZoom({size})">{name}</a>' for name, size in sizes.items())
    spans = (
        f"{rng.choice(('发布时间', '发布日期'))}：{published}",
        f"来源：{facts.organ}",
        f"【字体：{tools}】",
        '浏览次数：<b id="hits">@@VISITS@@</b>',
    )
    html = "&nbsp;&nbsp;".join(f"<span>{span}</span>" for span in spans)
    return f'<div class="info">{html}</div>', {"published": published, "source": facts.organ}


HEADERS: dict[str, Callable[[Facts, random.Random], Header]] = {
    "pairs": _render_pairs,
    "cells": _render_cells,
    "line": _render_line,
    "items": _render_items,
}
