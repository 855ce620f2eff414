"""What is corrected of all the texts of a report, and what of it is undone."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.address import split_address
from archive.correcting import Claim, Claims, Page, claim, find_page, list_corrected, open_text
from archive.models import Report, Variant


def find_texts(session: Session, name: str) -> Iterator[Page]:
    """The text that a URL says, of a report named by its id each of its texts. A text that has gone elsewhere since the
    one before it was taken is none any more. Raises UsageError as `find_page`."""
    page = find_page(session, name)
    yield page
    if page.variant is None or page.report is None or split_address(name):
        return
    first, report_id = page.variant.id, page.report.id
    query = select(Variant.id).where(Variant.report_id == report_id, Variant.id != first).order_by(Variant.number)
    for variant_id in session.scalars(query).all():
        variant, report = session.get(Variant, variant_id), session.get(Report, report_id)
        if variant and report:
            yield open_text(session, report, variant)


def list_undone(session: Session, name: str, claims: Claims) -> Iterator[tuple[Page, list[Claim]]]:
    """Text by text, what is to be undone of it; each is looked at when the one before it was kept, since what is undone
    at a URL is so for the other texts of it. Raises UsageError where there is nothing."""
    texts = [(page, list_corrected(session, page)) for page in find_texts(session, name)]
    known = {field for _, corrected in texts for field in corrected}
    if not known or set(claims.fields) - known:
        claim(session, next((page for page, corrected in texts if corrected), texts[0][0]), claims)
    for page in find_texts(session, name):
        corrected = list_corrected(session, page)
        if fields := [field for field in claims.fields or corrected if field in corrected]:
            yield page, claim(session, page, replace(claims, fields=tuple(fields)))
