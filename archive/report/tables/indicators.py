"""The table of form 2014 (政府信息公开情况统计表): one indicator a row, its unit and its number.

Rows are known by their labels alone, so that a table cut by a page break and one without a head read the same. Of
several columns of numbers that of the report's year is the form's; the others (历年累计, the year before) are cells of
the table `local`. Other tables of such a report are local ones.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.reading.document import LONGEST_QUOTE, Finding, Grid
from archive.report.cell import Cell, Reading
from archive.report.forms.indicators import INDICATORS, UNITS, indicator_key
from archive.report.forms.label import squeeze
from archive.report.forms.order import find_gaps, may_be, printed_rows
from archive.report.quantity import is_figure, parse_cell
from archive.report.tables.alignment import Place, Row, place_of_row, say_row
from archive.report.tables.local_tables import LOCAL, read_local_panel
from archive.report.tables.panels import Panel, find_panels

_UNIT = re.compile(r"\(?(?:条|件|次|篇|个|人|人次|份|期|场|家|(?:万|千|亿)?元)\)?")
_ENOUGH_LABELS = 3
"""Fewer known labels do not make a table of indicators, in all grids together."""

_MANY_VALUES = 20

_OWN_COLUMN = re.compile(r"统计数[据值]?|数[量值据]|本年度?(?:数量?|累计|合计)?")
_OTHER_COLUMN = re.compile(r"历年累计|累计|上一?年度?(?:数量?)?|去年|同比.*|增减.*|备注|说明")


@dataclass(frozen=True, slots=True)
class _Line:
    grid: int
    row: Row
    key: str | None
    labels: int
    heads: tuple[Place, ...]
    by_place: bool = False


def read_indicators(grids: Sequence[Grid], year: int | None = None) -> Iterator[Reading]:
    panels = [panel for number, grid in enumerate(grids) for panel in find_panels(number, grid, _name_label)]
    for number in {*range(len(grids))} - {panel.grid for panel in panels}:
        yield Finding("unread_table", f"{INDICATORS}: a row has more cells than any form", f"grid {number}")
    lines: list[_Line] = []
    previous: str | None = None
    heads: tuple[Place, ...] = ()
    known = [_count_known(panel) for panel in panels]
    unread = sum(known) < _ENOUGH_LABELS
    shaped = _have_shape(panels)
    for panel, count in zip(panels, known, strict=True):
        if (unread or not count) and not shaped:
            yield from read_local_panel(panel)
            if _is_unread(panel):
                message = f"{INDICATORS}: no label is known, from {say_row(panel.rows[0])[:LONGEST_QUOTE]}"
                yield Finding("unread_table", message, f"grid {panel.grid}")
            continue
        heads = _find_heads(panel) or heads
        for row in panel.rows:
            key, labels = _read_label(row, previous)
            previous = key or previous
            if not _is_note(row) and row != heads:
                lines.append(_Line(panel.grid, row, key, labels, heads))
    for line in _name_rows(lines):
        yield from _read_line(line, year)


def _name_label(label: str) -> str | None:
    return "row" if indicator_key(label, None) else None


def _count_known(panel: Panel) -> int:
    previous, known = None, 0
    for row in panel.rows:
        key, _ = _read_label(row, previous)
        previous = key or previous
        known += key is not None
    return known


def _have_shape(panels: Sequence[Panel]) -> bool:
    """Whether the tables together have the form's rows with its headings, or without them, and heads."""
    rows = [row for panel in panels for row in panel.rows if not _is_note(row)]
    heads = sum(bool(_find_heads(panel)) for panel in panels)
    return len(rows) - heads in (len(UNITS), len(printed_rows(INDICATORS, "2014")))


def _is_unread(panel: Panel) -> bool:
    """Whether it may be the form's table after all, with no label that is known: units of indicators beside numbers, or
    as many values as no other table of such a report has."""
    places = {place for row in panel.rows for place in row if not place.blank}
    units = sum(bool(_UNIT.fullmatch(squeeze(place.text))) for place in places)
    data = sum(place.number or parse_cell(place.text, None)[2] != "text" for place in places)
    return data >= _MANY_VALUES or (units >= _ENOUGH_LABELS and data > 0)


def _find_heads(panel: Panel) -> tuple[Place, ...]:
    """The row that names the columns: above the first indicator, with several words and no number but a year."""
    for row in panel.rows:
        if _read_label(row, None)[0] or any(_UNIT.fullmatch(squeeze(place.text)) for place in row):
            return ()
        told = [place for place in row if not place.blank]
        if len(told) > 1 and len(row) > 1 and any(_is_head_of_values(place) for place in told[1:]):
            return row
    return ()


def _is_head_of_values(place: Place) -> bool:
    words = squeeze(place.text)
    return bool(_OWN_COLUMN.fullmatch(words) or _OTHER_COLUMN.fullmatch(words) or _year_of(words))


def _year_of(words: str) -> int | None:
    found = re.fullmatch(r"(20\d\d)年?度?(?:数量?|累计)?", words)
    return int(found[1]) if found else None


def _is_note(row: Row) -> bool:
    return len(row) == 1 or all(place.blank for place in row)


