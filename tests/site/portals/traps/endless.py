"""Pages without end: a calendar, and lists that answer any page number."""

import random
import re
from datetime import date, timedelta

from tests.site.columns import Column
from tests.site.portals.skins import SKINS
from tests.site.portals.works import Works
from tests.site.truth import Asked, Page

MONTH = re.compile(r"/rlcx/(\d{4})-(\d{2})\.html")
DAY = re.compile(r"/rlcx/(\d{4})-(\d{2})-(\d{2})\.html")


def put_calendar(works: Works, column: Column, rng: random.Random) -> None:
    """Each month links to the months beside it and to a page for each of its days."""
    works.link(works.hubs["/"].column, "互动", "公开日历", "/rlcx/2024-01.html")

    def answer(asked: Asked) -> Page | None:
        if found := MONTH.fullmatch(asked.path):
            return _frame(works, f"{found[1]}年{found[2]}月公开日历", _show_month(int(found[1]), int(found[2])))
        if found := DAY.fullmatch(asked.path):
            return _frame(
                works, f"{found[1]}年{found[2]}月{found[3]}日", f"<p>{found[2]}月{found[3]}日没有公开信息。</p>"
            )
        return None

    works.put_answers({"/rlcx/*": answer})


def _show_month(year: int, month: int) -> str:
    if not 0 < month < 13 or not 1 < year < 9999:
        return "<p>没有这个月。</p>"
    first = date(year, month, 1)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    days = (first + timedelta(days=at) for at in range(31))
    cells = "".join(f'<td><a href="/rlcx/{day}.html">{day.day}</a></td>' for day in days if day.month == month)
    ends = f'<a href="/rlcx/{before:%Y-%m}.html">上月</a> <a href="/rlcx/{after:%Y-%m}.html">下月</a>'
    return f'<div class="rl">{ends}<table><tr>{cells}</tr></table></div>'


def put_same_rows(works: Works, column: Column, rng: random.Random) -> None:
    """A list that answers any page number with the same rows, and always knows a next page."""
    rows = "".join(
        f'<li><a href="/myzj/{n}.html">关于征求停车管理办法意见的公告（第{n}期）</a><span>2023-0{n}-12</span></li>'
        for n in range(1, 7)
    )
    for n in range(1, 7):
        works.put_content(
            f"/myzj/{n}.html", f"公告第{n}期", f"<h1>关于征求意见的公告（第{n}期）</h1><p>欢迎提出意见。</p>"
        )
    _put_endless(works, "民意征集", "/myzj/list", f'<ul class="list">{rows}</ul>')


def put_empty_rows(works: Works, column: Column, rng: random.Random) -> None:
    _put_endless(works, "信息公开年报专题", "/nbzt/list", '<ul class="list"></ul><p>暂无信息</p>')


def _put_endless(works: Works, name: str, path: str, rows: str) -> None:
    works.link(works.hubs["/"].column, "互动", name, f"{path}?page=1")

    def answer(asked: Asked) -> Page | None:
        number = asked.query.get("page", "1")
        if not (number.isascii() and number.isdigit()):
            return None
        after = f'<a href="{path}?page={int(number) + 1}">下一页</a>'
        return _frame(works, name, f'{rows}<div class="page">第{number}页 {after}</div>')

    works.put_answers({path: answer})


def _frame(works: Works, title: str, content: str) -> Page:
    return works.encode(SKINS[works.skin](works.frame, title, content, {}, ()))
