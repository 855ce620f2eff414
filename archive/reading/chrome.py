"""What stands round a report and is not its text, told line by line: header fields, tools, navigation, footers.

All patterns look at `compact` text (NFKC, no white space) and are linear: alternatives are words, repetition is atomic.
"""

import re

from .labels import COUNTERS, LABELS, OTHER_LABELS, TOOLS

MORE_LABELS = ("索取号", "文章类型", "公开属性", "公开程序", "办文部门", "公文名称", "发布人", "发布者", "创建者", "供稿", "审核",
               "审核人", "记者", "通讯员", "撰稿", "信息员", "录入", "录入人", "发稿", "主题", "体裁", "备注", "公开日期",
               "组配", "服务对象", "生成机构", "制发机关", "制发单位", "内容分类", "所属机构", "发布部门", "所属主题")  # fmt: skip
"""Further labels met in the same headers."""

WEAK = frozenset({"时间", "日期", "名称", "标题", "来源", "分类", "主题", "备注", "审核", "供稿", "作者", "编辑", "记者", "时效"})
"""Labels that are words of ordinary text as well; only a value of the right shape makes them a header's."""

LONGEST_HEADER = 160
LONGEST_TOOL = 100
LONGEST_VALUE = 60

_ALL = sorted({*LABELS, *OTHER_LABELS, *COUNTERS, *MORE_LABELS}, key=len, reverse=True)
_WORDS = "|".join(map(re.escape, _ALL))
_OPEN, _CLOSE = r"[【\[〔(<·•|■●◆]{0,3}", r"[】\]〕)>]{0,2}"
_LABEL = re.compile(rf"{_OPEN}({_WORDS}){_CLOSE}(:+|$|(?<=[】\]〕]))")
_PAIR = re.compile(rf"({_WORDS}){_CLOSE}:")
_DAY = r"[(\[]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[)\]]?"
_CLOCK = r"(?:\d{1,2}[:时]\d{1,2}分?(?::?\d{1,2}秒?)?)"
_DATE = re.compile(_DAY)
_STAMP = re.compile(rf"{_OPEN}{_DAY}{_CLOCK}?[)\]]?(?:\.0)?$")
_CHINESE_DAY = re.compile(r"[(\[]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日[)\]]?$")

_VALUES = {
    "created": _DATE,
    "published": _DATE,
    "index_no": re.compile(r"(?=.*\d)[^。，,、\u4e00-\u9fff]{4,}$"),
    "doc_no": re.compile(r"无$|[-—/]+$|[^。，,]{2,30}号$"),
    "validity": re.compile(r"(?:现行)?(?:有效|失效|无效|废止|是|否)$"),
    "disclosure": re.compile(r"[^。，,]{0,12}(?:公开|社会|长期|申请|及时|工作日)"),
    "topic": re.compile(r"(?!.*情况)[^。:]{2,30}$"),
    "keywords": re.compile(r"(?!.*情况)[^。:]{2,40}$"),
    "publisher": re.compile(r"(?!.*(?:情况|报告|\d))[^。，,:、]{2,24}(?:局|委|办|厅|府|部|署|院|处|科|中心|公司|会|室|所|站|镇|乡|街道|办事处)$"),
}  # fmt: skip
_VALUES["source"] = _VALUES["publisher"]
_SHORT = re.compile(r"\d{1,7}$|[^。，,:、\d]{2,4}$")
_TOOL_WORDS = sorted(
    {
        *TOOLS, *COUNTERS, "打印本文", "打印此页", "打印文章", "打印预览", "关闭本页", "关闭此页", "收藏本页", "加入收藏", "微信", "微博", "新浪微博",
        "腾讯微博", "QQ空间", "QQ", "QQ好友", "人人网", "朋友圈", "微信好友", "复制链接", "更多", "推荐", "评论", "纠错", "我要纠错", "网页纠错",
        "内容纠错", "朗读", "语音", "播放", "暂停", "放大", "缩小", "默认", "调整字体", "特大", "较大", "标准", "正常", "简体", "繁体", "无障碍",
        "无障碍浏览", "适老版", "长者版", "关怀版", "返回", "返回首页", "返回列表", "返回上一页", "首页", "顶部", "回到顶部", "字体大小", "字号大小",
        "文字大小", "字体缩放", "分享至", "分享给好友", "分享到微信", "扫码浏览", "扫一扫在手机打开当前页", "扫一扫在手机打开当前页面",
        "扫一扫在手机上查看当前页面", "手机扫一扫打开此页", "扫一扫手机浏览", "扫码分享", "手机版", "电脑版", "二维码", "文字版", "图片版", "全真版", "阅读", "次", "编辑", "下载", "文字下载", "收起", "展开", "关注",
    },
    key=len,
    reverse=True,
)  # fmt: skip
_MARKS = r"[\[\]【】〖〗()<>《》|丨/\\·•・:,，。、\-—_+*×xX○●■◆>»«‹›…~!?‘’“”\"']"
_TOOL_LINE = re.compile(rf"(?>(?:{'|'.join(map(re.escape, _TOOL_WORDS))}|{_MARKS}|\d{{1,9}})+)$")
_NO_DATUM = re.compile(r"[\u4e00-\u9fff]|QQ|^[|丨·•>»‹›<«×xX\[\]【】]+$")
"""A line of digits, dashes and dots alone may be a cell, an index number or a date: it is no tool."""
_COUNTER = re.compile(rf"[\[(【]?(?:您是第|本文|文章|共)?(?:{'|'.join(COUNTERS)})[:为]?\d{{0,9}}次?[\])】]?$")
_NAVIGATION = re.compile(
    r"(?:您|你)?(?:现在|当前|目前)?(?:所在|的)?(?:的)?位置(?::|是|>|$)|首页(?:>|»|›|-|/)"
    r"|(?:点击)?[<《【\[(>»·]{0,2}(?:上|下|前|后)一?[篇条页个][】\])》>]{0,2}(?::|$|>|【)"
)
_NOTE = re.compile(
    r".{0,6}扫一扫.{0,30}$|.{0,12}二维码.{0,20}$|您访问的链接即将离开|.{0,10}(?:不支持|版本过低).{0,60}浏览器|分享到?:"
    r"|[(【\[]{0,2}(?:打印|关闭|收藏)(?:本页|此页|窗口|页面|本文)?[)】\]]{0,2}$|点击(?:右上角|查看大图|下载)$|选择在浏览器中打开$"
    r"|用微信.{0,60}$|\(?(?:责任|本期|网络)?(?:责编|编辑|校对|审核)\)?:.{0,20}$"
)
_RELATED = re.compile(
    r"[·>【\[(]{0,2}(?:相关|关联|推荐|热门|更多|延伸)(?:信息|链接|阅读|文章|新闻|解读|文件|附件|稿件|文档|政策|推荐|内容|资讯|专题|导读|下载)"
    r"[】\])]{0,2}[:>»]{0,3}$|(?:文件|附件)(?:下载|列表|信息)?[:>»]{1,3}$|友情链接:?$|网友评论:?$|(?:下载|附件)$"
)
_FOOTER = re.compile(
    r"ICP备|ICP证|公网安备|网站标识码|版权所有|Copyright|©|技术支持:|(?:主办|承办|协办|运行维护|制作维护)(?:单位|方)?:|建议使用.{0,30}(?:浏览|分辨率)"
    r"|(?:最佳|以上).{0,10}(?:分辨率|浏览效果)|邮编:\d{6}|备案(?:序)?号:?|网站(?:地图|统计|声明)|(?:总|今日)访问量:?|法律声明|版权(?:声明|保护)",
    re.I,
)  # fmt: skip
_DISCLAIMER = re.compile(r"(?:(?:版权|免责|权利)(?:声明|说明)?[与及和]?){1,2}(?:声明|说明):?$")
REPORT = re.compile(r"(?:信息公开|政务公开|公开工作|信息公開).{0,12}(?:报告|年报|報告|年報)")
"""How the title of a disclosure report reads: 政府信息公开工作年度报告, 政务公开年报."""
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．,，:：]")


