"""收到申请, 办结, 答复: what is counted of applications for disclosure, and how they came in."""

import re

from archive.report.words.around import WE, Around

_RECEIVE = r"(?:收到|接到|接收到?|收悉|受理|新收|接受|接获)"
_VERB = re.compile(rf".*{_RECEIVE}")
_VERB_AT_END = re.compile(rf"{_RECEIVE}(?:的|了)?$")
_ABOUT = re.compile(
    rf"(?:{WE}(?:机关|政府)?|社会各界|社会|公民|法人|其[他它]|组织|单位|个人|群众|公众|各类|各种|有效|书面|相关|有关|关于|涉及|针对"
    r"|一[件起例宗]|任何|提供|提出|提交|递交|要求|请求|依法|符合要求|行政机关|机关|政府|政务|部门|信息|公开|申请|获取|方面|依|当面|现场|窗口"
    r"|传真|网络|网上|互联网|在线|信函|邮寄|电子邮件|邮件|平台|系统|渠道|方式|形式|途径|通过|事项|案件|业务|情况|件|过|了|和|或者?"
    r"|以及|及|与|、|的|对|向|以|等|:|\"|“|”|\(|\))*+"
)
"""Words that an application for disclosure is spoken of with, whoever makes it and however. With any other word
(征地补偿信息, 低保) it is one sort of application, or none for disclosure."""

_REQUEST = re.compile(
    r"(?:申请|依申请公开(?:政府|政务)?(?:信息)?)(?:公开)?(?:(?:政府|政务)?信息)?(?:事项|案件|业务|要求|请求|件|情况|的)*+$"
)
_STOP = re.compile(r"$|[,;。、)]")
_NAMED = re.compile(
    rf"(?:^|[、\d)]|全年|本?年度?|新收|新增|其中|{WE})(?:政府|政务)?(?:信息公开|公开信息|依申请公开)申请$"
)
_NAMED_BEFORE = re.compile(r"(?:信息公开申请|依申请公开)[^\d。;复诉访]{0,40}$")
"""规范办理政府信息公开申请,全年共受理6件: what came in was named before."""

_COUNTED = re.compile(r"[数量计为是:共]")
_DISCLOSURE = re.compile(r"公开|政府信息")
_WAYS = {
    "in_person": re.compile(r"当面|现场|窗口|到访"),
    "fax": re.compile(r"传真"),
    "online": re.compile(r"网络|网上|互联网|在线|网站"),
    "letter": re.compile(r"信函|邮寄|来信|挂号信"),
    "?": re.compile(r"电子邮件|邮箱|其[他它](?:方式|形式|渠道|途径)|(?:申请|公开|网上|信息)系统|平台"),
}
"""The form counts four ways; an electronic mail is none of them for certain."""

_MANY = re.compile(r"等|各类|各种|多种|多渠道|不同")
_BY_WAY = re.compile(
    r"(?:当面|现场|窗口|传真|网络|网上|互联网|在线|信函|邮寄)"
    r"(?:公开|提交|提出|递交|收到|接收|受理|方式|形式|渠道|途径|平台|系统|申请|的|政府|信息)*+$"
)
_OTHER_BUSINESS = re.compile(
    r"信访|来信来访|建议|提案|热线|12345|留言|咨询|许可|审批|投诉|举报|信箱|案卷|执法|低保|救助|网民|来电|复议|诉讼|问政|仲裁"
)


def read_application(words: str) -> tuple[str, int] | None:
    """The application for disclosure that `words` begin with, and where it ends; None where they name another thing.

    政府信息公开申请、行政复议 → 政府信息公开申请; 申请人的投诉 → None.
    """
    about = _ABOUT.match(words)
    said = about[0] if about else ""
    bare = said.rstrip("、和或及与以")
    end = len(bare)
    if _REQUEST.search(bare) and (end < len(said) or _STOP.match(words, end)):
        return bare, end
    return None


