"""The indicators of form 2014, 政府信息公开情况统计表 (国办发〔2014〕32号): key, words of the label, unit.

A label is known by its words without numbering, 其中 and remarks in brackets. Only the outcomes of 四 行政复议 and 五
行政诉讼 share their words: the row above tells them apart.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from archive.report.forms.label import bare_label

INDICATORS = "indicators"

_LABELS: tuple[tuple[str, str, str], ...] = (
    ("disclosed.total", r"主动公开政府信息数", "条"),
    ("disclosed.normative", r"主动公开规范性文件数", "条"),
    ("disclosed.normative_issued", r"制发规范性文件总?数", "件"),
    ("disclosed.gazette", r"政府公报公开", "条"),
    ("disclosed.website", r"政府网站公开", "条"),
    ("disclosed.weibo", r"政务微博公开", "条"),
    ("disclosed.wechat", r"政务微信公开", "条"),
    ("disclosed.other", r"其[他它]方式公开", "条"),
    ("responses.total", r"回应公众关注热点", "次"),
    ("responses.press", r"(?:参加或举办|举办或参加)新闻发布会", "次"),
    ("responses.press_heads", r"主要负责(?:同志|人).*新闻发布会", "次"),
    ("responses.interviews", r"政府网站在线访谈", "次"),
    ("responses.interview_heads", r"主要负责(?:同志|人).*在线访谈", "次"),
    ("responses.articles", r"政策解读稿件", "篇"),
    ("responses.social", r"微博、?微信回应", "次"),
    ("responses.other", r"其[他它]方式回应", "次"),
    ("received.total", r"收到申请(?:总?数|$)", "件"),
    ("received.in_person", r"当面申请", "件"),
    ("received.fax", r"传真申请", "件"),
    ("received.online", r"网络申请", "件"),
    ("received.letter", r"信函申请", "件"),
    ("closed.total", r"申请办结", "件"),
    ("closed.on_time", r"按时办结", "件"),
    ("closed.extended", r"延期办结", "件"),
    ("answered.total", r"申请答复", "件"),
    ("answered.already_public", r"属于已主动公开", "件"),
    ("answered.granted", r"同意公开", "件"),
    ("answered.partly_granted", r"同意部分公开", "件"),
    ("answered.refused", r"不同意公开", "件"),
    ("answered.refused.state_secret", r"涉及国家秘密", "件"),
    ("answered.refused.trade_secret", r"涉及商业秘密", "件"),
    ("answered.refused.privacy", r"涉及个人隐私", "件"),
    ("answered.refused.safety", r"危及国家安全", "件"),
    ("answered.refused.not_information", r"不是.{0,6}条例.{0,3}所指", "件"),
    ("answered.refused.other", r"法律法规规定的其[他它]", "件"),
    ("answered.not_ours", r"不属于本行政机关", "件"),
    ("answered.not_existing", r"申请信息不存在", "件"),
    ("answered.to_be_corrected", r"告知作出更改", "件"),
    ("answered.other_channel", r"告知通过其[他它]途径", "件"),
    ("reconsideration.total", r"行政复议(?:数|总数|$)", "件"),
    ("reconsideration.upheld", r"", "件"),
    ("reconsideration.corrected", r"", "件"),
    ("reconsideration.other", r"", "件"),
    ("litigation.total", r"行政诉讼(?:数|总数|$)", "件"),
    ("litigation.upheld", r"", "件"),
    ("litigation.corrected", r"", "件"),
    ("litigation.other", r"", "件"),
    ("complaints.total", r"举报投诉(?:数|总数|$)", "件"),
    ("fees.amount", r"依申请公开(?:政府)?信息收取", "万元"),
    ("resources.offices", r"政府信息公开工作专门机构", "个"),
    ("resources.reading_points", r"设置政府信息公开查阅点", "个"),
    ("resources.staff", r"从事政府信息公开工作人员", "人"),
    ("resources.full_time", r"专职人员", "人"),
    ("resources.part_time", r"兼职人员", "人"),
    ("resources.budget", r"政府信息公开专项经费", "万元"),
    ("training.meetings", r"召开政府信息公开工作会议", "次"),
    ("training.courses", r"举办各类培训班", "次"),
    ("training.trainees", r"接受培训人员", "人次"),
)
_OUTCOMES = {"upheld": r"维持", "corrected": r"被依法纠错", "other": r"其[他它]情形"}
_DISPUTES = ("reconsideration", "litigation")

UNITS: Mapping[str, str] = {key: unit for key, _, unit in _LABELS}

SUMS: Mapping[str, tuple[str, ...]] = {
    "received.total": ("received.in_person", "received.fax", "received.online", "received.letter"),
    "closed.total": ("closed.on_time", "closed.extended"),
    "answered.total": tuple(key for key in UNITS if re.fullmatch(r"answered\.(?!total)\w+", key)),
    "answered.refused": tuple(key for key in UNITS if key.startswith("answered.refused.")),
    **{f"{dispute}.total": tuple(f"{dispute}.{outcome}" for outcome in _OUTCOMES) for dispute in _DISPUTES},
    "resources.staff": ("resources.full_time", "resources.part_time"),
}
"""Which indicators the form makes the sum of which."""


@lru_cache(maxsize=8192)
def indicator_key(label: str, previous: str | None) -> str | None:
    """The key of a label; `previous` is the key of the row above, which tells whose outcome 维持… is."""
    words = _strip(label)
    dispute, _, above = (previous or "").partition(".")
    outcome = next((outcome for outcome, pattern in _OUTCOMES.items() if re.match(pattern, words)), None)
    if outcome == "upheld" and "驳回原告" in words:
        return "litigation.upheld"
    if outcome and dispute in _DISPUTES:
        # Outcomes that begin again are those of proceedings whose own row is lost.
        order = ["total", *_OUTCOMES]
        return f"{dispute}.{outcome}" if order.index(outcome) > order.index(above) else None
    return _match(words)


def _strip(label: str) -> str:
    return bare_label(bare_label(label).removeprefix("其中").removeprefix(":"))


@lru_cache(maxsize=2048)
def _match(words: str) -> str | None:
    found = [key for key, pattern, _ in _LABELS if pattern and re.match(pattern, words)]
    return found[0] if len(found) == 1 else None
