"""The labels of the national forms as they are printed, for showing a table again.

2014: 国办发〔2014〕32号; 2019: 国办公开办函〔2019〕60号; 2021: 国办公开办函〔2021〕30号. Reading knows labels by
patterns (`standard`, `indicators`), since agencies retype them.
"""

import re
from collections.abc import Mapping

CAPTIONS: Mapping[str, str] = {
    "active_disclosure": "主动公开政府信息情况",
    "applications": "收到和处理政府信息公开申请情况",
    "review_litigation": "政府信息公开行政复议、行政诉讼情况",
    "indicators": "政府信息公开情况统计表",
}

APPLICANTS: Mapping[str, str] = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_org": "其他",
    "total": "总计",
}

INTAKE: Mapping[str, str] = {
    "new_received": "一、本年新收政府信息公开申请数量",
    "carried_over": "二、上年结转政府信息公开申请数量",
}
HANDLING = "三、本年度办理结果"
REMAINDER: Mapping[str, str] = {"carried_forward": "四、结转下年度继续办理"}

Group = tuple[str, Mapping[str, str]]
"""A group of rows under its label; a group of one row, whose label it is, has none."""

_GROUPS: tuple[Group, ...] = (
    (
        "",
        {
            "granted": "（一）予以公开",
        },
    ),
    (
        "",
        {
            "partly_granted": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        },
    ),
    (
        "（三）不予公开",
        {
            "refused.state_secret": "1.属于国家秘密",
            "refused.law_forbids": "2.其他法律行政法规禁止公开",
            "refused.three_safeties": "3.危及“三安全一稳定”",
            "refused.third_party": "4.保护第三方合法权益",
            "refused.internal": "5.属于三类内部事务信息",
            "refused.process": "6.属于四类过程性信息",
            "refused.enforcement_files": "7.属于行政执法案卷",
            "refused.admin_query": "8.属于行政查询事项",
        },
    ),
    (
        "（四）无法提供",
        {
            "unable.not_held": "1.本机关不掌握相关政府信息",
            "unable.needs_making": "2.没有现成信息需要另行制作",
            "unable.still_unclear": "3.补正后申请内容仍不明确",
        },
    ),
    (
        "（五）不予处理",
        {
            "not_handled.petition": "1.信访举报投诉类申请",
            "not_handled.repeat": "2.重复申请",
            "not_handled.publication": "3.要求提供公开出版物",
            "not_handled.excessive": "4.无正当理由大量反复申请",
            "not_handled.reissue": "5.要求行政机关确认或重新出具已获取信息",
        },
    ),
)
RESULTS: Mapping[str, tuple[Group, ...]] = {
    "2019": (*_GROUPS, ("", {"other": "（六）其他处理"}), ("", {"handled": "（七）总计"})),
    "2021": (
        *_GROUPS,
        (
            "（六）其他处理",
            {
                "other.not_corrected": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                "other.fee_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                "other.rest": "3.其他",
            },
        ),
        ("", {"handled": "（七）总计"}),
    ),
}

REVIEWS: Mapping[str, str] = {
    "reconsideration": "行政复议",
    "litigation_direct": "行政诉讼：未经复议直接起诉",
    "litigation_after_review": "行政诉讼：复议后起诉",
}
OUTCOMES: Mapping[str, str] = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}

Clause = tuple[str, Mapping[str, str], Mapping[str, str]]
"""A clause of 条例第二十条: its numeral, its columns and its rows."""

