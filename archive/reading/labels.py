"""The words of a page's metadata header and of its tools: what stands round a report and is not its text.

Reading finds header blocks by these words, `archive.report.header` interprets them. Labels are met letter-spaced
(索 引 号), padded with U+3000, in 【】, with an ASCII or full-width colon or none; compare them with `bare`.
"""

import re
import unicodedata

FIELDS: dict[str, tuple[str, ...]] = {
    "index_no": ("索引号", "索引码", "信息索引", "信息索引号"),
    "publisher": ("发布机构", "发布单位", "发文机关", "发文单位", "发文机构", "公开主体", "责任部门"),
    "source": ("来源", "信息来源", "文章来源", "稿源", "文件来源"),
    "doc_no": ("文号", "发文字号", "文件编号", "发布文号"),
    "topic": ("主题分类", "信息分类", "组配分类", "体裁分类", "分类", "信息类别"),
    "created": ("成文日期", "生成日期", "发文日期", "制发日期", "成文时间", "发文时间"),
    "published": ("发布日期", "发布时间", "公开日期", "更新时间", "更新日期", "时间", "日期"),
    "validity": ("有效性", "时效性", "是否有效", "时效"),
    "title": ("名称", "标题", "信息名称"),
    "keywords": ("主题词", "关键词", "关键字"),
    "disclosure": ("公开方式", "公开形式", "公开范围", "公开时限", "公开类别"),
}
"""DESIGN's header keys and the labels seen for each."""

LABELS: dict[str, str] = {label: key for key, labels in FIELDS.items() for label in labels}

OTHER_LABELS: frozenset[str] = frozenset(
    {"作者", "编辑", "责任编辑", "内容概述", "概述", "语种", "生效日期", "失效日期", "废止日期"}
)
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
    "累计次数",
    "人气",
)

TOOLS: tuple[str, ...] = (
    "字体", "字号", "字体大小", "大", "中", "小", "打印", "打印本页", "打印页面", "关闭", "关闭窗口", "关闭页面", "收藏",
    "我的收藏", "分享", "分享到", "扫一扫", "登录", "注册", "保存", "返回顶部", "听全文", "语音播报", "上一篇", "下一篇",
)  # fmt: skip

_SPACE = re.compile(r"[\s\u3000\u200b-\u200d\u2060\ufeff\xad]+")


def bare(text: str) -> str:
    """A label or tool word without white space, brackets and colon, in NFKC: `【 索 引 号 】：` → `索引号`."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).strip(":【】[]〔〕()|·")
