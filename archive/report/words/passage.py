"""The lines of a report as sentences, made comparable, each with the topic of the heading that it stands under."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from archive.reading.document import Block, Grid, Paragraph

Topic = str | None


def _flatten() -> dict[int, str | None]:
    """Full-width signs and the look-alikes of Han characters that PDFs write, one for one; white space goes."""
    table: dict[int, str | None] = {}
    for code in (*range(0xFF01, 0xFF5F), *range(0x2E80, 0x2FE0), *range(0xF900, 0xFA6E), 0xFE30):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    blank = (*range(0x21), 0x7F, 0x85, 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F)
    return table | dict.fromkeys((*blank, 0x2060, 0x3000, 0xFEFF), None)


_FLAT = _flatten()
_BLANK = frozenset(chr(code) for code, plain in _FLAT.items() if plain is None)
_SENTENCE = re.compile(r"[^。!?]{1,1500}")
"""What is longer is no sentence, and is looked at in pieces."""

_NUMBERING = re.compile(
    r"(?P<top>第?[一二三四五六七八九十]{1,3}(?:部分|章)?[、.,:]|第[一二三四五六七八九十]{1,3}(?:部分|章))"
    r"|\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.](?!\d)|[一二三四五六七八九十]是|[①-⑳]"
)
_UNNUMBERED = re.compile(r"[^,;。:\d]{2,36}(?:情况|问题|措施|打算|安排|概述|概况|事项|工作|计划)")
_LEAD = re.compile(r"([^,;。:\d]{2,24})[。:]")
_LONGEST_HEADING = 40
_SHORTEST_BROKEN = 20
"""A line that breaks in the middle of a sentence is a full one; shorter lines are headings, titles, signatures."""

_TOPICS = (
    (
        "plans",
        re.compile(
            r"下一?步|下一?年度?(?!结转)|明年|来年|今后|打算|设想|展望|努力方向|问题|不足|困难|改进"
            r"|(?:工作)?(?:安排|计划|思路)$"
        ),
    ),
    ("disputes", re.compile(r"复议|诉讼|申诉|举报|投诉")),
    ("fees", re.compile(r"收费|费用|减免")),
    ("applications", re.compile(r"申请")),
    ("disclosed", re.compile(r"主动公开|公开的?(?:数量|内容)")),
    ("resources", re.compile(r"机构|人员|经费|会议|培训|队伍|保障")),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together: one, or those over which a sentence is broken. `lines` are (number, as printed)."""

    lines: tuple[tuple[int, str], ...]
    text: str
    topic: Topic

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Where each begins in `text`, and its words."""
        return ((match.start(), match[0]) for match in _SENTENCE.finditer(self.text))

    def print(self, start: int, end: int) -> tuple[int, str]:
        """The line in which `text[start:end]` begins, and how it is printed, without the spaces around."""
        printed, places, stops = _lay_out(self.lines)
        first = places[start]
        line = next(number for (number, _), stop in zip(self.lines, stops, strict=True) if first < stop)
        return line, printed[first : places[end - 1] + 1]


@lru_cache(maxsize=4)
def _lay_out(lines: tuple[tuple[int, str], ...]) -> tuple[str, list[int], list[int]]:
    """The lines as one, where each character of its flat text stands in it, and where each line ends."""
    printed = "".join(text for _, text in lines)
    places = [at for at, char in enumerate(printed) if char not in _BLANK]
    return printed, places, list(accumulate(len(text) for _, text in lines))


def flatten(text: str) -> str:
    return text.translate(_FLAT)


def read_passages(blocks: Sequence[Block]) -> Iterator[Passage]:
    """All prose of a body in reading order. Lines are counted as in the text of the whole body, rows of tables too."""
    top: Topic = None
    topic: Topic = None
    lines: list[tuple[int, str]] = []
    words = ""
    for number, printed in _number_lines(blocks):
        flat = flatten(printed)
        if lines and not _goes_on(words, flat):
            yield Passage(tuple(lines), words, _lead_topic(words) or topic)
            lines, words = [], ""
        if not lines and (heading := _read_heading(flat)):
            top, topic = _follow(heading, top)
        elif flat:
            lines.append((number, printed))
            words += flat
    if lines:
        yield Passage(tuple(lines), words, _lead_topic(words) or topic)


def _number_lines(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Every line of prose with its number; "" stands for the rows of a table, which no sentence runs across."""
    number = 0
    for block in blocks:
        if isinstance(block, Grid):
            number += sum(1 for _ in block.lines())
            yield number, ""
        elif isinstance(block, Paragraph):
            for printed in f"{block.text}\n".splitlines():
                yield number, "" if _is_row(printed) else printed
                number += 1


def _is_row(line: str) -> bool:
    return "|" in line or "\t" in line.strip()


def _goes_on(words: str, following: str) -> bool:
    """Whether a sentence that this line leaves open is taken up by the next."""
    full = len(words) >= _SHORTEST_BROKEN and bool(re.search(r"[一-龥\d,、]$", words))
    return full and bool(following) and not _NUMBERING.match(following) and not _read_heading(following)


def _read_heading(line: str) -> tuple[str, bool] | None:
    """The words of a line that is a heading, and whether it is one of the top; None for text."""
    if not line or len(line) > _LONGEST_HEADING:
        return None
    numbering = _NUMBERING.match(line)
    words = line[numbering.end() :] if numbering else line
    if numbering and not re.search(r"[,;。]|\d(?!\d{3}年)[^年]?[条件次人个名]", words.rstrip("。:")):
        return (words, bool(numbering["top"])) if not re.search(r"[未无没]|\d[条件次人个名项份]", words) else None
    return (words, True) if _UNNUMBERED.fullmatch(line.rstrip(":。")) and not re.search(r"[未无没]", line) else None


def _follow(heading: tuple[str, bool], top: Topic) -> tuple[Topic, Topic]:
    """The topics of the chapter and of the lines that follow: a point without a topic has its chapter's."""
    words, is_top = heading
    topic = find_topic(words)
    if is_top:
        return topic, topic
    return top, ("plans" if top == "plans" else topic or top)


def _lead_topic(line: str) -> Topic:
    """The topic of a line that begins with its heading: (三)依申请公开。全年收到…"""
    numbering = _NUMBERING.match(line)
    lead = _LEAD.match(line, numbering.end()) if numbering else None
    return find_topic(lead[1]) if lead and not re.search(r"[未无没]", lead[1]) else None


def find_topic(words: str) -> Topic:
    if "落实情况" in words:
        return None
    return next((topic for topic, pattern in _TOPICS if pattern.search(words)), None)
