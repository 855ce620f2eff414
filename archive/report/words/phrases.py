"""The words around a number → the key of the quantity that it is.

Each rule knows the words that end right before the number (收到政府信息公开申请 | 5件), after the words that only link
them (数, 共计, 为, :) are taken away; or a verb before and a noun behind it (举办 | 2期 | 政务公开培训班). Words that
no rule knows make the number no quantity: 公开社会救助信息16条 is not the total.
"""

import re
from collections.abc import Callable, Set
from dataclasses import dataclass

LINK = re.compile(
    r"(?:的?总?(?:数量|总数|条数|件数|人数|次数|数|量)|[共合总]计|总共|一共|共有|共|计|(?<!行)为|是|达到?|的|有|了|:|\(|\"|“|”"
    r"|(?P<each>[各均皆都]|分别|全部))+$"
)
_ORDER = r"(?:^|[,;。、:\d条件次人个名项份起宗篇]|其中|[一-龥]*?)"
_HOW = r"(?:共计|总计|累计|总共|一共|共|均|已|全年|主动|及时|新增?|依法|并|予以|陆续|先后|全部|免费)*"
_ALL = r"(?:了|的|各类|各项|各种|各|所有|全部|相关|有关|重要|新增|本[部单机][门位关]|机关|政府|政务|公开|行政|部门|:)*"
_WE = r"(?:我|本)(?:局|镇|乡|街道|办|市|县|区|校|院|委|单位|机关|部门|厅|处|中心|站|所|省|州|旗|村|社区|行政机关){1,2}"
_APPLYING = (
    r"(?:过|了|任何|一[件起例宗]|有关|关于|涉及|针对|公民|法人|和|或者?|及|以及|与|、|其[他它]|组织|单位|个人|群众|公众|社会各界"
    rf"|社会|各类|各种|有效|书面|相关|提出|提交|递交|要求|请求|依法|符合要求|的|对|向|{_WE}|政府|政务|部门|行政机关|机关|信息|公开|依"
    r"|依申请公开|申请公开|申请|获取|方面|:|\"|“|”|\(|\)|当面|现场|窗口|传真|网络|网上|互联网|在线|信函|邮寄|电子邮件|邮件|平台"
    r"|系统|渠道|方式|形式|途径|通过|以|等|和其他)*"
)
_RECEIVE = r"(?:收到|接到|接收到?|收悉|受理|新收|接受|接获)"
_REQUEST = (
    r"(?:申请|依申请公开(?:政府|政务)?(?:信息)?)(?:公开)?(?:(?:政府|政务)?信息)?(?:事项|案件|业务|要求|请求|件|的)*"
)
RECEIVED = re.compile(rf"{_RECEIVE}(?P<what>{_APPLYING}{_REQUEST})$")
_NAMED = re.compile(
    rf"(?:^|[、\d)]|全年|本?年度?|新收|新增|其中)(?:{_ALL})(?:政府|政务)?(?:信息公开|公开信息|依申请公开)申请$"
)
REQUESTED = re.compile(rf"{_APPLYING}{_REQUEST}(?=$|[,;。、)])")
_ABOUT_DISCLOSURE = re.compile(r"公开|政府信息")

_WAYS = {
    "in_person": re.compile(r"当面|现场|窗口|到访"),
    "fax": re.compile(r"传真"),
    "online": re.compile(r"网络|网上|互联网|在线|网站"),
    "letter": re.compile(r"信函|邮寄|来信|挂号信"),
    "?": re.compile(r"电子邮件|邮箱|其[他它](?:方式|形式|渠道|途径)|系统|平台"),
}
_MANY = re.compile(r"等|各类|各种|多种|多渠道|不同")
_BY_WAY = re.compile(
    r"(?:当面|现场|窗口|传真|网络|网上|互联网|在线|信函|邮寄)(?:公开|提交|提出|递交|收到|接收|受理|方式|形式|渠道|途径|平台|系统|申请|的|政府|信息)*$"
)
_OTHER_BUSINESS = re.compile(
    r"信访|来信来访|建议|提案|热线|12345|留言|咨询|许可|审批|投诉|举报|信箱|案卷|执法|低保|救助|网民|来电|复议|诉讼|问政|仲裁"
)

