"""The signs of a report in the first lines of a text, its headings and its form; and what speaks against it there.

SURE_SIGNS   one is enough
SIGNS        one is enough in a column of reports, else ENOUGH
AGAINST      what the text of something else says
"""

import re
from collections.abc import Iterator, Sequence

from archive.report.forms.label import squeeze
from archive.report.lookalikes import Rules
from archive.report.title import PHRASE

SURE_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "announced in the text",
        re.compile(rf"(?:现将|公布|(?:现|特|予以|社会)公开|编制|形成|发布|本)[^。]{{0,60}}?{PHRASE.pattern}"),
    ),
    ("compiled", re.compile(r"本(?:年度)?(?:报告|年报)(?:由|是|根据|按照|依据|依照|中?所列)|编制发布本报告")),
    (
        "compiled",
        re.compile(r"条例》[^。]{0,80}(?:编制|编写|形成|撰写|制作|公布|发布)了?(?:完成)?本(?:年度)?(?:报告|年报)"),
    ),
    ("compiled", re.compile(r"信息公开工作[^。]{0,30}(?:形成|编制|撰写)了?本(?:年度)?(?:报告|年报)")),
    ("compiled", re.compile(r"信息公开工作[^。]{0,14}情况[^。]{0,12}(?:编制|报告如下|总结如下)")),
)
"""In the first lines of a text; one is enough."""

SURE = frozenset(name for name, _ in SURE_SIGNS)

SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("period", re.compile(r"20\d\d[年./-]0?1[月./-]0?1日?起?,?[至到—~-]*(?:20\d\d[年./-])?1[12][月./-]")),
    (
        "a year's work",
        re.compile(
            r"(?:^|总体情况|概述)20\d\d年度?[,以来]|[我本][局委办厅镇乡区县市街][^,。]{0,4}20\d\d年|20\d\d年度?,?[我本全][局委办厅镇乡区县市街]"
        ),
    ),
    ("regulation", re.compile(r"(?:根据|按照|依据|依照|贯彻|落实|执行|遵照)[^。;]{0,20}政府信息公开条例")),
    (
        "headings",
        re.compile(
            r"主动公开(?:政府信息)?的?情况|\([一二三]\)(?:主动公开|依申请公开)|公开申请情况|依申请公开[^。;]{0,8}情况|政府信息公开行政复议"
        ),
    ),
    ("review", re.compile(r"因[^。]{0,6}信息公开[^。]{0,20}(?:复议|诉讼)")),
    ("year's disclosure", re.compile(r"20\d\d年度?(?:全[省市县区镇乡])?(?:政府|政务)?信息公开工作(?:开展|推进)?情况")),
    (
        "contact",
        re.compile(r"[请可联](?:(?:直接)?[与向][^。]{2,40}(?:联系|咨询)|系(?:地址|电话|人):)"),
    ),
    ("applications", re.compile(r"(?:收到|接到|受理)[^。]{0,16}信息(?:公开)?的?申请|本年度[^。]{0,10}信息公开")),
    ("disclosed", re.compile(r"主动公开[^。,]{0,12}信息[^。,]{0,8}\d余?[条件]")),
    ("statistics period", re.compile(r"(?:数据|统计)[^。]{0,16}(?:期限|时间|时限)|统计期间")),
    (
        "disclosure work",
        re.compile(
            r"(?:政务|信息)公开(?:工作)?(?:领导小组|要点|制度|平台|专栏)|(?:做好|推进|加强|开展)[^。,]{0,8}公开[^。,]{0,6}工作"
        ),
    ),
    ("reports its work", re.compile(r"现将[^。]{0,30}(?:总结|报告|汇报)如下")),
)
"""In the first lines of a text; one is enough in a column of reports, else `ENOUGH`."""

AGAINST: Rules = (
    (
        "news",
        re.compile(
            r"^(?:近日|日前|近期|今天|昨天|昨日|连日来|20\d\d年)?(?:\d{1,2}月\d{1,2}日)?(?:上午|下午)?(?<=[日天来期午]),"
        ),
    ),
    (
        "notice",
        re.compile(
            r"^各(?!位)[^。]{2,40}:|^第[一二三四五六七八九十]+[条章]|应当(?:建立|编制|公布)[^。]{0,40}制度|应当[^。]{0,4}每年\d|通知如下"
        ),
    ),
    ("other_annual_report", re.compile(r"法治政府建设|依法行政工作|网站工作年度报表|企业年报|部门决算")),
    ("format", re.compile(r"(?<![\d-])(?:XX|××)+(?=[一-龥])|_{3,}")),
)

STANDARD_HEADING = re.compile(r"总体情况|主动公开|公开申请|行政复议|主要问题|其他需要")


def weigh_text(text: str) -> Iterator[str]:
    """The signs of a report in its squeezed first lines: names of SURE_SIGNS and SIGNS."""
    yield from dict.fromkeys(name for name, pattern in (*SURE_SIGNS, *SIGNS) if pattern.search(text))


def weigh_structure(headings: Sequence[str], form: str | None) -> Iterator[str]:
    known = sum(bool(STANDARD_HEADING.search(squeeze(heading))) for heading in headings)
    if known > 1:
        yield f"{known} standard headings"
    if form in ("2014", "2019", "2021"):
        yield f"form {form}"
