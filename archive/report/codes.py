"""Codes with a division in them: 统一社会信用代码 (GB 32100) in index numbers and addresses, 网站标识码 of a site."""

import re
from collections.abc import Iterator

from archive.report.divisions import Division, find_code, in_year

_CREDIT = re.compile(r"(?<![0-9A-Za-z])1[1239](\d{6})[0-9A-Z]{10}(?![0-9A-Za-z])")
"""Of an organ (11), an institution (12), a mass organisation (13): the division where it is registered, nine characters
of its own code, a check character."""

_SITE = re.compile(r"(\d{6})\d{4}")
"""Six digits of the division whose site it is, four of the site; sites of ministries begin with bm."""


def find_registered(text: str, year: int | None) -> Iterator[Division]:
    """The divisions in which the organs are registered whose credit codes stand in a text, as they were in `year`."""
    for match in _CREDIT.finditer(text):
        yield from _as_of(match[1], year)


def read_site_code(code: str, year: int | None) -> Iterator[Division]:
    """The division of a 网站标识码, where it is one."""
    match = _SITE.fullmatch(code.strip())
    if match:
        yield from _as_of(match[1], year)


def _as_of(code: str, year: int | None) -> Iterator[Division]:
    unit = find_code(code, year)
    if unit:
        yield in_year(unit, year)
