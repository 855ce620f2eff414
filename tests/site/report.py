"""A report put together: paragraphs, tables, signature and date in order, and what is true of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tests.site import prose, tables
from tests.site.cells import MANNERS, plant_error, print_cells
from tests.site.figures import Figures
from tests.site.markups import SPELLINGS, respell
from tests.site.truth import TrueCell


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    kind: Literal["text", "heading", "signature"] = "text"


Piece = Line | tables.Rows
"""A paragraph or a table of the body."""


@dataclass(frozen=True, slots=True)
class Report:
    figures: Figures
    pieces: tuple[Piece, ...]
    cells: tuple[TrueCell, ...]
    signed: date | None
    written: date
    """When it was finished, said or not; nothing is published before."""
    errors: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces if isinstance(piece, Line))

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces if isinstance(piece, Line) and piece.kind == "heading")


def compose_report(
    figures: Figures, rng: random.Random, error_column: str | None = None, nameless: bool = False
) -> Report:
    """A year's report, with the sum of `error_column` in table 三 wrong.

    `nameless`: no word in it tells which organ of its kind wrote it, as where towns copy each other's report.
    """
    manner = "numbers" if error_column else rng.choice(list(MANNERS))
    if error_column:
        figures = replace(figures, numbers=plant_error(figures.numbers, error_column))
    cells = () if figures.form == "free" else print_cells(figures, manner, rng)
    written = _choose_day(figures, rng)
    pieces = list(_write_body(figures, tables.print_keys(cells), "本单位" if nameless else figures.organ.name, rng))
    signed = rng.random() < 0.8
    if signed:
        pieces += _sign("镇人民政府" if nameless else figures.organ.name, written, rng)
    errors = (f"applications:{error_column}",) if error_column else ()
    spelling = rng.choice(list(SPELLINGS))
    pieces = [piece if isinstance(piece, Line) else respell(piece, spelling) for piece in pieces]
    return Report(figures, tuple(pieces), cells, written if signed else None, written, errors)


def _choose_day(figures: Figures, rng: random.Random) -> date:
    """Within January for a bureau, by the end of March for a government (条例第四十九条)."""
    days = 25 if figures.organ.kind == "department" else 80
    return date(figures.year + 1, 1, 4) + timedelta(days=rng.randint(0, days))


def _write_body(figures: Figures, printed: tables.Printed, organ: str, rng: random.Random) -> Iterator[Piece]:
    yield from (Line(text) for text in prose.write_opening(figures, organ, rng))
    for section in prose.write_sections(figures, organ, rng):
        yield Line(section.heading, "heading")
        yield from (Line(text) for text in section.paragraphs)
        yield from _lay_tables(section.topic, figures, printed, rng)


def _lay_tables(topic: str, figures: Figures, printed: tables.Printed, rng: random.Random) -> Iterator[tables.Rows]:
    form = figures.form
    if topic == "active_table":
        rows = tables.lay_clauses(form, printed, wide=rng.random() < 0.4)
        yield from tables.cut_at_banners(rows) if rng.random() < 0.25 else (rows,)
    elif topic == "requests_table":
        rows = tables.lay_applications(form, printed, break_at=rng.choice((None, None, 3, 4)))
        yield from tables.cut_at_break(rows) if rng.random() < 0.5 else (rows,)
    elif topic == "reviews_table":
        yield tables.lay_reviews(printed)
    elif topic == "table":
        yield tables.lay_indicators(printed)
    elif topic == "active" and form == "free" and rng.random() < 0.4:
        yield _lay_own(figures, rng)


def _lay_own(figures: Figures, rng: random.Random) -> tables.Rows:
    rows = (
        ("主动公开信息数", "条", "disclosed"),
        ("其中网上公开数", "条", "website"),
        ("受理申请数", "件", "received"),
    )
    counted = [(label, unit, figures.facts[fact]) for label, unit, fact in rows]
    return tables.lay_local([(label, unit, now, now * rng.randint(3, 6)) for label, unit, now in counted], figures.year)


def _sign(organ: str, day: date, rng: random.Random) -> tuple[Line, Line]:
    return Line(organ, "signature"), Line(rng.choice(DATE_SPELLINGS)(day), "signature")


def spell_digits(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _spell_digitally(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _spell_day(day: date) -> str:
    return f"{spell_digits(day.year)}年{_spell_count(day.month)}月{_spell_count(day.day)}日"


def _spell_count(number: int) -> str:
    """1 to 39 as words: 十, 十二, 二十, 二十九."""
    tens, ones = divmod(number, 10)
    return {0: "", 1: "十"}.get(tens, f"{'〇一二三'[tens]}十") + ("" if ones == 0 else spell_digits(ones))


def _spell_dotted(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


DATE_SPELLINGS = (_spell_digitally, _spell_digitally, _spell_day, _spell_dotted)
