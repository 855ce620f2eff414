"""When two texts are the same text, and which of a report's texts stands for it (DOMAIN: sameness)."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

HASH_VERSION = 1
"""Of the normalisation below: a hash is comparable only with hashes of the same version."""

MUCH_SHORTER = 0.8
"""A text below this share of the longest one is taken for a cut copy of it, not for a revision."""

_COMPLETENESS = ("complete", "doubtful", "incomplete", "needs_ocr", "unreadable")
_UNSEEN = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+")


def normalise(text: str) -> str:
    """NFKC, without white space and without characters that show nothing (zero width, direction marks, soft hyphen)."""
    # NFKC parts some accents from their letter by a space; without it they belong together again.
    return unicodedata.normalize("NFC", _UNSEEN.sub("", unicodedata.normalize("NFKC", text)))


def hash_text(text: str) -> str:
    """sha256 in hex of the normalised text."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def report_id(*, organ: str | None, division_code: str | None, year: int | None, url: str) -> str:
    """The same 32 hex digits for the same (organ, division, year) on every machine.

    Where organ or year is unknown the URL stands in; where the division is, the host: 财政局 of two sites is two
    organs.
    """
    if organ is None or year is None:
        return _digest("url", url)
    return _digest("report", normalise(organ), division_code or urlsplit(url).netloc, str(year))


def variant_id(report: str, text_hash: str) -> str:
    return _digest("variant", report, text_hash)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the choice of a report's current text looks at. `number` counts the report's texts in the order they were
    met;
    `present` says that some URL still said it when it was last visited; `length` is in characters."""

    id: str
    number: int
    present: bool
    state: str
    length: int


def choose_current(candidates: Sequence[Candidate]) -> str:
    """The most complete text that is not much shorter than the longest; among these one that a URL still says, then
    the longest,
    then the one met first: a revision in place takes over, a cut copy does not, and nothing flips from crawl to crawl.

    Raises ValueError where there is no candidate.
    """
    longest = max(candidate.length for candidate in candidates)

    def worse(candidate: Candidate) -> tuple[int, bool, bool, int, int]:
        rank = _COMPLETENESS.index(candidate.state)
        much_shorter = candidate.length < longest * MUCH_SHORTER
        return rank, much_shorter, not candidate.present, -candidate.length, candidate.number

    return min(candidates, key=worse).id


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
