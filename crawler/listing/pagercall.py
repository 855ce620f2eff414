"""The pagers that a CMS writes by script: `createPageHTML(31, 0, "index", "shtml")` and its relatives.

createPageHTML(pages, current from 0, name, extension[, rows])           TRS
createPageHTML(div, pages, current from 1, name, extension, rows)        UCAP
Pager({size: pages, current: from 0, prefix: name, suffix: extension})   TRS
var countPage, currentPage (from 0)                                      TRS, the pager written by the page itself
var m_nRecordCount, m_nPageSize, m_nCurrPage, m_sPageName, m_sPageExt    TRS, catalogues
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

NOT_CODE = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)|(?<![:\"'\\])//[^\n\r]*")
CALL = re.compile(r"(?<!function )\bcreatePage\w{0,20}\s{0,20}\(([^()]{1,300})\)", re.I)
OBJECT = re.compile(r"\bPager\s{0,9}\(\s{0,9}\{([^{}]{1,300})\}", re.I)
ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.$]+))\s*(?:,|$)""")
MEMBER = re.compile(r"""["']?(\w{1,30})["']?\s{0,9}:\s{0,9}["']?([\w./-]{1,100})["']?""")
VARIABLE = re.compile(r"""\b([A-Za-z_]\w{0,40})\s{0,9}=\s{0,9}(?:"([^"\n]{0,100})"|'([^'\n]{0,100})'|(\d{1,12})\b)""")
IN_COMMENT = re.compile(r"<!--([\s\S]*?)(?:-->|\Z)")

NAME = re.compile(r"(?:\.?/)?[\w./%-]{1,100}")
EXTENSION = re.compile(r"\.?\w{1,8}")
MAX_DIGITS = 12


@dataclass(frozen=True, slots=True)
class PagerCall:
    """`pages` and `current` as written; `counts_from` 1 in the form that names its element first."""

    pages: int
    current: int
    name: str
    extension: str
    counts_from: Literal[0, 1] = 0


def read_calls(scripts: Iterable[str]) -> list[PagerCall]:
    """The calls that run, in page order; those that are commented out do not."""
    calls = []
    for script in scripts:
        if "reatePage" not in script and "Pager" not in script:
            continue
        code = strip_comments(script)
        known = read_variables(code)
        found = [_read_arguments(call[1], known) for call in CALL.finditer(code)]
        found += [_read_object(call[1]) for call in OBJECT.finditer(code)]
        calls += [call for call in found if call]
    return calls


def read_hidden_calls(text: str) -> list[PagerCall]:
    """The calls in comments of the HTML."""
    if "reatePage" not in text:
        return []
    return read_calls(comment[1] for comment in IN_COMMENT.finditer(text))


def strip_comments(script: str) -> str:
    return NOT_CODE.sub(" ", script)


def read_variables(code: str) -> dict[str, str]:
    """The first value that each variable is given, where it is a string or a number."""
    known: dict[str, str] = {}
    for name, double, single, number in VARIABLE.findall(code):
        known.setdefault(name, double or single or number)
    return known


def _read_arguments(written: str, known: Mapping[str, str]) -> PagerCall | None:
    arguments = [
        double or single or (word if word.isdecimal() else known.get(word, ""))
        for double, single, word in ARGUMENT.findall(written)
    ]
    if len(arguments) > 4 and _number(arguments[0]) is None:  # noqa: PLR2004
        return _make(arguments[1:5], 1)
    return _make(arguments[:4], 0) if len(arguments) > 3 else None  # noqa: PLR2004


def _read_object(written: str) -> PagerCall | None:
    members = dict(MEMBER.findall(written))
    return _make([members.get(key, "") for key in ("size", "current", "prefix", "suffix")], 0)


def _make(arguments: Sequence[str], counts_from: Literal[0, 1]) -> PagerCall | None:
    pages, current, name, extension = arguments
    total, here = _number(pages), _number(current)
    if total is None or here is None or not NAME.fullmatch(name) or not EXTENSION.fullmatch(extension):
        return None
    return PagerCall(total, here, name, extension.lstrip("."), counts_from)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None
