"""The standard quantities that a report says in sentences, as cells of the table `narrative` (DOMAIN §4d′).

`row` is the key of the indicator that it is, in reports of every form; `raw` the number as written with its unit
(47条, 三件, 未收到, 无); `source` "text l12: the clause", lines counted from 0 in the text of the report.
About how many (300余条) is no number: its state is `text`, and a finding says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.reading.document import LONGEST_QUOTE, Finding
from archive.report.cell import Cell, Reading
from archive.report.words.amount import find_amounts
from archive.report.words.around import MARKS, Around, look_around
from archive.report.words.denials import Denial, find_denials
from archive.report.words.owner import is_share
from archive.report.words.passage import Passage
from archive.report.words.phrases import read_key
from archive.report.words.time import Times, is_planned, read_times

NARRATIVE = "narrative"

_BOTH = ("reconsideration.total", "litigation.total")
_VERB = re.compile(
    r"收到|接到|受理|新收|主动公开|公开|发布|办结|答复|回复|制发|制定|出台|设[置立]|召开|举办|组织|开展|配备|收取|推送|发生"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A quantity told at `start` to `end` of a passage; `sure` where its sentence says that it is all (共收到)."""

    key: str
    start: int
    end: int
    value: int | float | None
    unit: str | None
    state: str
    about: bool = False
    sure: bool = False


def read_narrative(
    passages: Iterable[Passage], year: int | None, organ: str | None
) -> tuple[tuple[Cell, ...], tuple[Finding, ...]]:
    """Cells in the order in which they are said, each key once; `organ` is the name of the reporting organ."""
    cells: dict[str, Cell] = {}
    findings: list[Finding] = []
    for passage in passages:
        if passage.topic == "plans":
            continue
        for reading in _read_passage(passage, year, organ):
            if isinstance(reading, Finding):
                findings.append(reading)
                continue
            first = cells.setdefault(reading.row, reading)
            if first.state == "text" and reading.state == "number":
                cells[reading.row] = reading
            elif _differ(first, reading):
                findings.append(_say_repeated(first, reading))
    return tuple(cells.values()), tuple(findings)


def _read_passage(passage: Passage, year: int | None, organ: str | None) -> Iterator[Reading]:
    told: set[str] = set()
    times: Times | None = None
    for offset, sentence in passage.sentences():
        goes_on = sentence.startswith("其中")
        found = list(_read_sentence(sentence, passage.topic, told if goes_on or told else set(), organ))
        if not found:
            if not goes_on:
                times = None
            continue
        default = times.scope_at(10**9) if goes_on and times else "this"
        times = read_times(sentence, year)
        kept = [said for said in found if _counts(said, sentence, times, default)]
        told |= {said.key for said in kept}
        for said in _one_each(kept):
            yield from _print(passage, offset, sentence, said)
        for key in _unclear(kept):
            quote = _quote(passage, offset, sentence, min(said.start for said in kept if said.key == key))
            yield Finding(
                "unclear_quantity",
                f"{NARRATIVE}.{key}: several values in one sentence: {quote[1]}",
                f"text l{quote[0]}",
            )


def _read_sentence(sentence: str, topic: str | None, told: set[str], organ: str | None) -> Iterator[_Said]:
    for denial in find_denials(sentence, topic, organ):
        yield _deny(denial)
    amounts = list(find_amounts(sentence))
    said = set(told)
    floor = 0
    for at, amount in enumerate(amounts):
        stop = amounts[at + 1].start if at + 1 < len(amounts) else len(sentence)
        around = look_around(sentence, amount, floor, stop, topic, said)
        floor = amount.end
        key = read_key(around)
        if not key or _is_others(around, organ):
            continue
        sure = bool(re.search(r"共|总|合计", around.core + around.link))
        for name in _BOTH if key == "both" else (key,):
            said.add(name)
            yield _Said(name, amount.start, amount.end, amount.value, amount.unit, amount.state, amount.about, sure)


def _deny(denial: Denial) -> _Said:
    value = 0 if denial.state == "number" else None
    return _Said(denial.key, denial.start, denial.end, value, None, denial.state)


def _is_others(around: Around, organ: str | None) -> bool:
    """The clause names a department or a town before its verb, and it is not the one that reports."""
    verb = _VERB.search(around.core)
    if is_planned(around.core):
        return True
    return is_share(around.core[: verb.start()] if verb else "", organ)


def _counts(said: _Said, sentence: str, times: Times, default: str) -> bool:
    """The sentence speaks of the report year, and not of what came together over years."""
    if times.scope_at(said.end, default) == "other":  # type: ignore[arg-type]
        return False
    clause = sentence[max(sentence.rfind(mark, 0, said.start) for mark in MARKS) + 1 : said.start]
    return "累计" not in clause or times.says_this(said.start)


def _one_each(found: Sequence[_Said]) -> Iterator[_Said]:
    """Each key of a sentence once: told twice with different values, the one that says it is all, else none."""
    unclear = set(_unclear(found))
    kept: dict[str, _Said] = {}
    for said in found:
        if said.key not in unclear and (said.key not in kept or (said.sure and not kept[said.key].sure)):
            kept[said.key] = said
    yield from kept.values()


def _unclear(found: Sequence[_Said]) -> Iterator[str]:
    for key in dict.fromkeys(said.key for said in found):
        values = {said.value or 0 for said in found if said.key == key}
        sure = {said.value for said in found if said.key == key and said.sure}
        if len(values) > 1 and len(sure) != 1:
            yield key


def _print(passage: Passage, offset: int, sentence: str, said: _Said) -> Iterator[Reading]:
    _, raw = passage.print(offset + said.start, offset + said.end)
    line, quote = _quote(passage, offset, sentence, said.start)
    source = f"text l{line}: {quote}"
    yield Cell(NARRATIVE, said.key, "value", raw, said.value, said.unit, said.state, source)
    if said.about:
        yield Finding("approximate", f"{NARRATIVE}.{said.key}: {raw!r} says only about how many", source)


def _quote(passage: Passage, offset: int, sentence: str, at: int) -> tuple[int, str]:
    """The line and the clause around `at`, as printed."""
    start = max(sentence.rfind(mark, 0, at) for mark in MARKS) + 1
    ends = [end for mark in MARKS if (end := sentence.find(mark, at)) >= 0]
    stop = min(ends, default=len(sentence))
    start = max(start, at - LONGEST_QUOTE // 2)
    _, quote = passage.print(offset + start, offset + min(stop, start + LONGEST_QUOTE))
    line, _ = passage.print(offset + at, offset + at + 1)
    return line, quote[:LONGEST_QUOTE]


def _differ(first: Cell, again: Cell) -> bool:
    """未收到, 0件 and 无 say the same."""
    return "text" not in {first.state, again.state} and (first.value or 0) != (again.value or 0)


def _say_repeated(first: Cell, again: Cell) -> Finding:
    message = f"{NARRATIVE}.{first.row}: {first.raw!r} kept ({first.source}), also {again.raw!r}"
    return Finding("repeated_cell", message, again.source)
