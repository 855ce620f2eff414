"""Asking what the texts say: `archive search`, `similar` and `diff`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import errors
from archive.cli.filters import filter_options, kind_option, read_filters, tell_filters
from archive.cli.shared import load_file, name_report, open_archive, print_json, print_text
from archive.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.comparing import Side
    from archive.home import Home
    from archive.report.difference import Difference
    from archive.searching import Found, Hit
    from archive.similar import Alike

WIDEST = 200
"""Characters of a value of a difference that are printed; --json has all."""


@click.command()
@click.argument("question", nargs=-1, required=True, metavar="PHRASE…")
@filter_options
@kind_option
@click.option("--form", type=click.Choice(["free", "2014", "2019", "2021"]), help="Only reports in this form.")
@click.option("--every-text", is_flag=True, help="Also texts that do not stand for their report: earlier, cut, copies.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many; 0 for all.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a report.")
@click.pass_obj
def search(
    home: "Home",
    /,
    question: tuple[str, ...],
    kinds: tuple[str, ...],
    form: str | None,
    every_text: bool,
    limit: int,
    as_json: bool,
    **filters: Any,
) -> None:
    """Reports that say all of the PHRASEs, the best first, each with the words around them.

    A phrase is found letter by letter, from two characters on; white space, width and case do not count. "such a
    phrase" may have spaces, and what stands behind a minus is not to be there (after --): archive search -- 低保 -诉讼.
    Phrases in a title come first, then where they stand most often for the length, then later years.
    """
    from archive.report.phrases import read_question
    from archive.searching import search as find

    try:
        asked = read_question(" ".join(question))
    except ValueError as error:
        raise UsageError(f"{' '.join(question)!r} cannot be searched for: {error}") from None
    with open_archive(home) as work:
        wanted = read_filters(work, kinds=kinds, **filters)
        found = find(work, asked, wanted, form=form, every_text=every_text, limit=limit or None)
        _warn_of_lag(work)
    for number, hit in enumerate(found.hits, start=1):
        print_json(_tell_hit(hit)) if as_json else print_text(_spell_hit(hit, number))
    given = tell_filters(**filters, kind=" ".join(kinds), form=form)
    click.echo(_sum_up(found, " ".join(question), given), err=True)


def _warn_of_lag(work: "Session") -> None:
    from archive.indexing import not_indexed

    if work.scalar(not_indexed().limit(1)):
        click.echo("Some reports cannot be found yet: run `archive init`, which goes on where it was", err=True)


def _tell_hit(hit: "Hit") -> dict[str, Any]:
    one = hit.report
    names = ("id", "organ", "organ_kind", "division_code", "division_name", "year")
    quotes = [dict(zip(("before", "phrase", "behind"), quote, strict=True)) for quote in hit.quotes]
    return {
        **{name: getattr(one, name) for name in names},
        "url": one.url,
        "title": hit.title,
        "form": hit.form,
        "version": hit.text,
        "current": hit.current,
        "times": hit.times,
        "weight": hit.weight,
        "quotes": quotes,
    }


def _spell_hit(hit: "Hit", number: int) -> str:
    one = hit.report
    lines = [f"{number:>3}  {one.id[:12]}  {one.year or '????'}  {one.organ or one.url}  ({hit.times} times)"]
    if not hit.current:
        lines.append(f"     text {hit.text}, which does not stand for the report")
    lines += ["     " + " ".join(f"…{before}[{phrase}]{behind}…".split()) for before, phrase, behind in hit.quotes]
    return "\n".join(lines)


def _sum_up(found: "Found", question: str, given: str) -> str:
    asked = f"{question} {given}".strip()
    if not found.hits:
        return f"no report says {asked}"
    shown = len(found.hits)
    if found.more:
        best = f"the best {shown} of the {found.looked_at:,} that were met last"
        return f"{best}; more say {asked}: add a filter, or --limit 0"
    return f"{shown} of {found.looked_at:,} reports that say {asked}"


@click.command()
@click.argument("name", metavar="ID|URL|FILE")
@click.option("--least", type=click.FloatRange(0.75, 1), default=0.8, show_default=True, help="How alike, at least.")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="How many; 0 for all.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a report.")
@click.pass_obj
def similar(home: "Home", name: str, least: float, limit: int, as_json: bool) -> None:
    """Other reports with nearly the same text as a report, or as a text in a file, the likest first.

    Likeness is the share of runs of four characters that both texts have, of all that either has.
    """
    from archive.inquiry import find_reports, standing_variant
    from archive.models import ReportText
    from archive.similar import find_similar

    with open_archive(home) as work:
        reports = find_reports(work, name)
        if len(reports) > 1:
            raise UsageError("\n  ".join([f"{name!r} names {len(reports)} reports:", *map(name_report, reports[:20])]))
        if reports:
            body = work.get_one(ReportText, standing_variant(work, reports[0]).text_hash).body
        else:
            body = _read_text(name)
        found = find_similar(work, body, but=reports[0].id if reports else None, least=least)
    for one in found[: limit or None]:
        print_json(_tell_alike(one)) if as_json else print_text(f"{one.likeness:.3f}  {name_report(one.report)}")
    click.echo(f"{len(found)} texts are like it (at least {least})", err=True)


def _read_text(name: str) -> str:
    """Of a file with plain text."""
    loaded = load_file(name) if Path(name).is_file() else None
    if loaded is None:
        raise UsageError(f"{name!r} names no report and no file")
    if isinstance(loaded, str):
        raise UsageError(loaded)
    try:
        return loaded.decode()
    except UnicodeDecodeError:
        raise UsageError(f"{name} is no text in UTF-8; `archive read --text {name}` makes one") from None


def _tell_alike(one: "Alike") -> dict[str, Any]:
    report = one.report
    told = {name: getattr(report, name) for name in ("id", "organ", "division_code", "division_name", "year", "url")}
    return {**told, "version": one.text, "current": one.current, "likeness": one.likeness}


@click.command()
@click.argument("first", metavar="ID|URL[@N]")
@click.argument("second", metavar="ID|URL[@N]", required=False)
@click.option(
    "--year", type=click.IntRange(1949, 2100), metavar="YEAR", help="Against the same organ's report on that year."
)
@click.option("--json", "as_json", is_flag=True, help="A JSON object a difference.")
@click.pass_obj
def diff(home: "Home", first: str, second: str | None, year: int | None, as_json: bool) -> None:
    """How two texts differ: fields, cells of statistics, findings, lines of text.

    Two reports, two texts of one (ID@1 ID@2), two versions at a URL (URL@1 URL@3). One alone: of a URL what it says
    now against what it said before, of a report its current text against the one before.
    """
    from archive.comparing import find_sides
    from archive.report.difference import compare

    if second is not None and year is not None:
        raise UsageError("--year takes one report: it finds the other")
    with open_archive(home) as work:
        before, after = find_sides(work, first, second, year=year)
    found = compare(before.reading, after.reading)
    for line in _spell_differences(before, after, found, as_json=as_json):
        print_json(line) if as_json else print_text(line)
    sys.exit(errors.DONE)


def _spell_differences(before: "Side", after: "Side", found: "Iterable[Difference]", *, as_json: bool) -> Iterable[Any]:
    if as_json:
        yield from ({"field": one.field, "before": one.before, "after": one.after} for one in found)
        return
    yield f"- {before.name}"
    yield f"+ {after.name}"
    nothing = True
    for one in found:
        nothing = False
        yield f"{one.field}:"
        yield from (
            f"  {mark} {_shorten(value)}" for mark, value in (("-", one.before), ("+", one.after)) if value is not None
        )
    if nothing:
        yield "they say the same"


def _shorten(value: Any) -> str:
    told = str(value)
    return told if len(told) <= WIDEST else f"{told[:WIDEST]}…"
