"""What a page prints twice: the report again for telephones, a table again, an article again below its title."""

from collections.abc import Sequence

from archive.reading.fields import is_header
from archive.reading.lines import Line
from archive.reading.signs import is_dated_by_hand

LONG = 30
"""Characters from which two tables that are alike are one table printed twice."""

SHORTEST_TITLE = 8

HEADER_DISTANCE = 4
"""Lines between a title and the header below it."""


def second_title(lines: Sequence[Line], strong: Sequence[int], titles: Sequence[str]) -> int | None:
    """Position of the title below which a page prints its article again, for telephones: the page's title, below text,
    with a header below it. `strong`: positions of the lines that are text for sure."""
    for i in range(strong[0] + 1 if strong else len(lines), len(lines)):
        if lines[i].flat in titles and len(lines[i].flat) >= SHORTEST_TITLE:
            below = [line.flat for line in lines[i + 1 : i + 1 + HEADER_DISTANCE]]
            if any(is_header(text) and not is_dated_by_hand(text) for text in below):
                return i
    return None


def repeated_lines(lines: Sequence[Line], strong: Sequence[int]) -> set[int]:
    """Those of the positions `strong` whose line was met before, in the same company: the line before it or after it is
    the same as there, or there is no other. A report says a sentence twice; only a copy says two after another."""
    texts = [lines[i].flat for i in strong]
    firsts: dict[str, int] = {}
    origins = [firsts.setdefault(text, at) for at, text in enumerate(texts)]
    copied = set()
    for at, origin in enumerate(origins):
        before, after = origins[max(at - 1, 0)] == origin - 1, origins[min(at + 1, len(origins) - 1)] == origin + 1
        if origin < at and (before or after or len(firsts) == 1):
            copied.add(strong[at])
    return copied


def repeated_tables(lines: Sequence[Line]) -> set[int]:
    """Node indexes of the tables whose whole text stood in a table before."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        if line.place.table >= 0:
            texts.setdefault(line.place.table, []).append(line.flat)
    whole = {table: "".join(text) for table, text in texts.items()}
    originals = {text: table for table, text in reversed(whole.items())}
    return {table for table, text in whole.items() if len(text) > LONG and originals[text] != table}
