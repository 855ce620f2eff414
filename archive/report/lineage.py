"""One organ through its names: the same key before and after its division or it itself was renamed."""

import re

from archive.report.divisions import find_code
from archive.report.forms.label import squeeze
from archive.report.organ_names import spell_body
from archive.report.subjects import is_subject, latest_subject, without_and

_RANK = re.compile(r"(?:局|委员会|厅|办公室)$")
"""卫生和计划生育委员会 became 卫生健康局: the rank changes with the years."""


def lineage(organ: str | None, division_code: str | None, year: int | None) -> str | None:
    """A key that is equal for the same organ in every year; None where organ or division is unknown."""
    division = find_code(division_code, year) if division_code else None
    if organ is None or division is None:
        return None
    body = spell_body(squeeze(organ), year)
    subject = _RANK.sub("", body)
    known = is_subject(subject) or not body.endswith("办公室")  # 人民政府办公室 is another organ than its government
    return f"{division.line} {without_and(latest_subject(subject if known else body))}"
