"""A report's sections: its top-level headings 一、 二、 … and the text under each.

Nothing is lost: every line of the blocks stands in exactly one section, in order, in its heading or in its text. What
is no heading for certain (（一）, 1、, 一是, an enumeration in a sentence, a table row) stays text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.reading.document import Block, Grid, body_lines
from archive.report.forms.label import squeeze
from archive.report.forms.standard import APPLICATIONS, row_key


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` as printed, None for what stands before the first; `text` its lines."""

    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or a piece of one where a heading is glued to text (`begins` tells whether a line begins with it).

    With `words` it looks like a heading: `number` is its numeral, 0 where it has none.
    """

    text: str
    begins: bool = True
    number: int = 0
    words: str = ""


_NUMBERS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_NUMERAL = r"(十[一二]|[一二三四五六七八九十])"
_NUMBERED = re.compile(rf"(?:第{_NUMERAL}部分[、.,:]?|{_NUMERAL}[、.,:])(.+)")
_SPACED = re.compile(rf"{_NUMERAL}(.+)")
_ENUMERATION = re.compile(r"[;,、。]第?[二三四五六七八九十](?:部分)?[、.]")
_LONGEST = 60
_LONGEST_CLOSED = 20
"""Characters of a heading that ends with 。; longer ones are sentences."""
_MOST_LOST = 3
"""Headings that may be missing between two that follow each other."""

_AND = "(?:、|和|及|与|及其)"
_OUR = "(?:政府)?(?:信息公开)?(?:工作)?(?:的|中)?"
_TOPICS = {
    "overview": r"(?:基本|总体)?(?:工作)?(?:概述|概况|总体情况|基本情况)",
    "disclosure": r"主动公开(?:政府)?信息(?:工作)?的?情况",
    "responses": rf"(?:政策)?(?:解读)?{_AND}?回应(?:解读|社会关切|社会关注)?(?:工作)?的?情况",
    "applications": r"(?:收到和处理政府信息公开申请|(?:政府信息)?依申请公开(?:政府)?(?:信息)?(?:办理|工作)?)的?情况",
    "disputes": rf"(?:因|有关)?{_OUR}(?:被)?(?:申请|引起|提起)?的?行政复议{_AND}?(?:被)?(?:提起)?(?:行政)?诉讼"
    rf"(?:{_AND}(?:行政)?(?:申诉|举报投诉|投诉举报))?的?情况",
    "fees": rf"{_OUR}收费(?:情况)?{_AND}减免的?情况",
    "problems": rf"{_OUR}存在的?(?:主要)?(?:问题|困难|不足)"
    rf"(?:{_AND}?(?:下一步)?(?:整改|改进)?(?:措施|情况|意见|办法))?",
    "rest": r"其他(?:认为)?(?:需要|应当)?(?:报告|说明)的?(?:事项|情况)",
}
"""Headings that the forms and most reports share: known well enough to stand without their numeral."""

_TOPIC = re.compile("|".join(f"(?P<{topic}>{words})" for topic, words in _TOPICS.items()))

_FORM_HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
_GLUED = re.compile(
    rf"(?<![；;，,、\w])[一二三四五六七八九十]\s*[、．.]\s*(?:{'|'.join(_FORM_HEADINGS)})"
    r"(?:[。：:]|(?=\s|$|[\d（(]|本|我|无|没有|第二十条))"
)
"""A heading of the forms 2019 and 2021 inside a line. Between 、 or ； it is one of an enumeration."""
_CLOSED = re.compile(
    rf"\s*{_NUMERAL}\s*[、．.]\s*[^\s。；;，,：:][^。；;，,：:]{{1,{_LONGEST_CLOSED}}}(?:。|\s{{2}}|\u3000)(?=.*。)"
)
"""A short first sentence after the numeral, with sentences behind it: 一、概述。2012年，…"""


def split_sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Sections in reading order; the first has no heading where text stands before 一、. No blocks: no sections."""
    pieces = [piece for block in blocks for piece in _read_pieces(block)]
    headings = _choose_headings(pieces)
    starts = [at for at in range(len(pieces)) if at == 0 or at in headings]
    return tuple(
        _make_section(pieces[start:stop], start in headings) for start, stop in pairwise([*starts, len(pieces)])
    )


