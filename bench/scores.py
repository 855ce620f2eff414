"""How well a reader reads a page, and many.

F1      of the longest common subsequence of characters with the true text: order counts, a moved table costs
leak    the text has a line of the header or of the tools
cell    true cells found with the same text at the same row and column of the best matching table, spans expanded
title, date, header    equal to the true ones
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from cases import Case, flat
from rapidfuzz.distance import LCSseq
from readers import Read

LOW = 0.9
"""Recall below which a page is as good as lost."""

HEAD = 200
"""Characters in which a title that stands in the text is left out, on both sides."""


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float
    leak: bool
    cells: tuple[int, int] | None
    title: bool | None
    date: bool | None
    header: tuple[bool, ...]

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(case: Case, read: Read) -> Score:
    true, text = _untitled(case.text, case.title), _untitled(flat(read.text), case.title)
    common = LCSseq.similarity(true, text)
    return Score(
        precision=common / len(text) if text else float(not true),
        recall=common / len(true) if true else 1.0,
        leak=any(text.count(flat(mark)) > true.count(flat(mark)) for mark in case.marks if mark),
        cells=_count_cells(case, read.grids) if case.grids and read.grids is not None else None,
        title=flat(read.title) == case.title if case.title else None,
        date=_day(read.published) == _day(case.published) if case.published and read.published is not None else None,
        header=tuple(_judge_header(case.header, read.header)) if read.header is not None else (),
    )


def _untitled(text: str, title: str) -> str:
    at = text.find(title) if title else -1
    return text[:at] + text[at + len(title) :] if 0 <= at < HEAD else text


def _count_cells(case: Case, grids: Sequence[Sequence[Sequence[str]]]) -> tuple[int, int]:
    found = total = 0
    read = [[[flat(cell) for cell in row] for row in grid] for grid in grids]
    for true in case.grids:
        cells = [(r, c, flat(cell)) for r, row in enumerate(true) for c, cell in enumerate(row) if flat(cell)]
        total += len(cells)
        hits = (sum(r < len(g) and c < len(g[r]) and g[r][c] == cell for r, c, cell in cells) for g in read)
        found += max(hits, default=0)
    return found, total


def _judge_header(true: Mapping[str, str], read: Mapping[str, str]) -> Iterator[bool]:
    for key, value in true.items():
        got = read.get(key) or (read.get("publisher" if key == "source" else "source") if key in SAID_BY else "")
        yield flat(got or "") == flat(value)


SAID_BY = ("source", "publisher")
"""Which of the two a page calls it is a matter of its labels."""


def _day(text: str | None) -> str | None:
    found = re.search(r"(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})", text or "")
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else None


def summarise(scores: Sequence[Score]) -> dict[str, str]:
    """The columns of a table, "–" where nothing was to be found."""
    cells = [score.cells for score in scores if score.cells]
    return {
        "F1": f"{mean(score.f1 for score in scores):.4f}",
        "leaks": f"{mean(score.leak for score in scores):.1%}",
        f"recall<{LOW}": str(sum(score.recall < LOW for score in scores)),
        "worst": f"{min(score.recall for score in scores):.2f}",
        "cells": f"{sum(found for found, _ in cells) / sum(total for _, total in cells):.3f}" if cells else "–",
        "title": _share(score.title for score in scores),
        "date": _share(score.date for score in scores),
        "header": _share(one for score in scores for one in score.header),
    }


def _share(verdicts: Iterable[bool | None]) -> str:
    known = [verdict for verdict in verdicts if verdict is not None]
    return f"{mean(known):.3f}" if known else "–"
