"""Pages that lead on: the home page, columns of columns, and directories of organs."""

from collections.abc import Callable, Sequence

from tests.site.portals.rows import order_rows
from tests.site.portals.works import Hub, Works
from tests.site.templates import Link

Blocks = dict[str, list[Link]]


def put_hubs(works: Works) -> None:
    for path, hub in works.hubs.items():
        blocks = _show_newest(works) | hub.blocks if path == "/" else hub.blocks
        content = KINDS[hub.kind](blocks)
        if hub.kind == "frame":
            content = _put_inner(works, hub, content)
        title = works.frame.site_name if path == "/" else f"{hub.column.name}_{works.frame.site_name}"
        works.put_content(path, title, content, hub.column.crumbs if hub.column.parent else ())


def _show_newest(works: Works) -> Blocks:
    """The newest rows of two columns, as any home page shows them; where a program takes it, the query is turned."""
    spell = _turn_query if "trap:turned" in works.features else str
    # A page of the column that only the site map names would lead to it.
    first = 1 if {"way:map", "way:map_xml"} & works.features else 0
    blocks = {}
    for column in list(works.rows)[first : first + 2]:
        rows = order_rows([row for row in works.rows[column] if row.path in works.decoys])[:3]
        blocks[f"{column.name}（最新）"] = [(row.title, spell(row.path)) for row in rows]
    return blocks


def _turn_query(path: str) -> str:
    start, _, query = path.partition("?")
    return f"{start}?{'&'.join(reversed(query.split('&')))}" if query else path


def _put_inner(works: Works, hub: Hub, content: str) -> str:
    path = f"{hub.column.path.partition('?')[0].rstrip('/').removesuffix('.html')}_nav.html"
    works.put_page(
        path, f'<html><head><meta charset="utf-8"><base target="_parent"></head><body>{content}</body></html>'
    )
    return f'<iframe src="{path}" name="nav" width="220" height="600"></iframe><iframe src="about:blank"></iframe>'


def _list_links(links: Sequence[Link]) -> str:
    return "\n".join(f'<li><a href="{path}" title="{name}">{name}</a></li>' for name, path in links)


def _show_blocks(blocks: Blocks) -> str:
    return "".join(
        f'<div class="block"><h3>{title}</h3>\n<ul>\n{_list_links(links)}\n</ul></div>\n'
        for title, links in blocks.items()
    )


def _show_tree(blocks: Blocks) -> str:
    """A tree of nested lists, its branches closed until clicked."""
    branches = "".join(
        f'<li class="closed"><span class="folder"><a href="javascript:void(0)">{title}</a></span>'
        f'<ul style="display:none">{_list_links(links)}</ul></li>'
        for title, links in blocks.items()
    )
    return f'<ul id="browser" class="filetree treeview">{branches}</ul>'


def _show_select(blocks: Blocks) -> str:
    start = '<select onchange="if(this.value)window.open(this.value)"><option value="">'
    return "".join(f"{start}--{title}--</option>{_list_options(links)}</select>" for title, links in blocks.items())


def _list_options(links: Sequence[Link]) -> str:
    return "".join(f'<option value="{path}">{name}</option>' for name, path in links)


def _show_nodes(blocks: Blocks) -> str:
    """A tree that the zTree script draws from its nodes."""
    nodes = []
    for number, (title, links) in enumerate(blocks.items(), 1):
        nodes.append(f'{{id:{number}, pId:0, name:"{title}", open:true}}')
        nodes += [
            f'{{id:{number}{at:03d}, pId:{number}, name:"{name}", url:"{path}", target:"_self"}}'
            for at, (name, path) in enumerate(links)
        ]
    joined = ",\n".join(nodes)
    script = f'var zNodes =[\n{joined}\n];\n$.fn.zTree.init($("#treeDemo"), setting, zNodes);'
    return f'<ul id="treeDemo" class="ztree"></ul><script type="text/javascript">\n{script}\n</script>'


KINDS: dict[str, Callable[[Blocks], str]] = {
    "blocks": _show_blocks,
    "tree": _show_tree,
    "select": _show_select,
    "nodes": _show_nodes,
    "frame": _show_tree,
}
