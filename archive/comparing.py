"""`archive diff`: which two texts are meant, and what each of them is read as, with the corrections of persons."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.address import split_address, url_key
from archive.corrections import correct_variants
from archive.errors import UsageError
from archive.inquiry import find_reports, standing_variant
from archive.models import Capture, Report, ReportText, Variant, Version
from archive.report.earlier import fill_reading
from archive.report.lineage import lineage

LONGEST = 6
"""Digits of the number of a text; a longer one belongs to the address."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts: what it is called, and its reading with the text."""

    name: str
    reading: dict[str, Any]


def find_sides(session: Session, first: str, second: str | None, *, year: int | None = None) -> tuple[Side, Side]:
    """`first` and `second` each an id or a URL, with @N for the N-th text of a report or the N-th version at a URL
    (where all of it is no address that says a report). One alone: of a URL what it said last and before that; of a
    report its current text and the one before; with `year` the same organ's report on that year, which is the earlier
    side. Raises UsageError."""
    if second is not None:
        return _find_side(session, first), _find_side(session, second)
    side = _find_side(session, first)
    if year is not None:
        return _of_year(session, _one_report(session, _split(session, first)[0]), year), side
    name, number = _split(session, first)
    before = _before_at(session, url_key(name), number) if split_address(name) else _before_of(session, name, number)
    return before, side


def _find_side(session: Session, told: str) -> Side:
    name, number = _split(session, told)
    if split_address(name):
        return _tell(session, *_version_at(session, url_key(name), number))
    report = _one_report(session, name)
    return _tell(session, f"{report.id} text {(one := _text_of(session, report, number)).number}", one)


def _split(session: Session, told: str) -> tuple[str, int | None]:
    """An address that ends in @N itself, and says a report, is one."""
    name, mark, number = told.rpartition("@")
    if not (mark and number.isdecimal() and len(number) < LONGEST):
        return told, None
    said = select(Version.url).where(Version.url == url_key(told)).limit(1) if split_address(told) else None
    return (told, None) if said is not None and session.scalar(said) else (name, int(number))


def _one_report(session: Session, name: str) -> Report:
    found = find_reports(session, name)
    if len(found) != 1:
        told = f"names {len(found)} reports; give more of the id" if found else "names no report"
        raise UsageError(f"{name!r} {told}. `archive search` finds reports by what they say")
    return found[0]


def _text_of(session: Session, report: Report, number: int | None) -> Variant:
    if number is None:
        return standing_variant(session, report)
    query = select(Variant).where(Variant.report_id == report.id, Variant.number == number)
    if (found := session.scalar(query)) is None:
        raise UsageError(f"{report.id} has no text {number}. `archive show {report.id[:12]}` lists its texts")
    return found


def _before_of(session: Session, name: str, number: int | None) -> Side:
    report = _one_report(session, name)
    one = _text_of(session, report, number)
    query = select(Variant).where(Variant.report_id == report.id, Variant.number != one.number)
    others = session.scalars(query.order_by(Variant.number.desc())).all()
    if not others:
        raise UsageError(f"{report.id} has one text only. Name another report, or --year for its organ's of that year")
    before = next((other for other in others if other.number < one.number), others[-1])
    return _tell(session, f"{report.id} text {before.number}", before)


def _version_at(session: Session, url: str, number: int | None) -> tuple[str, Variant]:
    query = select(Version).where(Version.url == url).order_by(Version.number.desc()).limit(1)
    version = session.scalar(query.where(Version.number == number) if number is not None else query)
    if version is None:
        told = "says no report" if number is None else f"has no version {number}"
        raise UsageError(f"{url} {told}. `archive why {url}` tells what became of it")
    return f"{url} version {version.number}", session.get_one(Variant, version.variant_id)


def _before_at(session: Session, url: str, number: int | None) -> Side:
    if number is None:
        query = select(Version.number).where(Version.url == url).order_by(Version.number.desc()).limit(1)
        number = session.scalar(query) or 1
    if number < 2:  # noqa: PLR2004 - versions are counted from 1
        raise UsageError(f"{url} said one text only. Name another URL or report")
    return _tell(session, *_version_at(session, url, number - 1))


def _of_year(session: Session, report: Report, year: int) -> Side:
    """The report of the same organ, also under the name it had then, on another year."""
    key = lineage(report.organ, report.division_code, report.year)
    query = select(Report).where(Report.year == year, Report.current_variant.is_not(None)).order_by(Report.id)
    near = query.where((Report.organ == report.organ) | (Report.division_code == report.division_code))
    found = [
        one for one in session.scalars(near) if key and lineage(one.organ, one.division_code, one.year) == key
    ] or [one for one in session.scalars(query.where(Report.organ == report.organ)) if not key]
    if len(found) != 1:
        told = f"{len(found)} reports" if found else "no report"
        raise UsageError(f"the archive holds {told} of {report.organ or report.id} on {year}")
    return _tell(session, f"{found[0].id} {year}", standing_variant(session, found[0]))


def _tell(session: Session, name: str, variant: Variant) -> Side:
    capture = session.get_one(Capture, variant.capture_id)
    corrected = correct_variants(session, [(variant, capture)]).get(variant.id)
    reading = fill_reading(corrected.reading if corrected else variant.reading)
    return Side(name, {**reading, "text": session.get_one(ReportText, variant.text_hash).body})
