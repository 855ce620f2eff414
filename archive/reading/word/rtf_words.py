"""RTF → its text and the words of its layout, in order: groups, fonts, character sets and hidden text are done with.

`[MS-RTF]` is Word's Rich Text Format Specification 1.9.1.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import IntEnum

Word = tuple[str, int]
"""A control word of LAYOUT with its number, 1 where it has none."""

CUT: Word = ("", 0)
"""Stands at the end of a file that ends inside a group: it was not written or sent to its end."""

LAYOUT = frozenset(
    {"par", "sect", "page", "column", "line", "pard", "intbl", "cell", "row", "nestcell", "nestrow", "trowd", "cellx",
     "clvmgf", "clvmrg", "clmgf", "clmrg", "pict"}
)  # fmt: skip
CHARACTERS = {
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": "\u3000", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-", "{": "{", "}": "}",
    "\\": "\\", "\n": "\n", "\r": "\n",
}  # fmt: skip
SILENT = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "info", "pict", "nonshppict", "fldinst",
     "nonesttables",
     "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "annotation",
     "shprslt", "do", "objdata", "themedata", "datastore", "xe", "tc", "rxe", "pgdsctbl"}
)  # fmt: skip
"""Destinations whose text is not the body's. Those that begin with \\* are left out too, but for text boxes."""

SPOKEN = frozenset({"result", "shptxt", "shppict"})
"""Destinations that are the body's although they stand in one that is not. A picture is given twice, as `nonshppict`
for old readers too."""

CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 204: "cp1251"}
CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 65001: "utf-8"}
"""Names that Python gives to a font's character set and to a code page, where they are not cpN."""

DEFAULT_CHARSET = "gb18030"
"""For files that name no code page."""

_STATE = {"ansicpg", "deff", "fcharset", "f", "plain", "uc", "u", "v", "deleted", "object", "nesttableprops"}
_KNOWN = LAYOUT | CHARACTERS.keys() | SILENT | SPOKEN | _STATE

_CHINESE = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])+")
"""GB 2312: pairs of high bytes. Accented letters of Western text seldom come in twos."""

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)", re.S
)


class Silence(IntEnum):
    """NONE: the text is the body's; ASIDE: of a destination that may hold some of the body's; WHOLE: of another."""

    NONE = 0
    ASIDE = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class State:
    """What a group inherits. `fallback`: how many characters behind a \\u stand in for it where none can read it."""

    font: int = -1
    fallback: int = 1
    silence: Silence = Silence.NONE
    hidden: bool = False


def read_words(body: bytes) -> Iterator[str | Word]:
    """Texts, and words of LAYOUT, in their order. Bytes that no character set takes are U+FFFD."""
    return _Scanner(body.decode("latin-1")).scan()


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.state = State()
        self.outer: list[State] = []
        self.charsets: dict[int, str | None] = {}
        self.page = DEFAULT_CHARSET
        self.default_font = -1
        self.pending = bytearray()
        self.replaced = 0
        """Characters that stand in for the \\u before them and are still to come."""

    def scan(self) -> Iterator[str | Word]:
        tokens = _TOKEN.finditer(self.source)
        while token := next(tokens, None):
            word, number, byte, symbol, brace, plain = token.groups()
            if byte or plain:
                self._take(bytes.fromhex(byte) if byte else plain.encode("latin-1"))
                continue
            if self.pending:
                yield from self._flush()
            self.replaced = 0
            if brace:
                self._enter_or_leave(brace)
            elif word == "bin":
                tokens = _TOKEN.finditer(self.source, token.end() + max(int(number or 0), 0))
            elif symbol or word in _KNOWN:
                yield from self._obey(word or symbol, 1 if number is None else int(number))
        yield from self._flush()
        if self.outer:
            yield CUT

    def _take(self, characters: bytes) -> None:
        skipped = min(self.replaced, len(characters))
        self.replaced -= skipped
        self.pending += characters[skipped:]

    def _flush(self) -> Iterator[str]:
        if self.pending and not (self.state.silence or self.state.hidden):
            yield self._decode(bytes(self.pending))
        self.pending.clear()

    def _decode(self, characters: bytes) -> str:
        """By the character set of the font, where it has one, else by the code page of the file; but a Western page may
        hold Chinese all the same."""
        chinese = DEFAULT_CHARSET if self.page.startswith("cp") and _CHINESE.fullmatch(characters) else None
        for name in (self.charsets.get(self.state.font), chinese, self.page, DEFAULT_CHARSET):
            with suppress(UnicodeDecodeError):
                if name:
                    return characters.decode(name)
        return characters.decode(self.page, "replace")

    def _enter_or_leave(self, brace: str) -> None:
        if brace == "{":
            self.outer.append(self.state)
        elif self.outer:
            self.state = self.outer.pop()

    def _obey(self, word: str, value: int) -> Iterator[str | Word]:
        self.replaced = self.state.fallback if word == "u" else 0
        shown = not self.state.silence
        self._change(word, value)
        if self.state.silence:
            if word == "nesttableprops":
                yield "nestrow", 1
            elif word == "pict" and shown:
                yield word, value
        elif word in LAYOUT:
            yield word, value
        elif not self.state.hidden:
            yield chr(value % 0x10000) if word == "u" else CHARACTERS.get(word, "")

    def _change(self, word: str, value: int) -> None:
        """What a control word changes of the file's fonts and character sets and of its group's state."""
        silence = self.state.silence
        match word:
            case "ansicpg":
                self.page = _codec(value)
            case "deff":
                self.default_font = value
            case "fcharset":
                self.charsets[self.state.font] = CHARSETS.get(value)
            case "f":
                self.state = replace(self.state, font=value)
            case "plain":
                self.state = replace(self.state, font=self.default_font, hidden=False)
            case "uc":
                self.state = replace(self.state, fallback=max(value, 0))
            case "v" | "deleted":
                self.state = replace(self.state, hidden=value != 0)
            case "*" | "object":
                self.state = replace(self.state, silence=max(silence, Silence.ASIDE))
            case _ if word in SILENT:
                self.state = replace(self.state, silence=Silence.WHOLE)
            case _ if word in SPOKEN and silence is Silence.ASIDE:
                self.state = replace(self.state, silence=Silence.NONE)


def _codec(page: int) -> str:
    """Python's name of a code page; 0 and unknown ones are taken for the default."""
    try:
        return codecs.lookup(CODE_PAGES.get(page, f"cp{page}")).name
    except LookupError:
        return DEFAULT_CHARSET
