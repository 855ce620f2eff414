"""The characters of a printed page → its lines. What a PDF holds are glyphs and where they stand; a line, a space and
the order of reading are for the reader to find.

Coordinates are points (1/72 inch) from the page's top left corner.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from archive.reading.controls import clean_controls
from archive.reading.lines import tidy

LOST = "\ufffd"
"""Stands where a glyph has no character: its font does not tell which."""

SAME_LINE = 0.4
"""Of a glyph's size: how far baselines of one line lie apart. A raised ² is .33 off, the next line at least .9."""

SAME_GLYPH = 0.25
"""Of a glyph's size: a character as near as this to its equal is printed twice, as some programs make bold. The
narrowest pair, "11" or "ll", is .28 apart."""

WORD_GAP, WIDE_GAP, CELL_GAP = 0.22, 0.5, 2.0
"""Of a glyph's size: a gap that is a space between Latin characters and digits; that is one beside a Chinese character,
where justified lines are stretched and ¼ is left before a digit; and that parts the cells of a table without rules."""

SOLID = 1.1
"""Of a glyph's size: how far down the next one stands where text is written downwards; lines of one character each lie
further apart."""

DOWN, OVER, UP = 90, 180, 270
"""Degrees clockwise by which text that reads downwards, upside down and upwards is turned."""

