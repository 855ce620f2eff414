"""Whose number it is: the reporting organ's own, or the share of another (a department's, a town's, 各单位)."""

import re

_BODY = (
    r"(?:局|委|厅|办(?:公室)?|镇|乡|街道|办事处|管委会|中心|学校|医院|政府|部门|单位|科室|企业|公司|社区|村|(?<!网)站|所|院|处"
    r"|馆|支队|大队|开发区|县|区|市)"
)
_ADVERBS = r"(?:共计|总计|累计|总共|一共|共|均|已|还|也|全年|年内|依法|先后|新|主动|及时|的)*"
_SUBJECT = re.compile(rf"(?P<name>[一-龥]{{1,30}}?{_BODY}){_ADVERBS}$")
_OWN = re.compile(r"(?:我|本)[一-龥]{0,8}$|全[省市县区镇乡州旗盟局系校院委厅处街][^各]{0,16}$|信息公开|政务公开|代表")
_SHARE = re.compile(r"(?:各|下属|所属|直属|下级|基层|有关|相关|部分|其中|个)[^,;。]{0,16}$")
_WHOLE = re.compile(r"全[省市县区镇乡州旗盟]")
_SPEAKS_FOR_ALL = re.compile(r"(?:政府|办公室|办公厅|[省市县区镇乡州旗盟]|街道|办事处)(?:\(.*\))?$")
"""Whose report is of the whole place: a government's, or its office's. A bureau that says 全市 speaks of others."""

_MEANS = re.compile(r"通过|利用|依托|借助|运用|在(?=[^,;。]{0,24}(?:网|栏|平台|微信|微博|公报))")
_TAIL = 3
"""Characters of a name that tell it: 民政局, 国土局. All of them, in order, stand in the name of the organ itself."""


def is_share(lead: str, organ: str | None) -> bool:
    """`lead` stands before the verb (…民政局共 | 收到申请3件): does it name another than the reporting organ?"""
    lead = _MEANS.split(lead, maxsplit=1)[0]
    subject = _SUBJECT.search(lead[-40:])
    whole = bool(_WHOLE.search(lead)) and (organ is None or bool(_SPEAKS_FOR_ALL.search(organ)))
    if not whole and _WHOLE.search(lead):
        return True
    if not subject:
        return bool(re.search(r"(?:^|[,、:])各[一-龥]{1,12}$", lead)) and not whole
    name = subject["name"].partition("及其")[0]
    if whole or _OWN.search(name):
        return False
    if _SHARE.search(name):
        return True
    return organ is not None and not _is_within(name[-_TAIL:], organ)


def _is_within(word: str, name: str) -> bool:
    """The characters of `word` stand in `name` in this order: 国土局 in 国土资源局."""
    rest = iter(name)
    return all(char in rest for char in word)
