"""The three tables of the forms 2019 and 2021 (国办公开办函〔2019〕60号, 〔2021〕30号): their rows, columns and labels.

Keys are the archive's names; a label is recognised by the words that no other label of its table has, since agencies
retype the forms: 规范性文件 for 行政规范性文件, 社会组织 for 社会公益组织, 三类内容事务信息, other commas and brackets.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from archive.report.forms.label import bare_label, squeeze

ACTIVE_DISCLOSURE = "active_disclosure"
APPLICATIONS = "applications"
REVIEW_LITIGATION = "review_litigation"

_DOCUMENTS_2019 = ("made", "newly_published", "published_total")
_DOCUMENTS_2021 = ("issued", "repealed", "in_force")
_MATTERS_2019 = ("items_last_year", "change", "decisions")

CLAUSES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "2019": {
        "regulations": _DOCUMENTS_2019,
        "normative_documents": _DOCUMENTS_2019,
        "licences": _MATTERS_2019,
        "other_services": _MATTERS_2019,
        "penalties": _MATTERS_2019,
        "coercive_measures": _MATTERS_2019,
        "fees": ("items_last_year", "change"),
        "procurement": ("projects", "amount"),
    },
    "2021": {
        "regulations": _DOCUMENTS_2021,
        "normative_documents": _DOCUMENTS_2021,
        "licences": ("decisions",),
        "penalties": ("decisions",),
        "coercive_measures": ("decisions",),
        "fees": ("amount",),
    },
}
"""Table 二 (条例第二十条): its rows, and the columns that stand over each."""

APPLICANTS = ("natural_person", "business", "research", "welfare", "legal_service", "other_org", "total")
REVIEWS = ("reconsideration", "litigation_direct", "litigation_after_review")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")

_RESULTS = (
    "granted", "partly_granted", "refused.state_secret", "refused.law_forbids", "refused.three_safeties",
    "refused.third_party", "refused.internal", "refused.process", "refused.enforcement_files", "refused.admin_query",
    "unable.not_held", "unable.needs_making", "unable.still_unclear", "not_handled.petition", "not_handled.repeat",
    "not_handled.publication", "not_handled.excessive", "not_handled.reissue",
)  # fmt: skip

RESULTS: Mapping[str, tuple[str, ...]] = {
    "2019": (*_RESULTS, "other"),
    "2021": (*_RESULTS, "other.not_corrected", "other.fee_unpaid", "other.rest"),
}
"""Table 三, 本年度办理结果: the rows whose sum is `handled`."""


def list_cells(form: str) -> list[tuple[str, str, str]]:
    """(table, row, column) of every cell of a form, in the order in which it is printed."""
    rows = ("new_received", "carried_over", *RESULTS[form], "handled", "carried_forward")
    return [
        *((ACTIVE_DISCLOSURE, row, column) for row, columns in CLAUSES[form].items() for column in columns),
        *((APPLICATIONS, row, column) for row in rows for column in APPLICANTS),
        *((REVIEW_LITIGATION, row, column) for row in REVIEWS for column in OUTCOMES),
    ]


_ROWS: Mapping[str, Mapping[str, str]] = {
    ACTIVE_DISCLOSURE: {
        "regulations": r"规章(?:$|\()",
        "normative_documents": r"(?:行政)?规范性文件(?:$|\()",
        "licences": r"行政许可(?:事项)?(?:$|\()",
        "other_services": r"其[他它]对外管理服务",
        "penalties": r"行政处罚(?:事项)?(?:$|\()",
        "coercive_measures": r"行政强制(?:事项|措施)?(?:$|\()",
        "fees": r"(?:行政)?事业性收费(?:项目)?(?:$|\()",
        "procurement": r"(?:政府)?集中采购(?:项目)?(?:$|\()",
    },
    APPLICATIONS: {
        "new_received": r"(?:本年度?)?新收",
        "carried_over": r"上一?年度?结转",
        "granted": r"予以公开",
        "partly_granted": r"部分公开",
        "refused.state_secret": r".*国家秘密",
        "refused.law_forbids": r".*法规禁止",
        "refused.three_safeties": r".*三安全",
        "refused.third_party": r".*第三方",
        "refused.internal": r".*(?:三类内|内部事务)",
        "refused.process": r".*(?:四类过程|过程性信息)",
        "refused.enforcement_files": r".*执法案卷",
        "refused.admin_query": r".*行政查询",
        "unable.not_held": r".*不掌握",
        "unable.needs_making": r".*(?:另行制作|没有现成)",
        "unable.still_unclear": r".*仍不明确",
        "not_handled.petition": r"信访",
        "not_handled.repeat": r"重复申请",
        "not_handled.publication": r".*公开出版物",
        "not_handled.excessive": r".*大量反复",
        "not_handled.reissue": r".*重新出具",
        "other.not_corrected": r".*逾期不补正",
        "other.fee_unpaid": r".*(?:收费通知|逾期未缴)",
        "other": r"其[他它]处理(?:情况|情形)?$",
        "other.rest": r"其[他它](?:情况|情形|原因)?$",
        "handled": r"[总合]计$",
        "carried_forward": r"结转下",
    },
    REVIEW_LITIGATION: {},
}

_COLUMNS: Mapping[str, Mapping[str, str]] = {
    ACTIVE_DISCLOSURE: {
        "made": r"(?:本年)?新?制作",
        "newly_published": r"(?:本年)?新公开",
        "published_total": r"对外公开总",
        "issued": r"(?:本年)?制发",
        "repealed": r"(?:本年)?废止",
        "in_force": r"现行有效",
        "items_last_year": r"上一?年度?项目",
        "change": r"(?:本年)?增[/、]?减",
        "decisions": r"(?:本年)?处理决定",
        "projects": r"采购项目",
        "amount": r"(?:采购总?金额|(?:本年)?收费总?金额)",
    },
    APPLICATIONS: {
        "natural_person": r"自然人$",
        "business": r"商业企业$",
        "research": r"科研机构$",
        "welfare": r"社会(?:公益)?组织$",
        "legal_service": r"法律服务机构$",
        "other_org": r"其[他它](?:组织)?$",
        "total": r"[总合]计$",
    },
    REVIEW_LITIGATION: {
        "upheld": r"(?:结果)?维持$",
        "corrected": r"(?:结果)?纠正$",
        "other": r"其[他它](?:结果)?$",
        "pending": r"尚?未审结$",
        "total": r"[总合]计$",
    },
}

_REVIEW_WORDS = {
    "reconsideration": r"行政复议$",
    "litigation_after_review": r"(?:经?复议后|经过?复议)",
    "litigation_direct": r"未经(?:行政)?复议|直接起诉",
}

_HEADER_WORDS: Mapping[str, re.Pattern[str]] = {
    APPLICATIONS: re.compile(r"(?:申请人情况|自然人|法人或(?:者)?其他组织|商业企业|科研机构|法律服务机构)$"),
    REVIEW_LITIGATION: re.compile(
        r"(?:行政复议|行政诉讼|未经(?:行政)?复议直接起诉|复议后起诉|结果维持|结果纠正|其他结果|尚未审结)$"
    ),
    ACTIVE_DISCLOSURE: re.compile(
        r"(?:信息内容?$|本年新(?:制作|公开)|对外公开总|本年制发|本年废止|现行有效|上一?年项目|本年增/?减|(?:本年)?处理决定数"
        r"|采购项目数|采购总金额|(?:本年)?收费金额)"
    ),
}
"""Words that stand in the head of one table only. 其他 and 总计 do not: they are rows as well."""


def table_of_header(label: str) -> str | None:
    """The table in whose head this cell stands, if its words tell."""
    words = squeeze(label)
    return next((table for table, pattern in _HEADER_WORDS.items() if pattern.match(words)), None)


@lru_cache(maxsize=4096)
def row_key(table: str, label: str) -> str | None:
    """The key of a row label; None where no key or more than one fits."""
    return _only_match(_ROWS[table], bare_label(label))


@lru_cache(maxsize=4096)
def column_key(table: str, label: str) -> str | None:
    """The key of a column label; None where no key or more than one fits."""
    return _only_match(_COLUMNS[table], bare_label(label))


@lru_cache(maxsize=1024)
def review_key(label: str) -> str | None:
    """Which proceedings a head cell of table 四 stands over."""
    return _only_match(_REVIEW_WORDS, bare_label(label))


def _only_match(patterns: Mapping[str, str], label: str) -> str | None:
    found = [key for key, pattern in patterns.items() if re.match(pattern, label)]
    return found[0] if len(found) == 1 else None
