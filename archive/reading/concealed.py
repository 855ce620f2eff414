"""Other spellings of a page's source: what a script writes, what stands in elements and comments that no browser shows,
what a tag swallows that nobody closed.

Nothing is run. All but `framed` are tried only where the page as it is shown has no text, or less than its plain-text
floor.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape

from archive.reading.document import Finding
from archive.reading.written import written_html

_FRAME = re.compile(r"<iframe\b[^<>]{0,500}?\bsrcdoc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')[^<>]*>", re.I)
_SCRIPT = re.compile(r"<script\b([^<>]*)>(.*?)</script\s*>", re.I | re.S)
_PIECE = re.compile(r"\btype\s*=\s*[\"']?(?:text/(?!java|ecma)|x-)", re.I)
"""Type of a script that is a piece of HTML, put into the page by another: text/html, text/x-template."""

_UNSHOWN = re.compile(
    r"</?(?:noscript|template|textarea|select|option|optgroup|datalist|button|svg|canvas|noframes|object|audio|video|xmp"
    r"|nav|aside|footer)\b[^<>]*>",
    re.I,
)
_FIELD = re.compile(r"<input\b[^<>]{0,500}?\bvalue\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_ESCAPED = re.compile(
    r"&lt;(/?(?:p|div|span|br|table|tbody|t[rdh]|h\d|section|article|strong|font|b)\b[^<>]{0,500}?)(?:&gt;|>)", re.I
)
"""A tag written as text, as in a `textarea`."""


_SWALLOWING = tuple(
    (re.compile(opening, re.I), re.compile(closing, re.I))
    for opening, closing in (
        ("<!--", "-->"),
        *(
            (rf"<{tag}\b[^<>]*>|<{tag}\b", rf"</{tag}\s*>")
            for tag in (
                "script",
                "style",
                "title",
                "textarea",
                "noscript",
                "select",
                "option",
                "button",
                "svg",
                "plaintext",
            )
        ),
    )
)
"""Tags that swallow what follows, and their ends."""

_OPEN_LINK = re.compile(r"<a\s[^<>]*>(?=(?:[^<]|<(?!/?a\b))*+(?:<a\b|\Z)|(?:[^<]|<(?!/?a\b)){300})", re.I)
"""A link that ends nowhere, or not within 300 characters: it holds the text."""

_TAG = re.compile(r"<[a-z][a-z0-9]{0,20}\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>|<([a-z][a-z0-9]{0,20})\s[^<>]*>", re.I)
"""A tag; as the group, the name of one whose quotes do not pair."""


def framed(source: str) -> str:
    """With the pages that its frames hold in `srcdoc` in their places; a browser shows them as part of the page."""
    if "srcdoc" not in source:
        return source
    return _FRAME.sub(lambda frame: f"<div>{unescape(frame[1] or frame[2] or '')}</div>", source)


def other_spellings(source: str) -> Iterator[tuple[Finding, str]]:
    """Each that differs, the nearest to what a browser shows first, with the finding it is worth."""
    for code, message, spell in _SPELLINGS:
        other = spell(source)
        if other != source:
            yield Finding(code, message), other


def mended(source: str) -> str:
    """Without tags that nobody closes, where all that follows is lost in them, and without the attributes of a tag
    whose quotes do not pair."""
    source = _OPEN_LINK.sub("", source)
    for opening, closing in _SWALLOWING:
        last = max((found.end() for found in closing.finditer(source)), default=0)
        source = source[:last] + opening.sub("", source[last:])
    return _TAG.sub(lambda tag: f"<{tag[1]}>" if tag[1] else tag[0], source)


def written(source: str) -> str:
    """With the HTML that its scripts hold in their places."""
    return _SCRIPT.sub(lambda script: _piece(script[1], script[2]) or script[0], source)


def _piece(attributes: str, script: str) -> str:
    return script if _PIECE.search(attributes) else written_html(script)


def unfolded(source: str) -> str:
    """With what stands in elements that browsers do not show, or only beside the text, as a control or a drawing."""
    source = _FIELD.sub(lambda field: f"<div>{unescape(field[1] or field[2] or '')}</div><input ", source)
    return _ESCAPED.sub(lambda tag: f"<{unescape(tag[1])}>", _UNSHOWN.sub("<br>", source))


def uncommented(source: str) -> str:
    return source.replace("<!--", "").replace("-->", "")


_SPELLINGS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("broken_tags", "the text stands behind a tag that nobody closed", mended),
    ("written_body", "the text is written by a script, which was not run", written),
    ("unshown_body", "the text stands in an element that browsers do not show as text", unfolded),
    ("commented_body", "the text stands in a comment", uncommented),
)
