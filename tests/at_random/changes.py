"""What hands and tools do to a table. Each takes a sheet (a list of tables) and gives what is left of it.

A change says with `lost` which keys are no longer printed, and with `unclear` those whose value may be told or not, but
never told wrong.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.at_random.sheet import Box, Key, Matrix, copy_across, head_height, is_body, wide, widen

Retype = Callable[[str], str]


@dataclass(slots=True)
class Damage:
    lost: set[Key] = field(default_factory=set)
    unclear: set[Key] = field(default_factory=set)
    """May stay without a value, with a finding."""
    glued: set[Key] = field(default_factory=set)
    """Solved, or without a value with a finding."""
    names: list[str] = field(default_factory=list)


RETYPED: tuple[tuple[str, str], ...] = (
    ("行政规范性文件", "规范性文件"),
    ("社会公益组织", "社会组织"),
    ("三类内部事务信息", "三类内容事务信息"),
    ("“三安全一稳定”", "三安全一稳定"),
    ("政府集中采购", "集中采购"),
    ("行政事业性收费", "事业性收费"),
    ("本年新收", "本年度新收"),
    ("上年结转", "上年度结转"),
    ("结转下年度", "结转下一年度"),
    ("申请数量", "申请"),
    ("政府信息", "信息"),
    ("本年增/减", "本年增减"),
    ("其他", "其它"),
    ("总计", "合计"),
    ("次数", "数"),
    ("总数", "数"),
    ("（一）", "（ 一）"),
    *(("（", "("), ("）", ")"), ("、", "，"), (".", "．"), (".", "、"), ("“", '"')),
)


def retype(rng: random.Random, matrix: Matrix, _: Damage) -> Matrix:
    """Labels as an agency types them again."""
    pairs = rng.sample(RETYPED, rng.randint(1, 6))
    strip = rng.random() < 0.15
    for row in matrix:
        for box in row:
            if box.role in ("head", "label", "banner"):
                box.text = _retyped(box.text, pairs, strip and box.role == "label")
    return matrix


def _retyped(text: str, pairs: list[tuple[str, str]], strip: bool) -> str:
    for old, new in pairs:
        if old != "政府信息" or not text.startswith(("政府信息", "（一）政府信息", "（二）设置", "（四）政府")):
            text = text if new in text else text.replace(old, new)
    if strip and "其他处理" not in text and "总计" not in text and "合计" not in text:
        text = text.lstrip("0123456789.．、").strip()
    return text


def misnumber(rng: random.Random, matrix: Matrix, _: Damage) -> Matrix:
    """Some numbers before labels are wrong."""
    for box in {id(box): box for row in matrix for box in row if box.role == "label"}.values():
        if rng.random() < 0.1 and box.text[:1] in "123456789":
            box.text = f"{rng.randint(1, 9)}{box.text[1:]}"
    return matrix


def space_letters(rng: random.Random, matrix: Matrix, _: Damage) -> Matrix:
    for box in {id(box): box for row in matrix for box in row if box.role in ("head", "label")}.values():
        if len(box.text) <= 4 and rng.random() < 0.5:
            box.text = rng.choice((" ", "\u3000", "\u00a0")).join(box.text)
    return matrix


def widen_at_random(rng: random.Random, matrix: Matrix) -> Matrix:
    """Head and rows of values have their spans in other places of a wider grid."""
    top = head_height(matrix)
    width = len(matrix[0])
    more = rng.randint(1, 3)

    def spread() -> list[int]:
        widths = [1] * width
        for _ in range(more):
            widths[rng.randrange(width)] += 1
        return widths

    return [*widen(matrix[:top], spread()), *widen(matrix[top:], spread())]


def blank_columns(rng: random.Random, matrix: Matrix, _: Damage) -> Matrix:
    """An empty column more, somewhere or at the end."""
    at = rng.choice((0, len(matrix[0])))
    return [[*row[:at], row[0] if len(set(map(id, row))) == 1 else Box(""), *row[at:]] for row in matrix]


def blank_rows(rng: random.Random, matrix: Matrix, _: Damage) -> Matrix:
    at = rng.randint(head_height(matrix), len(matrix))
    copy_across(matrix, at)
    row = [Box("") for _ in matrix[0]]
    if rng.random() < 0.5:
        row = wide(Box(rng.choice(("- 3 -", "注：数据截至12月31日", "续表", "第2页")), "note"), len(row))
    return [*matrix[:at], row, *matrix[at:]]


def lose_rowspans(rng: random.Random, matrix: Matrix, _: Damage) -> Matrix:
    """A cell over several rows stands in the first, or (so do sheets) is said again in each; blanks below."""
    again = rng.random() < 0.3
    seen: dict[tuple[int, int], Box] = {}
    for r, row in enumerate(matrix):
        for c, box in enumerate(row):
            above = seen.get((r - 1, c))
            seen[r, c] = box
            if above is box and box.role in ("label", "head") and box.text:
                run = [at for at, other in enumerate(row) if other is box]
                if c == run[0]:
                    new = Box(box.text if again and box.role == "label" else "", box.role)
                    for at in run:
                        seen[r, at] = box
                        row[at] = new
    return matrix


def cut(rng: random.Random, matrix: Matrix) -> list[Matrix]:
    """Two or three tables, as after page breaks; the head is said again on each page, or on none."""
    top = head_height(matrix)
    if len(matrix) - top < 4:
        return [matrix]
    places = sorted(rng.sample(range(top + 1, len(matrix)), rng.choice((1, 1, 2))))
    repeat, group_again = rng.random() < 0.4 and matrix[0][0].text[:1] not in "第信", rng.random() < 0.6
    parts = []
    for start, stop in zip([0, *places], [*places, len(matrix)], strict=True):
        part = [list(row) for row in matrix[start:stop]]
        if start:
            _renew(matrix, start, part, group_again)
            if repeat:
                part = [*_copy(matrix[:top]), *part]
        parts.append(part)
    return parts


def _copy(rows: Matrix) -> Matrix:
    made: dict[int, Box] = {}
    return [[made.setdefault(id(box), Box(box.text, box.role)) for box in row] for row in rows]


def _renew(matrix: Matrix, start: int, part: Matrix, said: bool) -> None:
    """The boxes that the border cuts through begin anew in the part below it."""
    cut_through = {id(box) for box in matrix[start - 1]} & {id(box) for box in matrix[start]}
    made: dict[int, Box] = {}
    for row in part:
        for c, box in enumerate(row):
            if id(box) in cut_through:
                row[c] = made.setdefault(id(box), Box(box.text if said else "", box.role, box.key))


def break_page_inside(rng: random.Random, matrix: Matrix, _: Damage) -> Matrix:
    """The group cells are said again in the middle of the table."""
    top = head_height(matrix)
    if len(matrix) - top > 4:
        at = rng.randint(top + 2, len(matrix) - 1)
        part = [list(row) for row in matrix[at:]]
        _renew(matrix, at, part, True)
        return [*matrix[:at], *part]
    return matrix


def drop_row(rng: random.Random, matrix: Matrix, damage: Damage) -> Matrix:
    rows = [r for r, row in enumerate(matrix) if is_body(row)]
    if len(rows) < 4:
        return matrix
    at = rng.choice(rows)
    damage.lost |= {box.key for box in matrix[at] if box.key}
    return [row for r, row in enumerate(matrix) if r != at]


def drop_column(rng: random.Random, matrix: Matrix, damage: Damage) -> Matrix:
    last = matrix[-1]
    at = [c for c, box in enumerate(last) if box.key]
    if len(at) < 7:
        return matrix
    gone = rng.choice(at)
    damage.lost |= {row[gone].key for row in matrix if row[gone].key}
    return [[box for c, box in enumerate(row) if c != gone] for row in matrix]


def cut_labels(rng: random.Random, matrix: Matrix, damage: Damage) -> Matrix:
    """Labels are cut off after a few characters, so that some are alike."""
    length = rng.choice((3, 4, 5, 7))
    roles = rng.choice((("head",), ("label",), ("head", "label")))
    for box in {id(box): box for row in matrix for box in row if box.role in roles}.values():
        box.text = box.text[:length]
    damage.unclear |= {box.key for row in matrix for box in row if box.key}
    return matrix


def spoil_labels(rng: random.Random, matrix: Matrix, damage: Damage) -> Matrix:
    """Some labels cannot be read at all."""
    for box in {id(box): box for row in matrix for box in row if box.role in ("head", "label")}.values():
        if rng.random() < 0.15:
            box.text = rng.choice(("", "??", "□□□", "…"))
    damage.unclear |= {box.key for row in matrix for box in row if box.key}
    return matrix


def glue(rng: random.Random, matrix: Matrix, damage: Damage) -> Matrix:
    """The digits of neighbouring cells stand in the first; the others are blank, or the one cell is as wide as all."""
    spanning = rng.random() < 0.5
    for row in matrix:
        keyed = list({id(box): box for box in row if box.key}.values())
        if len(keyed) > 2 and all(box.text.isascii() and box.text.isdigit() for box in keyed) and rng.random() < 0.3:
            inner = rng.random() < 0.3 and len(keyed) < 8
            _glue_row(row, keyed[1:-1] if inner else keyed, spanning)
            damage.glued |= {box.key for box in keyed if box.key}
    return matrix


def _glue_row(row: list[Box], part: list[Box], spanning: bool) -> None:
    made = Box("".join(box.text for box in part), "value")
    names = {id(box) for box in part}
    places = [c for c, box in enumerate(row) if id(box) in names]
    for c in places:
        row[c] = made if spanning or c == places[0] else Box("", "value")
