"""Bytes of a page → text, and which rule decided.

The bytes are asked before anyone's word: what a server or a meta declares made mojibake of 6 in 9 mislabelled pages,
the order below of none.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

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

SAMPLE = 65_536
"""Bytes shown to the detector."""

_META = re.compile(rb"<meta[^<>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})", re.I)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """`rule`: bom, utf-8, gb18030, declared, detected, or replaced (what could not be read stands as U+FFFD)."""

    text: str
    charset: str
    rule: str


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """Byte-order mark, strict UTF-8, strict GB18030, declared (by the server, then a meta), detected, replaced.

    Never raises. GB2312 and GBK are read as their superset GB18030, by which 龑 and 镕 survive.
    """
    for mark, name in MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), name, "bom")
    if (text := _strict(body, "utf-8")) is not None:
        return Decoded(text, "utf-8", "utf-8")
    damaged = body.decode("utf-8", "replace")
    if _is_hardly_damaged(damaged):
        return Decoded(damaged, "utf-8", "replaced")
    if (text := _strict(body, "gb18030")) is not None:
        return Decoded(text, "gb18030", "gb18030")
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
        "".encode(known)
    except (LookupError, ValueError):
        return None
    return known


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


def _guess(body: bytes, names: list[str]) -> Decoded:
    """GB18030 that is hardly damaged, what the detector says, then what was declared; bad bytes replaced."""
    text = body.decode("gb18030", "replace")
    if _is_hardly_damaged(text):
        return Decoded(text, "gb18030", "replaced")
    best = from_bytes(body[:SAMPLE]).best()
    if best is not None and (found := _strict(body, best.encoding)) is not None:
        return Decoded(found, best.encoding, "detected")
    name = names[0] if names else "utf-8"
    return Decoded(body.decode(name, "replace"), name, "replaced")