def read_received(a: Around) -> str | None:
    verb = _VERB.match(a.core)
    what = a.core[verb.end() :] if verb else ""
    if verb and (found := read_application(what)) and found[1] == len(what):
        if not (_DISCLOSURE.search(what) or a.handled):
            return None
        return None if "结转" in a.core else _choose_way(a.lead + a.core, a)
    if a.handled and _BY_WAY.search(a.core):
        return _choose_way(a.core, a)
    if _VERB_AT_END.search(a.core) and (noun := read_application(a.right)):
        return _choose_way(a.lead + a.core, a) if _DISCLOSURE.search(noun[0]) or a.handled else None
    if _VERB_AT_END.search(a.core) and not a.right and _NAMED_BEFORE.search(a.before):
        return None if a.part else "received.total"
    return "received.total" if _NAMED.search(a.core) and _COUNTED.search(a.link) else None


def _choose_way(words: str, a: Around) -> str | None:
    ways = [way for way, pattern in _WAYS.items() if pattern.search(words)]
    if len(ways) == 1 and not _MANY.search(words):
        return None if ways == ["?"] else f"received.{ways[0]}"
    return None if a.part else "received.total"


_CLOSED = re.compile(
    r"(?:(?P<time>按时|按期|如期)|(?P<late>延期)|[^按延期超]|^)(?:依法|已|均|共|全部|予以)*(?:办结|办理完毕|办理完结)(?:政府信息公开申请|依申请公开(?:政府信息)?|申请|件)*$"
)
_ANSWERED = re.compile(
    r"(?:^|[、)已共均部时法期内限度并计及办理出请中别作其实])(?:依法|予以|进行|作出)*(?:答复|回复)(?:政府信息公开申请|依申请公开(?:政府信息)?|申请|件|的|了)*$"
)
_ANSWERS = (
    ("already_public", r"(?:属于(?:已经?)?|已经?)主动公开(?:的?范围|的?信息|的?内容)?"),
    ("partly_granted", r"部分公开(?:答复)?"),
    ("refused", r"(?:不予|不同意)公开(?:答复)?"),
    ("granted", r"(?<!不)(?:予以|同意|全部)公开(?:答复)?"),
    ("not_ours", r"(?:不属于|非)本(?:行政)?机关(?:公开|职责|掌握)?(?:的?范围|信息)?"),
    ("not_existing", r"信息不存在"),
    ("to_be_corrected", r"作出(?:更改|补正)(?:[、和]?补充)?"),
    ("other_channel", r"通过其[他它]途径办理"),
    ("refused.state_secret", r"涉及国家秘密"),
    ("refused.trade_secret", r"涉及?商业秘密"),
    ("refused.privacy", r"涉及?个人隐私"),
    ("refused.safety", r"危及国家安全、公共安全、经济安全和社会稳定"),
    ("refused.not_information", r"不是《?条例》?所指(?:的)?政府信息"),
    ("refused.other", r"法律法规规定的其[他它]情形"),
)
_ANSWERED_OF = re.compile(r"答复[^,;。]{0,8}申请|申请[^,;。]{0,6}答复")
_APPLICATIONS = frozenset(["件", "宗", "起", "例", "份", ""])
"""Units in which applications are counted; what was disclosed is counted in 条."""

_ANSWER = re.compile("|".join(f"(?P<a{at}>{words})" for at, (_, words) in enumerate(_ANSWERS)))
_ANSWER_END = re.compile(rf"(?:{_ANSWER.pattern})(?:的?(?:申请|信息|政府信息|情况))?$")


def read_handled(a: Around) -> str | None:
    if not a.handled or _OTHER_BUSINESS.search(a.core):
        return None
    if found := _CLOSED.search(a.core):
        return "closed.on_time" if found["time"] else "closed.extended" if found["late"] else "closed.total"
    if _ANSWERED.search(a.core):
        return "answered.total"
    told = (a.told_handled or bool(_ANSWERED_OF.search(a.before))) and a.unit in _APPLICATIONS
    if told and (found := _ANSWER_END.search(a.core)) and found.lastgroup:
        return f"answered.{_ANSWERS[int(found.lastgroup[1:])][0]}"
    return None
