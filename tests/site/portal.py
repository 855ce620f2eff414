"""The whole site from a seed: what stands where, how one gets there, and what is true of it."""

import random
from collections.abc import Sequence
from datetime import date

from tests.site.assets import ASSETS
from tests.site.columns import plan_tree
from tests.site.decoys import write_decoys
from tests.site.draft import Draft, publish_plain, render_articles, start_numbers
from tests.site.encode import encode_gbk, encode_utf8
from tests.site.hubs import render_hubs
from tests.site.lists import MECHANISMS, Entry, choose_style, render_list
from tests.site.news import COLUMNS, write_news
from tests.site.organs import choose_place, list_organs
from tests.site.publishing import publish_reports
from tests.site.templates import Frame, render_listing
from tests.site.traps import TRAPS, Trap
from tests.site.truth import Page, Site, Truth


def build(seed: int = 2024) -> Site:
    """The portal of this seed; the same seed gives the same site, byte for byte but for the visit counter."""
    draft = _start(seed)
    publish_reports(draft)
    _mix_lists(draft)
    _publish_decoys(draft)
    _publish_news(draft)
    column = draft.tree.reports[draft.organs[0].name]
    traps = [spring(draft, column, draft.rng("trap", name)) for name, spring in TRAPS.items()]
    lists = _render_lists(draft)
    texts = render_articles(draft) | lists | render_hubs(draft)
    pages = _encode(draft, texts) | ASSETS
    for trap in traps:
        pages |= trap.pages
    return Site(_alias(pages), _tell_truth(draft, traps, tuple(lists)))


def _start(seed: int) -> Draft:
    rng = random.Random(f"{seed}/place")
    place = choose_place(rng)
    organs = list_organs(place)
    tree = plan_tree(organs, rng)
    menu = [("首页", "/"), ("政务公开", tree.affairs.path), ("政府信息公开", tree.disclosure.path)]
    menu += [(name, f"/{token}/") for name, token in COLUMNS]
    return Draft(seed, organs, tree, Frame(place, tuple(menu)), start_numbers(rng))


def _mix_lists(draft: Draft) -> None:
    """The government's list carries some of the towns' reports too, at the towns' addresses."""
    column = draft.tree.reports[draft.organs[0].name]
    for report in draft.reports:
        if report.organ_kind == "township" and report.year % 3 == draft.seed % 3:
            draft.rows[column].append(Entry(report.title, report.paths[0], date.fromisoformat(report.published or "")))


def _publish_decoys(draft: Draft) -> None:
    for organ in draft.organs[:3]:
        decoys = write_decoys(draft.frame.place, organ, draft.rng("decoys", organ.name))
        for decoy in decoys if organ.kind == "government" else decoys[2:9:2]:
            column = draft.tree.reports[organ.name]
            draft.decoys[publish_plain(draft, column, decoy.title, decoy.paragraphs, decoy.day)] = decoy.kind


def _publish_news(draft: Draft) -> None:
    for name, token in COLUMNS:
        rng = draft.rng("news", token)
        for _ in range(rng.randint(4, 14)):
            publish_plain(draft, draft.tree.home.child(name, token), *write_news(draft.frame.place, rng))


def _render_lists(draft: Draft) -> dict[str, str]:
    """Every page of every list; the mechanisms are dealt out in turn."""
    mechanisms = list(MECHANISMS)
    texts: dict[str, str] = {}
    for at, (column, entries) in enumerate(draft.rows.items()):
        style = choose_style(draft.rng("list", column.path))
        blocks = render_list(column.path, entries, mechanisms[(at + draft.seed) % len(mechanisms)], style)
        texts |= {path: render_listing(draft.frame, column.crumbs, block) for path, block in blocks.items()}
    return texts


def _encode(draft: Draft, texts: dict[str, str]) -> dict[str, Page]:
    """The bureau's pages are in GBK, all others in UTF-8."""
    gbk = draft.tree.organs[draft.organs[1].name].path
    return {
        path: encode_gbk(text, at) if path.startswith(gbk) else encode_utf8(text)
        for at, (path, text) in enumerate(texts.items())
    }


def _alias(pages: dict[str, Page]) -> dict[str, Page]:
    """A folder is its index.html."""
    return pages | {f"{path}index.html": page for path, page in pages.items() if path.endswith("/")}


def _tell_truth(draft: Draft, traps: Sequence[Trap], lists: tuple[str, ...]) -> Truth:
    carrying = {column.path for column in (*draft.tree.reports.values(), draft.tree.again)}
    return Truth(
        reports=tuple(draft.reports),
        decoys=draft.decoys,
        lists=tuple(path for path in lists if path[: path.rindex("/") + 1] in carrying),
        forbidden=tuple(path for trap in traps for path in trap.forbidden),
        missing=tuple(path for trap in traps for path in trap.missing),
        redirects={old: new for trap in traps for old, new in trap.redirects.items()},
        broken=tuple(path for trap in traps for path in trap.broken),
    )
