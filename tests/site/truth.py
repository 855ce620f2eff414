"""What the sample portal serves, and what is true of it: the answer sheet for every test that crawls or reads it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.site.report import Piece

VISITS = b"@@VISITS@@"
"""Stands in a body where the page shows how often it was visited; the server writes a new number at each visit."""

SESSION = b"@@SESSION@@"
"""Stands where an address carries a session id: another one at each visit."""


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    content_type: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the portal's program sees it, decoded from UTF-8."""

    method: str
    path: str
    """Without query."""
    query: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)


Answer = Callable[[Asked], Page | None]
"""None where there is no such page."""


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
    pieces: tuple["Piece", ...] = ()
    """The lines and the tables of the body in reading order."""
    organ_names: tuple[str, ...] = ()
    """Other names of the organ that its titles and headers use; right answers too."""
    files: tuple[str, ...] = ()
    """Addresses of its attachments, embedded documents and images: to be captured with it."""
    file_only: bool = False
    """Its text stands in `files` alone: `paths` are then the page that leads there, or the file itself."""


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
    needs_browser: tuple[str, ...] = ()
    """Lists that only a browser can show; their reports are not among `reports`."""
    mirrors: tuple[str, ...] = ()
    """Beginnings of paths under which the whole site stands once more."""
    features: tuple[str, ...] = ()
    """What is met on this portal, as "list:…", "rows:…", "way:…", "file:…", "trap:…", "header:…", "depth:…"."""
    doors: tuple[str, ...] = ()
    """Addresses a crawl may begin at, the home page first."""


@dataclass(frozen=True, slots=True)
class Site:
    """Addresses are written from the root of their host ("/a/b.html?c=d"); on another host as "//name/a.pdf". A body
    writes the root of a host as @@HOST:name@@, and that of its own as @@HOST:self@@."""

    pages: dict[str, Page]
    truth: Truth
    answers: dict[str, Answer] = field(default_factory=dict)
    """What is made when it is asked for. Path, or path/* for all below it."""
    hosts: dict[str, dict[str, Page]] = field(default_factory=dict)
    """Pages of other hosts, by the name of the host."""
