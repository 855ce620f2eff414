"""大汉 JCMS: rows come as records of an XML datastore, three pages at a time, from dataproxy.jsp or out of the page."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from tests.site.address import spell_post
from tests.site.portals.rows import Row
from tests.site.portals.shelf import Listed, Shelf
from tests.site.truth import Answer, Asked, Page

GROUP = 3
"""Pages a request."""
PROXY = "/module/web/jpage/dataproxy.jsp"


def _name_unit(shelf: Shelf) -> tuple[str, str]:
    """columnid and unitid."""
    digits = [part for part in shelf.path.replace(".", "/").split("/") if part.startswith("col") and part[3:].isdigit()]
    return (digits[0][3:] if digits else str(shelf.rng.randint(1000, 99999))), str(shelf.rng.randint(200_000, 499_999))


def _write_store(shelf: Shelf, rows: Sequence[Row], extra: str = "") -> str:
    records = "".join(f"<record><![CDATA[{_write_record(shelf, row)}]]></record>" for row in rows)
    total, pages = len(shelf.rows), len(shelf.chunks)
    head = f"<totalrecord>{total}</totalrecord><totalpage>{pages}</totalpage>{extra}"
    return f"<datastore>{head}<recordset>{records}</recordset></datastore>"


def _write_record(shelf: Shelf, row: Row) -> str:
    day = f"{row.day:%Y-%m-%d}"
    href = f"@@HOST:{row.path[2:].replace('/', '@@/', 1)}" if row.path.startswith("//") else row.path
    return (
        f'<li><a target="_blank" href="{href}" title="{row.title}">{row.title}</a><b readlabel="{day}">{day}</b></li>'
    )


def _answer_window(shelf: Shelf, unit: str, method: str) -> Answer:
    """Records `startrecord` to `endrecord`, and, as the real ones do, some behind them that the next window repeats.

    Some programs take their fields from query and form alike, some only from a form.
    """

    def answer(asked: Asked) -> Page | None:
        fields = asked.query | asked.form
        if fields.get("unitid") != unit or (method == "POST" and asked.method == "GET"):
            return None
        start, end = (fields.get(name, "") for name in ("startrecord", "endrecord"))
        if not (start.isdigit() and end.isdigit()):
            return Page(b"<datastore></datastore>", "text/xml;charset=UTF-8")
        rows = shelf.rows[max(int(start), 1) - 1 : int(end) + (int(end) - int(start)) // 4]
        return Page(_write_store(shelf, rows).encode(), "text/xml;charset=UTF-8")

    return answer


def _spell_fields(shelf: Shelf) -> dict[str, str]:
    column, unit = _name_unit(shelf)
    fields = {"col": "1", "appid": "1", "webid": "14", "path": "/", "columnid": column, "sourceContentType": "1"}
    return fields | {"unitid": unit, "webname": shelf.name, "permissiontype": "0"}


def _call_widget(shelf: Shelf, fields: dict[str, str]) -> str:
    parameters = ",".join(f"'{name}':'{value}'" for name, value in fields.items())
    unit = fields["unitid"]
    return f"""<script type="text/javascript" src="/script/jquery.jpage.js"></script>
<script type="text/javascript">
$(function(){{
  $('#{unit}').jpage({{
    themeName:'default', showMode:'full', perPage:{shelf.size}, totalRecord:{len(shelf.rows)}, groupSize:{GROUP},
    barPosition:'bottom', proxyUrl:'{PROXY}', openCookies:false,
    ajaxParam:{{{parameters}}}
  }});
}});
</script>"""


def _list_windows(shelf: Shelf, fields: dict[str, str], method: str, first: int = 1) -> tuple[str, ...]:
    """As the script asks: windows of three pages, the first of them from record `first` on."""
    step, total = GROUP * shelf.size, len(shelf.rows)
    starts = [
        f"{PROXY}?startrecord={at}&endrecord={min(at + step - 1, total)}&perpage={shelf.size}"
        for at in range(first, total + 1, step)
    ]
    if method == "POST":
        return tuple(spell_post(start, fields) for start in starts)
    return tuple(f"{start}&{urlencode(fields)}" for start in starts)


def list_get(shelf: Shelf) -> Listed:
    return _list_proxied(shelf, "GET")


def list_post(shelf: Shelf) -> Listed:
    return _list_proxied(shelf, "POST")


def _list_proxied(shelf: Shelf, method: str) -> Listed:
    """The first window stands in the page already."""
    fields = _spell_fields(shelf)
    unit, step = fields["unitid"], GROUP * shelf.size
    store = _write_store(shelf, shelf.rows[:step])
    content = f"""<div class="lm_title">{shelf.name}</div>
