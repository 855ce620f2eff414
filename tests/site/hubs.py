"""Pages that only lead on: the home page and the levels between it and the lists."""

from collections.abc import Iterable

from tests.site.columns import Column
from tests.site.draft import Draft
from tests.site.lists import sort_entries
from tests.site.templates import Link, render_page


def render_hubs(draft: Draft) -> dict[str, str]:
    """Path -> page of each."""
    tree = draft.tree
    bodies = {
        tree.home: _render_home(draft),
        tree.affairs: _render_block("政务公开", [_link(tree.disclosure), _link(tree.again), ("规划计划", "/ghjh/")]),
        tree.disclosure: _render_disclosure(draft),
    }
    for organ in draft.organs:
        bodies[tree.organs[organ.name]] = _render_organ_page(draft, organ.name)
    return {
        column.path: render_page(
            draft.frame, f"{column.name}_{draft.frame.site_name}", body, crumbs=column.crumbs if column.parent else ()
        )
        for column, body in bodies.items()
    }


def _link(column: Column) -> Link:
    return column.name, column.path


def _render_block(title: str, links: Iterable[Link]) -> str:
    items = "\n".join(f'<li><a href="{path}" title="{name}">{name}</a></li>' for name, path in links)
    return f'<div class="block"><h3>{title}</h3>\n<ul>\n{items}\n</ul></div>\n'


def _render_home(draft: Draft) -> str:
    """The newest three rows of each ordinary column."""
    blocks = []
    for column, entries in draft.rows.items():
        if column.parent == draft.tree.home:
            newest = sort_entries(entries)[:3]
            blocks.append(_render_block(column.name, ((entry.title, entry.path) for entry in newest)))
    return "".join(blocks)


def _render_disclosure(draft: Draft) -> str:
    tree, organs = draft.tree, draft.organs
    guide = next(path for path, kind in draft.decoys.items() if kind == "guide")
    own = [("政府信息公开指南", guide), _link(tree.statutory), ("财政信息", "/czxx/"), ("人事任免", "/rsrm/")]
    bureaus = [_link(tree.organs[organ.name]) for organ in organs if organ.kind == "department"]
    towns = [_link(tree.organs[organ.name]) for organ in organs if organ.kind == "township"]
    blocks = {"政府信息公开": own, "部门信息公开": bureaus, "乡镇信息公开": towns}
    return "".join(_render_block(title, links) for title, links in blocks.items())


def _render_organ_page(draft: Draft, organ: str) -> str:
    """What the regulation asks every organ to offer; the reports stand under the other columns."""
    others = [("机构职能", "/bmdt/"), ("规划计划", "/ghjh/"), ("财政信息", "/czxx/"), ("招标采购", "/zbcg/")]
    return _render_block("法定主动公开内容", [*others, _link(draft.tree.reports[organ])])