DISCLOSE = r"(?:(?<!转)(?<!转为)主动公开|(?<![请予以意分动转为息务申])公开|(?<=为)公开)"
_DISCLOSED = re.compile(rf"(?:{DISCLOSE}{_ALL}信息(?:资料)?|主动公开(?:类信息|信息类)?|信息主动公开|新增公开信息)$")
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
_ACCOUNT = r"(?:公众平台|公众号|平台|账号|订阅号|客户端|号)*"
_POSTED = r"(?:推送|发布|公开|更新|发送|推出|编发)*(?:了|的|各类|政务|政府)*(?:信息|消息|动态)?"
_NORMATIVE = r"(?:了|的|政府|部门|行政|各类|本级|重要)*规范性文件"
_DISPUTE = re.compile(
    r"(?P<review>(?:行政)?复议)(?:申请|案件?|事项|事件|情况|的)*(?:(?:、|和|及|与|或|以及)(?:提起|引起|被提起)?"
    r"(?P<both>(?:行政)?诉讼)(?:案件?|事项|事件|情况|的)*)?$"
    r"|(?P<suit>(?:行政)?诉讼)(?:案件?|事项|事件|情况|的)*$"
)
_DISPUTE_BEHIND = re.compile(
    r"(?:[^,;。、\d]{0,24}信息公开[^,;。、\d]{0,12})?(?P<kind>行政复议|行政诉讼)(?:申请|案件?|事件|的|发生)*(?:$|[,;。、)])"
)
_OUTCOME = re.compile(
    r"(?:(?P<kind>复议|诉讼)(?:案件?|申请)?)?(?:结果|决定|被|依法|法院|予以)*"
    r"(?:(?P<upheld>维持)(?:具体行政行为|原?行政行为|行政机关决定|原决定)?|(?P<corrected>被依法纠错|被纠错|结果纠正)|(?P<other>其[他它]情形))的?$"
)
_NOT_TOTAL = re.compile(r"审理|审结|代理|应诉|纠错|纠正|维持|败诉|胜诉|撤销|撤回|驳回|确认违法|未审结|终止|调解|结转")
_PEOPLE = r"(?:政府信息公开|政务公开|信息公开|公开|政府信息|工作|管理|业务|的|兼|岗位)*"
_OPENNESS = re.compile(r"信息公开|政务公开|公开工作")

Ask = Callable[["Around"], str | None]


@dataclass(frozen=True, slots=True)
class Around:
    """A number's surroundings: `core` the words before it back to the last number or comma, without linking words;
    `lead` the clause before those; `right` the words behind; `said` the keys that the passage has told before."""

    core: str
    link: str
    each: bool
    lead: str
    right: str
    unit: str
    topic: str | None
    said: Set[str]
    part: bool
    """其中 stands before it in the sentence."""
    zero: bool
    before: str
    """The whole sentence before the number."""

    @property
    def handled(self) -> bool:
        """Whether the talk is of applications for disclosure."""
        told = any(key.startswith(("received.", "closed.", "answered.")) for key in self.said)
        return told or self.topic == "applications" or bool(re.search(r"公开申请|依申请公开|申请公开", self.before))

    @property
    def about_openness(self) -> bool:
        return bool(_OPENNESS.search(self.before) or _OPENNESS.search(self.right))


def _read_received(a: Around) -> str | None:
    if found := RECEIVED.search(a.core):
        if not (_ABOUT_DISCLOSURE.search(found["what"]) or a.handled):
            return None
        return None if "结转" in a.core else _choose_way(a.lead + a.core, a)
    if a.handled and _BY_WAY.search(a.core):
        return _choose_way(a.core, a)
    if re.search(rf"{_RECEIVE}(?:的|了)?$", a.core) and (noun := REQUESTED.match(a.right)):
        return _choose_way(a.lead + a.core, a) if _ABOUT_DISCLOSURE.search(noun[0]) or a.handled else None
    return "received.total" if _NAMED.search(a.core) and re.search(r"[数量计为是:共]", a.link or "") else None


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
_ANSWER = re.compile("|".join(f"(?P<a{at}>{words})" for at, (_, words) in enumerate(_ANSWERS)))
_ANSWER_END = re.compile(rf"(?:{_ANSWER.pattern})(?:的?(?:申请|信息|政府信息|情况))?$")


