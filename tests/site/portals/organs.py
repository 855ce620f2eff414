"""Which reports an organ of a portal has, and which other rows stand between them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tests.site.columns import Column
from tests.site.decoys import write_decoys
from tests.site.figures import simulate_years
from tests.site.news import write_news
from tests.site.organs import Organ
from tests.site.portals.articles import add_page
from tests.site.portals.carriers import CARRIERS, publish_report
from tests.site.portals.lists import BROWSER
from tests.site.portals.rows import Row
from tests.site.portals.skins import SKINS
from tests.site.portals.works import Works
from tests.site.publishing import YEARS, Publication, choose_day, entitle
from tests.site.report import compose_report
from tests.site.templates import TEMPLATES, Article, make_metas
from tests.site.truth import TrueReport

LEAST = {"government": (9, 14), "department": (4, 9), "township": (3, 7)}
"""How many reports an organ has, from, to."""


def _write_publications(works: Works, organ: Organ) -> Iterator[Publication]:
    rng = works.rng("organ", organ.name)
    count = rng.randint(*LEAST[organ.kind])
    figures = simulate_years(organ, YEARS, works.rng("figures", organ.name))
    for year in sorted(rng.sample(YEARS, count)):
        report = compose_report(figures[year], works.rng("text", organ.name, year))
        chance = works.rng("publish", organ.name, year)
        yield Publication(organ, report, entitle(organ, year, chance), choose_day(report, chance))


def publish_organ(works: Works, organ: Organ, column: Column, again: Column | None = None) -> None:
    """Two reports of three are pages; the rest goes through all the other ways in turn."""
    special = [name for name in CARRIERS if name != "page"]
    found: list[TrueReport] = []
    start = works.rng("carriers").randrange(len(special))
    for publication in _write_publications(works, organ):
        at = len(works.reports) + len(works.hidden) + len(found)
        carrier = special[(start + at // 3) % len(special)] if at % 3 == 2 else "page"
        report = publish_report(works, column, publication, carrier)
        if again and carrier == "page" and publication.report.figures.year % 3 == 0:
            path, _ = add_page(works, again, publication)
            works.rows.setdefault(again, []).append(Row(publication.title, path, publication.published))
            report = replace(report, paths=(*report.paths, path))
        found.append(report)
    (works.hidden if works.mechanisms[column] in BROWSER else works.reports).extend(found)


def publish_between(works: Works, organ: Organ, column: Column) -> None:
    """Notices, news and reports of other kinds, on the same list."""
    rng = works.rng("between", column.path, organ.name)
    decoys = write_decoys(works.frame.place, organ, rng)
    for decoy in decoys if organ.kind == "government" else rng.sample(decoys, 3):
        path = publish_plain(works, column, decoy.title, decoy.paragraphs, decoy.day)
        works.decoys[path] = decoy.kind
    for _ in range(rng.randint(4, 12) if organ.kind == "government" else rng.randint(0, 3)):
        publish_plain(works, column, *write_news(works.frame.place, rng))


def publish_plain(works: Works, column: Column, title: str, paragraphs: tuple[str, ...], day: date) -> str:
    path = works.family.spell_article(column.path, day, next(works.numbers))
    rng = works.rng("plain", path)
    body = works.family.wrap.format("\n".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs))
    article = Article(title, f"<p>发布日期：{day}</p>", body, column.crumbs, day, path)
    metas = make_metas(works.frame, title, column.name, f"{day}")
    content = TEMPLATES[rng.choice(list(TEMPLATES))](article, rng)
    works.put_page(
        path, SKINS[works.skin](works.frame, f"{title}_{works.frame.site_name}", content, metas, article.crumbs)
    )
    works.rows.setdefault(column, []).append(Row(title, path, day))
    return path
