"""主动公开政府信息, 规范性文件, 网站, 微博, 微信: what was disclosed, and by which channel."""

import re

from archive.report.words.around import Around

_DISCLOSE = (
    r"(?:(?<![转为应拟未需])主动公开"
    r"|(?:^|(?<=[共计已年度局镇乡县市区府校委办院道厅省处所站网台信博号报上中内并会来、:)]))公开)"
)
"""公开 behind another word is another thing: 预算公开, 村务公开, 不予公开, 依申请公开."""

_ALL = r"(?:了|的|各类|各项|各种|各|所有|全部|相关|有关|重要|新增|本[部单机][门位关]|机关|政府|政务|公开|行政|部门|:)*+"
_DISCLOSED = re.compile(rf"(?:{_DISCLOSE}{_ALL}信息(?:资料)?|主动公开(?:类信息|信息类)?|信息主动公开|新增公开信息)$")
_PUBLISHED = re.compile(r"(?:发布|刊登|推送|转发|刊发)(?:了|的|各类|各种|各|政府|政务|公开)*(?:信息|消息)$")
_CHANNELS = {
    "disclosed.website": re.compile(r"网站|门户网|官网"),
    "disclosed.weibo": re.compile(r"微博"),
    "disclosed.wechat": re.compile(r"微信"),
    "disclosed.gazette": re.compile(r"公报"),
    "?": re.compile(
        r"公开栏|公示栏|公告栏|广播|电视|报纸|报刊|媒体|平台|专栏|专网|手册|明白纸|客户端|显示屏|服务网|公开网|信息网|其[他它]方式|查阅"
    ),
}
_LEADS = re.compile(r"(?:通过|利用|依托|借助|运用|以|在|于|从)[^;。]{0,60}$|(?:网站|微博|微信|公报)[^;。,]{0,30}$")
_GAZETTE = re.compile(r"公报(?:上)?(?:刊登|刊发|登载|公开|发布)(?:政府|政务)?(?:信息|文件)?$")
_ACCOUNT = r"(?:公众平台|公众号|平台|账号|订阅号|客户端|号)*"
_POSTED = r"(?:推送|发布|公开|更新|发送|推出|编发)*(?:了|的|各类|政务|政府)*(?:信息|消息|动态)?"
_NORMATIVE = r"(?:了|的|政府|部门|行政|各类|本级|重要)*+规范性文件"
_HOW = r"(?:共计|总计|累计|总共|一共|共|均|已|全年|主动|及时|新增?|依法|并|予以|陆续|先后|全部|免费)*+"
_ISSUED = re.compile(rf"(?:制发|制定|出台|印发){_NORMATIVE}$")
_NORMATIVE_DISCLOSED = re.compile(rf"公开{_NORMATIVE}$")
_NORMATIVE_LISTED = re.compile(r"(?:^|其中|[:、])规范性文件(?:类|信息)?$")
_OTHERWISE = re.compile(r"其[他它]方式(?:主动)?公开(?:政府)?(?:信息)?$")
_ACCOUNTS = re.compile(rf"(?P<kind>微博|微信){_ACCOUNT}{_HOW}{_POSTED}$")
_SITE = re.compile(r"(?:^|中|[:、])[省市县区州镇乡局]?(?:政府|门户|官方)*网站$")
_LISTED = re.compile(r"(?:公开|发布)[^,;。\d]{0,12}信息")


def read_disclosed(a: Around) -> str | None:
    if _ISSUED.search(a.core):
        return "disclosed.normative_issued"
    if _NORMATIVE_DISCLOSED.search(a.core) or (
        a.part and "disclosed.total" in a.said and _NORMATIVE_LISTED.search(a.core)
    ):
        return "disclosed.normative"
    if _OTHERWISE.search(a.core):
        return "disclosed.other"
    words = a.lead + a.core
    if a.part and _LISTED.search(a.before) and _SITE.search(a.core):
        return "disclosed.website"
    total = _DISCLOSED.search(a.core)
    published = _PUBLISHED.search(a.core)
    if not total and not published:
        return _read_account(a)
    verb = total or published
    lead = _LEADS.search(words[: verb.start() + len(a.lead)]) if verb else None
    channel = _choose_channel(lead[0]) if lead else "disclosed.total"
    if channel != "disclosed.total":
        return channel
    share = lead and channel in a.said  # 通过各类媒体公开…: a part of what was told before
    return None if a.part or share or not total or _one_field(words) else channel


def _choose_channel(words: str) -> str | None:
    found = [key for key, pattern in _CHANNELS.items() if pattern.search(words)]
    if len(found) > 1 or re.search(r"等|各类|各种|多种|渠道|载体", words):
        return "disclosed.total" if len(found) != 1 or found == ["?"] else None
    if found == ["?"]:
        return None
    return found[0] if found else "disclosed.total"


def _one_field(words: str) -> bool:
    """What is counted are the items of one field only: 社会救助方面, 公开信息8条."""
    rest = re.sub(r"(?:主动|依申请|信息)?公开(?:政府信息|信息)?(?:工作)?(?:数量|内容)?方面|各类", "", words)
    return bool(re.search(r"方面|领域|类[,信]|栏目|条线|专题|事项", rest))


def _read_account(a: Around) -> str | None:
    if "微博" in a.core and "微信" in a.core:
        return None
    if _GAZETTE.search(a.core):
        return "disclosed.gazette"
    found = _ACCOUNTS.search(a.core)
    return {"微博": "disclosed.weibo", "微信": "disclosed.wechat"}[found["kind"]] if found else None
