"""Rows into lists: each column under its mechanism, in a style of its own."""

import re
from dataclasses import replace

from tests.site.columns import Column
from tests.site.portals.lists import BASELESS, MECHANISMS
from tests.site.portals.rows import Row, RowStyle, choose_style, order_rows
from tests.site.portals.shelf import Frame, Listed, Shelf
from tests.site.portals.skins import SKINS
from tests.site.portals.works import Works
from tests.site.templates import CHARSET
from tests.site.truth import Page

LIARS = ("trs_zero", "trs_commented", "ucap_one")
"""Mechanisms whose pager now and then counts pages that are no longer there."""
SIZES = {"government": (7, 8, 10, 12), "other": (4, 5, 6, 8, 15)}


def put_lists(works: Works) -> None:
    for column, rows in works.rows.items():
        mechanism = works.mechanisms[column]
        shelf = _make_shelf(works, column, rows, mechanism)
        listed = MECHANISMS[mechanism](shelf)
        works.pages |= listed.pages
        works.put_answers(listed.answers)
        _tell_list(works, column, shelf, listed)


def _tell_list(works: Works, column: Column, shelf: Shelf, listed: Listed) -> None:
    works.features |= {f"list:{works.mechanisms[column]}", f"rows:{shelf.style.markup}", f"link:{shelf.style.link}"}
    works.features |= {f"litter:{shelf.style.litter}"} if shelf.style.litter else set()
    if listed.needs_browser:
        works.needs_browser.append(column.path)
    else:
        works.lists.extend(listed.lists)


def _make_shelf(works: Works, column: Column, rows: list[Row], mechanism: str) -> Shelf:
    rng = works.rng("style", column.path)
    style = choose_style(rng)
    if style.link == "base" and (mechanism.startswith(BASELESS) or works.family.name == "vsb"):
        style = replace(style, link="root")
    if mechanism.startswith("jpaas") and style.link in {"relative", "base"}:
        style = replace(style, link="root")  # its rows come in an answer that stands elsewhere than the page
    size = rng.choice(SIZES["government" if len(rows) > 20 else "other"])
    lie = rng.choice((0, 0, 0, 1, 3)) if mechanism in LIARS else -(rng.random() < 0.3) if mechanism == "next" else 0
    works.features |= {f"total:{'more' if lie > 0 else 'fewer'}"} if lie else set()
    frame, trimmed = _make_frame(works, column), _trim_rows(works, column, rows, style)
    return Shelf(column.name, column.path, trimmed, size, style, frame, works.seed, lie)


def _trim_rows(works: Works, column: Column, rows: list[Row], style: RowStyle) -> list[Row]:
    """Now and then an old row is pinned on top, and a row carries what explains it."""
    rng, ordered = works.rng("trim", column.path), order_rows(rows)
    if len(ordered) > 8 and rng.random() < 0.6:
        ordered = [replace(ordered[-2], pinned=True), *ordered[:-2], ordered[-1]]
        works.features.add("rows:pinned")
    explained = [row for row in ordered if works.decoys.get(row.path) == "interpretation"]
    if explained and style.markup in {"li", "li_before"}:
        links = tuple((row.title, row.path) for row in explained)
        ordered = [replace(row, asides=links) if at == 2 else row for at, row in enumerate(ordered)]
        works.features.add("rows:asides")
    return ordered


def _make_frame(works: Works, column: Column) -> Frame:
    session = works.session if works.session and len(column.crumbs) > 3 else ""

    def frame(content: str, head: str) -> Page:
        metas = {"SiteName": works.frame.site_name, "ColumnName": column.name, "ColumnType": column.name}
        title = f"{column.name}_{works.frame.site_name}"
        text = SKINS[works.skin](works.frame, title, content, metas, column.crumbs)
        text = text.replace(CHARSET, CHARSET + head, 1)
        return works.encode(add_session(text, session) if session else text)

    return frame


def add_session(text: str, session: str) -> str:
    """The session behind every address of the portal itself that is written from the root."""
    spelled = session.replace("?", "&amp;")
    return re.sub(
        r'(href=")(/[^"]*?)(")',
        lambda found: f"{found[1]}{_join_session(found[2], session, spelled)}{found[3]}",
        text,
    )


def _join_session(path: str, session: str, spelled: str) -> str:
    if session.startswith(";"):
        start, mark, query = path.partition("?")
        return f"{start}{session}{mark}{query}"
    return path + (spelled if "?" in path else session)