_RADICALS = dict(
    zip(
        "⺁⺇⺋⺎⺏⺐⺒⺓⺕⺛⺝⺟⺠⺡⺣⺤⺥⺦⺧⺩⺪⺫⺭⺮⺲⺶⺷⺸⺹⺻⺼⺽⺾⺿⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂几㔾兀尣尢巳幺彐旡月母民氵灬爫爫丬牛王疋目礻竹罒羊羊羊耂聿月臼艹艹虎衤覀西见角讠贝车辶辶辶阝長镸长门阝雨青韦页风飞食食食饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""Radicals of U+2E80–2EFF that NFKC leaves alone, and the characters they are printed for."""

_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_CID = re.compile(r"\(cid:\d+\)")
_NUMBER_BREAK = re.compile(r"[0-9.,][0-9]|[0-9][.,%]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """`base`: its baseline; `turn`: degrees it is turned clockwise, -1 for slanted."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    turn: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One line as printed. A tab in its text is a gap as wide as between the cells of a table."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def read_glyph(char: Mapping[str, Any], height: float) -> Glyph:
    """A character of pdfplumber's. `height`: the page's, where the baseline's zero is."""
    a, b, _, _, _, base = char["matrix"]
    turn = _turn(a, b)
    size = char["x1"] - char["x0"] if turn in (DOWN, UP) else char["bottom"] - char["top"]
    text = plain_characters(char["text"])
    return Glyph(text, char["x0"], char["x1"], char["top"], char["bottom"], height - base, size, turn)


def _turn(a: float, b: float) -> int:
    """The direction of writing. PDF counts upwards: text that reads downwards has a negative b."""
    if abs(b) <= abs(a) / 10:
        return 0 if a >= 0 else OVER
    if abs(a) <= abs(b) / 10:
        return DOWN if b < 0 else UP
    return -1


def plain_characters(text: str) -> str:
    """The characters a glyph stands for. Fonts that share one glyph between 一 and the radical ⼀ (U+2F00), as those of
    WPS and of browsers do, give the radical's code for either; a hyphen is often given as the soft one, which is shown
    on paper although on a web page it is not. Nothing is in doubt in either, so there is no finding."""
    text = _CID.sub(LOST, text).replace("\xad", "-")
    text = _COMPATIBLE.sub(lambda found: _RADICALS.get(found[0]) or unicodedata.normalize("NFKC", found[0]), text)
    clean, removed = clean_controls(text)
    return clean + LOST * bool(removed)


def is_lost(char: str) -> bool:
    """No character that print shows: the mark of one that is not known, or of private use, where symbol fonts have
    their bullets and fonts without a table anything."""
    return char == LOST or unicodedata.category(char) in ("Co", "Cn")


def without_doubles(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without those that are printed again in the same place."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    kept = []
    for glyph in glyphs:
        near = SAME_GLYPH * max(glyph.size, 1)
        x, y = int(glyph.x0 // near), int(glyph.base // near)
        around = (seen.get((glyph.text, x + right, y + down)) for right in (0, -1, 1) for down in (0, -1, 1))
        if not any(o and abs(o.x0 - glyph.x0) < near and abs(o.base - glyph.base) < near for o in around):
            seen[glyph.text, x, y] = glyph
            kept.append(glyph)
    return kept


def read_lines(glyphs: Iterable[Glyph]) -> list[PrintLine]:
    """The lines the glyphs form, from the top; turned ones are read in their own direction."""
    lines: list[PrintLine] = []
    for _, turned in groupby(sorted(glyphs, key=lambda glyph: glyph.turn), key=lambda glyph: glyph.turn):
        lines += (_make_line(row) for row in _rows(sorted(turned, key=_across)))
    return [line for line in lines if line.text]


def _along(glyph: Glyph) -> tuple[float, float]:
    """Where it begins and ends in its direction of writing."""
    if glyph.turn <= 0:
        return glyph.x0, glyph.x1
    if glyph.turn == OVER:
        return -glyph.x1, -glyph.x0
    return (glyph.top, glyph.bottom) if glyph.turn == DOWN else (-glyph.bottom, -glyph.top)


def _across(glyph: Glyph) -> float:
    """Where its line stands among lines of its direction."""
    if glyph.turn <= 0:
        return glyph.base
    x, _ = glyph.middle
    return {DOWN: -x, OVER: -glyph.base, UP: x}[glyph.turn]


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for glyph in glyphs:
        if row and _across(glyph) - _across(row[-1]) > SAME_LINE * min(glyph.size, row[-1].size):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _make_line(row: Sequence[Glyph]) -> PrintLine:
    row = sorted(row, key=_along)
    shown = [glyph for glyph in row if not glyph.text.isspace()] or row[:1]
    size = max(glyph.size for glyph in shown)
    return PrintLine(
        _line_text(row),
        min(glyph.x0 for glyph in shown),
        max(glyph.x1 for glyph in shown),
        min(glyph.top for glyph in shown),
        max(glyph.bottom for glyph in shown),
        size,
    )


def _line_text(row: Sequence[Glyph]) -> str:
    text, last, spaced = "", None, False
    for glyph in row:
        if glyph.text.isspace():
            spaced = True
            continue
        if last is not None:
            text += _gap(last, glyph, spaced)
        text += glyph.text
        last, spaced = glyph, False
    return text + " " * (spaced and last is not None)


def _gap(left: Glyph, right: Glyph, spaced: bool) -> str:
    gap = (_along(right)[0] - _along(left)[1]) / max(left.size, right.size, 1)
    if gap >= CELL_GAP:
        return "\t"
    latin = left.text.isascii() and right.text.isascii()
    return " " if spaced or gap >= (WORD_GAP if latin else WIDE_GAP) else ""


def join_lines(lines: Sequence[PrintLine], is_full: Callable[[PrintLine], bool]) -> str:
    """Printed lines as running text: a line break is nothing beside a Chinese character, a space between two Latin
    words, and nothing inside a number that a full line could not hold."""
    text = lines[0].text if lines else ""
    for above, line in pairwise(lines):
        number = bool(_NUMBER_BREAK.fullmatch(f"{text[-1:]}{line.text[:1]}"))
        latin = text[-1:].isascii() and line.text[:1].isascii() and text[-1:] not in " -/"
        text += " " * (latin and not (number and is_full(above))) + line.text
    return tidy(text)


def stood_up(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a cell, as turned where upright characters are written downwards, in columns from the right."""
    downwards = sum(
        abs(one.x0 - other.x0) < SAME_LINE * one.size and 0 < other.top - one.top < SOLID * one.size
        for one, other in pairwise(glyphs)
    )
    stacked = downwards > (len(glyphs) - 1) / 2
    return [replace(glyph, turn=DOWN) if stacked and glyph.turn == 0 else glyph for glyph in glyphs]
