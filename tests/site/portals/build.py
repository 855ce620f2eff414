"""Portals put together, several for a seed, each of another place and of another family."""

import itertools
import random
from dataclasses import replace

from tests.site.assets import ASSETS
from tests.site.columns import Column
from tests.site.organs import Place
from tests.site.portals.families import FAMILIES, PLAIN, Family
from tests.site.portals.hubs import put_hubs
from tests.site.portals.lists import BROWSER
from tests.site.portals.organs import publish_between, publish_organ
from tests.site.portals.places import choose_places, list_organs
from tests.site.portals.shelving import put_lists
from tests.site.portals.skins import choose_skin
from tests.site.portals.traps import TRAPS
from tests.site.portals.ways import ORGAN_WAYS, OWN_WAYS, lay_out, list_map
from tests.site.portals.works import Works
from tests.site.templates import Frame
from tests.site.truth import Page, Site, Truth

PORTALS = 4
SESSIONS = (";jsessionid=@@SESSION@@", "?PHPSESSID=@@SESSION@@", "?sid=@@SESSION@@")


def build_portals(seed: int) -> tuple[Site, ...]:
    """The portals of this seed; the same seed gives the same ones, byte for byte but for counters and session ids."""
    rng = random.Random(f"{seed}/places")
    places = choose_places(PORTALS, rng)
    # Two seeds after another have other families, and five have them all twice.
    families = [FAMILIES[(seed * PORTALS + at) % len(FAMILIES)] for at in range(PORTALS)]
    return tuple(
        _build_portal(seed, at, place, family) for at, (place, family) in enumerate(zip(places, families, strict=True))
    )


def _build_portal(seed: int, at: int, place: Place, family: Family) -> Site:
    works = _start(f"{seed}/{at}", place, family)
    turn = seed * PORTALS + at + seed // 5
    own_way, organ_way = OWN_WAYS[turn % len(OWN_WAYS)], ORGAN_WAYS[turn // 2 % len(ORGAN_WAYS)]
    if own_way == "map_xml" and not family.telling:
        own_way = "map"  # sitemap.xml has no names: an address that is a number says nothing to anybody
    columns = lay_out(works, own_way, organ_way)
    again = _complete_home(works)
    _deal_mechanisms(works, [*dict.fromkeys(columns.values()), again], turn)
    _publish_all(works, columns, again)
    column = columns[works.organs[0].name]
    _set_traps(works, column, turn)
    put_lists(works)
    list_map(works, [column], own_way)
    put_hubs(works)
    if works.robots:
        works.put_file("/robots.txt", "\n".join(["User-agent: *", *works.robots, ""]), "text/plain")
    return _finish(works)


def _complete_home(works: Works) -> Column:
    """The menu, and the column where some of the government's reports stand a second time."""
    menu = [(hub.column.name, path) for path, hub in works.hubs.items() if hub.column.parent][:1]
    works.frame = replace(works.frame, columns=(*works.frame.columns, *menu))
    home = works.hubs["/"].column
    again = works.add_column(home, "历年年报", "lnnb")
    works.link(home, "专题专栏", again.name, again.path)
    return again


def _publish_all(works: Works, columns: dict[str, Column], again: Column) -> None:
    for organ in works.organs:
        publish_organ(works, organ, columns[organ.name], again if organ.kind == "government" else None)
        publish_between(works, organ, columns[organ.name])
    works.rows.setdefault(again, [])


def _set_traps(works: Works, column: Column, turn: int) -> None:
    """More than half of them, and each in its turn."""
    names = list(TRAPS)
    chosen = {*works.rng("traps").sample(names, 11), names[turn % len(names)]}
    for name in names:
        if name in chosen:
            TRAPS[name](works, column, works.rng("trap", name))
            works.features.add(f"trap:{name}")


def _start(seed: str, place: Place, family: Family) -> Works:
    rng = random.Random(f"{seed}/start")
    numbers = itertools.count(rng.randint(20_000, 80_000), rng.randint(3, 17))
    frame = Frame(place, (("首页", "/"), ("办事服务", "/bsfw.html")))
    works = Works(
        seed, list_organs(place, rng), family, frame, choose_skin(rng), rng.choice(("utf-8", "utf-8", "gbk")), numbers
    )
    works.session = rng.choice((*SESSIONS, "", "")) if family.name != "php" else ""
    works.features |= {f"family:{family.name}", f"skin:{works.skin}", f"charset:{works.charset}"}
    works.features |= {f"session:{works.session[1:].partition('=')[0]}"} if works.session else set()
    works.put_content("/bsfw.html", "办事服务", "<h2>办事服务</h2><p>请到政务服务大厅办理。</p>")
    return works


def _deal_mechanisms(works: Works, columns: list[Column], turn: int) -> None:
    """The family's own in turn, and every third column an ordinary pager; what needs a browser gets the last bureau."""
    own = [name for name in works.family.mechanisms if name not in BROWSER]
    hidden = [name for name in works.family.mechanisms if name in BROWSER]
    for at, column in enumerate(columns):
        plain = at % 3 == 2
        works.mechanisms[column] = PLAIN[(turn + at) % len(PLAIN)] if plain else own[(turn + at) % len(own)]
    if hidden and len(columns) > 4:
        works.mechanisms[columns[-2]] = hidden[0]


def _finish(works: Works) -> Site:
    pages: dict[str, Page] = works.pages | ASSETS
    hosts = {name: pages | found if name == "m" else found for name, found in works.hosts.items()}
    truth = Truth(
        reports=tuple(works.reports),
        decoys=works.decoys,
        lists=tuple(dict.fromkeys(works.lists)),
        forbidden=tuple(works.forbidden),
        missing=tuple(works.missing),
        redirects=works.redirects,
        broken=tuple(works.broken),
        needs_browser=tuple(works.needs_browser),
        mirrors=tuple(works.mirrors),
        features=tuple(sorted(works.features)),
        doors=("/", *(path for path in works.hubs if path != "/"), *_list_columns(works)),
    )
    return Site(_alias(pages), truth, works.answers, hosts)


def _list_columns(works: Works) -> list[str]:
    return [column.path for column in works.rows if column.path not in works.needs_browser]


def _alias(pages: dict[str, Page]) -> dict[str, Page]:
    """A folder is its index.html, and an index.html its folder."""
    folders = {f"{path}index.html": page for path, page in pages.items() if path.endswith("/")}
    files = {path.removesuffix("index.html"): page for path, page in pages.items() if path.endswith("/index.html")}
    return files | folders | pages
