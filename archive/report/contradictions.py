"""What a header says twice and differently, and what it says under labels that no field takes: never lost, a finding.

header_conflict        two values under one key: the first is the field's
header_further         values that stand beside the field's without a contradiction: 公开范围 beside 公开方式
header_dates           several different dates without a label: none is taken
header_label_unknown   a label that is not known, with its value
header_unlabelled      a value taken by its shape, for the header lost its labels
"""

from collections.abc import Iterable, Iterator, Sequence

from archive.reading.document import Finding
from archive.reading.labels import OTHER_LABELS
from archive.report.day import parse_date
from archive.report.forms.label import squeeze
from archive.report.header import DATES, Shown, by_trust

BESIDE = frozenset({"topic", "disclosure", "keywords"})
"""Keys whose labels say different things: 主题分类 and 体裁分类, 公开方式 and 公开范围."""


def find_contradictions(shown: Sequence[Shown]) -> Iterator[Finding]:
    for key in dict.fromkeys(one.key for one in shown if one.key):
        said = [one for one in by_trust(shown) if one.key == key and one.raw]
        labelled = _different(one for one in said if one.label)
        loose = _different(one for one in said if not one.label)
        if len(labelled) > 1:
            yield Finding("header_further" if key in BESIDE else "header_conflict", _say(key, labelled), "header")
        if len(loose) > 1:
            yield Finding("header_dates", _say(key, loose), "header")
    for one in shown:
        if one.key and one.key not in DATES and not one.label:
            yield Finding(
                "header_unlabelled", f"{one.raw} stands without a label and was taken for {one.key}", "header"
            )
        if one.key is None and one.raw and one.label not in OTHER_LABELS:
            yield Finding("header_label_unknown", f"{one.label}: {one.raw}", "header")


def _different(shown: Iterable[Shown]) -> list[Shown]:
    """Of those that say the same the first; a day with a clock says what the day says."""
    return list({_meaning(one): one for one in reversed(list(shown))}.values())[::-1]


def _meaning(one: Shown) -> str:
    day = parse_date(one.raw) if one.key in DATES else None
    return day or squeeze(one.raw)


def _say(key: str, shown: Sequence[Shown]) -> str:
    return f"{key}: " + "; ".join(f"{one.label} {one.raw}".strip() for one in shown)
