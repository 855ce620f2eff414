"""Which reports a question is about: the options that questions share, and what is wrong with their values."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from archive.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.organs_seen import Wanted
    from archive.report.divisions import Division

_YEARS = re.compile(r"((?:19|20)\d\d)(?:[-–]((?:19|20)\d\d))?")

_OPTIONS = (
    click.option("--year", metavar="Y|Y-Y", help="Only reports on these years."),
    click.option(
        "--division",
        metavar="CODE|NAME",
        help="Only those of this division and of all below it: 320211, 滨湖区, 无锡市滨湖区.",
    ),
    click.option("--organ", metavar="WORDS", help="Only organs whose name has all these words."),
    click.option("--portal", metavar="DOMAIN", help="Only those seen on this portal."),
)


kind_option = click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["government", "department", "township", "other"]),
    help="Only organs of this kind. May be given more than once.",
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--year, --division, --organ and --portal."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_filters(
    work: "Session",
    *,
    year: str | None,
    division: str | None,
    organ: str | None,
    portal: str | None,
    kinds: tuple[str, ...] = (),
) -> "Wanted":
    """Raises UsageError with what would be right."""
    from archive.organs_seen import Wanted

    years = _read_years(year) if year else None
    return Wanted(
        years=years,
        division=_find_division(division) if division else None,
        words=tuple((organ or "").split()),
        ids=_find_ids(work, portal) if portal else None,
        kinds=kinds,
    )


def _read_years(text: str) -> tuple[int, int]:
    found = _YEARS.fullmatch(text.strip())
    if not found:
        raise UsageError(f"--year {text!r} is no year; write 2021, or 2019-2021 for several")
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise UsageError(f"--year {text!r} ends before it begins; write {last}-{first}")
    return first, last


def _find_division(text: str) -> "Division":
    from archive.report.divisions import find_code, find_divisions, path_names
    from archive.report.forms.label import squeeze

    name = squeeze(text)
    code = find_code(name) if name.isdigit() else None
    units = (code,) if code else () if name.isdigit() else find_divisions(name, None)
    if not units:
        raise UsageError(
            f"no division is called {text!r}; give its GB/T 2260 code (320211) or its whole name (无锡市滨湖区)"
        )
    if len(units) > 1:
        named = [f"{unit.code} {''.join(path_names(unit))}" for unit in units]
        raise UsageError("\n  ".join([f"{text!r} names {len(units)} divisions; give the code of one:", *named]))
    return units[0]


def _find_ids(work: "Session", portal: str) -> frozenset[str]:
    from archive.inquiry import reports_on

    found = reports_on(work, portal)
    if found is None:
        raise UsageError(f"no portal {portal!r} was ever crawled. `archive portals` lists them")
    return frozenset(found)


def tell_filters(**filters: Any) -> str:
    """The filters as they were typed, for a message that nothing was found."""
    told = [f"--{name} {value}" for name, value in filters.items() if value]
    return " ".join(told)


def say_nothing(given: str) -> str:
    return f"the archive holds no report for {given}" if given else "the archive holds no report yet"
