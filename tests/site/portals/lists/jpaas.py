"""大汉 JPaaS: a script element names the unit of the page, and the unit answers with JSON that carries markup."""

import json
from html import escape
from urllib.parse import urlencode

from tests.site.portals.shelf import Listed, Shelf
from tests.site.truth import Asked, Page

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def list_unit(shelf: Shelf) -> Listed:
    return _list_unit(shelf, static=True)


def list_unit_bare(shelf: Shelf) -> Listed:
    """Even the first page's rows come from the unit."""
    return _list_unit(shelf, static=False)


def _list_unit(shelf: Shelf, static: bool) -> Listed:
    query = _name_query(shelf)

    def answer(asked: Asked) -> Page | None:
        if any(asked.query.get(name) != query[name] for name in ("webId", "pageId", "tagId")):
            return None
        return _write_answer(shelf, _read_page(asked))

    rows = _write_rows(shelf, 1) if static else ""
    content = f"""<div class="lm_title">{shelf.name}</div>
<div class="page-content" id="{query["tagId"]}">{rows}</div>
{_write_script(shelf, query)}"""
    asks = range(2 if static else 1, len(shelf.chunks) + 1)
    lists = (shelf.path, *(f"{UNIT}?{urlencode(query | {'paramJson': _write_parameter(shelf, n)})}" for n in asks))
    return Listed({shelf.path: shelf.page(content)}, lists, {UNIT: answer})


def _name_query(shelf: Shelf) -> dict[str, str]:
    rng = shelf.rng
    return {
        "webId": rng.choice(("8d828e408d90447786ddbe128d495e9e", "26", "3549")),
        "pageId": f"{rng.getrandbits(128):032x}",
        "parseType": "bulidstatic",
        "pageType": "column",
        "tagId": rng.choice(("右侧内容", "ajax分页", "当前栏目_list", "信息列表")),
        "tplSetId": f"{rng.getrandbits(128):032x}",
    }


def _write_script(shelf: Shelf, query: dict[str, str]) -> str:
    """The attribute holds pseudo-JSON in single quotes, or JSON with its quotes escaped."""
    if shelf.rng.random() < 0.5:
        data = "{" + ",".join(f"'{name}':'{value}'" for name, value in query.items()) + "}"
    else:
        data = escape(json.dumps(query, ensure_ascii=False))
    source = "/script/AuthorizedRead/unitbuild.js"
    return f'<script parseType="bulidstatic" url="{UNIT}" queryData="{data}" src="{source}"></script>'


def _write_parameter(shelf: Shelf, number: int) -> str:
    return json.dumps({"pageNo": number, "pageSize": str(shelf.size)}, separators=(",", ":"))


def _read_page(asked: Asked) -> int:
    """From paramJson, or from pageNo beside it."""
    try:
        parameter = json.loads(asked.query.get("paramJson", "{}").replace("'", '"'))
        return int(parameter.get("pageNo", asked.query.get("pageNo", 1)))
    except (ValueError, AttributeError, TypeError):
        return 1


def _write_rows(shelf: Shelf, number: int) -> str:
    """The rows and their pager, whose attributes a script reads."""
    rows = shelf.chunks[number - 1] if 0 < number <= len(shelf.chunks) else ()
    pager = (
        f'<div class="pagination" id="pagination" rows="{shelf.size}" count="{len(shelf.rows)}" pageno="{number}" '
        f'totalpage="{len(shelf.chunks)}"></div>'
    )
    return f"{shelf.print(rows)}{pager}"


def _write_answer(shelf: Shelf, number: int) -> Page:
    told = {
        "success": True,
        "code": "200",
        "message": "操作成功",
        "data": {"html": _write_rows(shelf, number), "pageNo": number},
    }
    return Page(json.dumps(told, ensure_ascii=False).encode(), "application/json;charset=UTF-8")
