"""The `<datastore>` of JCMS: `<totalrecord>`, `<nextgroup>` with a link, and records that are HTML in CDATA."""

import re
from dataclasses import dataclass

from crawler.listing.links import Link, absolute, links_of_markup
from crawler.listing.page import Page

MAX_RECORDS = 5000
RECORD = re.compile(r"<record\b[^<>]{0,200}>", re.I)
NUMBER = r"<{name}>\s{{0,20}}(?:<!\[CDATA\[)?\s{{0,20}}(\d{{1,9}})"
TOTAL, PAGES = (re.compile(NUMBER.format(name=name), re.I) for name in ("totalrecord", "totalpage"))
NEXT = re.compile(
    r"""<nextgroup>[^<]{0,20}(?:<!\[CDATA\[)?[^<]{0,20}<a\b[^<>]{0,20}\bhref\s?=\s?["']([^"'<>]{1,3000})["']""", re.I
)


@dataclass(frozen=True, slots=True)
class Datastore:
    """`records` counts those that are here, each of one link or more; `total` counts the records of the whole list,
    `pages` its pages, 0 where it does not say."""

    rows: tuple[Link, ...]
    records: int = 0
    total: int = 0
    pages: int = 0
    next_group: str | None = None


def read_datastores(page: Page) -> list[Datastore]:
    """Those that stand in a page, in a script or plainly, or that are the answer. Those without any row have none."""
    parts = re.split(r"<datastore\b", page.text, maxsplit=50, flags=re.I)[1:]
    return [_read(part.partition("</datastore>")[0], page) for part in parts]


def _read(xml: str, page: Page) -> Datastore:
    head, *records = RECORD.split(xml, maxsplit=MAX_RECORDS)
    following = NEXT.search(head)
    base = page.base or page.url
    # An answer's own links are relative to the page that asked for it, its next group stands beside itself.
    beside = base if page.form == "html" else page.url
    return Datastore(
        rows=links_of_markup("".join(_markup(record) for record in records or [head]), base, page.charset),
        records=len(records),
        total=_number(TOTAL, head),
        pages=_number(PAGES, head),
        next_group=absolute(beside, following[1].replace("&amp;", "&"), page.charset) if following else None,
    )


def _markup(record: str) -> str:
    """One record as a row of its own; rows of a table need one round them."""
    html = record.partition("</record>")[0].replace("<![CDATA[", "").replace("]]>", "")
    html = html.partition("<nextgroup>")[0] + html.partition("</nextgroup>")[2]
    return f"<section><table>{html}</table></section>" if "<tr" in html[:200].lower() else f"<section>{html}</section>"


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else 0
