"""Lists that a script of the page fetches from a program, as JSON."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from tests.site.address import spell_post
from tests.site.portals.rows import Row
from tests.site.portals.shelf import Listed, Shelf
from tests.site.truth import Asked, Page

Told = dict[str, Any]
Wrap = Callable[[Sequence[Told], int], Told]

KEYS = (
    ("title", "url", "publishedTimeStr"),
    ("title", "url", "publishDate"),
    ("docTitle", "docPubUrl", "docRelTime"),
    ("TITLE", "URL", "DOCRELPUBTIME"),
    ("infoTitle", "linkUrl", "pubDate"),
    ("title", "publishUrl", "publishTime"),
)
"""How the fields of a row are called: title, address, day."""

WRAPS: tuple[Wrap, ...] = (
    lambda rows, total: {"code": 200, "msg": "success", "data": {"list": rows, "total": total}},
    lambda rows, total: {"total": total, "rows": rows},
    lambda rows, total: {"data": {"page": 1, "rows": 10, "total": total, "results": rows}},
    lambda rows, total: {"success": True, "result": {"records": rows, "total": total}},
    lambda rows, total: {"resultCode": "0", "object": {"totalCount": total, "datas": rows}},
)


def leave_room(shelf: Shelf, script: str) -> str:
    return f'<div class="lm_title">{shelf.name}</div><ul id="list" class="list"></ul>{script}'


def tell_rows(shelf: Shelf, rows: Sequence[Row]) -> Told:
    title, url, day = shelf.rng.choice(KEYS)
    told = [
        {
            "id": f"{at + 1}",
            title: row.title,
            "summary": "",
            day: f"{row.day:%Y-%m-%d} 09:30:00",
            url: spell_row(row),
        }
        for at, row in enumerate(rows)
    ]
    return shelf.rng.choice(WRAPS)(told, len(shelf.rows))


def spell_row(row: Row) -> str:
    if row.path.startswith("//"):
        return f"@@HOST:{row.path[2:].replace('/', '@@/', 1)}"
    return row.path


def write_json(told: Any) -> Page:
    return Page(json.dumps(told, ensure_ascii=False).encode(), "application/json;charset=UTF-8")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _cut(shelf: Shelf, number: int) -> Sequence[Row]:
    return shelf.chunks[number - 1] if 0 < number <= len(shelf.chunks) else ()


def list_get(shelf: Shelf) -> Listed:
    """The address stands in the script but for the number of the page."""
    channel, rng = str(shelf.rng.randint(1000, 99999)), shelf.rng
    path = rng.choice(("/api/v1/article/list", "/webapi/content/getList", "/els-service/search/new", "/site/list.jsp"))
    start, repeats = f"{path}?channelId={channel}&pageSize={shelf.size}&pageNo=", rng.random() < 0.3

    def answer(asked: Asked) -> Page | None:
        if asked.query.get("channelId") != channel:
            return None
        number = _number(asked.query.get("pageNo", "1"))
        number = min(number, len(shelf.chunks)) if repeats else number
        return write_json(tell_rows(shelf, _cut(shelf, number)))

    call = rng.choice(GETS).format(path=path, channel=channel, size=shelf.size, start=start)
    script = f"<script>\nvar pageNo = 1;\nfunction getList(pageNo) {{\n  {call}\n}}\ngetList(1);\n</script>"
    lists = (shelf.path, *(f"{start}{n}" for n in range(1, len(shelf.chunks) + 1)))
    return Listed({shelf.path: shelf.page(leave_room(shelf, script))}, lists, {path: answer})


GETS = (
    '$.ajax({{ url: "{start}" + pageNo, type: "GET", dataType: "json", success: render }});',
    "$.getJSON('{path}', {{ channelId: '{channel}', pageSize: {size}, pageNo: pageNo }}, render);",
    "$.ajax({{url:'{path}',data:{{'channelId':'{channel}','pageSize':{size},'pageNo':pageNo}},dataType:'json',"
    "success:function(res){{render(res)}}}});",
    "fetch(`{start}${{pageNo}}`).then(function (answer) {{ return answer.json(); }}).then(render);",
    "axios.get('{path}?channelId={channel}&pageSize={size}&pageNo=' + pageNo).then(render);",
)
POSTS = (
    '$.post("{path}", {{ channelCode: "{channel}", page: page, rows: {size} }}, render, "json");',
    "$.ajax({{ url: '{path}', type: 'post', dataType: 'json',"
    " data: {{ channelCode: '{channel}', page: page, rows: {size} }}, success: render }});",
    '$.ajax({{type:"POST",url:"{path}",data:"channelCode={channel}&rows={size}&page="+page,success:render}});',
)


def list_search(shelf: Shelf) -> Listed:
    """The search of a UCAP portal; the page has its first rows itself."""
    path = f"/common/search/{shelf.rng.getrandbits(128):032x}"
    start = (
        f"{path}?_isAgg=false&_isJson=true&_pageSize={shelf.size}&_template=index&_rangeTimeGte=&_channelName=&page="
    )

    def answer(asked: Asked) -> Page | None:
        rows = _cut(shelf, _number(asked.query.get("page", "1")))
        told = [{"title": row.title, "url": spell_row(row), "publishedTimeStr": f"{row.day} 10:00:00"} for row in rows]
        return write_json({"data": {"page": 1, "rows": shelf.size, "total": len(shelf.rows), "results": told}})

    script = f"""<div id="page_div"></div><script>
var searchUrl = "{start}1"; var total = {len(shelf.rows)};
function goPage(n) {{ $.getJSON("{start}" + n, function (data) {{ fill(data.data.results); }}); }}
</script>"""
    lists = (shelf.path, *(f"{start}{n}" for n in range(2, len(shelf.chunks) + 1)))
    return Listed({shelf.path: shelf.page(shelf.show(shelf.chunks[0]) + script)}, lists, {path: answer})


def list_post(shelf: Shelf) -> Listed:
    """The script posts a form; asked by GET the program refuses."""
    channel = f"{shelf.rng.getrandbits(64):016x}"
    path = shelf.rng.choice(("/info/list.do", "/queryList", "/site/getInfoList"))

    def answer(asked: Asked) -> Page | None:
        if asked.method != "POST":
            return Page(b'{"code":405,"msg":"Request method \'GET\' not supported"}', "application/json", 405)
        if asked.form.get("channelCode") != channel:
            return None
        return write_json(tell_rows(shelf, _cut(shelf, _number(asked.form.get("page", "1")))))

    call = shelf.rng.choice(POSTS).format(path=path, channel=channel, size=shelf.size)
    script = f"<script>\nfunction loadData(page) {{\n  {call}\n}}\nloadData(1);\n</script>"
    fields = {"channelCode": channel, "rows": str(shelf.size)}
    asks = (spell_post(path, fields | {"page": str(n)}) for n in range(1, len(shelf.chunks) + 1))
    return Listed({shelf.path: shelf.page(leave_room(shelf, script))}, (shelf.path, *asks), {path: answer})
