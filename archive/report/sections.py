"""A report's sections: its top-level headings 一、 二、 … and the text under each.

Nothing is lost: every line of the blocks stands in exactly one section, in order, in its heading or in its text. What
is no heading for certain (一是, an enumeration in a sentence, a table row) stays text; so do （一） and 1、, unless the
report has no 一、 and numbers the topics that all reports share in that way.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.reading.document import Block, Finding, Grid, body_lines
from archive.report.headings import HAN, LONGEST, Piece, find_topic, join_heading, read_line


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` as printed, None for what stands before the first; `text` its lines."""

    heading: str | None
    text: str


_MOST_LOST = 3
"""Headings that may be missing between two that follow each other."""

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")

_ENOUGH_TOPICS = 3
"""So many different topics of all reports, numbered in one way, are its chapters."""

_OTHER_STYLES = ("nth", "roman", "formal", "bracket", "arab")


def split_sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Sections in reading order; the first has no heading where text stands before 一、. No blocks: no sections."""
    pieces = list(_join_broken([piece for block in blocks for piece in _read_pieces(block)]))
    headings = _choose_headings(pieces)
    starts = [at for at in range(len(pieces)) if at == 0 or at in headings]
    return tuple(
        _make_section(pieces[start:stop], start in headings) for start, stop in pairwise([*starts, len(pieces)])
    )


def find_lost_chapters(sections: Sequence[Section]) -> Iterator[Finding]:
    """Where chapters are numbered 一, 二, 三, 六: those between are not there, or have lost their headings. Headings
    between that only lost their numerals count for them."""
    numbered = [(at, piece.number) for at, section in enumerate(sections) for piece in _number_of(section)]
    for (at, number), (next_at, following) in pairwise(numbered):
        bare = sum(section.heading is not None for section in sections[at + 1 : next_at])
        if bare < following - number - 1 <= _MOST_LOST:
            lost = "、".join(_NUMERALS[chapter - 1] for chapter in range(number + 1, following))
            between = f"between {sections[at].heading} and {sections[next_at].heading}"
            yield Finding("section_missing", f"no heading {lost} {between}")


def _number_of(section: Section) -> Iterator[Piece]:
    pieces = list(read_line(section.heading or ""))
    if len(pieces) == 1 and 0 < pieces[0].number <= len(_NUMERALS):
        yield pieces[0]


def _make_section(pieces: Sequence[Piece], headed: bool) -> Section:
    heading, body = (pieces[0].text.strip(), pieces[1:]) if headed else (None, pieces)
    return Section(heading, "".join(("\n" if piece.begins else "") + piece.text for piece in body).removeprefix("\n"))


def _read_pieces(block: Block) -> Iterator[Piece]:
    for line in body_lines([block]):
        for text in line.splitlines():
            if isinstance(block, Grid) or "|" in text or "\t" in text:
                yield Piece(text, style="row")
            else:
                yield from read_line(text)


def _join_broken(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A heading printed over two lines is one piece."""
    taken = False
    for piece, following in pairwise([*pieces, Piece("")]):
        if taken:
            taken = False
            continue
        lines = piece.begins and following.begins and "row" not in (piece.style, following.style)
        joined = join_heading(piece.text, following.text) if lines and len(piece.text) <= LONGEST else None
        taken = joined is not None
        yield joined or piece


def _choose_headings(pieces: Sequence[Piece]) -> set[int]:
    """Numbered headings whose numerals go up, then known ones that lost their numeral."""
    style = _choose_style(pieces)
    numbered = _follow_numerals([(at, piece) for at, piece in enumerate(pieces) if piece.style == style])
    topics = {find_topic(pieces[at].words) for at in numbered}
    lost = [(at, pieces[at].words) for at in range(len(pieces)) if pieces[at].words and not pieces[at].number]
    last = {words: at for at, words in lost}
    return numbered | {at for at, words in lost if find_topic(words) not in topics and last[words] == at}


def _choose_style(pieces: Sequence[Piece]) -> str:
    """How the report numbers its chapters: 一、, unless that names none of the known topics and another way does."""
    named = {(piece.style, topic) for piece in pieces if piece.number and (topic := find_topic(piece.words))}
    topics = Counter(style for style, _ in named)
    other = max(_OTHER_STYLES, key=topics.__getitem__)
    return other if topics[other] >= _ENOUGH_TOPICS and not topics[HAN] else HAN


def _follow_numerals(candidates: Sequence[tuple[int, Piece]]) -> set[int]:
    """A list of contents says its headings before they come; an enumeration inside a section begins again at 一."""
    chosen: set[int] = set()
    used: set[int] = set()
    topics = Counter(find_topic(piece.words) for _, piece in candidates)
    words = Counter(piece.words for _, piece in candidates)
    numbers = Counter(piece.number for _, piece in candidates)
    last = nested = 0
    for at, piece in candidates:
        words[piece.words] -= 1
        numbers[piece.number] -= 1
        if words[piece.words]:  # said again later
            continue
        topic = find_topic(piece.words)
        inside = nested and piece.number == nested + 1 and numbers[piece.number] > 0
        follows = last < piece.number <= last + 1 + _MOST_LOST and (topic or not inside)
        misplaced = not nested and 1 < piece.number <= last and (piece.number == last or piece.number not in used)
        if follows or misplaced or (topic and topics[topic] == 1):
            chosen.add(at)
            used.add(piece.number)
            last, nested = max(last, piece.number) if misplaced else piece.number, 0
        else:
            nested = piece.number
    return chosen
