"""The whole site from a seed: what stands where, how one gets there, and what is true of it."""

import random
from collections.abc import Sequence
from datetime import date

from tests.site.columns import Column, plan_tree
from tests.site.decoys import write_decoys
from tests.site.draft import Draft, make_path
from tests.site.encode import encode_gbk, encode_utf8
from tests.site.headers import HEADERS, Facts
from tests.site.hubs import render_hubs
from tests.site.lists import MECHANISMS, ROWS, Entry, Style, render_list
from tests.site.news import COLUMNS, write_news
from tests.site.organs import choose_place, list_organs
from tests.site.publishing import publish_reports
from tests.site.templates import TEMPLATES, Article, Frame, render_listing
from tests.site.traps import TRAPS, Trap
from tests.site.truth import Page, Site, Truth


def build(seed: int = 2024) -> Site:
    """The portal of this seed; the same seed gives the same site, byte for byte but for the visit counter."""
    draft = _start(seed)
    publish_reports(draft)
    _mix_lists(draft)
    _publish_decoys(draft)
    _publish_news(draft)
    redirects = _move_one(draft)
    traps = _set_traps(draft)
    lists = _render_lists(draft)
    render_hubs(draft)
    return Site(_encode(draft, traps, redirects), _tell_truth(draft, traps, redirects, lists))


def _start(seed: int) -> Draft:
    rng = random.Random(f"{seed}/place")
    place = choose_place(rng)
    organs = list_organs(place)
    tree = plan_tree(organs, rng)
    menu = [("首页", "/"), ("政务公开", tree.affairs.path), ("政府信息公开", tree.disclosure.path)]
    menu += [(name, f"/{token}/") for name, token in COLUMNS]
    return Draft(seed, organs, tree, Frame(place, tuple(menu)))


def _mix_lists(draft: Draft) -> None:
    """The government's list carries some of the towns' reports too, at the towns' addresses."""
    for report in draft.reports:
        if report.organ_kind == "township" and report.year % 3 == 0:
            day = date.fromisoformat(report.published or "")
            draft.list(draft.tree.reports[draft.organs[0].name], report.title, report.paths[0], day)


def _publish_decoys(draft: Draft) -> None:
    for organ in draft.organs[:3]:
        column = draft.tree.reports[organ.name]
        decoys = write_decoys(draft.frame.place, organ, draft.rng("decoys", organ.name))
        for decoy in decoys if organ.kind == "government" else decoys[2:9:2]:
            path = _publish_plain(draft, column, decoy.title, decoy.paragraphs, decoy.day)
            draft.decoys[path] = decoy.kind


def _publish_news(draft: Draft) -> None:
    for name, token in COLUMNS:
        column = draft.tree.home.child(name, token)
        rng = draft.rng("news", token)
        for _ in range(rng.randint(4, 14)):
            _publish_plain(draft, column, *write_news(draft.frame.place, rng))


def _publish_plain(draft: Draft, column: Column, title: str, paragraphs: Sequence[str], day: date) -> str:
    number = next(draft.numbers)
    path = make_path(column, day, number)
    rng = draft.rng("plain", path)
    header, _ = rng.choice(list(HEADERS.values()))(
        Facts(title, draft.organs[0].name, day, day, number, column.name), rng
    )
    body = "\n".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
    article = Article(title, header, body, column.crumbs, day, path)
    draft.publish(article, rng.choice(list(TEMPLATES)))
    draft.list(column, title, path, day)
    return path


def _move_one(draft: Draft) -> dict[str, str]:
    """One report's row still has the address it stood at before the site moved."""
    column = draft.tree.reports[draft.organs[0].name]
    rng = draft.rng("moved")
    moved = rng.choice(
        [report for report in draft.reports if report.organ == draft.organs[0].name and len(report.paths) == 1]
    )
    old = f"/info/1021/{rng.randint(1000, 9999)}.htm"
    rows = draft.entries[column]
    draft.entries[column] = [Entry(row.title, old, row.day) if row.path == moved.paths[0] else row for row in rows]
    return {old: moved.paths[0]}


def _set_traps(draft: Draft) -> list[Trap]:
    organ = draft.organs[0].name
    column = draft.tree.reports[organ]
    traps = [make(organ, column.path, draft.rng("trap", name)) for name, make in TRAPS.items()]
    for trap in traps:
        draft.entries[column].extend(trap.entries)
    return traps


def _render_lists(draft: Draft) -> tuple[str, ...]:
    """All lists of the portal; gives the pages of those that carry reports."""
    carrying = {*draft.tree.reports.values(), draft.tree.again}
    mechanisms = list(MECHANISMS)
    carriers: list[str] = []
    for at, (column, entries) in enumerate(draft.entries.items()):
        rng = draft.rng("list", column.path)
        style = Style(rng.choice(list(ROWS)), rng.choice((None, 18, 24)), rng.random() < 0.7)
        pages = render_list(column.path, entries, mechanisms[(at + draft.seed) % len(mechanisms)], style)
        for path, block in pages.items():
            draft.texts[path] = render_listing(draft.frame, column.crumbs, block)
        draft.texts[f"{column.path}index.html"] = draft.texts[column.path]
        carriers.extend(pages if column in carrying else ())
    return tuple(carriers)


def _encode(draft: Draft, traps: Sequence[Trap], redirects: dict[str, str]) -> dict[str, Page]:
    gbk = draft.tree.organs[draft.organs[1].name].path
    pages = {
        path: encode_gbk(text, at) if path.startswith(gbk) else encode_utf8(text)
        for at, (path, text) in enumerate(draft.texts.items())
    }
    for trap in traps:
        pages |= trap.pages
    return pages | {old: Page(b"", status=301, headers={"Location": new}) for old, new in redirects.items()}


def _tell_truth(draft: Draft, traps: Sequence[Trap], redirects: dict[str, str], lists: tuple[str, ...]) -> Truth:
    return Truth(
        reports=tuple(draft.reports),
        decoys=draft.decoys,
        lists=lists,
        forbidden=tuple(path for trap in traps for path in trap.forbidden),
        missing=tuple(path for trap in traps for path in trap.missing),
        redirects=redirects,
        broken=tuple(path for trap in traps for path in trap.broken),
    )
