"""The way from the home page down to each list of reports.

home ─ 政务公开 ─ 信息公开 ─ 法定主动公开内容 ─ 年报        the government's, at one of these levels, or nowhere
                         ─ organs, as a tree or a select ─ an organ ─ 年报
     ─ a bureau's own site ─ 信息公开 ─ 年报
     ─ 网站地图, or sitemap.xml alone ─ 年报
"""

from collections.abc import Sequence

from tests.site.columns import NAMES, TOKENS, Column
from tests.site.organs import Organ
from tests.site.portals.works import Works

OWN_WAYS = ("home", "hub", "deep", "map", "map_xml", "frame")
ORGAN_WAYS = ("tree", "select", "subsite", "blocks", "mixed", "nodes")


def lay_out(works: Works, own_way: str, organ_way: str) -> dict[str, Column]:
    """Organ name -> column of its reports; hubs and their links are put up."""
    home = works.add_hub(None, "首页", "/")
    levels = _stack_hubs(works, home)
    column = _lead_own(works, home, levels, own_way)
    works.features |= {f"way:{own_way}", f"way:{organ_way}"}
    return {works.organs[0].name: column} | LEADS[organ_way](works, home, levels, works.organs[1:], organ_way)


def _stack_hubs(works: Works, home: Column) -> list[Column]:
    """政务公开, 政府信息公开, 法定主动公开内容, each linked on the one before."""
    levels, rng = [home], works.rng("levels")
    for names in (
        (("政务公开", "zwgk"), ("信息公开", "xxgk"), ("公开", "gk")),
        (("政府信息公开", "zfxxgk"), ("信息公开目录", "xxgkml"), ("政府信息公开专栏", "zfxxgkzl")),
        (("法定主动公开内容", "fdzdgknr"), ("主动公开", "zdgk")),
    ):
        name, token = rng.choice(names)
        path = works.add_column(levels[-1], name, token).path
        hub = works.add_hub(levels[-1], name, path)
        works.link(levels[-1], "栏目导航", name, path)
        levels.append(hub)
    return levels


def _name_column(works: Works, parent: Column, organ: Organ | None) -> Column:
    rng = works.rng("name", parent.path, organ.name if organ else "")
    name = rng.choice((*NAMES, "年报", "政府信息公开年度报告", "信息公开年度报告"))
    return works.add_column(parent, name, rng.choice((*TOKENS, "gkbg", "zfxxgkndbg", "gknb", "xxgkndbg")))


def _lead_own(works: Works, home: Column, levels: Sequence[Column], way: str) -> Column:
    parent = {"home": home, "hub": levels[1], "deep": levels[3], "frame": levels[2]}.get(way, levels[2])
    column = _name_column(works, parent, works.organs[0])
    works.features.add(f"depth:{len(column.crumbs)}")
    if way not in {"map", "map_xml"}:
        works.link(parent, "政府信息公开", column.name, column.path)
    if way == "frame":
        works.hubs[parent.path].kind = "frame"
    return column


def _lead_directory(
    works: Works, home: Column, levels: Sequence[Column], organs: Sequence[Organ], way: str
) -> dict[str, Column]:
    """A page that lists the organs, as a tree, a select, blocks or nodes of a script; each has a page of its own."""
    parent = levels[2] if way != "blocks" else levels[1]
    path = works.add_column(parent, "部门乡镇信息公开", "bmxz").path
    directory = works.add_hub(parent, "部门乡镇信息公开", path, way)
    works.link(parent, "公开目录", directory.name, path)
    columns = {}
    for organ in organs:
        page = works.add_column(directory, organ.name, organ.slug)
        works.add_hub(directory, organ.name, page.path)
        block = "乡镇（街道）" if organ.kind == "township" else "政府部门"
        works.link(directory, block, organ.name, page.path + works.session)
        columns[organ.name] = _fill_organ(works, page, organ)
    return columns


def _fill_organ(works: Works, page: Column, organ: Organ) -> Column:
    column = _name_column(works, page, organ)
    works.features.add(f"depth:{len(column.crumbs) + (column.crumbs[0][1] != '/')}")
    for name, token in (("机构职能", "jgzn"), ("财政信息", "czxx"), ("人事信息", "rsxx")):
        works.link(page, "信息公开", name, _add_dull(works, page, name, token))
    works.link(page, "信息公开", column.name, column.path)
    return column


def _add_dull(works: Works, parent: Column, name: str, token: str) -> str:
    """A page of the organ with nothing on it."""
    path = works.add_column(parent, name, token).path
    works.put_content(
        path, f"{name}_{parent.name}", f"<h2>{name}</h2><p>{parent.name}{name}正在整理。</p>", parent.crumbs
    )
    return path


def _lead_subsites(
    works: Works, home: Column, levels: Sequence[Column], organs: Sequence[Organ], way: str
) -> dict[str, Column]:
    """Each organ has a small site of its own under a folder of the portal."""
    columns = {}
    for organ in organs:
        site = works.add_hub(None, f"{organ.name}首页", f"/{organ.slug}/")
        works.link(home, "部门网站", organ.name, site.path)
        opened = Column("信息公开", f"/{organ.slug}/xxgk/", site)
        works.add_hub(site, opened.name, opened.path)
        works.link(site, "导航", opened.name, opened.path)
        columns[organ.name] = _fill_organ(works, opened, organ)
    return columns


def _lead_mixed(
    works: Works, home: Column, levels: Sequence[Column], organs: Sequence[Organ], way: str
) -> dict[str, Column]:
    """Bureaus in one column, towns in another."""
    columns: dict[str, Column] = {}
    for kind, name, token in (("department", "部门年报", "bmnb"), ("township", "乡镇（街道）年报", "xznb")):
        column = works.add_column(levels[2], name, token)
        works.link(levels[2], "年度报告", name, column.path)
        works.features.add(f"depth:{len(column.crumbs)}")
        columns |= {organ.name: column for organ in organs if organ.kind == kind}
    return columns


LEADS = {
    "tree": _lead_directory,
    "select": _lead_directory,
    "blocks": _lead_directory,
    "nodes": _lead_directory,
    "subsite": _lead_subsites,
    "mixed": _lead_mixed,
}


def list_map(works: Works, columns: Sequence[Column], way: str) -> None:
    """网站地图 names every hub and, where nothing else does, the government's column; so does sitemap.xml."""
    known = [(hub.column.name, path) for path, hub in works.hubs.items()]
    if way == "map":
        known.append((columns[0].name, columns[0].path))
    items = "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in known)
    works.put_content("/wzdt.html", f"网站地图_{works.frame.site_name}", f'<ul class="map">{items}</ul>')
    if way == "map_xml":
        links = [path for _, path in known] + [columns[0].path]
        entries = "".join(f"<url><loc>@@HOST:self@@{path.replace('&', '&amp;')}</loc></url>" for path in links)
        text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
        works.put_file("/sitemap.xml", text, "text/xml")
        works.robots.append("Sitemap: @@HOST:self@@/sitemap.xml")
