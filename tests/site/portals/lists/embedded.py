"""Lists whose rows stand in the page as data, in one file beside it, or where only a bundle of scripts knows."""

import json

from tests.site.portals.lists.api import KEYS, leave_room, spell_row, tell_rows
from tests.site.portals.shelf import Listed, Shelf
from tests.site.truth import Page


def list_static(shelf: Shelf) -> Listed:
    """All rows in one file beside the page, which a script of the page names."""
    name = f"ds_{shelf.rng.getrandbits(128):032x}.json"
    title, url, day = KEYS[5]
    rows = [{title: row.title, url: spell_row(row), day: f"{row.day} 08:00:00"} for row in shelf.rows]
    told = {"categoryKeyword": "", "categoryDisplayName": shelf.name, "datasource": rows}
    data = json.dumps(told, ensure_ascii=False).encode()
    script = f'<script>$.getJSON("./{name}", function (d) {{ renderList(d.datasource, {shelf.size}); }});</script>'
    pages = {shelf.path: shelf.page(leave_room(shelf, script)), shelf.folder + name: Page(data, "application/json")}
    return Listed(pages, (shelf.path, shelf.folder + name))


def list_inline(shelf: Shelf) -> Listed:
    """All rows in a variable of the page."""
    data = json.dumps(tell_rows(shelf, shelf.rows), ensure_ascii=False)
    if shelf.rng.random() < 0.5:
        data = data.replace("/", "\\/")
    script = f"<script>\nvar listData = {data};\nnew Pager(listData, {shelf.size});\n</script>"
    return Listed({shelf.path: shelf.page(leave_room(shelf, script))}, (shelf.path,))


def list_angular(shelf: Shelf) -> Listed:
    """Nothing but templates: where the rows come from is known to a bundle alone."""
    content = f"""<div ng-app="app" ng-controller="ListCtrl"><div class="lm_title">{shelf.name}</div>
<ul><li ng-repeat="x in docs"><a ng-href="ItemDetail.html?docId={{{{x.docId}}}}">{{{{x.docSubtitle}}}}</a>
<span>{{{{x.date}}}}</span></li></ul><div class="pages">共{{{{total}}}}条</div></div>
<script src="/static/js/app.{shelf.rng.getrandbits(32):08x}.js"></script>"""
    return Listed({shelf.path: shelf.page(content)}, (), needs_browser=True)
