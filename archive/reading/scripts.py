"""What inline scripts write into the page as header fields: `document.write("来源：" + DOCSOURCE)`.

Nothing is run. Only literals joined by `+` are understood, and variables that the same script sets to a literal; only
text that begins with a header label is taken, so that counters, pagers and share buttons stay out.
"""

import re
from collections.abc import Iterator

from archive.reading.fields import label_of
from archive.reading.lines import Line, Place, compact, tidy
from archive.reading.tree import Tree

LONGEST = 100_000
"""Characters of a script that is looked at: those that write a header are short, libraries are long."""

_LITERAL = r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'"
_WRITE = re.compile(rf"document\.write(?:ln)?\(\s*((?:{_LITERAL}|[\w$]+)(?:\s*\+\s*(?:{_LITERAL}|[\w$]+))*+)\s*\)")
_VARIABLE = re.compile(rf"\b([\w$]+)\s*=\s*({_LITERAL})")
_TERM = re.compile(rf"{_LITERAL}|[\w$]+")
_TAG = re.compile(r"<[^<>]{0,500}>")
_ESCAPE = re.compile(r"\\(.)")


def script_lines(tree: Tree) -> list[Line]:
    """A line for each field, where the browser would write it."""
    return [
        Line(tidy(text), compact(text), index, Place(block=parent), pieces=(text,))
        for index, parent, source in tree.scripts
        for text in written_fields(source)
    ]


def written_fields(script: str) -> Iterator[str]:
    """Header fields a script writes, as text."""
    if len(script) > LONGEST or "document.write" not in script:
        return
    variables = {name: _unquote(literal) for name, literal in _VARIABLE.findall(script)}
    for found in _WRITE.finditer(script):
        terms = (_unquote(term) if term[0] in "\"'" else variables.get(term) for term in _TERM.findall(found[1]))
        text = _TAG.sub(" ", "".join(term or "" for term in terms)).replace("&nbsp;", " ")
        if label_of(compact(text)):
            yield text


def _unquote(literal: str) -> str:
    return _ESCAPE.sub(r"\1", literal[1:-1])
