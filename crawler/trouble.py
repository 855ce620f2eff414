"""Pages that answer with 200 and are no page of the portal: a challenge, a login, a closed region, an error page, or
what burglars left.

Told by what little they say. A report that mentions 验证码, 登录 or 福利彩票公益金 says much more than that, and is
none of these.
"""

import re

from archive.ledger import State
from crawler.listing import Page

SHORT = 300
"""Characters of text, spaces not counted, that an answer of this kind has at the most."""
FEW_LINKS = 20
ENOUGH_WORDS = 3
SEARCHED = 100_000
"""Characters of a page in which marks of a challenge stand."""

CHALLENGE_MARKS = re.compile(
    r"__jsl_clearance|acw_sc__v2|\$_ts\s*(?:=|\[)|\bcf-chl|_cf_chl_opt|aliyun_waf|WZWS-RAY|/cdn-cgi/challenge-platform"
)
CHALLENGE_WORDS = re.compile(
    r"安全验证|人机验证|滑动验证|访问验证|拖动滑块|(?:请?输入|填写).{0,6}验证码|访问过于频繁|请求过于频繁"
    r"|(?:访问|请求)(?:已|可能)?被(?:拦截|阻断)|(?:请求|访问).{0,12}(?:威胁|攻击性|不合法参数)|Just a moment\.\.\."
)
REGION_WORDS = re.compile(
    r"(?:该地区|(?:您|你)?所在的?(?:区域|地区|国家)|境外|海外|中国大陆以外).{0,12}(?:无法|不能|禁止|限制|不允许|暂不|不支持)"
    r".{0,8}(?:访问|浏览)|(?:禁止|限制|不支持|暂不提供|不允许).{0,8}(?:境外|海外|该地区|所在地区).{0,8}(?:访问|浏览)"
)
MISSING_WORDS = re.compile(
    r"(?:页面|网页|文件|内容|信息|文章|栏目|链接)(?:不存在|(?:已|已经)?被?(?:删除|移除)|未找到|没有找到|找不到|已失效)"
    r"|(?:找不到|未找到|没有找到).{0,12}(?:页面|网页|文件|内容)|404.{0,12}(?:not found|错误|页面|出错)|page not found",
    re.I,
)
LOGIN_WORDS = re.compile(r"登录|登陆|log\s?in|sign\s?in", re.I)
HIJACK_WORDS = re.compile(
    r"博彩|娱乐城|彩票平台|赌场|百家乐|时时彩|北京赛车|老虎机|葡京|六合彩|真人视讯|威尼斯人|体育投注|注册送|皇冠体育"
    r"|金沙娱乐|一肖一码|幸运飞艇|亚博|开云体育|滚球|电子游艺|彩票app|棋牌平台|成人视频|无码|av在线|色情网",
    re.I,
)
AGAINST_THEM = re.compile(r"打击|整治|查处|举报|防范|禁赌|反赌|案|报告|通告|公告|通知")
"""The police write of gambling, in titles of their own."""


def find_trouble(page: Page) -> tuple[State, str] | None:
    """The state and reason of an answer that is no page of the portal; None where it is one, or may be."""
    if page.tree is None:
        return None
    if is_hijacked(page):
        return "refused", f"hijacked: {page.title[:80]}"
    text = visible_text(page, SHORT + 1)
    if len(text) > SHORT or len(page.links) > FEW_LINKS:
        return None
    told = page.title + "\n" + text
    if trouble := judge_words(told, page.text[:SEARCHED]):
        return trouble
    if page.tree.css_first("input[type=password]") is not None and LOGIN_WORDS.search(told):
        return "blocked", "login: a form for a password"
    if MISSING_WORDS.search(told) or page.title.strip() == "404":
        return "refused", f"soft404: {' '.join(told.split())[:80]}"
    return None


def judge_words(told: str, source: str) -> tuple[State, str] | None:
    """`told`: the little an answer says, `source`: its bytes as text, with its scripts."""
    if mark := CHALLENGE_MARKS.search(source):
        return "blocked", f"challenge: {mark[0]}"
    if words := REGION_WORDS.search(told):
        return "blocked", f"region: {words[0]}"
    if words := CHALLENGE_WORDS.search(told):
        return "blocked", f"challenge: {words[0]}"
    return None


def is_hijacked(page: Page) -> bool:
    """Whether the page calls itself by the words of gambling and porn: in its title and in what it tells search
    engines."""
    if AGAINST_THEM.search(page.title):
        return False
    named = " ".join((page.title, page.metas.get("keywords", ""), page.metas.get("description", "")))[:SEARCHED]
    words = {word.lower() for word in HIJACK_WORDS.findall(named)}
    return len(words) >= ENOUGH_WORDS and HIJACK_WORDS.search(page.title) is not None


def visible_text(page: Page, enough: int) -> str:
    """The text of the page without scripts, styles and spaces, cut once there is enough of it."""
    parts: list[str] = []
    length = 0
    for node in page.tree.body.traverse(include_text=True) if page.tree and page.tree.body else ():
        if node.tag == "-text" and node.parent is not None and node.parent.tag not in ("script", "style", "noscript"):
            part = "".join((node.text_content or "").split())
            parts.append(part)
            length += len(part)
            if length >= enough:
                break
    return "".join(parts)[:enough]
