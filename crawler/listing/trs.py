"""TRS WCM: page n (from 0) of `index.html` is `index_n.html`, never linked; how many there are is told by a script,
`createPageHTML(31, 0, "index", "shtml")`, `Pager({size:31, …})`, `var countPage = 31` or a catalogue's row count."""

import re
from collections.abc import Iterator, Mapping

from crawler.listing.page import Listing, Page
from crawler.listing.pager import MAX_PAGES, file_of, list_pages, own_number
from crawler.listing.pagercall import CALL, PagerCall, read_calls, read_hidden_calls, read_variables, strip_comments

COUNTED = re.compile(r"\b(?:countPage|n?PageCount|m_nPageCount|m_nRecordCount)\s{0,9}=\s{0,9}[\"']?\d")
PAGES = ("countPage", "nPageCount", "m_nPageCount", "PageCount")
CURRENT = ("currentPage", "nCurrIndex", "m_nCurrPage", "currPage")
NAME, EXTENSION = ("m_sPageName", "sPageName", "pageName"), ("m_sPageExt", "sPageExt", "pageExt")
WRITTEN_NAME = re.compile(
    r"""["'\\=/]([A-Za-z0-9]\w{0,60}?)(?:["']\s{0,9}\+\s{0,9}["'])?_["']\s{0,9}\+[^;\n]{1,40}?["']\.?["'\s+]{0,9}(s?html?|jsp)\b"""
)
"""`"index"+"_" + nextPage + "."+"html"`, as templates write their links."""

STATIC = re.compile(r"(?:([\w-]+?)(?:_\d{1,6})?\.(s?html?))?")
"""The files TRS publishes; it counts the rows of its searches (search.jsp) by the same variables."""


def read_listing(page: Page) -> Listing | None:
    """All further pages of the list as far as the page tells; those behind it where it is not the first."""
    if page.tree is None:
        return None
    call = next((call for call in read_calls(page.scripts) if not call.counts_from), None)
    call = call or next(_counted(page), None) or _hidden(page)
    if call is None:
        return None
    return list_pages(page, (f"{call.name}_{number}.{call.extension}" for number in _further(page, call)))


def _further(page: Page, call: PagerCall) -> Iterator[int]:
    last = min(call.pages, MAX_PAGES)
    own = own_number(page, call.name)
    if own is None and call.current == 1 and _is_first(page, call.name):
        # Some templates count their pages from 1; then whether page 2 is index_1 or index_2 is not told.
        yield from range(2, last + 1)
        yield from range(1, min(last, 2))
    else:
        yield from range((call.current if own is None else own) + 1, last)


def _is_first(page: Page, name: str) -> bool:
    return file_of(page).partition(".")[0] in ("", name.rpartition("/")[2])


def _counted(page: Page) -> Iterator[PagerCall]:
    """The pager whose facts stand in variables, its call being commented out or written by hand."""
    for script in page.scripts:
        code = strip_comments(script) if COUNTED.search(script) else ""
        known = read_variables(code) if COUNTED.search(code) else {}
        pages, named = _pages(known), _named(page, script, known)
        if known and pages is not None and named:
            current = _number(known, CURRENT) or 0
            yield PagerCall(pages, current, *named)


def _pages(known: Mapping[str, str]) -> int | None:
    pages, rows, size = _number(known, PAGES), _number(known, ("m_nRecordCount",)), _number(known, ("m_nPageSize",))
    if pages is None and rows is not None and size:
        return -(-rows // size)
    return pages


def _named(page: Page, script: str, known: Mapping[str, str]) -> tuple[str, str] | None:
    """Name and extension of the pages: as variables, in the call that is commented out, as the script writes them,
    or the page's own."""
    name, extension = (next((known[key] for key in keys if known.get(key)), "") for keys in (NAME, EXTENSION))
    if name and extension:
        return name, extension.lstrip(".")
    if call := next((call for found in CALL.finditer(script) for call in read_calls([found[0]])), None):
        return call.name, call.extension
    if written := WRITTEN_NAME.search(script):
        return written[1], written[2]
    own = STATIC.fullmatch(file_of(page))
    return (own[1] or "index", own[2] or "html") if own else None


def _hidden(page: Page) -> PagerCall | None:
    """The call in a comment of the HTML, where the rows are in comments too."""
    shows_rows = any(link.date for link in page.links)
    return None if shows_rows else next((call for call in read_hidden_calls(page.text) if not call.counts_from), None)


def _number(known: Mapping[str, str], names: tuple[str, ...]) -> int | None:
    found = next((known[name] for name in names if name in known), "")
    return int(found) if found.isascii() and found.isdecimal() and len(found) < 10 else None  # noqa: PLR2004
