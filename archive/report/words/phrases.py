"""The words around a number → the key of the quantity that it is.

Each rule knows the words that end right before the number (收到政府信息公开申请 | 5件), after the words that only link
them (数, 共计, 为, :) are taken away; or a verb before and a noun behind it (举办 | 2期 | 政务公开培训班). Words that
no rule knows make the number no quantity: 公开社会救助信息16条 is not the total.
"""

import re
from collections.abc import Callable

from archive.report.words.around import CASES, PIECES, Around
from archive.report.words.disclosing import read_disclosed
from archive.report.words.disputes import read_complaints, read_dispute, read_fees
from archive.report.words.requests import read_handled, read_received
from archive.report.words.resources import read_budget, read_places, read_staff, read_trainees, read_training
from archive.report.words.responses import read_responses

Ask = Callable[[Around], str | None]

_HEADS = frozenset(["人", "名", "位", "个"])
_TIMES = frozenset(["次", "场", "期", "个", "班"])

_RULES: tuple[tuple[Ask, re.Pattern[str], frozenset[str]], ...] = (
    (read_received, re.compile("申请|收到|受理|当面|现场|窗口|传真|网络|网上|互联网|在线|信函|邮寄"), CASES),
    (
        read_handled,
        re.compile("办结|办理完|答复|回复|公开|机关|不存在|补充|途径|秘密|隐私|稳定|信息|情形"),
        CASES,
    ),
    (read_disclosed, re.compile("公开|规范性文件|微博|微信|网站|发布|公报"), PIECES | {""}),
    (read_dispute, re.compile("复议|诉讼|维持|纠|情形"), CASES),
    (read_complaints, re.compile("投诉|举报"), CASES),
    (read_fees, re.compile("费|收取|收缴"), frozenset(["元", ""])),
    (read_budget, re.compile("经费"), frozenset(["元"])),
    (read_places, re.compile("查阅|机构"), frozenset(["个", "处", "家"])),
    (read_staff, re.compile("人员|专职|兼职"), _HEADS),
    (read_training, re.compile("培训|会"), _TIMES),
    (read_trainees, re.compile("培训|参训"), frozenset(["人次", "人", "名"])),
    (
        read_responses,
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
