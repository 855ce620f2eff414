"""`archive search`: which reports say a phrase, the same on both databases, and how they are ranked.

The index gives texts that have every pair of letters of every phrase, those that were met last first; each is read, and
what does not have the phrases as they are asked for is passed over. Of what is left the first LOOKED_AT are ranked: a
phrase in the title counts before all, then how often the phrases stand in a text for its length, then the later year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from archive.indexing import numbers_with_all
from archive.models import Report, ReportText, Search, Sighting, Variant
from archive.organs_seen import Standing, Wanted, has_words, lies_within
from archive.report.phrases import Question, count, pairs, quote, searchable

LOOKED_AT = 1_000
"""Reports that are ranked; of a phrase that more of them say, those are that were met last."""

READ_AT_MOST = 20_000
"""Texts with all pairs of letters that are read for a phrase that few of them say."""

PORTION = 200

LONG = 2_000
"""Letters of a text in which a phrase that stands there once says half of what it can (as the k of BM25)."""

NAMED = 1_000
"""Names or codes of a filter of which the database is asked; of more, each report that it finds is."""

Quote = tuple[str, str, str]
"""Of a text as it is written what is before a phrase, the phrase, and what is behind it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that says what was asked for. `text`: the number of the text that says it, `current` whether that stands
    for the report, `times` how often the phrases stand there; `url` one that says it or said it."""

    report: Standing
    title: str | None
    form: str | None
    text: int
    current: bool
    times: int
    in_title: int
    weight: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, the best first. `looked_at`: how many say it, of which they are the best; `more`: others say it
    too, or were not read."""

    hits: tuple[Hit, ...]
    looked_at: int
    more: bool


def search(
    session: Session,
    question: Question,
    wanted: Wanted,
    *,
    form: str | None = None,
    every_text: bool = False,
    limit: int | None = 20,
) -> Found:
    """`form`: only texts of it; `every_text`: also those that do not stand for their report; `limit`: None gives every
    hit, and ranks all."""
    rows = _find(session, question, wanted, form=form, every_text=every_text)
    hits = _weigh_all(rows if limit is None else islice(rows, READ_AT_MOST), question, wanted)
    looked = list(hits if limit is None else islice(hits, LOOKED_AT))
    more = limit is not None and (next(hits, None) is not None or next(rows, None) is not None)
    best = sorted(looked, key=_rank)[:limit]
    return Found(tuple(_add_quotes(session, hit, question) for hit in best), len(looked), more)


def _rank(hit: Hit) -> tuple[int, float, int, str, int]:
    return -hit.in_title, -hit.weight, -(hit.report.year or 0), hit.report.id, hit.text


Row = tuple[Standing, str | None, str | None, int, bool, str]
"""Report, title, form, number of the text, whether it stands for the report, and the text."""


def _find(session: Session, question: Question, wanted: Wanted, *, form: str | None, every_text: bool) -> Iterator[Row]:
    """The index is asked alone: what else is asked would have to be found for all that have the pairs of letters."""
    among = _numbers_of(session, wanted, every_text=every_text)
    grams = frozenset().union(*map(pairs, question.phrases))
    numbers = (one for one in numbers_with_all(session, grams) if among is None or one in among)
    while portion := list(islice(numbers, PORTION)):
        yield from _load(session, portion, form=form, every_text=every_text)


def _load(session: Session, numbers: Sequence[int], *, form: str | None, every_text: bool) -> Iterator[Row]:
    first_url = select(func.min(Sighting.url)).where(Sighting.report_id == Report.id).scalar_subquery()
    query = (
        select(
            Report.id,
            first_url,
            Report.first_seen,
            Report.organ,
            Report.organ_kind,
            Report.division_code,
            Report.division_name,
            Report.year,
            Variant.title,
            Variant.form,
            Variant.number,
            Report.current_variant == Variant.id,
            ReportText.body,
        )
        .select_from(Search)
        .join(Variant, Variant.id == Search.variant_id)
        .join(Report, Report.id == Variant.report_id)
        .join(ReportText, ReportText.hash == Variant.text_hash)
        .where(Search.number.in_(numbers), Report.current_variant.is_not(None))
        .order_by(Search.number.desc())
    )
    if not every_text:
        query = query.where(Report.current_variant == Variant.id)
    if form:
        query = query.where(Variant.form == form)
    for *told, title, its_form, at, current, body in session.execute(query):
        yield Standing(*told), title, its_form, at, bool(current), body


def _numbers_of(session: Session, wanted: Wanted, *, every_text: bool) -> set[int] | None:
    """The variants that the filters leave, as far as the database can say; `Wanted.has` says the rest. None where it
    leaves all."""
    conditions = list[ColumnElement[bool]]()
    if wanted.years:
        conditions.append(Report.year.between(*wanted.years))
    if wanted.kinds:
        conditions.append(Report.organ_kind.in_(wanted.kinds))
    if wanted.ids is not None and len(wanted.ids) <= NAMED:
        conditions.append(Report.id.in_(wanted.ids))
    if wanted.division:
        seen = session.execute(select(Report.division_code, Report.year).distinct())
        codes = {code for code, year in seen if lies_within(code, year, wanted.division)}
        conditions += [Report.division_code.in_(codes)] if len(codes) <= NAMED else []
    if wanted.words:
        organs = [organ for organ in session.scalars(select(Report.organ).distinct()) if has_words(organ, wanted.words)]
        conditions += [Report.organ.in_(organs)] if len(organs) <= NAMED else []
    if not conditions:
        return None
    query = select(Search.number)
    if every_text:
        query = query.join(Variant, Variant.id == Search.variant_id).join(Report, Report.id == Variant.report_id)
    else:
        # Rows of variants are long.
        query = query.join(Report, Report.current_variant == Search.variant_id)
    return set(session.scalars(query.where(*conditions)))


def _weigh_all(rows: Iterator[Row], question: Question, wanted: Wanted) -> Iterator[Hit]:
    for report, title, form, number, current, body in rows:
        if not wanted.has(report):
            continue
        head, text = searchable(title or ""), searchable(body)
        said = [(count(phrase, text), count(phrase, head)) for phrase in question.phrases]
        if not all(map(any, said)) or any(phrase in text or phrase in head for phrase in question.without):
            continue
        weight = sum(times / (times + max(len(text), 1) / LONG) for times, _ in said)
        yield Hit(
            report=report,
            title=title,
            form=form,
            text=number,
            current=current,
            times=sum(times for times, _ in said),
            in_title=sum(in_head > 0 for _, in_head in said),
            weight=round(weight, 6),
            quotes=(),
        )


def _add_quotes(session: Session, hit: Hit, question: Question) -> Hit:
    query = select(ReportText.body).join(Variant, Variant.text_hash == ReportText.hash)
    body = session.scalars(query.where(Variant.report_id == hit.report.id, Variant.number == hit.text)).one()
    return replace(hit, quotes=tuple(quote(body, question.phrases)) or tuple(quote(hit.title or "", question.phrases)))
