"""The text of a page that a script writes: the literals in it, put together without running anything."""

import re
from urllib.parse import unquote

from archive.reading.controls import join_halves

SENTENCES = 2
"""Full stops from which what a script holds can be a text."""

LAST_CODE = 0x10FFFF

_LITERAL = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`", re.S)
_ESCAPE = re.compile(
    r"\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|%u([0-9a-f]{4})|\\(\r?\n|.)", re.I | re.S
)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "\n": "", "\r\n": ""}
_WORDS = re.compile("<[a-zA-Z/!]|[\u4e00-\u9fff]")


def written_html(script: str) -> str:
    """The HTML in a script's literals, in their order, however it is put together or set (`document.write`,
    `innerHTML`, an array, JSON); "" where it holds no sentences. Literals that neither `+` nor a tag joins are parted
    by a line break."""
    parts: list[str] = []
    end = 0
    for found in _LITERAL.finditer(script):
        text = read_literal(found[0][1:-1])
        if _WORDS.search(text):
            joined = not parts or text.startswith("<") or not script[end : found.start()].strip("+ \t\r\n")
            parts += [text] if joined else ["<br>", text]
            end = found.end()
    html = "".join(parts)
    return html if html.count("。") >= SENTENCES else ""


def read_literal(literal: str) -> str:
    """A literal's text, and that of one which `unescape` or `decodeURIComponent` is given."""
    text = _ESCAPE.sub(_character, literal)
    if "%E" in text:
        text = unquote(text)
    return join_halves(text)


def _character(found: re.Match[str]) -> str:
    code = next(filter(None, found.groups()[:4]), None)
    if code is None:
        return _LETTERS.get(found[5], found[5])
    return chr(int(code, 16)) if int(code, 16) <= LAST_CODE else ""
