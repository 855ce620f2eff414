"""Characters that no text has and that parsers, databases and exports stumble over."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""C0 and C1 controls but tab, line feed, carriage return and next line; surrogates; noncharacters."""


def clean_controls(text: str) -> tuple[str, int]:
    """The text without them, and how many there were. NUL and lone surrogates no database takes, and one vertical tab
    made an extractor return nothing for a whole page."""
    return CONTROL.subn("", text)


def join_halves(text: str) -> str:
    """Characters beyond U+FFFF that are written as two surrogates, as scripts and rich text do, as one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
