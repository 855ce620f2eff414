"""A person's correction: of which page, of which of its fields, kept, and its report put where it now belongs.

find_page   the report or the refused page that a person names
claim       what the person says of it, checked against what was read
keep        the records, the rows, and the report where it belongs
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from archive import inquiry, store
from archive.address import split_address, url_key
from archive.claims import check_division, check_kind, check_organ, check_year, read_cell_claims
from archive.corrections import add_rows, correct_variants, find_rows, tell
from archive.errors import UsageError
from archive.ingest import Ingested, refuse
from archive.models import Capture, Correction, ReadPage, Report, Url, Variant, Version
from archive.refiling import note_state, refile, settle_kind
from archive.remaking.replay import keep_page
from archive.report.corrections import Correction as Told
from archive.report.corrections import restore, value_of
from archive.tombstones import addresses_down, shown_again
from archive.upsert import storable
from archive.warc.writer import WarcWriter

MAX_LISTED = 20


@dataclass(frozen=True, slots=True)
class Page:
    """What is corrected: a reading with its corrections so far (`now`), and each URL that says it with the capture that
    a person may have looked at. `variant` is None where the page was refused as no report."""

    variant: Variant | None
    reading: Mapping[str, Any]
    now: Mapping[str, Any]
    places: tuple[tuple[str, Capture], ...]
    report: Report | None


@dataclass(frozen=True, slots=True)
class Claims:
    """What a person says; None and () where nothing is said of it. `undo`: what was read stands again, of `fields` or
    of everything corrected."""

    organ: str | None = None
    division: str | None = None
    year: int | None = None
    kind: str | None = None
    cells: tuple[str, ...] = ()
    undo: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    field: str
    before: Any
    value: Any
    undone: bool


# ---- which page


def find_page(session: Session, name: str) -> Page:
    """The report that an id, its beginning or a URL names. Raises UsageError where there is none, or several."""
    found = inquiry.find_reports(session, name)
    url = url_key(name) if split_address(name) else None
    if len(found) > 1 and url and (standing := store.report_at(session, url)):
        found = [session.get_one(Report, standing)]
    if not found:
        raise UsageError(
            f"no report has the id or URL {name!r}{inquiry.say_short(name)}. A page that was refused as none can be "
            "corrected by its URL with --kind report"
        )
    if len(found) > 1:
        named = (f"{one.id}  {one.year or 'year unknown'}  {one.organ or one.url}" for one in found[:MAX_LISTED])
        raise UsageError("\n  ".join([f"{name!r} names {len(found)} reports; say which:", *named]))
    return _open_page(session, found[0], url)


def _open_page(session: Session, report: Report, url: str | None) -> Page:
    variant = inquiry.variant_at(session, report, url) if url else None
    return open_text(session, report, variant or inquiry.standing_variant(session, report))


def open_text(session: Session, report: Report, variant: Variant) -> Page:
    query = select(Version.url, Capture).join(Capture, Capture.id == Version.capture_id)
    query = query.where(Version.variant_id == variant.id).order_by(Version.url, Version.number.desc())
    places = tuple((url, capture) for url, capture in session.execute(query))
    first = session.get_one(Capture, variant.capture_id)
    corrected = correct_variants(session, [(variant, first)]).get(variant.id)
    now = corrected.reading if corrected else variant.reading
    return Page(variant, variant.reading, now, _once(places) or ((url_key(first.url), first),), report)


def _once(places: Iterable[tuple[str, Capture]]) -> tuple[tuple[str, Capture], ...]:
    """Each URL with the first of its captures."""
    found: dict[str, Capture] = {}
    for url, capture in places:
        found.setdefault(url, capture)
    return tuple(found.items())


def find_refused(session: Session, name: str) -> Capture | None:
    """The last capture of a page that was refused as no report, by its URL; None where no page was ever captured."""
    if not split_address(name):
        return None
    row = session.get(Url, url_key(name))
    spellings = {name, url_key(name), *([row.address] if row else [])}
    query = select(Capture).where(or_(Capture.url.in_(spellings), Capture.id == (row and row.capture_id)))
    pages = or_(Capture.status.is_(None), Capture.status.in_((HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)))
    return session.scalar(query.where(pages).order_by(Capture.fetched_at.desc()).limit(1))


def page_of(session: Session, capture: Capture, url: str) -> ReadPage:
    """With what a page was read, or would have been."""
    known = session.get(ReadPage, capture.id)
    row = session.get(Url, url)
    return ReadPage(
        capture_id=capture.id,
        url=known.url if known else url_key(capture.url),
        portal=row.portal if row else None,
        anchor=known.anchor if known else row.anchor if row else None,
        portal_division=known.portal_division if known else None,
        is_part=known.is_part if known else False,
    )


def name_refused(capture: Capture, reading: Mapping[str, Any]) -> Page:
    """The page of a reading that is no report yet. Raises UsageError where nothing of it could be kept as one."""
    reading = storable(dict(reading))
    if refusal := refuse({**reading, "kind": "report"}, insisted=True):
        raise UsageError(f"{capture.url} cannot be kept as a report: {refusal}")
    return Page(None, reading, reading, ((url_key(capture.url), capture),), None)


# ---- what is said of it


def claim(session: Session, page: Page, claims: Claims) -> list[Claim]:
    """The fields that are to be another, in a fixed order. Raises UsageError where a value is none, or nothing is said
    that is not so already."""
    wanted = _list_undone(session, page, claims) if claims.undo else _list_wanted(page, claims)
    if not wanted:
        what = "nothing of it is corrected" if claims.undo else "it is so already"
        raise UsageError(f"nothing to correct: {what}")
    return wanted


def _list_wanted(page: Page, claims: Claims) -> list[Claim]:
    said: dict[str, Any] = {}
    if claims.organ is not None:
        said["organ"] = check_organ(storable(claims.organ))
    if claims.year is not None:
        said["year"] = check_year(claims.year, 1 + max(capture.fetched_at for _, capture in page.places).year)
    if claims.division is not None:
        said["division_code"] = check_division(claims.division, said.get("year", page.now["year"]))
    if claims.kind is not None:
        said["kind"] = check_kind(claims.kind)
    said |= read_cell_claims([storable(cell) for cell in claims.cells], page.now["statistics"])
    if page.variant is None and said.get("kind") != "report":
        raise UsageError("a page that was refused is corrected with --kind report, and whatever else is wrong with it")
    before = {field: value_of(page.now, field) for field in said}
    # What was refused for its text is called a report already.
    insisted = {"kind"} if page.variant is None else set()
    return [
        Claim(field, before[field], value, False)
        for field, value in said.items()
        if value != before[field] or field in insisted
    ]


def list_corrected(session: Session, page: Page) -> list[str]:
    """The fields of a page of which a correction stands."""
    last = {one.field: one for one in told_of(session, page)}
    return [field for field, one in last.items() if not one.undone]


def _list_undone(session: Session, page: Page, claims: Claims) -> list[Claim]:
    corrected = list_corrected(session, page)
    if unknown := [field for field in claims.fields if field not in corrected]:
        raise UsageError(f"{unknown[0]} is not corrected; corrected are: {', '.join(corrected) or 'none'}")
    fields = claims.fields or tuple(corrected)
    return [Claim(field, value_of(page.now, field), value_of(page.reading, field), True) for field in fields]


def told_of(session: Session, page: Page) -> Sequence[Told]:
    """The corrections that speak of a page, in the order they were made."""
    if page.variant is None:
        return ()
    first = session.get_one(Capture, page.variant.capture_id)
    corrected = correct_variants(session, [(page.variant, first)]).get(page.variant.id)
    return corrected.told if corrected else ()


# ---- kept


def tell_joined(session: Session, url: str, before: str | None, own: Iterable[str]) -> str | None:
    """Where a corrected page has become one of a report that stands at other URLs than its `own`: which text of it
    stands now. None where it has not."""
    if (report_id := store.report_at(session, url)) in (None, before):
        return None
    report = session.get_one(Report, report_id)
    others = select(Version.url).join(Variant, Variant.id == Version.variant_id)
    others = others.where(Variant.report_id == report.id, Version.url.not_in([*own])).limit(1)
    if session.scalar(others) is None:
        return None
    if inquiry.count_variants(session, report.id) == 1:
        return "this report exists already, with the same text"
    here = inquiry.variant_at(session, report, url)
    is_current = here is not None and here.id == report.current_variant
    said = "this text becomes current" if is_current else "its other text stays current"
    return f"this report exists already: {said}"


def keep(
    session: Session, writer: WarcWriter, page: Page, claimed: Iterable[Claim], *, who: str, why: str, now: datetime
) -> list[Correction]:
    """The corrections in WARC records, then in rows, and every version where it belongs. To be committed by the
    caller. Raises StorageError, and UsageError where it is or would be what was taken down."""
    if addresses_down(session, [url for url, _ in page.places]):
        raise UsageError("it was taken down; `archive takedown --lift` first")
    claimed = list(claimed)
    said = [
        _spell(session, page, one, url, capture) | {"who": who, "why": why, "made": now}
        for url, capture in page.places
        for one in claimed
    ]
    rows = add_rows(session, writer, said)
    if page.variant is not None:
        refile(session, rows)
        if down := shown_again(session):
            raise UsageError(f"it would be {down}, which was taken down; `archive takedown --lift` first")
        if any(one.field == "kind" for one in claimed):
            for url, _ in page.places:
                settle_kind(session, url)
    return rows


def _spell(session: Session, page: Page, one: Claim, url: str, capture: Capture) -> dict[str, Any]:
    """A correction at one of the page's URLs, where the same text may have been read as another's."""
    made = [tell(row) for row in find_rows(session, {url}, set())]
    reading = restore(page.reading, url, made)
    read = value_of(reading, one.field)
    return {
        "url": url,
        "capture_id": capture.id,
        "payload_sha256": capture.payload_sha256,
        "text_hash": reading["content_hash"],
        "read_as": {key: reading[key] for key in ("organ", "division_code", "year")},
        "report_id": page.report and page.report.id,
        "report": page.report and {name: getattr(page.report, name) for name in store.WHOSE},
        "field": one.field,
        "read": read,
        "value": read if one.undone else one.value,
        "undone": one.undone,
    }


def keep_refused(session: Session, page: Page, reading: dict[str, Any], *, now: datetime) -> tuple[ReadPage, Ingested]:
    """Keep the page that a person says is a report, when the correction is kept; with what it was read."""
    ((url, capture),) = page.places
    read = page_of(session, capture, url)
    read.read_at = now
    result = keep_page(session, read, capture, reading)
    note_state(session, url, result.state, result.reason)
    return read, result