def label_of(text: str) -> str | None:
    """The header label a compact line begins with (`索引号:…`) or consists of."""
    found = _LABEL.match(text)
    return found[1] if found else None


def is_open_label(text: str) -> bool:
    """Whether a compact line is a label whose value may stand on the next: `索引号:`, `索引号`, not a lone 来源 or 时间."""
    found = _LABEL.match(text)
    return found is not None and found.end() == len(text) and (bool(found[2]) or found[1] not in WEAK)


def is_header(text: str) -> bool:
    """Whether a compact line is a field of the metadata header, or several."""
    if not text or len(text) > LONGEST_HEADER:
        return False
    pairs = _PAIR.findall(text)
    if len(pairs) > 1 and "。" not in text:
        return True
    found = _LABEL.match(text)
    if found is None:
        return bool(_STAMP.match(text)) or (len(pairs) == 1 and bool(_DATE.match(text)) and "。" not in text)
    value = text[found.end() :]
    return (bool(value) or is_open_label(text)) and len(value) <= LONGEST_VALUE and _fits(found[1], value)


def fits_open(label: str, text: str) -> bool:
    """Whether a compact line can be the value of a label that stands on the line above it."""
    pattern = _VALUES.get(LABELS.get(label, ""), _SHORT)
    return len(text) <= LONGEST_VALUE and bool(pattern.match(text)) and not is_header(text)


def _fits(label: str, value: str) -> bool:
    if label in ("时间", "日期"):
        return not value or bool(_DATE.match(value))
    if label in WEAK:
        return "。" not in value and "," not in value and not value.endswith((";", ":"))
    return "。" not in value


def is_dated_by_hand(text: str) -> bool:
    """`2018年3月1日` alone on a line: how a report is signed, not how a portal stamps it."""
    return bool(_CHINESE_DAY.match(text))


def is_tool(text: str) -> bool:
    """Whether a compact line is a tool or a note of the portal: font size, print, share, counters, where the page lies."""
    if _COUNTER.match(text) or _NAVIGATION.match(text):
        return True
    return len(text) <= LONGEST_TOOL and bool(_NOTE.match(text) or (_TOOL_LINE.match(text) and _NO_DATUM.search(text)))


def is_related(text: str) -> bool:
    """The heading of a list of other pages or of files: what follows it at the end of a page is not the report's text."""
    return bool(_RELATED.match(text))


def is_disclaimer(text: str) -> bool:
    """The heading of the portal's own small print (版权与免责声明); nothing after it is the report's."""
    return bool(_DISCLAIMER.match(text))


def is_neighbour(text: str) -> bool:
    return bool(_NAVIGATION.match(text))


def is_footer(text: str) -> bool:
    return bool(_FOOTER.search(text))


def is_numbered(text: str) -> bool:
    """Whether a compact line begins as a report's headings do: 一、 （二） ."""
    return bool(_NUMBERED.match(text))
