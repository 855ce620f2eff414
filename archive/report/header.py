"""A page's metadata header as fields: which words are labels, which the values beside them.

A segment (a cell, a span, a line) is cut at the labels in it. A label whose own segment holds no value takes the next
segment, if that is no label, no tool, and can be a value of its field: an empty value stays empty.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.reading.labels import Mark, find_marks
from archive.report.day import match_date, parse_date, read_day


@dataclass(frozen=True, slots=True)
class HeaderField:
    """`raw` as shown, "" where shown empty; `value` cleaned (a date as ISO day), None where it says nothing."""

    raw: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """What a segment is cut into: a mark or a text; neither where a row ends. `fresh`: the first of its segment;
    `line`: of a plain line, not of a cell."""

    mark: Mark | None = None
    text: str | None = None
    fresh: bool = False
    line: bool = False


ROW_END = Piece()
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


def parse_header(blocks: Sequence[Sequence[str]]) -> dict[str, HeaderField]:
    """DOMAIN §3's keys that the blocks show. A date without a label is `published`, where no label says so."""
    return collect_fields([piece for block in blocks for piece in cut_block(block)])


def parse_head(text: str) -> dict[str, HeaderField]:
    """The same from the plain lines above a text: those before the first line of prose."""
    return collect_fields([piece for line in head_lines(text) for piece in cut_line(line)])


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


def cut_block(block: Sequence[str]) -> Iterator[Piece]:
    for segment in block:
        yield from cut_segment(segment)
    yield ROW_END


def cut_line(line: str) -> Iterator[Piece]:
    """A line of plain text; "|" separates the cells of a row, whose empty cells are seen."""
    if "|" in line:
        yield from cut_block(line.split("|"))
    else:
        yield from cut_segment(line, line=True)


def cut_segment(segment: str, line: bool = False) -> Iterator[Piece]:
    marks = find_marks(segment)
    at = 0
    for mark in marks:
        if text := _trim(segment[at : mark.start]):
            yield Piece(text=text, fresh=at == 0, line=line)
        yield Piece(mark=mark)
        at = mark.end
    text = _trim(segment[at:])
    if text or not marks:
        yield Piece(text=text, fresh=not marks, line=line)


def _trim(text: str) -> str:
    return text.strip(" \t\r\n\u3000\xa0:：|•·[【】")


def collect_fields(pieces: Sequence[Piece]) -> dict[str, HeaderField]:
    """Values to their labels; the dates that stand without one are kept apart."""
    found: list[tuple[Mark, str]] = []
    loose: list[str] = []
    opened: Mark | None = None
    for before, piece, after in zip((ROW_END, *pieces), pieces, (*pieces[1:], ROW_END), strict=False):
        if piece.text is None:
            found += [(opened, "")] if opened else []
            opened = piece.mark if piece.mark and piece.mark.label else None
            continue
        text, day = split_date(piece, opened, before, after)
        loose += [day] if day else []
        if opened and (text or not day):
            found.append((opened, text if can_be_value(opened, piece, after) else ""))
            opened = None
    found += [(opened, "")] if opened else []
    return choose_fields(found, loose)


def can_be_value(label: Mark, piece: Piece, after: Piece) -> bool:
    """Whether a text is the label's value. Free text on a line of its own may be the title, unless a label follows."""
    if not piece.fresh or not piece.text:
        return True
    pattern = _FITS.get(label.key or "")
    return bool(pattern.match(piece.text)) if pattern else after.text is None or not piece.line


_NAMES_DATE = re.compile(r"(?:日期|时间|期限|[:：])\s*$")
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
    if named or cover or head[-1:].isalnum() or re.search(r"[一-龥]{2}", rest):
        return piece.text or "", None
    return _trim(head), text[match.start() :].strip()


def choose_fields(found: Sequence[tuple[Mark, str]], loose: Sequence[str]) -> dict[str, HeaderField]:
    """For each key its first label with a value, 更新时间 and the like last; a loose date where there is only one."""
    fields: dict[str, HeaderField] = {}
    for mark, raw in sorted(found, key=lambda pair: (not pair[1], (pair[0].label or "").startswith("更新"))):
        if mark.key:
            fields.setdefault(mark.key, HeaderField(raw, clean_value(mark.key, raw)))
    days = {parse_date(raw) for raw in loose}
    if len(days) == 1 and not (fields.get("published") and fields["published"].raw):
        fields["published"] = HeaderField(loose[0], parse_date(loose[0]))
    return fields


_NOTHING = re.compile(r"(?:无|暂无|没有)?\s*[〔\[(（【]?\s*[〕\])）】]?\s*(?:第?\s*号)?[-—/\s]*")


def clean_value(key: str, raw: str) -> str | None:
    if key in DATES:
        return parse_date(raw)
    return None if _NOTHING.fullmatch(raw) else " ".join(raw.split())
