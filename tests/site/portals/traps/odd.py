"""Columns and rows that are not what their link says: moved, gone, closed, behind a login, or no page at all."""

import random
from datetime import date

from tests.site.columns import Column
from tests.site.portals.rows import Row
from tests.site.portals.works import Works
from tests.site.truth import Asked, Page

LOGIN = """<h2>用户登录</h2><form action="/login.do" method="post"><input name="user">
<input type="password" name="pass"><button>登录</button></form>"""


def put_login(works: Works, column: Column, rng: random.Random) -> None:
    """A column that shows a login page in its place."""
    works.pages["/ysqgk/list.do"] = Page(b"", status=302, headers={"Location": "/login.jsp?back=/ysqgk/list.do"})
    works.put_content("/login.jsp?back=/ysqgk/list.do", "用户登录", LOGIN)
    works.link(works.hubs["/"].column, "信息公开", "内部年报查询", "/ysqgk/list.do")


def put_broken_api(works: Works, column: Column, rng: random.Random) -> None:
    """A column whose script promises JSON, and whose program answers with a page."""
    script = '<script>$.get("/api/nbhz/list?pageSize=10&pageNo=1", function (data) { show(data); }, "json");</script>'
    works.put_content("/nbhz/index.html", "年报汇总", f'<h2>年报汇总</h2><ul id="list"></ul>{script}')
    works.link(works.hubs["/"].column, "信息公开", "年报汇总", "/nbhz/index.html")
    page = Page(
        "<html><head><title>系统提示</title></head><body>系统繁忙，请稍后再试！</body></html>".encode(),
        "text/html;charset=UTF-8",
    )

    def answer(asked: Asked) -> Page | None:
        return page

    works.put_answers({"/api/nbhz/*": answer})


def move_column(works: Works, column: Column, rng: random.Random) -> None:
    """Hubs still link to the address the column had before."""
    old = f"/xxgk_old/nb{rng.randint(10, 99)}/"
    works.pages[old] = Page(b"", status=301, headers={"Location": column.path})
    works.redirects[old] = column.path
    for hub in works.hubs.values():
        for links in hub.blocks.values():
            links[:] = [(name, old if path == column.path else path) for name, path in links]


def lose_column(works: Works, column: Column, rng: random.Random) -> None:
    works.link(works.hubs["/"].column, "信息公开", "政府信息公开年报（旧）", "/zfxxgknb_old/")
    works.missing.append("/zfxxgknb_old/")


def put_soft_missing(works: Works, column: Column, rng: random.Random) -> None:
    """Rows that lead to a page which says, with status 200, that there is none; so does any other address beside it."""
    content = '<div class="error"><h2>您访问的页面不存在</h2><p>可能已被删除、更名或暂时不可用。</p></div>'
    for year in (2007, 2008):
        path = f"/tsxx/{year}/content_{year}.html"
        works.put_content(path, "提示信息", content)
        works.missing.append(path)
        title = f"{works.organs[0].name}{year}年政府信息公开工作年度报告"
        works.rows[column].append(Row(title, path, date(year + 1, 3, 2)))


def put_lost_row(works: Works, column: Column, rng: random.Random) -> None:
    path = works.family.spell_article(column.path, date(2009, 3, 18), next(works.numbers))
    works.missing.append(path)
    works.rows[column].append(Row(f"{works.organs[0].name}2008年政府信息公开年报", path, date(2009, 3, 18)))


def close_folder(works: Works, column: Column, rng: random.Random) -> None:
    """A folder closed by robots.txt, with a page in it that looks like a report."""
    path, title = "/nbcg/t20100310_1.html", f"{works.organs[0].name}2006年政府信息公开工作年度报告"
    works.put_content(path, title, f"<h1>{title}</h1><p>　　征求意见稿。</p>")
    works.forbidden.append(path)
    works.rows[column].append(Row(title, path, date(2010, 3, 10)))
    works.robots += ["Disallow: /nbcg/", "Disallow: /search"]


def put_lying_list(works: Works, column: Column, rng: random.Random) -> None:
    """A column of ordinary notices whose script counts more pages than there are."""
    home = works.hubs["/"].column
    name, path = "通知公告", "/tzgg/"
    lost = Column(name, path, home)
    rows = "".join(
        f'<li><a href="./{n}.html">关于做好{2015 + n}年政府信息公开工作年度报告编制工作的通知</a>'
        f"<span>{2016 + n}-01-06</span></li>"
        for n in range(5)
    )
    pager = '<script>createPageHTML(14, {}, "index", "html");</script>'
    works.put_content(path, name, f'<ul class="list">{rows}</ul>{pager.format(0)}', lost.crumbs)
    works.put_content(f"{path}index_1.html", name, f'<ul class="list">{rows}</ul>{pager.format(1)}', lost.crumbs)
    for n in range(5):
        title = f"关于做好{2015 + n}年政府信息公开工作年度报告编制工作的通知"
        works.put_content(f"{path}{n}.html", title, f"<h1>{title}</h1><p>　　请于1月20日前报送。</p>", lost.crumbs)
        works.decoys[f"{path}{n}.html"] = "notice"
    works.link(home, "信息发布", name, path)
