"""The dates of a report (DOMAIN: signed, published, created), each with what was written and where it stood.

    signed      the signature's date line, after the last words of the text
    published   the header first, then what the page's metas say, then the address
    created     成文日期 and its kin in the header

Metas and addresses often carry the day of a migration or of the page's generation, so the header comes before them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.report.day import MONTH_ONLY, NULLS, WORDS, match_date, parse_date
from archive.report.header import HeaderField, Shown, by_trust


@dataclass(frozen=True, slots=True)
class FoundDate:
    """`value` is an ISO day, or None where what was written (`raw`) is no day that exists."""

    value: str | None
    raw: str
    source: str


PUBLISHED_METAS: tuple[str, ...] = (
    "PubDate",
    "PublishDate",
    "publishtime",
    "article:published_time",
    "Maketime",
    "createDate",
)
"""Metas that give a day of publication, best first. `others` (页面生成时间) is none: that is when the page was made."""


def find_dates(
    header: Mapping[str, HeaderField],
    metas: Mapping[str, str],
    lines: Sequence[str],
    url: str | None = None,
    shown: Sequence[Shown] = (),
) -> dict[str, list[FoundDate]]:
    """`signed`, `published`, `created`: each a list, best first, empty where nothing is written.

    `lines` are the lines of the body; `shown` is all that the header shows, of which the field is the first; sources
    are "header", "meta:<name>", "url" and "signature".
    """
    signed = find_signature(lines)
    published = [*_from_header(header, shown, "published"), *_from_metas(metas), *_from_url(url)]
    return {
        "signed": [signed] if signed else [],
        "published": sorted(published, key=lambda found: found.value is None),
        "created": _from_header(header, shown, "created"),
    }


def _from_header(header: Mapping[str, HeaderField], shown: Sequence[Shown], key: str) -> list[FoundDate]:
    """The field, and behind it what other labels of its key say: 发布日期 and 更新时间."""
    field = header.get(key)
    others = (one.raw for one in by_trust(shown) if one.key == key and one.label)
    raws = dict.fromkeys([field.raw if field else "", *others])
    return [FoundDate(parse_date(raw), raw, "header") for raw in raws if raw]


def _from_metas(metas: Mapping[str, str]) -> list[FoundDate]:
    lower = {name.lower(): value for name, value in metas.items()}
    found = [(name, lower.get(name.lower(), "").strip()) for name in PUBLISHED_METAS]
    return [FoundDate(parse_date(raw), raw, f"meta:{name}") for name, raw in found if raw]


_URL_DAY = re.compile(r"/t(20\d{6})_\d|/(20\d\d/\d{1,2}/\d{1,2})/|/(20\d\d-\d\d/\d\d)/|/(20\d{4}/\d\d)/")


def _from_url(url: str | None) -> list[FoundDate]:
    """The day in the addresses that content systems build from it: t20210129_1.html, /2021/1/29/, /2021-01/29/."""
    match = _URL_DAY.search(url or "")
    if not match:
        return []
    raw = next(group for group in match.groups() if group)
    head, *rest = re.split(r"[/-]", raw)
    parts = [head[:4], head[4:], *rest] if len(head) == len("202101") else [head, *rest]
    value = parse_date("-".join(parts))
    return [FoundDate(value, raw, "url")] if value else []


LAST_LINES = 15
"""How far from the end a date may stand that no organ's name stands above."""

PROSE_LENGTH = 20
_SENTENCE = re.compile(r"[。！；，,;!]")
_CLOSING = re.compile(r"[。！!；;]|\s{3,}|\u3000{2,}")
_SIGNER = re.compile(
    r"(?:政府|办公室|办事处|[局厅委部院会署队站所处社司校馆台行园]|中心|集团|[乡镇县市区省盟旗]|街道)[)）章]*$"
)


_APPENDIX = re.compile(r"附\s*[件表录]\s*(?:[\d一二三四五：:、.]|$)")
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]")
_FORM_DAY = re.compile(
    r"(?:填报|填表|报告|落款|编制|制表|报送)(?:日期|时间)\s*[:：]\s*(?P<date>[\d一-龥〇○./-]{6,20})\s*$"
)
_ISSUED = re.compile(r".{0,40}?(?P<date>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:印发|发布|公布)[)）]?$")


def find_signature(lines: Sequence[str]) -> FoundDate | None:
    """The last line that is a date, or an organ and a date, below the first prose or table and above the appendices; no
    sentence is one. Where none is, the day that the foot of a form or the note of issue gives."""
    begin = next((i for i, line in enumerate(lines) if _is_prose(line) or " | " in line), len(lines))
    shown = [line.strip() for line in lines[begin:] if line.strip() and " | " not in line]
    end = next((i for i, line in enumerate(shown) if i and _APPENDIX.match(line)), len(shown))
    tail = shown[-LAST_LINES:]
    return _last_signature(shown[:end], len(shown)) or _last_signature(shown, len(shown)) or _noted_day(tail)


def _last_signature(shown: Sequence[str], whole: int) -> FoundDate | None:
    """`whole`: the number of lines, appendices too. A date without a signer has none of the text below it."""
    ended = True
    for i in range(len(shown) - 1, -1, -1):
        tail = _signature_tail(shown[i])
        above = shown[i - 1] if i and not _NUMBERED.match(shown[i - 1]) else ""
        signed = tail and _SIGNER.search(tail[0] or above)
        if tail and (signed or (ended and whole - i <= LAST_LINES)):
            return FoundDate(parse_date(tail[1]), tail[1], "signature")
        ended = ended and not (_is_prose(shown[i]) or _NUMBERED.match(shown[i]))
    return None


def _noted_day(lines: Sequence[str]) -> FoundDate | None:
    for line in reversed(lines):
        match = _FORM_DAY.search(line) or _ISSUED.match(line)
        if match and not _SENTENCE.search(line) and match_date(match["date"]):
            return FoundDate(parse_date(match["date"]), match["date"], "signature")
    return None


def _is_prose(line: str) -> bool:
    return len(line) >= PROSE_LENGTH and bool(_SENTENCE.search(line))


_TAIL = re.compile(
    rf"(?P<signer>[^\d一二三四五六七八九{NULLS}]{{0,60}}?)[\s(（]*"
    rf"(?P<date>[\d一二三四五六七八九{NULLS}]{{4}}\s*[-./年]\s*[\d{WORDS}]{{1,3}}\s*(?:[-./月]\s*)?(?:[\d{WORDS}]{{1,4}}\s*[日号]?)?)[)）\s]*。?"
)


def _signature_tail(line: str) -> tuple[str, str] | None:
    """(signer or "", date) where the line is that, or ends so behind a closed sentence or a wide gap."""
    line = unicodedata.normalize("NFKC", line)
    tails = [line, _CLOSING.split(line)[-1].strip()]
    for tail in tails:
        match = _TAIL.fullmatch(tail)
        if match and _can_sign(match["signer"].strip(), match["date"]):
            return match["signer"].strip(" (:"), match["date"].strip()
    return None


def _can_sign(signer: str, written: str) -> bool:
    named = not signer or (not _SENTENCE.search(signer) and bool(_SIGNER.search(signer.rstrip(" (:"))))
    return named and bool(match_date(written) or MONTH_ONLY.fullmatch(written))
