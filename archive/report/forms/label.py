"""A label of a printed table, made comparable: `（三） 不予公开` and `(三)不 予 公 开` are the same words."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\xad]+")
_NUMBERING = re.compile(r"(?:\(?[一二三四五六七八九十]{1,3}[)、.,:]|\(?\d{1,2}[)、.,:])+")


_REMEMBERED = 500
"""Characters of a text that is asked for again and again; a longer one would only fill the memory."""


def squeeze(text: str) -> str:
    """NFKC without any white space and without invisible characters: header text is split by <br>, <p>, nbsp."""
    return _squeeze_again(text) if len(text) <= _REMEMBERED else _squeeze(text)


def _squeeze(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


_squeeze_again = lru_cache(maxsize=8192)(_squeeze)


@lru_cache(maxsize=8192)
def bare_label(text: str) -> str:
    """A squeezed label without the numbering before it: `（三）不予公开`, `1．属于国家秘密`, `一、本年新收…`."""
    label = squeeze(text)
    numbering = _NUMBERING.match(label)
    return (label[numbering.end() :] if numbering else label).lstrip("、.,:)")
