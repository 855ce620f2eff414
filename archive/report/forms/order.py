"""What a label that was cut off or cannot be read may have been, by the order of the forms' printed labels."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from archive.report.forms import printed
from archive.report.forms.indicators import INDICATORS
from archive.report.forms.label import bare_label, squeeze
from archive.report.forms.standard import ACTIVE_DISCLOSURE, APPLICATIONS

Printed = tuple[tuple[str | None, str], ...]
"""Key and label, row after row; a heading has no key."""

_REMARK = re.compile(r"\([^()]*\)$|^其中:")
_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def printed_rows(table: str, form: str | None) -> Printed:
    """The rows of a table in their order; nothing where the form is not known."""
    return tuple((key or None, _REMARK.sub("", bare_label(label))) for key, label in _list_rows(table, form))


def _list_rows(table: str, form: str | None) -> Iterator[tuple[str, str]]:
    if table == INDICATORS:
        yield from printed.INDICATORS
    elif form is None or form not in printed.CLAUSES:
        return
    elif table == ACTIVE_DISCLOSURE:
        for _, _, rows in printed.CLAUSES[form]:
            yield from rows.items()
    elif table == APPLICATIONS:
        yield from printed.INTAKE.items()
        for _, results in printed.RESULTS[form]:
            yield from results.items()
        yield from printed.REMAINDER.items()


@cache
def printed_columns(key: str) -> tuple[str, ...]:
    """The labels that the forms print over a column of table 二, without their units."""
    clauses = (columns for form in printed.CLAUSES.values() for _, columns, _ in form)
    return tuple(dict.fromkeys(_REMARK.sub("", squeeze(columns[key])) for columns in clauses if key in columns))


@lru_cache(maxsize=4096)
def may_be(label: str, printed: str) -> bool:
    """Whether a label is what is left of a printed one: its characters are there, in this order. A label of which no
    character can be read may be any."""
    left = iter(squeeze(printed))
    words = bare_label(label).removeprefix("其中").replace("它", "他")
    return all(character in left for character in _HAN.findall(words))


def is_read(label: str) -> bool:
    """Whether any character of a label can be read."""
    return bool(_HAN.search(label))


def find_gaps(keys: Sequence[str | None], order: Sequence[str | None]) -> list[tuple[range, range]]:
    """Runs of rows without a key, and the places in the form's order between the keys round them, where both are of
    the same length. `keys` are those of the rows of a table from its head to its end."""
    places = {key: at for at, key in enumerate(order) if key}
    known = [(-1, -1), *((at, places[key]) for at, key in enumerate(keys) if key in places), (len(keys), len(order))]
    return [
        (range(at + 1, below), range(place + 1, next_place))
        for (at, place), (below, next_place) in pairwise(known)
        if below - at > 1 and below - at == next_place - place
    ]
