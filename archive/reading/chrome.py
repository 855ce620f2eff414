"""What portals put round every page, told line by line: tools, navigation, lists of other pages, footers.

All functions take a `flat` text (NFKC, no white space). Patterns are linear: alternatives are words, repetition is
atomic.
"""

import re

from archive.reading.labels import COUNTERS, TOOLS

LONGEST_TOOL = 100
LONGEST_FOOTER = 250

MORE_TOOLS = (
    "打印本文", "打印此页", "打印文章", "打印预览", "关闭本页", "关闭此页", "收藏本页", "加入收藏", "微信", "微博",
    "新浪微博", "腾讯微博", "QQ空间", "QQ", "QQ好友", "人人网", "朋友圈", "微信好友", "复制链接", "更多", "推荐",
    "评论", "纠错", "我要纠错", "网页纠错", "内容纠错", "朗读", "语音", "播放", "暂停", "放大", "缩小", "默认",
    "调整字体", "特大", "较大", "标准", "正常", "简体", "繁体", "无障碍", "无障碍浏览", "适老版", "长者版", "关怀版",
    "返回", "返回首页", "返回列表", "返回上一页", "首页", "顶部", "回到顶部", "字号大小", "文字大小", "字体缩放",
    "分享至", "分享给好友", "分享到微信", "扫码浏览", "扫码分享", "手机版", "电脑版", "二维码", "文字版", "图片版",
    "全真版", "正文", "内容", "详情", "阅读", "次", "编辑", "下载", "文字下载", "收起", "展开", "关注", "智能问答",
    "智能客服", "在线客服", "复原", "重置", "退出", "光标", "十字光标", "大字幕", "配色", "指读", "连读", "语速",
    "大字版", "A+", "A-", "A",
)  # fmt: skip

_NOTED = {"扫一扫"}  # it begins a note
_WORDS = sorted({*TOOLS, *MORE_TOOLS, *COUNTERS} - _NOTED, key=len, reverse=True)
_MARKS = r"[\[\]【】〖〗()<>《》|丨/\\·•・:,，。、\-—_+*×xX○●■◆>»«‹›…~!?‘’“”\"']"
_TOOLS = re.compile(rf"(?>(?:{'|'.join(map(re.escape, _WORDS))}|{_MARKS}|\d{{1,9}})+)")
_NO_DATUM = re.compile(r"[\u4e00-\u9fff]|QQ|^[|丨·•>»‹›<«×xX\[\]【】]+$")
"""A line of digits, dashes and dots alone may be a cell, an index number or a date: it is no tool."""

_COUNTER = re.compile(
    rf"[\[(【]?(?:您是第|本文|文章|共)?(?:{'|'.join(COUNTERS)})[:为]?[\d,]{{0,12}}(?:人?次)?[\])】]?$"
)
_NEIGHBOUR = re.compile(
    r"(?:您|你)?(?:现在|当前|目前)?(?:所在|的)?(?:的)?位置(?::|是|>|$)|首页(?:>|»|›|-|/)"
    r"|(?:点击)?[<《【\[(>»·]{0,2}(?:上|下|前|后)一?[篇条页个][】\])》>]{0,2}(?::|$|>|【)"
)
_NOTE = re.compile(
    r".{0,6}扫一扫.{0,30}$|.{0,12}二维码.{0,20}$|您访问的链接即将离开|.{0,10}(?:不支持|版本过低).{0,60}浏览器|分享到?:"
    r"|[(【\[]{0,2}(?:打印|关闭|收藏)(?:本页|此页|窗口|页面|本文)?[)】\]]{0,2}$|点击(?:右上角|查看大图|下载)$|选择在浏览器中打开$"
    r"|(?:您|你)(?:觉得|认为)?.{0,16}(?:帮助|有用|满意)[吗么]?\?$|(?:本文|本页|原文)?(?:网址|链接)(?:地址)?:(?:https?:|www\.)"
    r"|[您你]好[,!。]?我是.{0,60}$|打印(?:时间|日期):|[^。,:]{2,20}门户网站$|用微信.{0,60}$|\(?(?:责任|本期|网络)?(?:责编|编辑|校对|审核)\)?:.{0,20}$"
)
_RELATED = re.compile(
    r"[·>【\[(]{0,2}(?:相关|关联|推荐|热门|更多|延伸)"
    r"(?:信息|链接|阅读|文章|新闻|解读|文件|附件|稿件|文档|政策|推荐|内容|资讯|专题|导读|下载)[】\])]{0,2}[:>»]{0,3}$"
    r"|(?:文件|附件)(?:[:>»]{1,3}|(?:下载|列表)[:>»]{0,3}|信息[:>»]{1,3})$|友情链接:?$|网友评论:?$|(?:下载|附件)$"
)
_DISCLAIMER = re.compile(r"(?:(?:版权|免责|权利|隐私|法律|网站|本站)(?:声明|说明)?[与及和]?){1,2}(?:声明|说明):?$")
_FOOTER = re.compile(r"ICP备|ICP证|公网安备|网站标识码|版权所有|Copyright|©", re.I)
_FOOTER_WORDS = re.compile(
    r"技术支持:|(?:主办|承办|协办|运行维护|制作维护)(?:单位|方)?:|建议使用.{0,30}(?:浏览|分辨率)"
    r"|(?:最佳|以上).{0,10}(?:分辨率|浏览效果)|备案(?:序)?号:?|网站(?:地图|统计|声明)|(?:总|今日)访问量:?|法律声明"
    r"|版权(?:声明|保护)"
)


def is_tool(flat: str) -> bool:
    """A tool or a note of the portal: font size, print, share, a counter, where the page lies."""
    if _COUNTER.match(flat) or _NEIGHBOUR.match(flat):
        return True
    if len(flat) > LONGEST_TOOL:
        return False
    tools = _TOOLS.match(flat)
    behind = flat[tools.end() :] if tools else flat
    return bool(_NOTE.match(behind) or _NOTE.match(flat)) if behind else bool(_NO_DATUM.search(flat))


def is_neighbour(flat: str) -> bool:
    """Where the page stands among others: 当前位置, 上一篇, 下一篇."""
    return bool(_NEIGHBOUR.match(flat))


def is_related(flat: str) -> bool:
    """The heading of a list of other pages or of files: what follows it at the end of a page is not the report's."""
    return bool(_RELATED.match(flat))


def is_disclaimer(flat: str) -> bool:
    """The heading of the portal's own small print (版权与免责声明); nothing after it is the report's."""
    return bool(_DISCLAIMER.match(flat))


def is_footer(flat: str) -> bool:
    """Who keeps the site, its registrations, how it is best seen. An organ's address in a sentence is none."""
    if len(flat) > LONGEST_FOOTER:
        return False
    return bool(_FOOTER.search(flat) or ("。" not in flat and _FOOTER_WORDS.search(flat)))
