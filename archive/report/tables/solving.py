"""Digits of several cells that stand together (00000 for five cells), parted by the sums of their form.

A group is cells of which the last is the sum of the others: seven in a row of table 三, five for each of the three
proceedings of table 四. A reading takes every digit, writes no number with a zero before it, and makes every sum
hold; it may leave cells blank. Only where one single reading is left, and it leaves none blank, are the cells solved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

LONGEST = 60
"""Digits of a row; the numbers of a whole table four have some 30."""

_MOST_STEPS = 400
"""Some 1 ms; a row of a real report takes a few dozen."""

Numbers = tuple[int, ...]


class _TooManyError(Exception):
    """The search is given up: what cannot be told in its bounds is not told."""


@dataclass(slots=True)
class _Search:
    text: str
    borders: frozenset[int]
    """Places between two tokens: a number ends there."""
    steps: int = 0
    hopeless: set[tuple[int, int, int, int]] = field(default_factory=set)

    def number(self, start: int, stop: int) -> int | None:
        if stop - start > 1 and self.text[start] == "0":
            return None
        if any(border in self.borders for border in range(start + 1, stop)):
            return None
        return int(self.text[start:stop])

    def readings(self, start: int, groups: int, size: int) -> Iterator[tuple[Numbers, ...]]:
        """Readings of the text from `start` on as groups of at most `size` numbers."""
        if not groups:
            yield from [()] if start == len(self.text) else []
            return
        for stop, group in self._first_groups(start, groups, size):
            for rest in self.readings(stop, groups - 1, size):
                yield (group, *rest)

    def _first_groups(self, start: int, groups: int, size: int) -> Iterator[tuple[int, Numbers]]:
        if groups > 1 or start == len(self.text):
            yield start, ()
        stops = range(start + 2, len(self.text) + 1) if groups > 1 else (len(self.text),)
        for stop in stops:
            for total_start in range(stop - 1, start, -1):
                total = self.number(total_start, stop)
                if total is not None:
                    for parts in self._parts(start, total_start, size - 1, total):
                        yield stop, (*parts, total)

    def _parts(self, start: int, stop: int, most: int, total: int) -> Iterator[Numbers]:
        """At most `most` numbers that fill the text and add up to `total`."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _TooManyError
        if start == stop:
            yield from [()] if total == 0 else []
            return
        state = (start, stop, most, total)
        if not most or state in self.hopeless:
            return
        found = False
        for end in range(start + 1, min(stop, start + len(str(total))) + 1):
            number = self.number(start, end)
            if number is not None and number <= total:
                for rest in self._parts(end, stop, most - 1, total - number):
                    found = True
                    yield (number, *rest)
        if not found:
            self.hopeless.add(state)


def find_readings(tokens: Sequence[str], groups: int, size: int) -> tuple[Numbers, ...]:
    """The first two readings of `groups` times `size` cells from their digits, as printed from left to right: nothing
    where no sum can hold, one where it is the only one. A search that is given up is as good as several readings."""
    text = "".join(tokens)
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST:
        return ()
    borders, at = set(), 0
    for token in tokens:
        at += len(token)
        borders.add(at)
    readings = _Search(text, frozenset(borders)).readings(0, groups, size)
    try:
        return tuple(tuple(number for group in found for number in group) for found in islice(readings, 2))
    except _TooManyError:
        return ((), ())


def solve(tokens: Sequence[str], groups: int, size: int) -> Numbers | None:
    """The numbers of all cells, where one reading alone is left and it leaves no cell blank."""
    readings = find_readings(tokens, groups, size)
    return readings[0] if len(readings) == 1 and len(readings[0]) == groups * size else None