CLAUSES: Mapping[str, tuple[Clause, ...]] = {
    "2019": (
        (
            "一",
            {"made": "本年新制作数量", "newly_published": "本年新公开数量", "published_total": "对外公开总数量"},
            {"regulations": "规章", "normative_documents": "规范性文件"},
        ),
        (
            "五",
            {"items_last_year": "上一年项目数量", "change": "本年增/减", "decisions": "处理决定数量"},
            {"licences": "行政许可", "other_services": "其他对外管理服务事项"},
        ),
        (
            "六",
            {"items_last_year": "上一年项目数量", "change": "本年增/减", "decisions": "处理决定数量"},
            {"penalties": "行政处罚", "coercive_measures": "行政强制"},
        ),
        (
            "八",
            {"items_last_year": "上一年项目数量", "change": "本年增/减"},
            {"fees": "行政事业性收费"},
        ),
        (
            "九",
            {"projects": "采购项目数量", "amount": "采购总金额"},
            {"procurement": "政府集中采购"},
        ),
    ),
    "2021": (
        (
            "一",
            {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"},
            {"regulations": "规章", "normative_documents": "行政规范性文件"},
        ),
        (
            "五",
            {"decisions": "本年处理决定数量"},
            {"licences": "行政许可"},
        ),
        (
            "六",
            {"decisions": "本年处理决定数量"},
            {"penalties": "行政处罚", "coercive_measures": "行政强制"},
        ),
        (
            "八",
            {"amount": "本年收费金额（单位：万元）"},
            {"fees": "行政事业性收费"},
        ),
    ),
}

INDICATORS: tuple[tuple[str, str], ...] = (
    ("", "一、主动公开情况"),
    ("disclosed.total", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）"),
    ("disclosed.normative", "其中：主动公开规范性文件数"),
    ("disclosed.normative_issued", "制发规范性文件总数"),
    ("", "（二）通过不同渠道和方式公开政府信息的情况"),
    ("disclosed.gazette", "1.政府公报公开政府信息数"),
    ("disclosed.website", "2.政府网站公开政府信息数"),
    ("disclosed.weibo", "3.政务微博公开政府信息数"),
    ("disclosed.wechat", "4.政务微信公开政府信息数"),
    ("disclosed.other", "5.其他方式公开政府信息数"),
    ("", "二、回应解读情况"),
    ("responses.total", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）"),
    ("", "（二）通过不同渠道和方式回应解读的情况"),
    ("responses.press", "1.参加或举办新闻发布会总次数"),
    ("responses.press_heads", "其中：主要负责同志参加新闻发布会次数"),
    ("responses.interviews", "2.政府网站在线访谈次数"),
    ("responses.interview_heads", "其中：主要负责同志参加政府网站在线访谈次数"),
    ("responses.articles", "3.政策解读稿件发布数"),
    ("responses.social", "4.微博微信回应事件数"),
    ("responses.other", "5.其他方式回应事件数"),
    ("", "三、依申请公开情况"),
    ("received.total", "（一）收到申请数"),
    ("received.in_person", "1.当面申请数"),
    ("received.fax", "2.传真申请数"),
    ("received.online", "3.网络申请数"),
    ("received.letter", "4.信函申请数"),
    ("closed.total", "（二）申请办结数"),
    ("closed.on_time", "1.按时办结数"),
    ("closed.extended", "2.延期办结数"),
    ("answered.total", "（三）申请答复数"),
    ("answered.already_public", "1.属于已主动公开范围数"),
    ("answered.granted", "2.同意公开答复数"),
    ("answered.partly_granted", "3.同意部分公开答复数"),
    ("answered.refused", "4.不同意公开答复数"),
    ("answered.refused.state_secret", "其中：涉及国家秘密"),
    ("answered.refused.trade_secret", "涉及商业秘密"),
    ("answered.refused.privacy", "涉及个人隐私"),
    ("answered.refused.safety", "危及国家安全、公共安全、经济安全和社会稳定"),
    ("answered.refused.not_information", "不是《条例》所指政府信息"),
    ("answered.refused.other", "法律法规规定的其他情形"),
    ("answered.not_ours", "5.不属于本行政机关公开数"),
    ("answered.not_existing", "6.申请信息不存在数"),
    ("answered.to_be_corrected", "7.告知作出更改补充数"),
    ("answered.other_channel", "8.告知通过其他途径办理数"),
    ("reconsideration.total", "四、行政复议数量"),
    ("reconsideration.upheld", "（一）维持具体行政行为数"),
    ("reconsideration.corrected", "（二）被依法纠错数"),
    ("reconsideration.other", "（三）其他情形数"),
    ("litigation.total", "五、行政诉讼数量"),
    ("litigation.upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数"),
    ("litigation.corrected", "（二）被依法纠错数"),
    ("litigation.other", "（三）其他情形数"),
    ("complaints.total", "六、举报投诉数量"),
    ("fees.amount", "七、依申请公开信息收取的费用"),
    ("", "八、机构建设和保障经费情况"),
    ("resources.offices", "（一）政府信息公开工作专门机构数"),
    ("resources.reading_points", "（二）设置政府信息公开查阅点数"),
    ("resources.staff", "（三）从事政府信息公开工作人员数"),
    ("resources.full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）"),
    ("resources.part_time", "2.兼职人员数"),
    ("resources.budget", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）"),
    ("", "九、政府信息公开会议和培训情况"),
    ("training.meetings", "（一）召开政府信息公开工作会议或专题会议数"),
    ("training.courses", "（二）举办各类培训班数"),
    ("training.trainees", "（三）接受培训人员数"),
)
"""Key and label; a heading has no key."""

_NUMBERING = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+\.|其中：)+")
_REMARK = re.compile(r"（[^（）]*）$")
_WHOSE: Mapping[str, str] = {
    "reconsideration.": "行政复议",
    "litigation.": "行政诉讼",
    "answered.refused.": "不同意公开答复",
}
"""What indicators that share their words belong to."""


def name_indicator(key: str) -> str:
    """The label without its number and remark, for showing it alone; the key itself where the form has no such row."""
    label = dict(INDICATORS).get(key)
    if label is None:
        return key
    bare = _REMARK.sub("", _NUMBERING.sub("", label))
    whose = next((words for start, words in _WHOSE.items() if key.startswith(start)), "")
    return bare if bare.startswith(whose) else f"{whose}：{bare}"
