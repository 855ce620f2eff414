"""Reports onto pages: which years an organ reports, where each report stands, and the answer sheet of each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.site.body import render_body
from tests.site.columns import Column
from tests.site.draft import Draft, make_path, publish
from tests.site.figures import simulate_years
from tests.site.headers import HEADERS, Facts, Header
from tests.site.organs import Organ
from tests.site.report import Report, compose_report, spell_digits
from tests.site.templates import TEMPLATES, Article, make_metas
from tests.site.truth import TrueReport

YEARS = range(2009, 2025)
UNREPORTED = {"government": 0, "department": 2, "township": 6}
"""Of how many years an organ has no report."""


@dataclass(frozen=True, slots=True)
class Publication:
    organ: Organ
    report: Report
    title: str
    published: date


def publish_reports(draft: Draft) -> None:
    """Every report in its organ's column; some of the government's a second time, under another URL and header."""
    for at, (organ, report) in enumerate(write_reports(draft)):
        rng = draft.rng("publish", organ.name, report.figures.year)
        publication = Publication(organ, report, entitle(organ, report.figures.year, rng), choose_day(report, rng))
        standings = [_publish(draft, draft.tree.reports[organ.name], publication, at)]
        if organ.kind == "government" and report.figures.year % 5 == draft.seed % 5:
            standings.append(_publish(draft, draft.tree.again, publication, at + 1))
        draft.reports.append(tell_truth(publication, standings))


def write_reports(draft: Draft) -> Iterator[tuple[Organ, Report]]:
    """Every report of every organ; in the twin years the second town has the first one's, word for word."""
    rng = draft.rng("reports")
    twins = {rng.randrange(2014, 2019), *rng.sample(range(2019, 2025), 2)}
    wrong = (rng.choice(draft.organs[:2]).name, rng.choice([year for year in YEARS if year >= 2019]))
    copied: dict[int, Report] = {}
    for organ in draft.organs:
        figures = simulate_years(organ, YEARS, draft.rng("figures", organ.name))
        for year in _choose_years(organ, {*twins, wrong[1]}, rng):
            twin = organ.kind == "township" and year in twins
            error = rng.choice(("total", "natural_person")) if (organ.name, year) == wrong else None
            report = copied.get(year) if twin else None
            if report is None:
                report = compose_report(figures[year], draft.rng("text", organ.name, year), error, nameless=twin)
            if twin:
                copied[year] = report
            yield organ, report


def _choose_years(organ: Organ, kept: set[int], rng: random.Random) -> list[int]:
    dropped = rng.sample([year for year in YEARS if year not in kept], UNREPORTED[organ.kind])
    return [year for year in YEARS if year not in dropped]


def entitle(organ: Organ, year: int, rng: random.Random) -> str:
    name = rng.choice(organ.names)
    return rng.choice(
        (
            f"{name}{year}年政府信息公开工作年度报告",
            f"{name}{year}年政府信息公开工作年度报告",
            f"{name}{year}年度政府信息公开工作年度报告",
            f"{year}年{name}政府信息公开工作年度报告",
            f"{name}{year}年政府信息公开年度报告",
            f"{year}年度{name}政府信息公开年报",
            f"{name}{spell_digits(year)}年政府信息公开工作年度报告",
        )
    )


def choose_day(report: Report, rng: random.Random) -> date:
    """Some days after it was written; now and then years later, when the site moved."""
    if report.figures.year < 2014 and rng.random() < 0.15:
        return date(2016, 9, rng.randint(1, 28))
    return report.written + timedelta(days=rng.randint(0, 6))


def _publish(draft: Draft, column: Column, publication: Publication, at: int) -> tuple[str, Header]:
    """Put the report on a page of this column. `at` deals out headers and templates, so that each meets each."""
    title, published, number = publication.title, publication.published, next(draft.numbers)
    path = make_path(column, published, number)
    if column == draft.tree.again:
        path = f"/art/{published.year}/{published.month}/{published.day}/art_4079_{number}.html"
    rng = draft.rng("markup", path)
    facts = Facts(title, name_publisher(publication.organ, rng), published, publication.report.written, number)
    header = list(HEADERS.values())[at % len(HEADERS)](facts, rng)
    body = render_body(publication.report.pieces, rng)
    # The meta is often the time the page was generated or the site moved, not the day it was published.
    stamp = rng.choice((f"{published:%Y-%m-%d} {facts.clock}", f"{published:%Y-%m-%d}", "2023-05-12 23:20"))
    metas = make_metas(draft.frame, title, column.name, stamp) if rng.random() < 0.7 else {}
    article = Article(title, header[0], body, column.crumbs, published, path, metas)
    publish(draft, column, article, list(TEMPLATES)[at // len(HEADERS) % len(TEMPLATES)])
    return path, header


def name_publisher(organ: Organ, rng: random.Random) -> str:
    return f"{organ.name}办公室" if organ.kind == "government" and rng.random() < 0.4 else organ.name


def tell_truth(publication: Publication, standings: Sequence[tuple[str, Header]]) -> TrueReport:
    organ, report = publication.organ, publication.report
    return TrueReport(
        organ=organ.name,
        organ_kind=organ.kind,
        division_code=organ.division_code,
        division_name=organ.division_name,
        year=report.figures.year,
        form=report.figures.form,
        title=publication.title,
        paths=tuple(path for path, _ in standings),
        header=standings[0][1][1],
        signed=report.signed.isoformat() if report.signed else None,
        published=publication.published.isoformat(),
        lines=report.lines,
        headings=report.headings,
        cells=report.cells,
        errors=report.errors,
        organ_names=organ.names,
        pieces=report.pieces,
    )
