"""The labels of the national forms as their notices print them, in their order: what a label that was cut off or cannot
be read may have been.

国办发〔2014〕32号, 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from archive.report.forms.indicators import INDICATORS
from archive.report.forms.label import bare_label, squeeze
from archive.report.forms.standard import ACTIVE_DISCLOSURE, APPLICATIONS

Printed = tuple[tuple[str | None, str], ...]
"""Key and label, row after row; a heading has no key."""

_CLAUSES: Mapping[str, Printed] = {
    "2019": (
        ("regulations", "规章"), ("normative_documents", "行政规范性文件"), ("licences", "行政许可"),
        ("other_services", "其他对外管理服务事项"), ("penalties", "行政处罚"), ("coercive_measures", "行政强制"),
        ("fees", "行政事业性收费"), ("procurement", "政府集中采购"),
    ),
    "2021": (
        ("regulations", "规章"), ("normative_documents", "行政规范性文件"), ("licences", "行政许可"),
        ("penalties", "行政处罚"), ("coercive_measures", "行政强制"), ("fees", "行政事业性收费"),
    ),
}  # fmt: skip

_RESULTS: Printed = (
    ("new_received", "本年新收政府信息公开申请数量"),
    ("carried_over", "上年结转政府信息公开申请数量"),
    ("granted", "予以公开"),
    ("partly_granted", "部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("refused.state_secret", "属于国家秘密"),
    ("refused.law_forbids", "其他法律行政法规禁止公开"),
    ("refused.three_safeties", "危及“三安全一稳定”"),
    ("refused.third_party", "保护第三方合法权益"),
    ("refused.internal", "属于三类内部事务信息"),
    ("refused.process", "属于四类过程性信息"),
    ("refused.enforcement_files", "属于行政执法案卷"),
    ("refused.admin_query", "属于行政查询事项"),
    ("unable.not_held", "本机关不掌握相关政府信息"),
    ("unable.needs_making", "没有现成信息需要另行制作"),
    ("unable.still_unclear", "补正后申请内容仍不明确"),
    ("not_handled.petition", "信访举报投诉类申请"),
    ("not_handled.repeat", "重复申请"),
    ("not_handled.publication", "要求提供公开出版物"),
    ("not_handled.excessive", "无正当理由大量反复申请"),
    ("not_handled.reissue", "要求行政机关确认或重新出具已获取信息"),
)
_OTHER: Mapping[str, Printed] = {
    "2019": (("other", "其他处理"),),
    "2021": (
        ("other.not_corrected", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("other.fee_unpaid", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("other.rest", "其他"),
    ),
}
_LAST: Printed = (("handled", "总计"), ("carried_forward", "结转下年度继续办理"))

_INDICATORS: Printed = (
    (None, "主动公开情况"),
    ("disclosed.total", "主动公开政府信息数"),
    ("disclosed.normative", "主动公开规范性文件数"),
    ("disclosed.normative_issued", "制发规范性文件总数"),
    (None, "通过不同渠道和方式公开政府信息的情况"),
    ("disclosed.gazette", "政府公报公开政府信息数"),
    ("disclosed.website", "政府网站公开政府信息数"),
    ("disclosed.weibo", "政务微博公开政府信息数"),
    ("disclosed.wechat", "政务微信公开政府信息数"),
    ("disclosed.other", "其他方式公开政府信息数"),
    (None, "回应解读情况"),
    ("responses.total", "回应公众关注热点或重大舆情数"),
    (None, "通过不同渠道和方式回应解读的情况"),
    ("responses.press", "参加或举办新闻发布会总次数"),
    ("responses.press_heads", "主要负责同志参加新闻发布会次数"),
    ("responses.interviews", "政府网站在线访谈次数"),
    ("responses.interview_heads", "主要负责同志参加政府网站在线访谈次数"),
    ("responses.articles", "政策解读稿件发布数"),
    ("responses.social", "微博微信回应事件数"),
    ("responses.other", "其他方式回应事件数"),
    (None, "依申请公开情况"),
    ("received.total", "收到申请数"),
    ("received.in_person", "当面申请数"),
    ("received.fax", "传真申请数"),
    ("received.online", "网络申请数"),
    ("received.letter", "信函申请数"),
    ("closed.total", "申请办结数"),
    ("closed.on_time", "按时办结数"),
    ("closed.extended", "延期办结数"),
    ("answered.total", "申请答复数"),
    ("answered.already_public", "属于已主动公开范围数"),
    ("answered.granted", "同意公开答复数"),
    ("answered.partly_granted", "同意部分公开答复数"),
    ("answered.refused", "不同意公开答复数"),
    ("answered.refused.state_secret", "涉及国家秘密"),
    ("answered.refused.trade_secret", "涉及商业秘密"),
    ("answered.refused.privacy", "涉及个人隐私"),
    ("answered.refused.safety", "危及国家安全、公共安全、经济安全和社会稳定"),
    ("answered.refused.not_information", "不是《条例》所指政府信息"),
    ("answered.refused.other", "法律法规规定的其他情形"),
    ("answered.not_ours", "不属于本行政机关公开数"),
    ("answered.not_existing", "申请信息不存在数"),
    ("answered.to_be_corrected", "告知作出更改补充数"),
    ("answered.other_channel", "告知通过其他途径办理数"),
    ("reconsideration.total", "行政复议数量"),
    ("reconsideration.upheld", "维持具体行政行为数"),
    ("reconsideration.corrected", "被依法纠错数"),
    ("reconsideration.other", "其他情形数"),
    ("litigation.total", "行政诉讼数量"),
    ("litigation.upheld", "维持具体行政行为或者驳回原告诉讼请求数"),
    ("litigation.corrected", "被依法纠错数"),
    ("litigation.other", "其他情形数"),
    ("complaints.total", "举报投诉数量"),
    ("fees.amount", "依申请公开信息收取的费用"),
    (None, "机构建设和保障经费情况"),
    ("resources.offices", "政府信息公开工作专门机构数"),
    ("resources.reading_points", "设置政府信息公开查阅点数"),
    ("resources.staff", "从事政府信息公开工作人员数"),
    ("resources.full_time", "专职人员数"),
    ("resources.part_time", "兼职人员数"),
    ("resources.budget", "政府信息公开专项经费"),
    (None, "政府信息公开会议和培训情况"),
    ("training.meetings", "召开政府信息公开工作会议或专题会议数"),
    ("training.courses", "举办各类培训班数"),
    ("training.trainees", "接受培训人员数"),
)

_HAN = re.compile(r"[\u3400-\u9fff]")


def printed_rows(table: str, form: str | None) -> Printed:
    """The rows of a table in their order; nothing where the form is not known."""
    if table == INDICATORS:
        return _INDICATORS
    if form is None or form not in _CLAUSES:
        return ()
    if table == ACTIVE_DISCLOSURE:
        return _CLAUSES[form]
    return (*_RESULTS, *_OTHER[form], *_LAST) if table == APPLICATIONS else ()


@lru_cache(maxsize=4096)
def may_be(label: str, printed: str) -> bool:
    """Whether a label is what is left of a printed one: its characters are there, in this order. A label of which no
    character can be read may be any."""
    left = iter(squeeze(printed))
    words = bare_label(label).removeprefix("其中").replace("它", "他")
    return all(character in left for character in _HAN.findall(words))


def is_read(label: str) -> bool:
    """Whether any character of a label can be read."""
    return bool(_HAN.search(label))


def find_gaps(keys: Sequence[str | None], order: Sequence[str | None]) -> list[tuple[range, range]]:
    """Runs of rows without a key, and the places in the form's order between the keys round them, where both are of
    the same length. `keys` are those of the rows of a table from its head to its end."""
    places = {key: at for at, key in enumerate(order) if key}
    known = [(-1, -1), *((at, places[key]) for at, key in enumerate(keys) if key in places), (len(keys), len(order))]
    return [
        (range(at + 1, below), range(place + 1, next_place))
        for (at, place), (below, next_place) in pairwise(known)
        if below - at > 1 and below - at == next_place - place
    ]
