"""From text to bytes: the charset a page is in, the one it says it is in, and the one its header says."""

from tests.site.templates import CHARSET
from tests.site.truth import Page

LABELS: tuple[tuple[str, str], ...] = (
    ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />', "text/html"),
    ('<meta charset="gbk">', "text/html; charset=GBK"),
    ('<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />', "text/html"),
    ("", "text/html"),
    ('<meta charset="utf-8">', "text/html; charset=utf-8"),
)
"""What pages in GBK say of themselves, in the page and in the HTTP header: right, wrong, or nothing."""


def encode_utf8(text: str) -> Page:
    return Page(text.replace(CHARSET, '<meta charset="utf-8">').encode(), "text/html; charset=utf-8")


def encode_gbk(text: str, number: int) -> Page:
    """`number` chooses among the labels."""
    meta, content_type = LABELS[number % len(LABELS)]
    return Page(text.replace(CHARSET, meta).encode("gbk"), content_type)
