"""The report year: the year a report is about, which is not the year it was signed or published in."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.reading.document import Finding
from archive.report.forms.label import squeeze
from archive.report.header import head_lines
from archive.report.title import find_years, read_title, read_year

FORM_YEARS: dict[str, tuple[int, int]] = {"2014": (2014, 2018), "2019": (2019, 2020), "2021": (2021, 2099)}
"""Report years for which each national form was prescribed (DOMAIN §4)."""

COVER_LINES = 6
FIRST_LINES = 40

_PERIOD = re.compile(
    r"(?<!\d)(20\d\d)[年./-]0?1[月./-]0?1日?起?,?[至到—~-]*(?:\1[年./-]?|当年|同年)?1[12][月./-]"
    r"|(?<!\d)(20\d\d)年?1-12月"
)
_ABOUT = re.compile(
    r"(?:^|\n|[。;,])(20\d\d)年度?[,以]|现将[^。]{0,30}?(20\d\d)年|(20\d\d)年度|(20\d\d)年[^。\n]{0,20}信息公开"
    r"|(?:^|\n)(20\d\d)年|[自从](20\d\d)年0?1月0?1日"
)


def cover(lines: Sequence[str]) -> list[str]:
    """The lines above the prose: the report's name, its organ, a date."""
    return list(head_lines("\n".join(lines[:COVER_LINES])))


def find_year(titles: Sequence[str], lines: Sequence[str], column: Sequence[str] = ()) -> int | None:
    """By the titles, then the cover, the statistics period, what the text says it reports on, the column."""
    text = "\n".join(squeeze(line) for line in lines[:FIRST_LINES])
    above = cover(lines)
    broken = [first + second for first, second in pairwise(above)]
    sources = (_titled(titles), _titled([*above, *broken]), _first(_PERIOD, text), _period_at_end(lines))
    crumbs = (read_year(squeeze(crumb)) for crumb in reversed(column))
    for years in (*sources, _first(_ABOUT, text), crumbs):
        if year := next((year for year in years if year), None):
            return year
    titled = next((year for year in map(read_year, map(squeeze, titles)) if year), None)
    return titled or _only_year(text)


def _titled(lines: Sequence[str]) -> Iterator[int | None]:
    for line in lines:
        title = read_title(line)
        if title or re.search(r"年度|年报", line):
            yield title.year if title else read_year(squeeze(line))


def _first(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    for match in pattern.finditer(text):
        yield int(next(group for group in match.groups() if group))


def _period_at_end(lines: Sequence[str]) -> Iterator[int]:
    """The period stands in the last chapter of many free reports."""
    yield from _first(_PERIOD, "\n".join(squeeze(line) for line in lines[-FIRST_LINES:]))


def _only_year(text: str) -> int | None:
    """The year a text speaks of, where it speaks of one only."""
    years = {year for year, behind in find_years(text) if behind.startswith("年")}
    return years.pop() if len(years) == 1 else None


def doubt_year(year: int | None, lines: Sequence[str], form: str | None) -> Iterator[Finding]:
    """Contradictions between the year, the form the report is written in, and the period it gives."""
    if year is None:
        yield Finding("year_unknown", "neither title nor text nor column says which year is reported on")
        return
    first, last = FORM_YEARS.get(form or "", (year, year))
    if not first <= year <= last:
        yield Finding("year_contradicts_form", f"year {year}, but form {form} is for {first} to {last}")
    periods = {*_first(_PERIOD, "\n".join(squeeze(line) for line in lines[:FIRST_LINES])), *_period_at_end(lines)}
    if periods and year not in periods:
        yield Finding("year_contradicts_period", f"year {year}, but the text's period is {min(periods)}", "text")
