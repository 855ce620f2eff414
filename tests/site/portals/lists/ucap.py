"""开普 UCAP: createPageHTML(element, pages, page of 1…N, name, extension, rows); page n ≥ 2 stands at name_n."""

from tests.site.portals.shelf import Listed, Shelf, name_page


def _list_paths(shelf: Shelf) -> list[str]:
    return [name_page(shelf.path, f"_{n}", "shtml") if n > 1 else shelf.path for n in range(1, len(shelf.chunks) + 1)]


def _call_pager(shelf: Shelf, n: int) -> str:
    base = shelf.path.rpartition("/")[2].rpartition(".")[0] or "index"
    place = shelf.rng.choice(("page_div", "paging", "pagination", "pageDiv"))
    call = f"createPageHTML('{place}',{len(shelf.chunks) + shelf.lie}, {n},'{base}','shtml',{len(shelf.rows)});"
    return f'<div id="{place}"></div>\n<script type="text/javascript">{call}</script>'


def list_one(shelf: Shelf) -> Listed:
    paths = _list_paths(shelf)
    pages = {
        path: shelf.page(shelf.show(chunk, path) + _call_pager(shelf, n))
        for n, (path, chunk) in enumerate(zip(paths, shelf.chunks, strict=True), 1)
    }
    return Listed(pages, tuple(paths))


def list_commented_rows(shelf: Shelf) -> Listed:
    """The rows and the pager stand in a comment; a script was to write others in their place."""
    pages = {}
    paths = _list_paths(shelf)
    for n, (path, chunk) in enumerate(zip(paths, shelf.chunks, strict=True), 1):
        hidden = f"<!-- {shelf.print(chunk, path)}\n{_call_pager(shelf, n)} -->"
        script = '<script type="text/javascript" src="/xhtml/static/js/page_list.js"></script>'
        title = f'<div class="lm_title">{shelf.name}</div>'
        pages[path] = shelf.page(f'{title}<ul id="list" class="list">\n{hidden}</ul><div id="pages"></div>{script}')
    return Listed(pages, tuple(paths))
