"""The words of a page's metadata header and of its tools: what stands round a report and is not its text.

Reading finds header blocks by these words, `archive.report.header` interprets them. Labels are met letter-spaced
(索 引 号), padded with U+3000, in 【】, with an ASCII or full-width colon or none; compare them with `bare`, find them
in a line with `find_marks`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from archive.reading.traditional import simplify

FIELDS: dict[str, tuple[str, ...]] = {
    "index_no": ("索引号", "索取号", "索引码", "信息索引", "信息索引号", "信息索取号", "信息索引码"),
    "publisher": (
        "发布机构", "发布单位", "发文机关", "发文单位", "发文机构", "公开主体", "责任部门", "发布机关", "发布部门",
        "制发机关", "制发单位", "公开机构", "公开单位", "公开部门", "责任单位", "成文单位",
    ),
    "source": ("来源", "信息来源", "文章来源", "稿源", "文件来源", "稿件来源", "内容来源", "来源单位", "来源部门"),
    "doc_no": ("文号", "发文字号", "文件编号", "发布文号", "文件字号", "公文文号", "发文文号"),
    "topic": ("主题分类", "信息分类", "组配分类", "体裁分类", "分类", "信息类别", "公文种类", "信息类型", "所属主题"),
    "created": (
        "成文日期", "生成日期", "发文日期", "制发日期", "成文时间", "发文时间", "生成时间", "制发时间", "印发日期",
        "印发时间",
    ),
    "published": (
        "发布日期", "发布时间", "公开日期", "更新时间", "更新日期", "时间", "日期", "公开时间", "公布日期", "公布时间",
        "发表时间", "发表日期", "发布于", "时间发布", "添加时间", "上传时间", "录入时间", "信息提供日期", "提供日期",
    ),
    "validity": ("有效性", "时效性", "是否有效", "时效", "有效状态", "效力状态", "信息时效"),
    "title": ("名称", "标题", "信息名称", "文件名称", "信息标题", "文件标题"),
    "keywords": ("主题词", "关键词", "关键字"),
    "disclosure": ("公开方式", "公开形式", "公开范围", "公开时限", "公开类别", "公开属性", "公开类型"),
}  # fmt: skip
"""DESIGN's header keys and the labels seen for each."""

LABELS: dict[str, str] = {label: key for key, labels in FIELDS.items() for label in labels}

OTHER_LABELS: frozenset[str] = frozenset({
    "作者", "编辑", "责任编辑", "责编", "撰稿", "供稿", "发布人", "发布者", "录入人", "内容概述", "概述", "语种",
    "载体类型", "统一登记号", "生效日期", "生效时间", "实施日期", "施行日期", "失效日期", "失效时间", "废止日期",
    "废止时间", "公开目录", "信息目录", "公开程序",
})  # fmt: skip
"""Labels that stand in the same headers and whose values no field of ours takes."""

COUNTERS: tuple[str, ...] = (
    "点击数",
    "点击量",
    "点击率",
    "点击次数",
    "浏览次数",
    "浏览量",
    "浏览数",
    "访问量",
    "阅读次数",
    "阅读量",
    "阅读数",
    "访问次数",
    "访问数",
    "查看次数",
    "累计次数",
    "人气",
)

TOOLS: tuple[str, ...] = (
    "字体", "字号", "字体大小", "大", "中", "小", "打印", "打印本页", "打印页面", "关闭", "关闭窗口", "关闭页面",
    "收藏", "我的收藏", "分享", "分享到", "扫一扫", "登录", "注册", "保存", "返回顶部", "听全文",
    "语音播报", "上一篇", "下一篇",
)  # fmt: skip

_SPACE = re.compile(r"[\s\u3000\u200b-\u200d\u2060\ufeff\xad]+")


