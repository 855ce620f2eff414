"""Archives of thousands of pages without a report, made as they are asked for and linked from the home page."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from tests.site.columns import Column
from tests.site.news import write_news
from tests.site.portals.skins import SKINS
from tests.site.portals.works import Works
from tests.site.truth import Asked, Page

Write = Callable[[random.Random, date], str]
"""Title of one article."""

ROWS = 15


def put_news(works: Works, column: Column, rng: random.Random) -> None:
    _put_archive(works, "新闻中心", "xwzx", 300, lambda chance, day: write_news(works.frame.place, chance)[0])


def put_companies(works: Works, column: Column, rng: random.Random) -> None:
    def entitle(chance: random.Random, day: date) -> str:
        firm = chance.choice("东南西北") + chance.choice("泰隆兴盛昌")
        return f"{works.frame.place.name}{firm}商贸有限公司{day.year - 1}年度报告"

    _put_archive(works, "企业年报", "qynb", rng.randint(120, 200), entitle)


def put_law(works: Works, column: Column, rng: random.Random) -> None:
    def entitle(chance: random.Random, day: date) -> str:
        return f"{chance.choice(works.organs).name}{day.year - 1}年法治政府建设年度报告"

    _put_archive(works, "法治政府建设年度报告", "fzzfnb", rng.randint(20, 60), entitle)


def put_accounts(works: Works, column: Column, rng: random.Random) -> None:
    def entitle(chance: random.Random, day: date) -> str:
        return f"{chance.choice(works.organs).name}{day.year - 1}年度部门{chance.choice(('决算', '预算'))}公开"

    _put_archive(works, "部门预决算公开", "bmjs", rng.randint(40, 120), entitle)


def _put_archive(works: Works, name: str, token: str, count: int, entitle: Write) -> None:
    """index.html, index_2.html, … and /token/<page>/<row>.html for the articles."""
    works.link(works.hubs["/"].column, "信息发布", name, f"/{token}/index.html")
    article = re.compile(rf"/{token}/(\d{{1,4}})/(\d{{1,2}})\.html")
    listing = re.compile(rf"/{token}/(?:index(?:_(\d{{1,4}}))?\.html)?")

    def draw(page: int, row: int) -> tuple[str, date]:
        chance = random.Random(f"{works.seed}/{token}/{page}/{row}")
        day = date(2024, 12, 20) - timedelta(days=(page * ROWS + row) * 3000 // (count * ROWS))
        return entitle(chance, day), day

    def answer(asked: Asked) -> Page | None:
        if (found := article.fullmatch(asked.path)) and 0 < int(found[1]) <= count and int(found[2]) < ROWS:
            title, day = draw(int(found[1]), int(found[2]))
            text = f"<h1>{title}</h1><p>发布时间：{day}</p><p>　　{title}，现予公布。联系电话见政务公开栏。</p>"
            return _frame(works, title, text)
        found = listing.fullmatch(asked.path)
        return _frame(works, name, _list_page(token, int(found[1] or 1), count, draw)) if found else None

    works.put_answers({f"/{token}/*": answer})


def _list_page(token: str, page: int, count: int, draw: Callable[[int, int], tuple[str, date]]) -> str:
    rows = ""
    for row in range(ROWS if page <= count else 0):
        title, day = draw(page, row)
        rows += f'<li><a href="/{token}/{page}/{row}.html" title="{title}">{title}</a><span>{day}</span></li>'
    after = f'<a href="/{token}/index_{page + 1}.html">下一页</a>' if page < count else ""
    last = f'<a href="/{token}/index_{count}.html">尾页</a>'
    return f'<ul class="list">{rows}</ul><div class="pages">共{count}页 {after} {last}</div>'


def _frame(works: Works, title: str, content: str) -> Page:
    return works.encode(SKINS[works.skin](works.frame, title, content, {"ColumnName": title}, ()))
