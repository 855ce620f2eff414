"""A table as a matrix of boxes. A box that covers several places is the same object in each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Key = tuple[str, str, str]


@dataclass(eq=False, slots=True)
class Box:
    """`role`: head, label, value, unit, banner, note or blank. `key`: whose value it is."""

    text: str
    role: str = "blank"
    key: Key | None = None


Matrix = list[list[Box]]


def wide(box: Box, columns: int) -> list[Box]:
    return [box] * columns


def turn(matrix: Matrix) -> Matrix:
    """Rows and columns exchanged."""
    return [list(row) for row in zip(*matrix, strict=True)]


def boxes(matrix: Matrix) -> Iterator[tuple[int, int, int, int, Box]]:
    """Row, column, height, width and box, each rectangle of one box once."""
    done: set[tuple[int, int]] = set()
    for r, row in enumerate(matrix):
        for c, box in enumerate(row):
            if (r, c) not in done:
                width = _run(row[c:], box)
                height = _height(matrix, r, c, width)
                done |= {(r + down, c + right) for down in range(height) for right in range(width)}
                yield r, c, height, width, box


def _height(matrix: Matrix, r: int, c: int, width: int) -> int:
    box = matrix[r][c]
    below = (row for row in matrix[r + 1 :])
    same = (_run(row[c:], box) == width and not (c and row[c - 1] is box) for row in below)
    return 1 + next((at for at, goes_on in enumerate(same) if not goes_on), len(matrix) - r - 1)


def _run(row: Sequence[Box], box: Box) -> int:
    return next((at for at, other in enumerate(row) if other is not box), len(row))


def is_body(row: Sequence[Box]) -> bool:
    return any(box.role == "value" for box in row)


def head_height(matrix: Matrix) -> int:
    return next((r for r, row in enumerate(matrix) if is_body(row)), len(matrix))


def beside(left: Matrix, right: Matrix) -> Matrix:
    """Two tables as one, side by side; the shorter is filled up with blanks."""
    height = max(len(left), len(right))
    filled = [[*m, *([Box("") for _ in m[0]] for _ in range(height - len(m)))] for m in (left, right)]
    return [[*a, *b] for a, b in zip(*filled, strict=True)]


def widen(matrix: Matrix, widths: Sequence[int]) -> Matrix:
    """Each column as many places wide as said."""
    return [[box for box, times in zip(row, widths, strict=True) for _ in range(times)] for row in matrix]


def copy_across(matrix: Matrix, at: int) -> None:
    """Boxes that reach over the border above row `at` begin anew there."""
    again: dict[Box, Box] = {}
    above = {id(box) for row in matrix[:at] for box in row}
    for row in matrix[at:]:
        for c, box in enumerate(row):
            if id(box) in above and box.text:
                row[c] = again.setdefault(box, Box(box.text, box.role, box.key))
