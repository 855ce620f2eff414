"""What the sample portal serves, and what is true of it: the answer sheet for every test that crawls or reads it."""

from dataclasses import dataclass, field

VISITS = b"@@VISITS@@"
"""Stands in a body where the page shows how often it was visited; the server writes a new number at each visit."""


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    content_type: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrueCell:
    """One cell of a statistics table under its keys; `raw` as printed, `value` in 元 where it is an amount."""

    table: str
    row: str
    column: str
    raw: str
    value: int | float | None
    unit: str | None
    state: str


@dataclass(frozen=True, slots=True)
class TrueReport:
    organ: str
    organ_kind: str
    division_code: str
    division_name: str
    year: int
    form: str
    title: str
    paths: tuple[str, ...]
    """All addresses it stands at."""
    header: dict[str, str]
    """Header key -> value as shown at the first of `paths`; "" where the label stands there without a value."""
    signed: str | None
    published: str | None
    lines: tuple[str, ...]
    """Every paragraph of the body in order, with headings, signature and date; without tables, title, header, tools."""
    headings: tuple[str, ...]
    cells: tuple[TrueCell, ...]
    errors: tuple[str, ...] = ()
    """Sums that the report itself gets wrong, as "table:column"."""
    organ_names: tuple[str, ...] = ()
    """Other names of the organ that its titles and headers use; right answers too."""


@dataclass(frozen=True, slots=True)
class Truth:
    reports: tuple[TrueReport, ...]
    decoys: dict[str, str]
    """Path -> kind, of pages that look like reports by title or place and are none."""
    lists: tuple[str, ...]
    """All pages of all lists that carry reports."""
    forbidden: tuple[str, ...]
    missing: tuple[str, ...]
    redirects: dict[str, str]
    broken: tuple[str, ...]
    """Linked like reports, but nothing can be read there: no bytes at all, or bytes that are no text."""


@dataclass(frozen=True, slots=True)
class Site:
    pages: dict[str, Page]
    truth: Truth