def _read_handled(a: Around) -> str | None:
    if not a.handled or _OTHER_BUSINESS.search(a.core):
        return None
    if found := _CLOSED.search(a.core):
        return "closed.on_time" if found["time"] else "closed.extended" if found["late"] else "closed.total"
    if _ANSWERED.search(a.core):
        return "answered.total"
    told = any(key.startswith(("received.", "closed.", "answered.")) for key in a.said) and a.unit in _APPLICATIONS
    if told and (found := _ANSWER_END.search(a.core)) and found.lastgroup:
        return f"answered.{_ANSWERS[int(found.lastgroup[1:])][0]}"
    return None


def _read_disclosed(a: Around) -> str | None:
    if re.search(rf"(?:制发|制定|出台|印发){_NORMATIVE}$", a.core):
        return "disclosed.normative_issued"
    if re.search(rf"公开{_NORMATIVE}$", a.core) or (
        a.part and "disclosed.total" in a.said and re.search(r"(?:^|其中|[:、])规范性文件(?:类|信息)?$", a.core)
    ):
        return "disclosed.normative"
    if re.search(r"其[他它]方式(?:主动)?公开(?:政府)?(?:信息)?$", a.core):
        return "disclosed.other"
    words = a.lead + a.core
    if a.part and "disclosed.total" in a.said and re.search(r"(?:^|中|[:、])(?:政府|门户|局|官方)*网站$", a.core):
        return "disclosed.website"
    total = _DISCLOSED.search(a.core)
    if not total and not _PUBLISHED.search(a.core):
        return _read_account(a)
    lead = _LEADS.search(words[: total.start() - len(a.core) + len(words)] if total else words)
    channel = _choose_channel(lead[0]) if lead else "disclosed.total"
    if channel == "disclosed.total" and (a.part or not total or _one_field(words)):
        return None
    if channel == "disclosed.total" and lead and channel in a.said:  # 通过各类媒体公开…: a part of what was told before
        return None
    return channel


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
    found = re.search(rf"(?P<kind>微博|微信){_ACCOUNT}{_HOW}{_POSTED}$", a.core)
    return {"微博": "disclosed.weibo", "微信": "disclosed.wechat"}[found["kind"]] if found else None


def _read_dispute(a: Around) -> str | None:
    if a.topic != "disputes" and not re.search(r"公开", a.before) and not re.search(r"信息公开", a.right):
        return None
    if found := _OUTCOME.search(a.core):
        kinds = {"复议": "reconsideration", "诉讼": "litigation"}
        named = [found["kind"]] if found["kind"] else [kind for kind in kinds if kind in a.before]
        outcome = next((name for name in ("upheld", "corrected", "other") if found[name]), None)
        return f"{kinds[named[0]]}.{outcome}" if len(named) == 1 and outcome else None
    if a.part or _NOT_TOTAL.search(a.core) or _NOT_TOTAL.match(a.right):
        return None
    if found := _DISPUTE.search(a.core):
        if found["both"]:
            return "both" if a.zero or (a.each and "分别" not in a.link) else None
        return "reconsideration.total" if found["review"] else "litigation.total"
    if behind := _DISPUTE_BEHIND.match(a.right):
        return "reconsideration.total" if behind["kind"] == "行政复议" else "litigation.total"
    return None


def _read_complaints(a: Around) -> str | None:
    found = re.search(r"(?:举报投诉|投诉举报|举报|投诉)(?:案件?|事项|信息|情况|件|的)*$", a.core)
    clause = a.lead + a.core
    known = "信息公开" in clause or (a.topic == "disputes" and not re.search(r"12345|热线|消费|信访|环境|群众", clause))
    return "complaints.total" if found and known and not a.part else None


def _read_fees(a: Around) -> str | None:
    if re.search(r"减免|免收|支出|经费|诉讼|事业性", a.core) or a.part:
        return None
    known = a.topic == "fees" or re.search(r"依申请公开|信息处理费|信息公开", a.before)
    named = re.search(
        r"(?:收取|收缴)(?:[^,;。\d]{0,20}费用?(?:金额)?)?$|(?:收费|收取的?费用|信息处理费|收费金额)(?:金额|总额)?$",
        a.core,
    )
    behind = re.search(r"(?:收取|收缴)$", a.core) and re.match(r"信息处理费|(?:检索|复制|邮寄)?费用?", a.right)
    return "fees.amount" if known and (named or behind) else None


def _read_budget(a: Around) -> str | None:
    return "resources.budget" if "公开" in a.core and re.search(r"公开(?:工作)?专项(?:工作)?经费$", a.core) else None