def _make_section(pieces: Sequence[_Piece], headed: bool) -> Section:
    heading, body = (pieces[0].text.strip(), pieces[1:]) if headed else (None, pieces)
    return Section(heading, "".join(("\n" if piece.begins else "") + piece.text for piece in body).removeprefix("\n"))


def _read_pieces(block: Block) -> Iterator[_Piece]:
    for line in body_lines([block]):
        for text in line.splitlines():
            if isinstance(block, Grid) or "|" in text or "\t" in text:
                yield _Piece(text)
            else:
                yield from _look_at(text)


def _look_at(line: str) -> Iterator[_Piece]:
    cuts = [0, *_find_cuts(line), len(line)]
    for start, stop in pairwise(cuts):
        number, words = _read_heading(line[start:stop])
        yield _Piece(line[start:stop], start == 0, number, words)


def _find_cuts(line: str) -> list[int]:
    """Where a line is cut before and behind headings glued to text."""
    if closed := _CLOSED.match(line):
        return [closed.end()]
    found = [match.span() for match in _GLUED.finditer(line)]
    ends, starts = {end for _, end in found}, {start for start, _ in found}
    alone = [
        (start, end)
        for start, end in found
        if ends.isdisjoint(range(start - 2, start + 1)) and starts.isdisjoint(range(end, end + 3))
    ]
    return sorted({cut for span in alone for cut in span} - {0, len(line)})


def _read_heading(text: str) -> tuple[int, str]:
    """Numeral and words of what looks like a heading; (0, "") for what does not."""
    if len(text) > 2 * _LONGEST:
        return 0, ""
    printed = squeeze(text)
    line = printed.rstrip("。:")
    if len(line) > _LONGEST or line.endswith((";", ",", "、", "!", "?")) or _ENUMERATION.search(line):
        return 0, ""
    if numbered := _NUMBERED.fullmatch(line):
        words = numbered[3]
        sentence = "。" in words or (printed.endswith("。") and ("," in words or len(words) > _LONGEST_CLOSED))
        if sentence or row_key(APPLICATIONS, words):
            return 0, ""
        return _NUMBERS[numbered[1] or numbered[2]], words
    if (spaced := _SPACED.fullmatch(line)) and _TOPIC.fullmatch(spaced[2]):
        return _NUMBERS[spaced[1]], spaced[2]
    return 0, line if _TOPIC.fullmatch(line) else ""


def _choose_headings(pieces: Sequence[_Piece]) -> set[int]:
    """Numbered headings whose numerals go up, then known ones that lost their numeral."""
    numbered = _follow_numerals([(at, piece) for at, piece in enumerate(pieces) if piece.number])
    topics = {_topic(pieces[at].words) for at in numbered}
    lost = [at for at, piece in enumerate(pieces) if piece.words and not piece.number]
    return numbered | {at for at in lost if _topic(pieces[at].words) not in topics}


def _follow_numerals(candidates: Sequence[tuple[int, _Piece]]) -> set[int]:
    """A list of contents says its headings before they come; an enumeration inside a section begins again at 一."""
    chosen: set[int] = set()
    topics = Counter(_topic(piece.words) for _, piece in candidates)
    words = Counter(piece.words for _, piece in candidates)
    numbers = Counter(piece.number for _, piece in candidates)
    last = nested = 0
    for at, piece in candidates:
        words[piece.words] -= 1
        numbers[piece.number] -= 1
        if words[piece.words]:  # said again later
            continue
        topic = _topic(piece.words)
        inside = nested and piece.number == nested + 1 and numbers[piece.number] > 0
        follows = last < piece.number <= last + 1 + _MOST_LOST and (topic or not inside)
        if follows or (topic and topics[topic] == 1):
            chosen.add(at)
            last, nested = piece.number, 0
        else:
            nested = piece.number
    return chosen


def _topic(words: str) -> str | None:
    found = _TOPIC.fullmatch(words)
    return found.lastgroup if found else None
