"""Reports onto pages: which years an organ reports, where each report stands, and the answer sheet of each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tests.site.body import PARAGRAPHS, render_body
from tests.site.columns import Column
from tests.site.draft import Draft, make_path
from tests.site.figures import Figures, simulate_years
from tests.site.forms import RESULTS
from tests.site.headers import HEADERS, Facts
from tests.site.organs import Organ
from tests.site.report import Report, compose_report
from tests.site.tables import MARKUPS
from tests.site.templates import TEMPLATES, Article, make_metas
from tests.site.truth import TrueReport

YEARS = range(2009, 2025)
UNREPORTED = {"government": 0, "department": 2, "township": 6}
"""Years of which an organ has no report."""


def publish_reports(draft: Draft) -> None:
    for at, (organ, report) in enumerate(write_reports(draft)):
        rng = draft.rng("publish", organ.name, report.figures.year)
        title = _entitle(organ, report.figures.year, rng)
        published = _choose_day(report, rng)
        columns = [draft.tree.reports[organ.name]]
        if organ.kind == "government" and report.figures.year % 5 == 4:
            columns.append(draft.tree.again)
        standings = [
            _publish(draft, column, organ, report, title, published, at + extra) for extra, column in enumerate(columns)
        ]
        draft.reports.append(_tell_truth(organ, report, title, published, standings))


def write_reports(draft: Draft) -> Iterator[tuple[Organ, Report]]:
    """Every report of every organ; in the twin years the second town has the first one's, word for word."""
    rng = draft.rng("reports")
    twins = {rng.randrange(2014, 2019), *rng.sample(range(2019, 2025), 2)}
    wrong = (rng.choice(draft.organs[:2]).name, rng.choice([year for year in YEARS if year >= 2019]))
    copied: dict[int, Report] = {}
    for organ in draft.organs:
        years = _choose_years(organ, {*twins, wrong[1]}, rng)
        figures = simulate_years(organ, YEARS, draft.rng("figures", organ.name))
        for year in years:
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


def _entitle(organ: Organ, year: int, rng: random.Random) -> str:
    name = rng.choice(organ.names)
    chinese = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    return rng.choice(
        (
            f"{name}{year}年政府信息公开工作年度报告",
            f"{name}{year}年政府信息公开工作年度报告",
            f"{name}{year}年度政府信息公开工作年度报告",
            f"{year}年{name}政府信息公开工作年度报告",
            f"{name}{year}年政府信息公开年度报告",
            f"{year}年度{name}政府信息公开年报",
            f"{name}{chinese}年政府信息公开工作年度报告",
        )
    )


def _choose_day(report: Report, rng: random.Random) -> date:
    """Some days after it was written; now and then years later, when the site moved."""
    if report.figures.year < 2014 and rng.random() < 0.15:
        return date(2016, 9, rng.randint(1, 28))
    return report.written + timedelta(days=rng.randint(0, 6))


def _publish(
    draft: Draft, column: Column, organ: Organ, report: Report, title: str, published: date, at: int
) -> tuple[str, dict[str, str]]:
    """Put the report on a page in this column; its path and its header as shown."""
    number = next(draft.numbers)
    path = make_path(column, published, number, "jcms" if column == draft.tree.again else "trs")
    rng = draft.rng("markup", path)
    facts = Facts(title, _name_publisher(organ, rng), published, report.written, number)
    header, shown = list(HEADERS.values())[at % len(HEADERS)](facts, rng)
    body = render_body(report.pieces, rng.choice(list(PARAGRAPHS)), rng.choice(list(MARKUPS)), rng)
    stamp = rng.choice((f"{published:%Y-%m-%d} {facts.clock}", f"{published:%Y-%m-%d}", "2023-05-12 23:20"))
    metas = make_metas(draft.frame, title, column.name, stamp) if rng.random() < 0.7 else {}
    article = Article(title, header, body, column.crumbs, published, path, metas)
    draft.publish(article, list(TEMPLATES)[at // len(HEADERS) % len(TEMPLATES)])
    draft.list(column, title, path, published)
    return path, shown


def _name_publisher(organ: Organ, rng: random.Random) -> str:
    return f"{organ.name}办公室" if organ.kind == "government" and rng.random() < 0.4 else organ.name


def _tell_truth(
    organ: Organ, report: Report, title: str, published: date, standings: Sequence[tuple[str, dict[str, str]]]
) -> TrueReport:
    return TrueReport(
        organ=organ.name,
        organ_kind=organ.kind,
        division_code=organ.division_code,
        division_name=organ.division_name,
        year=report.figures.year,
        form=report.figures.form,
        title=title,
        paths=tuple(path for path, _ in standings),
        header=standings[0][1],
        signed=report.signed.isoformat() if report.signed else None,
        published=published.isoformat(),
        lines=report.lines,
        headings=report.headings,
        cells=report.cells,
        errors=report.errors,
        organ_names=organ.names,
    )
