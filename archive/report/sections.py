"""A report's sections: its top-level headings 一、 二、 … and the text under each.

Sections lose nothing: every line of the blocks stands in exactly one, in order, as a heading or in its text. What is no
heading for certain (（一）, 1、, 一是, an enumeration in a sentence) stays text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.reading.document import Block, body_lines
from archive.report.forms.label import squeeze


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` as printed, None for what stands before the first; `text` its lines."""

    heading: str | None
    text: str


_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_NUMBERED = re.compile(r"\s*(?:第?\s*(?P<numeral>十[一二]|[一二三四五六七八九十])\s*(?:部分)?\s*[、．.,，:：])\s*(?P<words>\S.*)")
_ENUMERATION = re.compile(r"[；;，,、。]\s*[二三四五六七八九十]\s*[、．.]")
_LONGEST_HEADING = 60
_GLUED_HEADING = 30
_NUMERALS_LOST = 3
"""How many headings may be missing between two that follow each other."""

_TOPICS = {
    "overview": r"(?:基本|总体|工作)?(?:工作)?(?:概述|概况|总体情况|基本情况|总体工作情况|基本工作情况)",
    "disclosure": r"主动公开(?:政府)?信息(?:的)?(?:情况|工作情况)",
    "responses": r"回应(?:解读|社会关切|社会关注)(?:工作)?(?:的)?情况",
    "applications": r"(?:收到和处理政府信息公开申请|(?:政府信息)?依申请公开(?:政府)?(?:信息)?(?:办理|工作)?)(?:的)?情况",
    "disputes": r"(?:因|有关)?(?:政府)?(?:信息公开)?(?:工作)?(?:申请|引起的?|被申请)?(?:的)?(?:提起)?行政复议[、和及与]?"
    r"(?:被)?(?:提起)?(?:行政)?诉讼(?:[、和及与](?:行政)?(?:申诉|举报投诉|投诉举报))?(?:的)?情况",
    "fees": r"(?:政府信息公开)?(?:工作)?(?:的)?收费(?:情况)?[、和及与]减免(?:的)?情况",
    "resources": r"(?:政府信息公开)?(?:工作)?机构建设(?:[、和及与]保障经费)?(?:[、和及与](?:会议)?培训(?:会议)?)?(?:的)?情况",
    "problems": r"(?:政府信息公开)?(?:工作)?(?:中)?存在的?(?:主要)?问题[、和及与]?(?:下一步)?(?:的)?(?:整改|改进)?(?:措施|情况|意见|办法)?",
    "rest": r"其他(?:需要|应当|认为应当)?(?:报告|说明)的?(?:事项|情况)",
}
"""Headings that the forms and most reports share; known enough to stand without their numeral."""

_TOPIC = re.compile("|".join(f"(?P<{topic}>{pattern})" for topic, pattern in _TOPICS.items()))
