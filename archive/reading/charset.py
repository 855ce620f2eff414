"""Bytes of a page → text, and which rule decided.

The bytes are asked before anyone's word: what a server or a meta declares made mojibake of 6 in 9 mislabelled pages,
the order below of none.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from archive.reading.controls import CONTROL

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks. UTF-32 stands before UTF-16, whose little-endian mark begins the same."""

LONG = 1_000
"""From this many bytes on a cut last character is forgiven: a download that ended early is still text."""

LONGEST_CHARACTER = 4
"""Bytes of the longest character of UTF-8 and of GB18030."""

DAMAGED = 50
"""Characters of UTF-8 for one that is damaged, from which a page is UTF-8 all the same. Short UTF-8 with one bad byte
can be read as GB18030 without an error, and is mojibake then (鏀垮簻); GB18030 is never nearly UTF-8."""

HEAD = 4_096
FEW = 20
"""Bytes that tell UTF-16 without a mark; one in so many is NUL at least."""

SAMPLE = 65_536
"""Bytes shown to the detector."""

_META = re.compile(rb"<meta[^<>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})", re.I)
_PART = re.compile(rb"[^<>\r\n]+|[<>\r\n]+")
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """`rule`: bom, nul (UTF-16 without a mark), utf-8, gb18030, mixed (UTF-8 and GB18030), declared, detected, or
    replaced (what could not be read stands as U+FFFD)."""

    text: str
    charset: str
    rule: str


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """Byte-order mark, UTF-16 by its NULs, strict UTF-8, strict GB18030, declared (by the server, then a meta),
    detected, replaced.

    Never raises. GB2312 and GBK are read as their superset GB18030, by which 龑 and 镕 survive.
    """
    for mark, name in MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), name, "bom")
    if order := unmarked_utf16(body):
        return Decoded(body.decode(order, "replace"), order, "nul")
    if (text := _strict(body, "utf-8")) is not None:
        return Decoded(text, "utf-8", "utf-8")
    damaged = body.decode("utf-8", "replace")
    if _is_hardly_damaged(damaged):
        return _mended(body, damaged, "utf-8")
    if (text := _strict(body, "gb18030")) is not None:
        return Decoded(text, "gb18030", "gb18030")
    mixed = _mended(body, damaged, "utf-8")
    if _is_hardly_damaged(mixed.text):
        return mixed
    names = [known for label in (declared, meta_charset(body)) if (known := codec_name(label))]
    for name in names:
        if (text := _strict(body, name)) is not None:
            return Decoded(text, name, "declared")
    return _guess(body, names)


def meta_charset(body: bytes) -> str | None:
    """The charset that a `<meta>` in the first 4,096 bytes names, as written."""
    found = _META.search(body[:4096])
    return found[1].decode("ascii") if found else None


def codec_name(label: str | None) -> str | None:
    """Python's name for a charset label, null where there is none."""
    name = (label or "").strip(" \t\"';").lower()
    try:
        known = codecs.lookup(_SUPERSETS.get(name, name)).name
        b"\xff".decode(known, "replace")
    except (LookupError, ValueError):
        return None
    return known


def unmarked_utf16(body: bytes) -> str | None:
    """UTF-16 without a byte-order mark: its byte order, null where it is none. NULs stand beside the ASCII of its tags
    and digits, on one side, and what is read so has no control characters."""
    head = body[:HEAD]
    low, high = head[::2].count(0), head[1::2].count(0)
    if max(low, high) * FEW < len(head) or min(low, high) * 3 > max(low, high):
        return None
    name = "utf-16-le" if high > low else "utf-16-be"
    return None if CONTROL.search(head.decode(name, "ignore")) else name


def _strict(body: bytes, name: str) -> str | None:
    """The text, null where a byte cannot be read; the last character of a long body may be cut."""
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        cut = len(body) >= LONG and error.start > len(body) - LONGEST_CHARACTER
        return body[: error.start].decode(name) if cut else None


def _is_hardly_damaged(text: str) -> bool:
    bad = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - bad >= DAMAGED * bad


def _mended(body: bytes, damaged: str, name: str) -> Decoded:
    """A page with parts in the other charset, as where head and foot are included from other files: each text between
    two tags by its own. `damaged`: the page all in `name`."""
    order = ("utf-8", "gb2312") if name == "utf-8" else ("gb2312", "utf-8")
    text = "".join(_read_part(part, order, name) for part in _PART.findall(body))
    if text.count("\ufffd") < damaged.count("\ufffd"):
        return Decoded(text, name, "mixed")
    return Decoded(damaged, name, "replaced")


def _read_part(part: bytes, order: tuple[str, str], name: str) -> str:
    # GB2312 has only the common characters: UTF-8 is hardly ever valid in it, as it often is in GB18030.
    for codec in (*order, name):
        try:
            return part.decode(codec)
        except UnicodeDecodeError:
            continue
    return part.decode(name, "replace")


def _guess(body: bytes, names: list[str]) -> Decoded:
    """GB18030 that is hardly damaged, what the detector says, then what was declared; bad bytes replaced."""
    text = body.decode("gb18030", "replace")
    if _is_hardly_damaged(text):
        return _mended(body, text, "gb18030")
    best = from_bytes(body[:SAMPLE]).best()
    if best is not None and (found := _strict(body, best.encoding)) is not None:
        return Decoded(found, best.encoding, "detected")
    name = names[0] if names else "utf-8"
    return Decoded(body.decode(name, "replace"), name, "replaced")