_PLACES = re.compile(r"(?:查阅点|查阅场所|查阅室|查阅中心)$")
_PLACES_BEHIND = re.compile(
    r"(?:政府信息公开|政府信息|政务公开|信息公开|公共|公开|集中|公众)*(?:信息)?查阅(?:点|场所|室|中心)"
)
_OFFICES = re.compile(r"(?:政府|政务)?信息公开(?:工作)?(?:专门机构|(?:专门)?工作机构)$")
_OFFICES_BEHIND = re.compile(r"(?:政府|政务)?信息公开(?:工作)?(?:专门)?(?:工作)?机构")


def _read_places(a: Around) -> str | None:
    if a.part:
        return None
    if _PLACES.search(a.core) or (not _PLACES.search(a.before[-6:]) and _PLACES_BEHIND.match(a.right)):
        return "resources.reading_points"
    return "resources.offices" if _OFFICES.search(a.core) or _OFFICES_BEHIND.match(a.right) else None


_STAFF = (
    ("resources.staff", re.compile(r"(?:专、?兼职|专职和兼职|专职、兼职)"), "专"),
    ("resources.full_time", re.compile(r"(?:专职|全职)"), "专"),
    ("resources.part_time", re.compile(r"兼职"), "兼"),
)


def _read_staff(a: Around) -> str | None:
    if not (a.about_openness or a.topic == "resources") or "培训" in a.core:
        return None
    for key, kind, _ in _STAFF:
        before = re.search(rf"(?P<kind>{kind.pattern}){_PEOPLE}人员$", a.core)
        behind = re.match(rf"{_PEOPLE}(?:{kind.pattern}){_PEOPLE}人员", a.right)
        if before or (behind and not re.search(r"人员$", a.core)):
            return key
    named = re.search(r"(?:从事)?(?:政府信息公开|政务公开|信息公开)(?:的)?(?:工作)?(?:的)?人员$", a.core)
    behind = re.match(r"(?:从事)?(?:政府信息公开|政务公开|信息公开)(?:的)?(?:工作)?(?:的)?人员", a.right)
    return "resources.staff" if (named or behind) and not a.part else None


_HOLD = re.compile(r"(?:举办|组织|开展|召开|举行|组织召开|组织开展|组织举办)(?:了|过|各类|相关|全[市区县镇乡局])*$")
_COURSE = re.compile(r"(?:举办|组织|开展|召开)[^,;。\d]{0,30}培训(?:班|会|活动|会议)?$")
_MEETING = re.compile(r"(?:召开|举行|组织)[^,;。\d]{0,30}(?:会议?|专题会议)$")


def _read_training(a: Around) -> str | None:
    if re.search(r"参加", a.core) or a.part:
        return None
    held = bool(_HOLD.search(a.core))
    if _COURSE.search(a.core) or (held and re.match(r"[^,;。\d]{0,24}培训(?:班|会|活动)?", a.right)):
        return "training.courses" if _is_ours(a, "培训") else None
    if _MEETING.search(a.core) or (held and re.match(r"[^,;。\d]{0,24}会", a.right)):
        other = re.search(r"发布会|听证会|党组|常务会|座谈会|开放日|培训", a.core + a.right[:30])
        return "training.meetings" if not other and _is_ours(a, "会") else None
    return None


def _is_ours(a: Around, noun: str) -> bool:
    """A course or a meeting on disclosure, said so beside it, or under a heading that speaks of nothing else."""
    words = a.core + a.right.partition(noun)[0]
    plain = re.search(r"(?:各类|业务|专题|相关|工作|举办|组织|^)(?:培训|会)", words + noun)
    return bool(_OPENNESS.search(words)) or (a.topic == "resources" and bool(plain))


def _read_trainees(a: Around) -> str | None:
    known = a.topic == "resources" or "training.courses" in a.said or a.about_openness
    found = re.search(r"(?:接受(?:各类)?培训|参训|参加培训|培训)(?:人员|人次|人数|干部|的?工作人员)*$", a.core)
    return "training.trainees" if found and known else None


