"""From a Document to a Report: who, which year, which form, every number, and does it add up. A pure function."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from archive.reading.document import Attachment, Document, Finding, Grid
from archive.reading.labels import FIELDS
from archive.reading.traditional import simplify
from archive.report.checking import check_report
from archive.report.checking.checks import Check
from archive.report.contradictions import find_contradictions
from archive.report.dates import FoundDate, find_dates
from archive.report.forms import recognise_form
from archive.report.header import HeaderField, add_metas, choose_fields, read_header
from archive.report.identity import Identity, identify
from archive.report.kind import Kind, judge_kind, telling_title
from archive.report.narrative import read_narrative
from archive.report.normalisation import hash_text
from archive.report.other_year import find_other_years
from archive.report.sections import Section, find_lost_chapters, split_sections
from archive.report.statistics import Cell, find_cut_tables, read_statistics
from archive.report.traditional import simplify_document
from archive.report.words.passage import read_passages

MAX_HEAD = 400
"""Characters at the beginning of a text that help to judge its kind."""

UNDERSTANDING = "report/1"
"""Raised when the same Document would be understood otherwise."""

SCHEMA_VERSION = 3
"""Of the JSON object of `archive read` and of a dump line; changes with a changelog entry."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that is understood of one page or file. `kind` says whether it is a report at all."""

    kind: str | None
    reasons: tuple[str, ...]
    title: str | None
    identity: Identity
    form: str | None
    header: Mapping[str, HeaderField]
    dates: Mapping[str, list[FoundDate]]
    text: str
    content_hash: str | None
    sections: tuple[Section, ...]
    tables: tuple[Grid, ...]
    statistics: tuple[Cell, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    media: str | None
    charset: str | None
    state: str
    reader: str | None
    recall: float | None
    attachments: tuple[Attachment, ...]


def understand(
    document: Document, *, url: str | None = None, anchor: str | None = None, portal_division: str | None = None
) -> Report:
    """`anchor` is the title under which a list named the page; `portal_division` the code of the portal's own
    division, where known."""
    text = document.text
    plain = simplify_document(document, text)
    plain_text = text if plain is document else plain.text
    lines = plain_text.splitlines()
    shown = read_header(document.header)
    header = add_metas(choose_fields(shown), document.metas)
    titles = _titles(plain, header, simplify(anchor or ""))
    form, _ = recognise_form(plain.grids, lines)
    sections = split_sections(document.blocks)
    named = header["title"].value if "title" in header else None
    kind = _judge(plain, plain_text, [name for name in (*titles[:1], named) if name], sections, form)
    identity = identify(
        titles=titles,
        header=header,
        lines=lines,
        metas={**document.metas, "sitename": simplify(document.metas.get("sitename", ""))},
        url=url,
        column=plain.column,
        portal_division=portal_division,
        form=form,
    )
    printed, doubts = read_statistics(form, plain.grids, blocks=plain.blocks, year=identity.year)
    spoken, unclear = _read_sentences(plain, kind, identity)
    statistics = (*printed, *spoken)
    findings = (
        *document.findings,
        *find_contradictions(shown),
        *(identity.findings if kind.kind == "report" else ()),
        *(find_lost_chapters(sections) if kind.kind == "report" else ()),
        *doubts,
        *find_cut_tables(printed),
        *unclear,
    )
    return Report(
        kind=None if document.state == "unreadable" else kind.kind,
        reasons=kind.reasons,
        title=(document.titles or titles or (None,))[0],
        identity=identity,
        form=form if document.blocks else None,
        header=header,
        dates=find_dates(header, document.metas, lines, url, shown),
        text=text,
        content_hash=hash_text(text) if text else None,
        sections=sections,
        tables=document.grids,
        statistics=statistics,
        checks=check_report(form, statistics, findings),
        findings=findings,
        media=document.media,
        charset=document.charset,
        state=document.state,
        reader=document.reader,
        recall=document.recall,
        attachments=document.attachments,
    )


def _read_sentences(document: Document, kind: Kind, identity: Identity) -> tuple[tuple[Cell, ...], tuple[Finding, ...]]:
    """What is no disclosure report says nothing of one organ's year."""
    if kind.kind != "report":
        return (), ()
    passages = tuple(read_passages(document.blocks))
    cells, findings = read_narrative(passages, identity.year, identity.organ)
    return cells, (*findings, *find_other_years(passages, identity.year))


def _titles(document: Document, header: Mapping[str, HeaderField], anchor: str | None) -> tuple[str, ...]:
    """Page's own titles first, then the header's 名称, then the list's: without repeats."""
    named = header["title"].value if "title" in header else None
    return tuple(dict.fromkeys(title for title in (*document.titles, named, anchor) if title))


def _judge(
    document: Document, text: str, titles: Sequence[str], sections: tuple[Section, ...], form: str | None
) -> Kind:
    headings = [simplify(section.heading) for section in sections if section.heading]
    return judge_kind(telling_title(titles), head=text[:MAX_HEAD], column=document.column, headings=headings, form=form)


def to_json(report: Report, *, file: str | None = None) -> dict[str, Any]:
    """The object of `archive read`: every key of DESIGN's list, null where unknown."""
    identity = report.identity
    return {
        "schema_version": SCHEMA_VERSION,
        "file": file,
        "kind": report.kind,
        "reasons": list(report.reasons),
        "title": report.title,
        "organ": identity.organ,
        "organ_normalised": identity.organ_normalised,
        "organ_kind": identity.organ_kind,
        "division_code": identity.division_code,
        "division_name": identity.division_name,
        "division_candidates": list(identity.candidates),
        "year": identity.year,
        "form": report.form,
        "header": {key: asdict(report.header[key]) if key in report.header else None for key in FIELDS},
        "dates": {key: [asdict(date) for date in dates] for key, dates in report.dates.items()},
        "text": report.text,
        "content_hash": report.content_hash,
        "sections": [asdict(section) for section in report.sections],
        "tables": [_table(grid) for grid in report.tables],
        "statistics": [asdict(cell) for cell in report.statistics],
        "checks": [{**asdict(check), "cells": list(check.cells)} for check in report.checks],
        "findings": [asdict(finding) for finding in report.findings],
        "media": report.media,
        "charset": report.charset,
        "reading": report.state,
        "reader": report.reader,
        "recall": report.recall,
        "attachments": [asdict(attachment) for attachment in report.attachments],
    }


def _table(grid: Grid) -> dict[str, Any]:
    """`spans`: [row, column, rows, columns] of each cell that covers more than one place."""
    spans = [[span.row, span.column, span.rows, span.columns] for span in grid.spans]
    return {"caption": grid.caption, "grid": [list(row) for row in grid.rows], "spans": spans}
