"""Lines of the metadata header, told one by one: 索引号：…, 发布时间：… 来源：…, a bare portal date.

All functions take a `flat` text (NFKC, no white space). Patterns are linear: alternatives are words.
"""

import re

from archive.reading.labels import COUNTERS, LABELS, OTHER_LABELS
from archive.reading.signs import is_dated_by_hand, is_form_foot, is_report_title

MORE_LABELS = frozenset({
    "文章类型", "公开程序", "办文部门", "公文名称", "创建者", "审核", "审核人", "记者", "通讯员", "信息员",
    "录入", "发稿", "主题", "体裁", "备注", "组配", "服务对象", "生成机构", "内容分类", "所属机构",
    "最后更新", "最后修改",
})  # fmt: skip
"""Further labels that stand in the same headers."""

WEAK = frozenset(
    {"时间", "日期", "名称", "标题", "来源", "分类", "主题", "备注", "审核", "供稿", "作者", "编辑", "记者", "时效"}
)
"""Labels that are words of ordinary text as well; only a value of the right shape makes them a header's."""

LONGEST_HEADER = 160
LONGEST_VALUE = 60

_WORDS = sorted({*LABELS, *OTHER_LABELS, *COUNTERS, *MORE_LABELS}, key=len, reverse=True)
_ANY = "|".join(map(re.escape, _WORDS))
_OPEN, _CLOSE = r"[【\[〔(<·•|■●◆]{0,3}", r"[】\]〕)>]{0,2}"
_LABEL = re.compile(rf"{_OPEN}({_ANY}){_CLOSE}(:+|$|(?<=[】\]〕]))")
_PAIR = re.compile(rf"({_ANY}){_CLOSE}:")

_DAY = r"[(\[]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[)\]]?"
_CLOCK = r"(?:\d{1,2}[:时]\d{1,2}分?(?::?\d{1,2}秒?)?)"
_WORDED = "[一二三四五六七八九〇○零Oo0]{4}年[元一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
_DATE = re.compile(rf"{_DAY}|{_WORDED}")
_STAMP = re.compile(rf"{_OPEN}(?:(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d|年)|{_DAY}{_CLOCK})")
_SOURCE_STAMP = re.compile(rf"[^\d:]{{2,20}}{_DAY}{_CLOCK}")
_PUNCTUATION = re.compile("[。，,；;！？]")

_ORGAN = re.compile(
    r"(?!.*(?:情况|报告|\d))[^。，,:、]{2,24}(?:局|委|办|厅|府|部|署|院|处|科|中心|公司|会|室|所|站|镇|乡|街道)(?:\([^()]{1,20}\))?$"
)
_SOURCE = re.compile(rf"本[网站](?:原创)?$|原创$|互联网$|[^。，,:、\d]{{2,20}}网站?$|{_ORGAN.pattern}")
_VALUES = {
    "created": _DATE,
    "published": _DATE,
    "index_no": re.compile(r"(?=.*\d)[^。，,、\u4e00-\u9fff]{4,}$"),
    "doc_no": re.compile(r"无$|[-—/]+$|[^。，,]{2,30}号$"),
    "validity": re.compile(r"(?:现行)?(?:有效|失效|无效|废止|是|否)$"),
    "disclosure": re.compile(r"[^。，,]{0,12}(?:公开|社会|长期|申请|及时|工作日)"),
    "topic": re.compile(r"(?!.*情况)[^。:]{2,30}$"),
    "keywords": re.compile(r"(?!.*情况)[^。:]{2,40}$"),
    "publisher": _ORGAN,
    "source": _SOURCE,
}
_OTHER_VALUE = re.compile(r"\d{1,7}$|[^。，,:、\d]{2,4}$")


def label_of(flat: str) -> str | None:
    """The header label a line begins with (`索引号:…`) or consists of."""
    found = _LABEL.match(flat)
    return found[1] if found else None


def begins_label(flat: str) -> bool:
    """Whether a text is the first letters of a label that inline tags cut: 索引 of 索引号."""
    return any(label.startswith(flat) for label in _WORDS)


def is_open_label(flat: str) -> bool:
    """Whether a line is a label whose value may stand on the next: `索引号:`, `索引号`, not a lone 来源 or 时间."""
    found = _LABEL.match(flat)
    return found is not None and found.end() == len(flat) and (bool(found[2]) or found[1] not in WEAK)


def is_header(flat: str) -> bool:
    """Whether a line is a field of the metadata header, or several."""
    if not flat or len(flat) > LONGEST_HEADER or is_form_foot(flat):
        return False
    pairs = _PAIR.findall(flat)
    if len(pairs) > 1 and "。" not in flat:
        return True
    found = _LABEL.match(flat)
    if found is None:
        return is_stamped(flat) or (len(pairs) == 1 and bool(_DATE.match(flat)) and "。" not in flat)
    value = flat[found.end() :]
    return (bool(value) or is_open_label(flat)) and len(value) <= LONGEST_VALUE and _fits(found[1], value)


def _fits(label: str, value: str) -> bool:
    if label in ("时间", "日期"):
        return not value or bool(_DATE.match(value))
    if label in WEAK:
        return "。" not in value and "," not in value and not value.endswith((";", ":"))
    return "。" not in value


def is_stamped(flat: str) -> bool:
    """Whether a short line bears a portal's date, alone or beside a source: `2021-01-2913:17县水务局`. A date written
    2021年1月29日 without a clock, or a name before a date without one, is a signature."""
    if len(flat) > LONGEST_VALUE or _PUNCTUATION.search(flat):
        return False
    return bool(_STAMP.match(flat) or _SOURCE_STAMP.match(flat)) and not is_dated_by_hand(flat)


def fits_open(label: str, flat: str) -> bool:
    """Whether a line can be the value of a label that stands on the line above it. The title of a report, which often
    follows a header's last and empty field, is the value of 名称 and 标题 only."""
    key = LABELS.get(label, "")
    if key != "title" and is_report_title(flat):
        return False
    pattern = _VALUES.get(key, _OTHER_VALUE)
    return len(flat) <= LONGEST_VALUE and bool(pattern.match(flat)) and not is_header(flat)
