"""A page's metadata header as fields: which words are labels, which the values beside them.

A segment (a cell, a span, a line) is cut at the labels in it. A label whose own segment holds no value takes the next
segment, if that is no label, no tool, and can be a value of its field: an empty value stays empty.

Everything shown is kept in `Shown`, in the page's order. A field is the first of its key with a value; what other
values say is a finding (`archive.report.contradictions`), and `archive.report.dates` lists every date.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.reading.labels import LABELS, Mark, find_marks
from archive.reading.traditional import simplify
from archive.report.day import match_date, parse_date, read_day
from archive.report.forms.label import squeeze
from archive.report.organ import is_organ
from archive.report.pieces import ROW_END, Piece, cut_block, cut_line, trim
from archive.report.title import read_title


@dataclass(frozen=True, slots=True)
class HeaderField:
    """`raw` as shown, "" where shown empty; `value` cleaned (a date as ISO day), None where it says nothing. `source`
    is "header", or "meta:<name>" for what only a meta of the page says."""

    raw: str
    value: str | None
    source: str = "header"


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it stands in the header. `key` is None under a label that no field takes; `label` is "" where the
    value stands without one."""

    key: str | None
    label: str
    raw: str


DATES = frozenset({"created", "published"})

_DATELIKE = re.compile(r"[^一-龥]{0,20}\d|[二○〇]|[-—/无]+$")
_FITS = {
    "created": _DATELIKE,
    "published": _DATELIKE,
    "index_no": re.compile(r"(?=.*\d)[^。，]{1,80}$|[-—/无]+$"),
    "doc_no": re.compile(r".*[号\d]|[-—/无]"),
    "validity": re.compile(r"\D{1,8}$"),
    "disclosure": re.compile(r".*(?:公开|社会|长期|申请|及时|实时|工作日)"),
}
"""How a value begins that stands in a segment of its own: whatever does not is some neighbour's text."""


def read_header(blocks: Sequence[Sequence[str]]) -> list[Shown]:
    """All that the blocks show, in their order."""
    return collect_values([piece for block in blocks for piece in cut_block(block)])


def read_head(text: str) -> list[Shown]:
    return collect_values([piece for line in head_lines(text) for piece in cut_line(line)])


def head_lines(text: str) -> Iterator[str]:
    """The lines above a text that can be title, cover or header."""
    for line in text.splitlines():
        if is_prose(line):
            return
        if line.strip():
            yield line


_PROSE = re.compile(r"\s*[一二三四五六七八九][、.．]|[^:：\s]{12,}?[，,。；]|.{0,200}[。；]\s*$")


def is_prose(line: str) -> bool:
    """A line of the text itself: a numbered heading, or clauses and sentences without a label before them."""
    return bool(_PROSE.match(line)) and not any(mark.label for mark in find_marks(line))


def collect_values(pieces: Sequence[Piece]) -> list[Shown]:
    """Values to their labels, in order; behind them the dates that stand without one."""
    found: list[Shown] = []
    loose: list[Shown] = []
    opened: Mark | None = None
    for before, piece, after in zip((ROW_END, *pieces), pieces, (*pieces[1:], ROW_END), strict=False):
        if piece.text is None:
            found += [_show(opened, "")] if opened else []
            opened = piece.mark if piece.mark and piece.mark.label else None
            continue
        text, day = split_date(piece, opened, before, after)
        loose += [Shown("published", "", day)] if day else []
        if opened and (text or not day):
            found.append(_show(opened, text if can_be_value(opened, piece, after) else ""))
            opened = None
    found += [_show(opened, "")] if opened else []
    return [*found, *_without_labels(pieces, {one.key for one in found}), *loose]


_INDEX = re.compile(r"[0-9A-Z]{6,18}(?:-\d)?/(?:19|20)\d\d-\d{3,8}")
"""An index number as most portals make it: the organisation's code, the year, a running number."""

_NEAR = 4


def _without_labels(pieces: Sequence[Piece], labelled: set[str | None]) -> Iterator[Shown]:
    """The index number of a header that lost its labels, told by its shape, and the organ that stands within a few
    values behind it. Nothing else of such a header has a shape of its own."""
    if "index_no" in labelled:
        return
    at = next((i for i, piece in enumerate(pieces) if piece.fresh and _INDEX.fullmatch(piece.text or "")), None)
    if at is None:
        return
    yield Shown("index_no", "", pieces[at].text or "")
    behind = [piece.text or "" for piece in pieces[at + 1 : at + 1 + _NEAR] if piece.fresh]
    organ = next((text for text in behind if is_organ(text)), None)
    if organ and not labelled & {"publisher", "source"}:
        yield Shown("publisher", "", organ)


