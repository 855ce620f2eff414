"""By what a line is known as the report's own: a numbered heading, a sentence, a signature; an organ's name, a title.

All patterns look at `flat` text (NFKC, no white space).
"""

import re

SENTENCE = 20
"""Characters from which a line with a full stop or a comma is taken for a sentence."""

LONGEST_ORGAN = 30

REPORT = re.compile(r"(?:信息公开|政务公开|公开工作|信息公開).{0,12}(?:报告|年报|報告|年報)")
"""How the title of a disclosure report reads: 政府信息公开工作年度报告, 政务公开年报."""

_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零0O]")
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．,，:：]")
_FORM_FOOT = re.compile(r"(?:单位|部门|主管|分管|统计)负责人:|(?:填报|填表|制表)(?:人|单位|日期|时间):")
_HAND = (
    r"[(\[]?(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
    r"|[一二三四五六七八九〇○零O0]{4}年[元一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)[)\]]?$"
)
_DAY_BY_HAND = re.compile(_HAND)
_DAY_BEHIND = re.compile(rf"{_HAND}|(?:19|20)\d\d([./-])\d{{1,2}}\1\d{{1,2}}$")
_DAY_ALONE = re.compile(r"(?:19|20)\d\d([./-])\d{1,2}[./-]\d{1,2}日?$")
_ORGAN = re.compile(
    r"[^,，。:：；;、|]{2,}(?:局|委|办|厅|府|部|署|院|行|处|科|中心|公司|学校|大学|学院|会|室|所|站|镇|乡|街道|办事处"
    r"|集团|队|馆|社|台|园|网|网站)(?:\((?:盖章|公章|章)\))?$"
)


def is_report_title(flat: str) -> bool:
    """Names a report and its year; 政府信息公开年报 alone is a column, or a topic."""
    return bool(REPORT.search(flat) and _YEAR.search(flat))


def is_numbered(flat: str) -> bool:
    """Begins as a report's headings do: 一、 （二）."""
    return bool(_NUMBERED.match(flat))


def is_form_foot(flat: str) -> bool:
    """Who filled the form of the statistics in, below its table (国办发〔2014〕32号): 单位负责人, 审核人, 填报人."""
    return bool(_FORM_FOOT.match(flat))


def is_sentence(flat: str) -> bool:
    return len(flat) >= SENTENCE and any(mark in flat for mark in "。,;")


def is_dated_by_hand(flat: str) -> bool:
    """`2018年3月1日`, `二〇一八年三月一日` alone on a line: how a report is signed, not how a portal stamps it."""
    return bool(_DAY_BY_HAND.match(flat))


def is_signature(flat: str) -> bool:
    """An organ and a day on one line, `青河县水务局2018年3月1日`, or a day by hand alone."""
    day = _DAY_BEHIND.search(flat)
    return is_dated_by_hand(flat) or (day is not None and is_organ(flat[: day.start()]))


def is_signed(flat: str, above: str) -> bool:
    """A day alone, `2018.3.1` or `2018-03-01`, below an organ's name or, with dots, below a sentence: a signature's. A
    portal's stamp looks the same, but stands elsewhere."""
    day = _DAY_ALONE.match(flat)
    return day is not None and (is_organ(above) or (day[1] == "." and is_sentence(above)))


def is_organ(flat: str) -> bool:
    """Can be the name of an organ, or of its site."""
    return len(flat) <= LONGEST_ORGAN and bool(_ORGAN.match(flat))
