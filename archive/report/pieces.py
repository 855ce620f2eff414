"""Header segments and lines cut into labels and what stands between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.reading.labels import Mark, find_marks


@dataclass(frozen=True, slots=True)
class Piece:
    """What a segment is cut into: a mark or a text; neither where a row ends. `fresh`: the first of its segment;
    `line`: of a plain line, not of a cell."""

    mark: Mark | None = None
    text: str | None = None
    fresh: bool = False
    line: bool = False


ROW_END = Piece()


def cut_block(block: Sequence[str]) -> Iterator[Piece]:
    for segment in block:
        yield from cut_segment(segment)
    yield ROW_END


def cut_line(line: str) -> Iterator[Piece]:
    """A line of plain text; "|" separates the cells of a row, whose empty cells are seen."""
    if "|" in line:
        yield from cut_block(line.split("|"))
    else:
        yield from cut_segment(line, line=True)


def cut_segment(segment: str, line: bool = False) -> Iterator[Piece]:
    """The marks of a segment and the texts between them, in order; a segment without either is one empty text."""
    marks = [*_with_unknown(segment, find_marks(segment))]
    at = 0
    for mark in marks:
        if text := trim(segment[at : mark.start]):
            yield Piece(text=text, fresh=at == 0, line=line)
        yield Piece(mark=mark)
        at = mark.end
    text = trim(segment[at:])
    if text or not marks:
        yield Piece(text=text, fresh=not marks, line=line)


_UNKNOWN = re.compile(r"(?<=[\s\u3000])([一-龥]{2,8})[\s\u3000]?[:：]")


def _with_unknown(segment: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks, and between them the words before a colon that are no label we know: a value ends there."""
    for mark, following in zip(marks, (*marks, None)[1:], strict=True):
        yield mark
        end = following.start if following else len(segment)
        for match in _UNKNOWN.finditer(segment, mark.end, end):
            yield Mark(match.start(), match.end(), match[1])


_EDGES = " \t\r\n\u3000\xa0:：|•·【】〖〗"
_HALVES = {"]": "[", "〕": "〔", ")": "(", "）": "（"}
_OPENING = {opening: closing for closing, opening in _HALVES.items()}


MOST_BRACKETS = 4


def trim(text: str) -> str:
    """A value without the marks round it, and without a bracket whose other half stands outside: `2016.1.29] [`."""
    text = text.strip(_EDGES)
    for _ in range(MOST_BRACKETS):
        if text and (text[-1] in _OPENING or (text[-1] in _HALVES and _HALVES[text[-1]] not in text)):
            text = text[:-1].rstrip(_EDGES)
        if text and (text[0] in _HALVES or (text[0] in _OPENING and _OPENING[text[0]] not in text)):
            text = text[1:].lstrip(_EDGES)
    return text