def _read_label(row: Row, previous: str | None) -> tuple[str | None, int]:
    """The key of a row, and how many of its cells are labels; a group cell 四、行政复议数量 may stand before 维持…."""
    found, labels = None, 0
    for at, place in enumerate(row):
        if place.number:
            break
        if key := indicator_key(place.text, found or previous):
            found, labels = key, at + 1
    return found, labels


def _name_rows(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines, those of a gap between known rows under the keys that the form has there, where its length is the
    form's and what is left of the labels fits."""
    printed = printed_rows(INDICATORS, "2014")
    if len(lines) == len(UNITS):
        printed = tuple((key, label) for key, label in printed if key)
    order = [key or f"heading {at}" for at, (key, _) in enumerate(printed)]
    named = dict(enumerate(lines))
    for run, places in find_gaps([line.key for line in lines], order):
        pairs = list(zip(run, places, strict=True))
        if all(may_be(_left_of(lines[at]), printed[place][1]) for at, place in pairs):
            for at, place in pairs:
                if key := printed[place][0]:
                    line = lines[at]
                    named[at] = _Line(line.grid, line.row, key, _count_labels(line), line.heads, True)
    yield from named.values()


def _count_labels(line: _Line) -> int:
    stops = (at for at, place in enumerate(line.row) if place.number or _UNIT.fullmatch(squeeze(place.text)))
    return next(stops, len(line.row) - 1)


def _left_of(line: _Line) -> str:
    labels = line.row[: _count_labels(line)]
    return labels[-1].text if labels else ""


def _read_line(line: _Line, year: int | None) -> Iterator[Reading]:
    row, key = line.row, line.key
    unit, values = _split_unit(row[line.labels :])
    place, others = _choose_value(values, line.heads, year)
    if key and place:
        if line.by_place:
            yield Finding("by_place", f"{INDICATORS}.{key}: {say_row(row)}", _where(line))
        value, printed, state = parse_cell(place.text, unit or UNITS[key])
        source = f"grid {line.grid} {place.where}"
        if state == "text" and is_figure(place.text):
            yield Finding("unclear_number", f"{INDICATORS}.{key}: {place.text[:LONGEST_QUOTE]}", source)
        yield Cell(INDICATORS, key, "value", place.text, value, printed, state, source)
        yield from _read_others(line, others, unit or UNITS[key])
    elif any(place.number for place in values) or _may_hold_value(line, unit, values):
        code = "doubtful_row" if key else "unknown_row"
        yield Finding(code, f"{INDICATORS}: {say_row(row)}", _where(line))


def _may_hold_value(line: _Line, unit: str | None, values: Sequence[Place]) -> bool:
    """Whether a row without a number is more than a heading: one that is known, or has a unit."""
    return len(values) > 1 if line.key else bool(unit) or not _is_heading(line)


def _is_heading(line: _Line) -> bool:
    """A row of a label alone, or with strokes: what the form prints over its indicators (二、回应解读情况)."""
    return sum(parse_cell(place.text, None)[2] == "text" for place in line.row) <= 1


def _where(line: _Line) -> str:
    return f"grid {line.grid} {place_of_row(line.row)}"


def _choose_value(
    values: Sequence[Place], heads: Sequence[Place], year: int | None
) -> tuple[Place | None, list[tuple[str, Place]]]:
    """The value of the report's year, and those of other columns with their heads. None where it cannot be told."""
    told = [place for place in values if not place.blank]
    columns = [(squeeze(head.text), place) for place in values for head in heads if _is_under(head, place)]
    own = [place for words, place in columns if _is_own(words, year)]
    others = [(words, place) for words, place in columns if words and place not in own]
    known = all(_OTHER_COLUMN.fullmatch(words) or _year_of(words) for words, _ in others)
    if len(own) == 1 and others and known and len(columns) == len({id(place) for _, place in columns}):
        return own[0], others
    told = told or list(values[:1])
    usable = len(told) == 1 and not (told[0].height > 1 and told[0].number) and not _name_label(told[0].text)
    under_other = [place for words, place in others if _OTHER_COLUMN.fullmatch(words) or _year_of(words)]
    return (told[0] if usable and told[0] not in under_other else None), []


def _is_under(head: Place, place: Place) -> bool:
    return head.start <= place.start and place.stop <= head.stop


def _is_own(words: str, year: int | None) -> bool:
    return bool(_OWN_COLUMN.fullmatch(words)) or (year is not None and _year_of(words) == year)


def _read_others(line: _Line, others: Sequence[tuple[str, Place]], unit: str) -> Iterator[Cell]:
    label = "".join(line.row[line.labels - 1].text.split())
    for words, place in others:
        source = f"grid {line.grid} {place.where}"
        yield Cell(LOCAL, label, words, place.text, *parse_cell(place.text, unit), source)


def _split_unit(cells: Row) -> tuple[str | None, list[Place]]:
    """The unit beside the label, where the table has a column for it, and the cells behind."""
    units = [squeeze(place.text) for place in cells if _UNIT.fullmatch(squeeze(place.text))]
    return (units[0].strip("()") if units else None), [p for p in cells if squeeze(p.text) not in units]
