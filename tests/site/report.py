"""A report put together: paragraphs, tables, signature and date in order, and what is true of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tests.site import prose, tables
from tests.site.cells import MANNERS, plant_error, print_cells
from tests.site.figures import Figures
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
    """`nameless`: no word that tells which organ of its kind wrote it, as where towns copy each other's report."""
    errors: tuple[str, ...] = ()
    manner = rng.choice(list(MANNERS))
    if error_column:
        figures, errors, manner = (
            replace(figures, numbers=plant_error(figures.numbers, error_column)),
            (f"applications:{error_column}",),
            "numbers",
        )
    organ = figures.organ.own if nameless else figures.organ.name
    cells = () if figures.form == "free" else print_cells(figures, manner, rng)
    written = date(figures.year + 1, 1, 4) + timedelta(
        days=rng.randint(0, 25 if figures.organ.kind == "department" else 80)
    )
    pieces: list[Piece] = [Line(text) for text in prose.write_opening(figures, organ, rng)]
    for section in prose.write_sections(figures, organ, rng):
        pieces.append(Line(section.heading, "heading"))
        pieces.extend(Line(text) for text in section.paragraphs)
        pieces.extend(_lay_tables(section.topic, figures, tables.print_keys(cells), rng))
    signature = "镇人民政府" if nameless else figures.organ.name
    signed = rng.random() < 0.8
    if signed:
        pieces.extend(_sign(signature, written, rng))
    return Report(figures, tuple(pieces), cells, written if signed else None, written, errors)


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
        facts = figures.facts
        counted = (
            ("主动公开信息数", "条", facts["disclosed"]),
            ("其中网上公开数", "条", facts["website"]),
            ("受理申请数", "件", facts["received"]),
        )
        yield tables.lay_local(
            [(label, unit, now, now * rng.randint(3, 6)) for label, unit, now in counted], figures.year
        )


def _sign(organ: str, day: date, rng: random.Random) -> tuple[Line, Line]:
    return Line(organ, "signature"), Line(rng.choice(DATE_SPELLINGS)(day), "signature")


def _spell_chinese(day: date) -> str:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return f"{year}年{_count_chinese(day.month)}月{_count_chinese(day.day)}日"


def _count_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else prose.NUMERALS[tens - 1] + "十") + (
        prose.NUMERALS[ones - 1] if ones else ""
    )


DATE_SPELLINGS = (
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    _spell_chinese,
    lambda day: f"{day.year}.{day.month}.{day.day}",
)