def _show(label: Mark, raw: str) -> Shown:
    return Shown(label.key, label.label or "", raw)


def can_be_value(label: Mark, piece: Piece, after: Piece) -> bool:
    """Whether a text is the label's value. Free text on a line of its own may be the title, unless a label follows."""
    if not piece.fresh or not piece.text:
        return True
    pattern = _FITS.get(label.key or "")
    if pattern:
        return bool(pattern.match(piece.text))
    return after.text is None or not piece.line or (label.key in ORGANS and _stands_above_title(piece, after))


ORGANS = frozenset({"publisher", "source"})


def _stands_above_title(piece: Piece, after: Piece) -> bool:
    """An organ above a title that names its own organ is the label's value; above one that names none, it may be the
    first line of that title."""
    title = read_title(after.text or "")
    return bool(title and title.organ) and is_organ(squeeze(piece.text or ""))


_NAMES_DATE = re.compile(r"(?:日期|时间|期限|[:：])\s*$")
_POSTED = re.compile(r"(?:发布|发表|公布|更新)(?=\s|$)")
_LOOSE_TEXT = 60


def split_date(piece: Piece, label: Mark | None, before: Piece, after: Piece) -> tuple[str, str | None]:
    """(text, date) where a date without a label stands alone or behind a source: `区教育局   2017-09-29 16:11`.

    Not behind words that name another date, and not 2009年2月9日 on a plain line: so covers and signatures are dated.
    """
    text = unicodedata.normalize("NFKC", piece.text or "")
    match = match_date(text) if len(text) <= _LOOSE_TEXT else None
    if not match or not read_day(match) or (label and label.key not in ("source", "publisher", None)):
        return piece.text or "", None
    head, rest = text[: match.start()], text[match.end() :]
    named = _NAMES_DATE.search(head or before.text or "")
    cover = piece.line and not label and "年" in match[0] and ":" not in rest and not after.mark
    if named or cover or head[-1:].isalnum() or re.search(r"[一-龥]{2}", _POSTED.sub("", rest)):
        return piece.text or "", None
    return trim(head), text[match.start() :].strip()


def by_trust(shown: Sequence[Shown]) -> list[Shown]:
    """What has a value first, 更新时间 and the like behind it, what stands without a label at last."""
    return sorted(shown, key=lambda one: (not one.label, not one.raw, one.label.startswith(("更新", "最后"))))


def choose_fields(shown: Sequence[Shown]) -> dict[str, HeaderField]:
    """For each key its first label with a value; a date without a label where there is only one."""
    fields: dict[str, HeaderField] = {}
    for one in by_trust(shown):
        if one.key and (one.label or one.key not in DATES):
            fields.setdefault(one.key, HeaderField(one.raw, clean_value(one.key, one.raw)))
    loose = [one.raw for one in shown if one.key == "published" and not one.label]
    if len(set(map(parse_date, loose))) == 1 and not (fields.get("published") and fields["published"].raw):
        fields["published"] = HeaderField(loose[0], parse_date(loose[0]))
    return fields


_NOTHING = re.compile(r"(?:无|暂无|没有)?\s*[〔\[(（【]?\s*[〕\])）】]?\s*(?:第?\s*号)?[-—/\s]*|null|undefined|none")
_UNFILLED = re.compile(r"[{}<>$]|%>")  # what a template leaves where it had nothing


def clean_value(key: str, raw: str) -> str | None:
    if key in DATES:
        return parse_date(raw)
    return None if _NOTHING.fullmatch(raw) or _UNFILLED.search(raw) else " ".join(simplify(raw).split())


META_FIELDS: dict[str, str] = {"source": "ContentSource", "keywords": "Keywords"}
"""Metas of government pages (国办发〔2017〕47号's standard set) that say what a header field says."""


def add_metas(fields: Mapping[str, HeaderField], metas: Mapping[str, str]) -> dict[str, HeaderField]:
    """The fields, and from the metas those whose labels the page does not show. `metas` by names in lower case.

    ContentSource is dirty in practice: its label stands in it again, or what a template leaves.
    """
    added = dict(fields)
    for key, name in META_FIELDS.items():
        raw = metas.get(name.lower(), "").strip()
        if raw and key not in fields:
            mark = next(iter(find_marks(raw)), None)
            named = mark and mark.start == 0 and LABELS.get(mark.label or "") == key
            value = clean_value(key, trim(raw[mark.end :] if mark and named else raw))
            added[key] = HeaderField(raw, value, f"meta:{name}")
    return added
