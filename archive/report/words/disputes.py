"""行政复议, 行政诉讼, 举报投诉 over disclosure, and what it cost the applicants."""

import re

from archive.report.words.around import Around

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


def read_dispute(a: Around) -> str | None:
    if a.topic != "disputes" and "公开" not in a.before and "信息公开" not in a.right:
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


def read_complaints(a: Around) -> str | None:
    found = re.search(r"(?:举报投诉|投诉举报|举报|投诉)(?:案件?|事项|信息|情况|件|的)*$", a.core)
    clause = a.lead + a.core
    known = "信息公开" in clause or (
        a.zero and a.topic == "disputes" and not re.search(r"12345|热线|消费|信访|环境|群众", clause)
    )
    return "complaints.total" if found and known and not a.part else None


def read_fees(a: Around) -> str | None:
    if re.search(r"减免|免收|支出|经费|诉讼|事业性", a.core) or a.part:
        return None
    known = a.topic == "fees" or re.search(r"依申请公开|信息处理费|信息公开", a.before)
    named = re.search(
        r"(?:收取|收缴)(?:[^,;。\d]{0,20}费用?(?:金额)?)?$|(?:收费|收取的?费用|信息处理费|收费金额)(?:金额|总额)?$",
        a.core,
    )
    behind = re.search(r"(?:收取|收缴)$", a.core) and re.match(r"信息处理费|(?:检索|复制|邮寄)?费用?", a.right)
    return "fees.amount" if known and (named or behind) else None