_RESPONSES = (
    ("responses.press_heads", r"主要负责(?:同志|人)(?:参加或举办|参加|举办|出席)?(?:的)?新闻发布(?:会|活动)"),
    ("responses.press", r"(?:参加或举办|举办或参加|举办|召开|举行|参加|开展)[^,;。\d]{0,12}新闻发布(?:会|活动)"),
    ("responses.interview_heads", r"主要负责(?:同志|人)(?:参加|参与)?(?:的)?(?:政府网站)?在线访谈"),
    ("responses.interviews", r"(?:政府网站|组织|参加|开展|举办|参与|进行|网站)(?:了)?在线访谈(?:活动)?"),
    ("responses.articles", r"政策(?:文件)?解读(?:稿件|材料|文章|信息|稿)?(?:发布)?"),
    ("responses.social", r"微博、?微信回应(?:事件)?"),
    ("responses.other", r"其[他它]方式回应(?:事件)?"),
    ("responses.total", r"回应(?:公众|社会)?(?:关注|关切)?的?(?:热点或重大舆情|热点问题|热点|重大舆情|社会关切)"),
)
_RESPONSE = re.compile("|".join(f"(?P<r{at}>{words})" for at, (_, words) in enumerate(_RESPONSES)))
_RESPONSE_END = re.compile(rf"(?:{_RESPONSE.pattern})(?:事件)?(?:总)?$")
_RESPONSE_BEHIND = re.compile(
    r"(?P<press>[^,;。、\d]{0,12}新闻发布(?:会|活动))|(?P<interviews>(?:政府网站|网上|网站)?在线访谈)|(?P<articles>政策(?:文件)?解读(?:稿件|材料|文章|信息|稿))"
)


def _read_responses(a: Around) -> str | None:
    if (found := _RESPONSE_END.search(a.core)) and found.lastgroup:
        return _RESPONSES[int(found.lastgroup[1:])][0]
    held = re.search(r"(?:举办|召开|举行|参加|组织|开展|参与|发布|推出|刊发|编发)(?:了)?$", a.core)
    behind = _RESPONSE_BEHIND.match(a.right) if held else None
    return f"responses.{behind.lastgroup}" if behind else None


_PIECES = frozenset(["条", "件", "项", "篇", "个", "份", "则", "条次"])
_CASES = frozenset(["件", "宗", "起", "例", "份", "条", "项", "次", "个", "封", "人次", "件次", ""])
_APPLICATIONS = frozenset(["件", "宗", "起", "例", "份", ""])
"""Units in which applications are counted; what was disclosed is counted in 条."""

_HEADS = frozenset(["人", "名", "位", "个"])
_TIMES = frozenset(["次", "场", "期", "个", "班"])

_RULES: tuple[tuple[Ask, re.Pattern[str], frozenset[str]], ...] = (
    (_read_received, re.compile("申请|收到|受理|当面|现场|窗口|传真|网络|网上|互联网|在线|信函|邮寄"), _CASES),
    (
        _read_handled,
        re.compile("办结|办理完|答复|回复|公开|机关|不存在|补充|途径|秘密|隐私|稳定|信息|情形"),
        _CASES,
    ),
    (_read_disclosed, re.compile("公开|规范性文件|微博|微信|网站|发布"), _PIECES | {""}),
    (_read_dispute, re.compile("复议|诉讼|维持|纠|情形"), _CASES),
    (_read_complaints, re.compile("投诉|举报"), _CASES),
    (_read_fees, re.compile("费|收取|收缴"), frozenset(["元", ""])),
    (_read_budget, re.compile("经费"), frozenset(["元"])),
    (_read_places, re.compile("查阅|机构"), frozenset(["个", "处", "家"])),
    (_read_staff, re.compile("人员"), _HEADS),
    (_read_training, re.compile("培训|会"), _TIMES),
    (_read_trainees, re.compile("培训|参训"), frozenset(["人次", "人", "名"])),
    (
        _read_responses,
        re.compile("发布会|发布活动|访谈|解读|回应"),
        frozenset(["次", "场", "期", "篇", "条", "件", "个", "份", ""]),
    ),
)
"""Who reads a number: by the words near it and its unit."""

_SCALES = re.compile(r"^(?:千万|百万|亿|万|千|百)")


def read_key(around: Around) -> str | None:
    """The key of a number, "both" for reconsideration and litigation at once, None for one that no rule knows."""
    unit = _SCALES.sub("", around.unit)
    near = around.core + around.right[:30]
    for read, words, units in _RULES:
        if unit in units and words.search(near) and (key := read(around)):
            return key
    return None
