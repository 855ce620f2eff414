"""One candidate, judged by as little as a list row has: what `archive identify` prints for each line it reads."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from archive.reading.labels import FIELDS, find_marks
from archive.reading.traditional import simplify
from archive.report.contradictions import find_contradictions
from archive.report.dates import find_dates
from archive.report.header import choose_fields, read_head
from archive.report.identity import identify
from archive.report.kind import Kind, judge_kind, telling_title
from archive.report.title import read_title

_REPORT_PATH = re.compile(r"(?i)nianbao|(?:gk|xx|zf|nd|gz)nb|ndbg|gkbg|nbg?k?/|annualreport")
"""Pinyin in addresses of columns of reports: zfxxgknb, xxgknb, nianbao, ndbg, gkbg."""

_CRUMBS = re.compile(r"(?:当前)?(?:所在)?(?:位置|首页)")
_CRUMB_MARKS = re.compile(r"->|[>»›→＞]+|\s/\s")


def judge(url: str | None, title: str | None, head: str | None) -> dict[str, Any]:
    """Kind, organ, division, year, header and dates (DESIGN's keys). Each argument may be None; nothing raises."""
    title, text = simplify(title or ""), simplify(head or "")
    column, rest = split_crumbs(text)
    shown = read_head(text)
    header = choose_fields(shown)
    lines = [*filter(None, map(drop_fields, rest))]
    named = header["title"].value if "title" in header else None
    titles = [name for name in dict.fromkeys((title, named)) if name]
    kind = judge_row(url, telling_title(titles), "\n".join(lines), column)
    identity = identify(titles=titles, header=header, lines=lines, metas={}, url=url, column=column)
    dates = find_dates(header, {}, rest, url, shown)
    return {
        "kind": kind.kind,
        "organ": identity.organ,
        "organ_normalised": identity.organ_normalised,
        "organ_kind": identity.organ_kind,
        "division_code": identity.division_code,
        "division_name": identity.division_name,
        "division_candidates": list(identity.candidates),
        "year": identity.year,
        "header": {key: asdict(header[key]) if key in header else None for key in FIELDS},
        "dates": {key: [asdict(date) for date in found] for key, found in dates.items()},
        "findings": [asdict(finding) for finding in (*identity.findings, *find_contradictions(shown))],
        "reasons": list(kind.reasons),
    }


def drop_fields(line: str) -> str:
    """A line without what its labels hold: itself, the title before them (某局…年度报告 来源:某局), or nothing."""
    label = next((mark for mark in find_marks(line) if mark.label), None)
    before = line[: label.start] if label else line
    return before if not label or read_title(before) else ""


def judge_row(url: str | None, title: str | None, head: str | None = None, column: Sequence[str] = ()) -> Kind:
    """The kind of a row of a list, before anything of it is fetched. `head` is the first lines of its text where they
    are known, `column` the breadcrumb."""
    return judge_kind(simplify(title or "") or None, head, [*column, *column_of(url)])


def split_crumbs(text: str) -> tuple[list[str], list[str]]:
    """The breadcrumb of a head, outermost first, and its other lines."""
    lines = text.splitlines()
    at = next((i for i, line in enumerate(lines) if _is_crumbs(line)), None)
    if at is None:
        return [], lines
    crumbs = _CRUMB_MARKS.split(lines[at].split(":")[-1].split("：")[-1])
    return [crumb.strip() for crumb in crumbs if crumb.strip()], [*lines[:at], *lines[at + 1 :]]


def _is_crumbs(line: str) -> bool:
    parts = _CRUMB_MARKS.split(line)
    return len(parts) > 1 and bool(_CRUMBS.search(parts[0]) or len(parts) > 2)  # noqa: PLR2004


def column_of(url: str | None) -> Sequence[str]:
    """The column that an address in a column of reports stands for."""
    path = (url or "").partition("://")[2].partition("/")[2]
    return ["政府信息公开年报"] if _REPORT_PATH.search(f"/{path}") else []