<div id="{unit}" class="default_pgContainer"><script type="text/xml">{store}</script></div>
{_call_widget(shelf, fields)}"""
    lists = (shelf.path, *_list_windows(shelf, fields, method, 1 + step))
    return Listed({shelf.path: shelf.page(content)}, lists, {PROXY: _answer_window(shelf, unit, method)})


def list_bare(shelf: Shelf) -> Listed:
    """No row in the page: all come from the proxy."""
    fields = _spell_fields(shelf)
    content = f"""<div class="lm_title">{shelf.name}</div>
<div id="{fields["unitid"]}"></div>{_call_widget(shelf, fields)}"""
    answers = {PROXY: _answer_window(shelf, fields["unitid"], "POST")}
    return Listed({shelf.path: shelf.page(content)}, (shelf.path, *_list_windows(shelf, fields, "POST")), answers)


def list_groups(shelf: Shelf) -> Listed:
    """The older proxy: every store names the next one in <nextgroup>, the first of them stands in the page."""
    fields = _spell_fields(shelf) | {"col": ""}
    proxy, step = "/module/jpage/dataproxy.jsp", GROUP * shelf.size
    asked_for = "&".join(
        f"{name}={fields[name]}"
        for name in ("appid", "webid", "path", "columnid", "unitid", "webname", "permissiontype")
    )
    count = -(-len(shelf.rows) // step)

    def write(group: int) -> str:
        href = f"{proxy}?page={group + 1}&{asked_for}"
        more = f'<nextgroup><![CDATA[<a href="{href}"></a>]]></nextgroup>' if group + 1 < count else ""
        return _write_store(shelf, shelf.rows[group * step : (group + 1) * step], more)

    def answer(asked: Asked) -> Page | None:
        number = asked.query.get("page", "")
        if asked.query.get("unitid") != fields["unitid"] or not number.isdigit():
            return None
        return Page(write(int(number)).encode(), "text/xml;charset=UTF-8")

    content = f"""<div class="lm_title">{shelf.name}</div>
<div id='{fields["unitid"]}'></div><script type="text/xml">{write(0)}</script>
<script>$('#{fields["unitid"]}').jpage({{perPage:{shelf.size}}});</script>"""
    quoted = asked_for.replace(fields["webname"], quote(fields["webname"]))
    lists = (shelf.path, *(f"{proxy}?page={group}&{quoted}" for group in range(1, count)))
    return Listed({shelf.path: shelf.page(content)}, lists, {proxy: answer})


def list_template(shelf: Shelf) -> Listed:
    """The newest skin: a template, and a script of another file that knows where to ask."""
    column, unit = _name_unit(shelf)
    content = f"""<div class="lm_title">{shelf.name}</div><div id="{unit}"></div>
<script id="div{unit}" type="text/x-handlebars-template"><ul class='List_list'>
{{{{#each data}}}}<li><a href='{{{{pcUrl}}}}' title='{{{{title}}}}'>{{{{title}}}}</a>
<span>{{{{pubDate}}}}</span></li>{{{{/each}}}}
</ul></script>
<script src="commonfiles/jquery.jpage.js"></script><script src="commonfiles/utils.js"></script>
<script>
var params = {{ current: 1, unitid: '{unit}', webSiteCode: ['szf'], channelCode: ['col{column}'],
  perPage: '{shelf.size}' }};
loadPageData(params, '{unit}');
</script>"""
    return Listed({shelf.path: shelf.page(content)}, (), needs_browser=True)
