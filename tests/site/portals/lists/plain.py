"""Pagers of ordinary links: 下一页 in many spellings, numbers, a select, a query, and frames."""

from tests.site.portals.shelf import Listed, Shelf, name_page, put_pages
from tests.site.truth import Asked, Page

NEXTS = (
    "下一页",
    "下页",
    "后一页",
    "下一页&gt;&gt;",
    "[下一页]",
    "&gt;",
    "»",
    "Next",
    '<img src="/images/next.gif" alt="下一页">',
    "<font>下 一 页</font>",
    "<i>下一页</i>",
)


def _list_paths(shelf: Shelf, first: int = 2) -> list[str]:
    if "page_1." in shelf.path:
        return [shelf.path.replace("page_1.", f"page_{n}.") for n in range(1, len(shelf.chunks) + 1)]
    mark = shelf.rng.choice(("_{}", "_{}", "-{}", "_p{}"))
    further = [name_page(shelf.path, mark.format(n)) for n in range(first, first + len(shelf.chunks) - 1)]
    return [shelf.path, *further]


def list_next(shelf: Shelf) -> Listed:
    """Only the next page is linked, and where it is the last, nothing or the page itself."""
    paths, word = _list_paths(shelf), shelf.rng.choice(NEXTS)
    ends = shelf.rng.random() < 0.5
    pagers = []
    for at in range(len(paths)):
        after = paths[at + 1] if at + 1 < len(paths) else paths[at]
        link = f'<a href="{after}">{word}</a>' if after != paths[at] or ends else f"<span>{word}</span>"
        before = f'<a href="{paths[max(at - 1, 0)]}">上一页</a>'
        pagers.append(f'<div class="pages">共{len(paths) + shelf.lie}页 第{at + 1}页 {before} {link}</div>')
    return put_pages(shelf, paths, pagers)


def list_numbers(shelf: Shelf) -> Listed:
    """Nothing but numbers, and the attribute of an icon."""
    paths = _list_paths(shelf)
    links = [f'<a href="{path}" class="num">{n}</a>' for n, path in enumerate(paths, 1)]
    pagers = []
    for at, path in enumerate(paths):
        shown = " ".join(f"<b>{at + 1}</b>" if n == at else link for n, link in enumerate(links))
        icon = f'<a title="末页" href="{paths[-1]}"><i class="icon-last"></i></a>' if path != paths[-1] else ""
        pagers.append(f'<div class="pagination">{shown} {icon}</div>')
    return put_pages(shelf, paths, pagers)


def list_select(shelf: Shelf) -> Listed:
    """The pages are the options of a select."""
    paths = _list_paths(shelf)
    options = "".join(f'<option value="{path}">第{n}页</option>' for n, path in enumerate(paths, 1))
    pager = f'<div class="page">跳转到<select onchange="window.location.href=this.value">{options}</select></div>'
    return put_pages(shelf, paths, [pager] * len(paths))


def list_window(shelf: Shelf) -> Listed:
    """Page 1 is index_1 too, and five pages are linked at a time."""
    count = len(shelf.chunks)
    paths = [name_page(shelf.path, f"_{n}") for n in range(1, count + 1)]
    pagers = []
    for at in range(count):
        start = max(0, min(at - 2, count - 5))
        links = "".join(
            f'<a href="{paths[n]}"{" class=select" if n == at else ""}>{n + 1}</a>'
            for n in range(start, min(start + 5, count))
        )
        after = f"<a class='pb_next_page' href='{paths[at + 1]}'>下一页</a>" if at + 1 < count else ""
        pagers.append(f"<div id=\"page_nav_list\"><span class='pb_home_page'>首页</span>{links}{after}</div>")
    listed = put_pages(shelf, paths, pagers)
    first = listed.pages[paths[0]]
    return Listed({**listed.pages, shelf.path: first}, (shelf.path, *paths[1:]))


def list_query(shelf: Shelf) -> Listed:
    """A program shows the page that the query asks for; a page too far shows the last."""
    key, mark = shelf.rng.choice(("page", "p", "pageNo", "curPage", "PageIndex")), "&" if "?" in shelf.path else "?"
    count = len(shelf.chunks)

    def spell(n: int) -> str:
        return f"{shelf.path}{mark}{key}={n}"

    def write(n: int) -> Page:
        after = f'<a href="{spell(n + 1)}">下一页</a> <a href="{spell(count)}">尾页</a>' if n < count else "下一页 尾页"
        return shelf.page(shelf.show(shelf.chunks[n - 1]) + f'<div class="page">第{n}/{count}页 {after}</div>')

    pages = {shelf.path: write(1)}

    def answer(asked: Asked) -> Page | None:
        given = dict(part.split("=", 1) for part in shelf.path.partition("?")[2].split("&") if "=" in part)
        if any(asked.query.get(name) != value for name, value in given.items()):
            return None
        number = asked.query.get(key, "1")
        return write(max(1, min(int(number), count))) if number.isascii() and number.isdigit() else None

    return Listed(pages, (shelf.path, *(spell(n) for n in range(2, count + 1))), {shelf.path.partition("?")[0]: answer})


def list_framed(shelf: Shelf) -> Listed:
    """The list is a page of its own in an iframe."""
    inner = name_page(shelf.path, "_list") if not shelf.path.endswith("/") else f"{shelf.path}list/index.html"
    listed = list_next(
        Shelf(
            shelf.name,
            inner,
            shelf.rows,
            shelf.size,
            shelf.style,
            lambda text, head: _bare(shelf, text, head),
            shelf.seed,
        )
    )
    frame = (
        f'<div class="lm_title">{shelf.name}</div><iframe id="ifr" src="{inner}" width="100%" frameborder="0"></iframe>'
    )
    return Listed({**listed.pages, shelf.path: shelf.page(frame)}, (shelf.path, *listed.lists))


def _bare(shelf: Shelf, text: str, head: str) -> Page:
    html = f'<html><head><meta charset="utf-8">{head}<title>列表</title></head><body>{text}</body></html>'
    return Page(html.encode(), "text/html; charset=utf-8")
