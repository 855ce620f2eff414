"""A request that a script makes for a page of data: its address, its fields, and which of them is the page number."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from archive.address import form_address, split_form
from crawler.listing.expression import PAGE_NAME
from crawler.listing.totals import SIZE

NUMBER = re.compile(r"\d{1,6}", re.A)
IS_SIZE = re.compile(r"[1-9]\d{0,3}", re.A)
FRESH = re.compile(r"_|t|ts|time|times?tamp|rand(?:om)?|r|v|callback|jsonp?callback|nocache|sid|date", re.I)
"""Fields that only keep answers fresh."""


@dataclass(frozen=True, slots=True)
class Request:
    """`address` is without the `fields` of its query where it is got; a posted one keeps its query."""

    address: str
    fields: tuple[tuple[str, str], ...] = ()
    posted: bool = False

    @property
    def url(self) -> str:
        """One spelling, as `archive.address.form_address` has it."""
        if self.posted:
            return form_address(self.address, self.fields)
        return f"{self.address}?{urlencode(self.fields, errors='replace')}" if self.fields else self.address

    @property
    def number(self) -> int | None:
        """The page asked for; None where the request has none."""
        return next((int(value) for name, value in self.fields if _is_page(name, value)), None)

    @property
    def size(self) -> int | None:
        """The rows of a page, where the request says so."""
        named = (value for name, value in self.fields if name.lower().replace("_", "") in SIZE)
        return next((int(value) for value in named if IS_SIZE.fullmatch(value)), None)

    def numbered(self, number: int) -> "Request":
        """The same for another page."""
        at = next(at for at, (name, value) in enumerate(self.fields) if _is_page(name, value))
        return replace(self, fields=(*self.fields[:at], (self.fields[at][0], str(number)), *self.fields[at + 1 :]))


def read_request(url: str, fields: Iterable[tuple[str, str]] = (), *, posted: bool = False) -> Request:
    """From one spelling, and what is to be sent besides."""
    address, form = split_form(url)
    if posted or form is not None:
        return Request(address, (*(form or ()), *fields), posted=True)
    address, _, query = address.partition("?")
    return Request(address, (*parse_qsl(query, keep_blank_values=True), *fields))


def known_fields(data: Mapping[str, object]) -> list[tuple[str, str]] | None:
    """The fields to send. A page number that is unknown or empty is the first. Of other unknown ones, what only keeps
    answers fresh and the size of a page are left out; any else makes the request unknown: None."""
    fields: list[tuple[str, str]] = []
    for name, value in data.items():
        if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
            fields += [(f"{name}[]", str(item)) for item in value]
        elif value in (None, "") and PAGE_NAME.fullmatch(name):
            fields.append((name, "1"))
        elif isinstance(value, str | int | float):
            fields.append((name, str(value)))
        elif not (FRESH.fullmatch(name) or name.lower().replace("_", "") in SIZE):
            return None
    return fields


def _is_page(name: str, value: str) -> bool:
    return PAGE_NAME.fullmatch(name) is not None and NUMBER.fullmatch(value) is not None
