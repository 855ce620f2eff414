"""ASP.NET: the pager posts the page back with __EVENTTARGET, and the program wants the state it handed out."""

import base64
import hashlib
from collections.abc import Callable

from tests.site.address import spell_post
from tests.site.portals.shelf import Listed, Shelf
from tests.site.truth import Asked, Page

FAILED = "<html><head><title>运行时错误</title></head><body><h1>服务器错误</h1>验证视图状态 MAC 失败。</body></html>"


def list_pager(shelf: Shelf) -> Listed:
    """AspNetPager: the argument is the number of the page."""
    return _list_posted(shelf, "ctl00$ContentPlaceHolder1$AspNetPager1", str)


def list_grid(shelf: Shelf) -> Listed:
    """GridView: the argument is Page$n."""
    return _list_posted(shelf, "ctl00$Main$GridView1", lambda number: f"Page${number}")


def _make_state(path: str, number: int) -> str:
    digest = hashlib.sha256(f"{path}#{number}".encode()).digest()
    return base64.b64encode(digest * 3).decode()


def _make_check(state: str) -> str:
    return base64.b64encode(hashlib.sha256(state.encode()).digest()).decode()


def _list_posted(shelf: Shelf, target: str, spell: Callable[[int], str]) -> Listed:
    count = len(shelf.chunks)
    states = {_make_state(shelf.path, number): number for number in range(1, count + 1)}

    def answer(asked: Asked) -> Page | None:
        if asked.method == "GET":
            return _write_page(shelf, target, spell, 1)
        state, argument = asked.form.get("__VIEWSTATE", ""), asked.form.get("__EVENTARGUMENT", "")
        wanted = next((number for number in range(1, count + 1) if spell(number) == argument), 0)
        checked = asked.form.get("__EVENTVALIDATION") == _make_check(state)
        if state not in states or not checked or asked.form.get("__EVENTTARGET") != target or not wanted:
            return Page(FAILED.encode(), "text/html; charset=utf-8", 500)
        return _write_page(shelf, target, spell, wanted)

    asks = (_write_ask(shelf, target, spell, number) for number in range(2, count + 1))
    page = _write_page(shelf, target, spell, 1)
    return Listed(
        {} if "?" in shelf.path else {shelf.path: page}, (shelf.path, *asks), {shelf.path.partition("?")[0]: answer}
    )


def _write_fields(shelf: Shelf, number: int) -> dict[str, str]:
    state = _make_state(shelf.path, number)
    return {"__VIEWSTATE": state, "__VIEWSTATEGENERATOR": "CA0B0334", "__EVENTVALIDATION": _make_check(state)}


def _write_ask(shelf: Shelf, target: str, spell: Callable[[int], str], number: int) -> str:
    events = {"__EVENTTARGET": target, "__EVENTARGUMENT": spell(number)}
    return spell_post(shelf.path, events | _write_fields(shelf, number - 1))


def _write_page(shelf: Shelf, target: str, spell: Callable[[int], str], number: int) -> Page:
    count = len(shelf.chunks)
    fields = {"__EVENTTARGET": "", "__EVENTARGUMENT": ""} | _write_fields(shelf, number)
    hidden = "\n".join(
        f'<input type="hidden" name="{name}" id="{name}" value="{value}" />' for name, value in fields.items()
    )
    shown = range(max(1, number - 3), min(count, number + 3) + 1)
    links = " ".join(
        f"<span>{n}</span>" if n == number else f"<a href=\"javascript:__doPostBack('{target}','{spell(n)}')\">{n}</a>"
        for n in shown
    )
    after = (
        f"<a href=\"javascript:__doPostBack('{target}','{spell(number + 1)}')\">下一页</a>" if number < count else ""
    )
    action = shelf.path.rpartition("/")[2]
    content = f"""<form method="post" action="./{action}" id="aspnetForm">
{hidden}
<script type="text/javascript">
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {{
  theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit();
}}
</script>
{shelf.show(shelf.chunks[number - 1])}
<div class="pages">{links} {after} 共{count}页</div>
</form>"""
    return shelf.page(content)
