"""Which value of a row stands under which column, where header and data row are spanned differently.

Real tables give 本年增/减 two grid columns in the header and 上一年项目数量 two in the data row, forget the colspan of
a label, or split one column in two. So a row is read as its cells, each with the grid columns it covers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.reading.document import Grid
from archive.report.forms.label import squeeze
from archive.report.quantity import is_numeric

MOST_CELLS = 40
LONGEST_CELL = 200
"""Of a row in a finding."""


class Place(NamedTuple):
    """A cell as it stands in one row: its text over the columns start … stop - 1, from row `row` down.

    Rows and columns are those of its panel. `turned`: the panel is a grid with rows and columns exchanged; `left`: how
    many columns of the grid stand before the panel's first. A tuple, since a report has a thousand of them.
    """

    text: str
    start: int
    stop: int
    row: int
    height: int = 1
    turned: bool = False
    left: int = 0

    @property
    def blank(self) -> bool:
        return not self.text or not squeeze(self.text)

    @property
    def number(self) -> bool:
        return is_numeric(self.text)

    @property
    def where(self) -> str:
        """Row and column in the grid, as a cell's source names them."""
        column = self.start + self.left
        return f"r{column} c{self.row}" if self.turned else f"r{self.row} c{column}"


Row = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `key` None where its label is not known; `row` where the head tells the row too (table 四).

    `start` = `stop` where only the order of the columns is known.
    """

    key: str | None
    label: str
    start: int
    stop: int
    row: str | None = None


def lay_out(grid: Grid) -> Iterator[Row]:
    """The rows of a grid as cells; a cell that covers several rows stands in each of them."""
    spans = {(row, span.column): span for span in grid.spans for row in range(span.row, span.row + span.rows)}
    for r, texts in enumerate(grid.rows):
        places, c = [], 0
        while c < len(texts):
            span = spans.get((r, c))
            if span:
                places.append(Place(texts[c].strip(), c, c + max(span.columns, 1), span.row, span.rows))
                c += max(span.columns, 1)
            else:
                places.append(Place(texts[c].strip(), c, c + 1, r))
                c += 1
        yield tuple(places)


def say_row(row: Sequence[Place]) -> str:
    """A row as printed, for a finding: its beginning, where it is longer than any of a form."""
    cells = [" ".join(place.text[:LONGEST_CELL].split()) for place in row[:MOST_CELLS]]
    return " | ".join([*cells, "…"] if len(row) > MOST_CELLS else cells)


def place_of_row(row: Sequence[Place]) -> str:
    """Where a row stands in its grid: "r4", or "c4" in a grid with rows and columns exchanged."""
    return f"{'c' if row[0].turned else 'r'}{max(place.row for place in row)}"


def align(label_stop: int, values: Sequence[Place], columns: Sequence[Column]) -> tuple[Place | None, ...]:
    """The value under each column, None where it cannot be told. `label_stop` is where the row's label ends."""
    if not columns or not values:
        return (None,) * len(columns)
    # A blank beside a label narrower than its place belongs to the label or is the first value: then the row is moved.
    unsure = values[0].blank and label_stop < columns[0].start
    if exact := _align_by_place(values, columns):
        moved = unsure and exact[-1].blank and any(not place.blank for place in exact)
        return (None,) * len(columns) if moved else exact
    if len(values) == len(columns):
        return tuple(values)
    first, rest = values[: len(columns)], values[len(columns) :]
    # A row whose label forgot its colspan is padded on the right.
    if len(first) == len(columns) and all(place.blank for place in rest):
        gaps = first if columns[0].start == columns[0].stop else first[:1]
        told = any(not place.blank for place in first)
        return (None,) * len(columns) if told and any(place.blank for place in gaps) else tuple(first)
    found = tuple(_find_under(column, values) for column in columns)
    left_over = any(not place.blank and place not in found for place in values)
    return (None,) * len(columns) if unsure or left_over else found


def _align_by_place(values: Sequence[Place], columns: Sequence[Column]) -> tuple[Place, ...] | None:
    """Where every column has exactly one cell of its own width, and nothing is left over but blanks."""
    places = {(place.start, place.stop): place for place in values}
    found = tuple(places[key] for column in columns if (key := (column.start, column.stop)) in places)
    if len(found) != len(columns):
        return None
    return found if all(place.blank or place in found for place in values) else None


def _find_under(column: Column, values: Sequence[Place]) -> Place | None:
    """The one text told under a column. A number printed over several columns belongs to none of them alone."""
    under = [place for place in values if place.start < column.stop and place.stop > column.start]
    told = [place for place in under if not place.blank] or under[:1]
    if len({place.text for place in told}) != 1:
        return None
    wider = told[0].start < column.start or told[0].stop > column.stop
    return None if wider and told[0].number else told[0]
