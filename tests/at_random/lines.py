"""Sheets flattened to lines, as saving a page as text does. Spans are lost."""

import random

from tests.at_random.sheet import Matrix, boxes


def write_lines(rng: random.Random, matrix: Matrix) -> list[str]:
    """A row a line between bars or tabs; the places of a wide cell are blank."""
    rows = [["" for _ in row] for row in matrix]
    for r, c, _, _, box in boxes(matrix):
        rows[r][c] = box.text.replace("\u00a0", " ").strip()
    way = rng.randrange(3)
    if way == 0:
        return ["\t".join(row) for row in rows]
    if way == 1:
        return ["| " + " | ".join(row) + " |" for row in rows]
    return [" | ".join(row) + " |" for row in rows]
