"""The tokens of JavaScript: strings, names, numbers, brackets; and what a string says."""

import re

TOKEN = re.compile(
    r"""(?P<space>[^\S\n]+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)|(?P<line>\s*\n\s*|//[^\n]*)
    |(?P<text>"(?:\\.|[^"\\\n])*+"?|'(?:\\.|[^'\\\n])*+'?|`(?:\\.|[^`\\])*+`?)
    |(?P<name>[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)*+)
    |(?P<number>\d++(?:\.\d++)?)
    |(?P<open>[([{])|(?P<close>[)\]}])|(?P<end>[,;])|(?P<other>.)""",
    re.X | re.S | re.A,
)
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}


def unquote(token: str) -> str:
    """What a string in quotes says; one that is not closed goes to its end."""
    body = token[1:-1] if len(token) > 1 and token[-1] == token[0] else token[1:]
    if "\\" not in body:
        return body
    text = ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else CONTROLS.get(found[2], found[2]), body)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