def bare(text: str) -> str:
    """A label or tool word without white space, brackets and colon, in NFKC: `【 索 引 号 】：` → `索引号`."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).strip(":【】[]〔〕()|·")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label or a tool in a line: where it stands with its colon. `label` is None for tools and counters, `key` for
    labels whose values no field takes."""

    start: int
    end: int
    label: str | None = None
    key: str | None = None


def _spaced(word: str) -> str:
    return r"[\s\u3000]{0,12}".join(map(re.escape, word))


def _any(words: set[str]) -> str:
    return "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))


_MARK = re.compile(
    r"(?P<sizes>[\[【(（]?\s{0,12}(?:大\s{0,12}中\s{0,12}小|小\s{0,12}中\s{0,12}大)\s{0,12}[\]】)）]?(?![一-龥]))"
    rf"|(?P<stop>{_any({*COUNTERS, *(tool for tool in TOOLS if len(tool) > 1)})})"
    rf"|(?P<label>{_any({*LABELS, *OTHER_LABELS})})"
    r"|(?P<count>(?:阅读|浏览|点击|访问)(?=\s{0,12}[:：】\]]))"
)
_COLON = re.compile(r"[\s】\]]{0,12}[:：]\s*")
_BOUND = re.compile(r"[\s】\]｜|\[【]|$")
_HAN = re.compile(r"[一-龥]")
_CLOCK = frozenset("日号时分秒")
_LONG_LABEL = 4
_FARTHEST = 12
_ENDS_NO_WORD = frozenset({"来源", "稿源", "作者", "编辑", "文号"})
"""Short labels that may be glued to the value before them: 作者:某镇来源:某县政府网. 时间 may not, for 咨询时间."""


def find_marks(line: str) -> list[Mark]:
    """The labels and tools of a header line, in order: `时间:2023年01月18日来源:市生态环境局` holds two."""
    return list(_find_marks(line))


@lru_cache(maxsize=256)
def _find_marks(line: str) -> tuple[Mark, ...]:
    """A line is asked several times: whether it is prose, whether a header, and where to cut it."""
    line = simplify(line, keep=True)
    marks: list[Mark] = []
    at = 0
    while match := _MARK.search(line, at):
        mark = _judge_mark(line, match, inside=bool(marks))
        at = mark.end if mark else match.start() + 1
        if mark:
            marks.append(mark)
    return tuple(marks)


def _judge_mark(line: str, match: re.Match[str], inside: bool) -> Mark | None:
    """The match as a mark, if what stands before and behind it allows: in `咨询时间：` there is no label 时间."""
    colon = _COLON.match(line, match.end())
    end = colon.end() if colon else match.end()
    word, before = bare(match[0]), line[: match.start()][-1:]
    glued = bool(_HAN.match(before)) and not (colon and before in _CLOCK)
    closed = bool(colon or _BOUND.match(line, end))
    long = len(word) >= _LONG_LABEL
    if match["sizes"] or (match["count"] and inside):
        return Mark(match.start(), end)
    if match["stop"] or match["count"]:
        return (
            Mark(match.start(), end)
            if (closed and not glued) or (word in COUNTERS and long) or (colon and inside)
            else None
        )
    key = LABELS.get(word)
    dated = key in ("created", "published") and line[end : end + 1].isdigit()
    separable = long or word in _ENDS_NO_WORD
    begin = _begin_compound(line, match.start()) if glued and colon and long and key else match.start()
    joined = begin < match.start() or (inside and separable) or (long and dated)
    allowed = bool(colon) and joined if glued else closed or dated
    return Mark(begin, end, word, key) if allowed else None


_QUALIFIER = re.compile(r"[\s\u3000|【\[]*(?=[一-龥]{2,4}$)")


def _begin_compound(line: str, at: int) -> int:
    """Where a long label begins that words of a line's start qualify: 公开责任部门:, 文件发布机构:. Else `at`."""
    qualified = _QUALIFIER.match(line[:at]) if at <= _FARTHEST else None
    return qualified.end() if qualified else at
