"""Contact data of persons in a text: telephone numbers, mail addresses, identity cards, names behind 联系人, addresses.

`find_contacts` tells the places; `scrub` writes placeholders over them, a character for a character, so that whatever
layout there was stays: digits become 0, letters x, Han characters 某. A number that is all there is in a cell or line
is a figure of a table and stays, unless a label before it (联系电话) says what it is, or it is a mobile number and no
word before it speaks of money or of a number of the page's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["phone", "mail", "identity", "name", "address", "postcode", "account"]


@dataclass(frozen=True, slots=True)
class Contact:
    """Characters `start` to `stop` of a text; a label is no part of it."""

    kind: Kind
    start: int
    stop: int


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xA0: " ", **dict.fromkeys(map(ord, "–—―−‐‑─"), "-"), ord("【"): "[", ord("】"): "]",
}  # fmt: skip
"""Full-width forms and dashes as ASCII, a character for a character, so that places stay."""

_HAN = "㐀-鿿\U00020000-\U0003ffff"
_BREAK = r"[^\S\n]{0,6}\n?[^\S\n]{0,6}"
"""Between a label and its value: spaces, or the end of a cell or of an inline element."""


def _spaced(words: Sequence[str]) -> str:
    """Any of the words, their characters set apart by up to two spaces (联 系 人)."""
    return "(?:" + "|".join(r"[^\S\n]{0,2}".join(word) for word in words) + ")"


_PHONE_LABEL = _spaced(
    ["电话", "联系方式", "手机", "手机号", "手机号码", "电话号码", "联系电话", "传真", "传真号码", "热线", "座机",
     "Tel", "TEL", "tel", "Fax", "FAX", "fax", "Mobile", "mobile", "Phone", "phone"]
)  # fmt: skip
_NAME_LABEL = _spaced(
    ["联系人", "联络人", "联络员", "经办人", "承办人", "填报人", "填表人", "制表人", "报送人",
     "责任编辑", "编辑", "责编", "审核", "审核人", "审批人", "审签人", "签发", "签发人", "校对", "校对人",
     "初审", "复审", "终审", "一审", "二审", "三审", "一校", "二校", "三校", "负责人", "主管领导", "分管领导",
     "录入", "录入人", "录入员", "发布人", "发布人员", "作者",
     "撰稿", "撰稿人", "撰文", "供稿人", "通讯员", "摄影", "信息员", "责任人", "监制", "记者"]
)  # fmt: skip
_ADDRESS_LABEL = _spaced(["地址", "住址", "办公地点", "通讯处", "通信处", "联系地点"])
_MAIL = re.compile(
    r"(?:(?<![A-Za-z0-9._%+-])(?!(?i:e-?mail|mail)\b)[A-Za-z][A-Za-z0-9._-]{0,30}[^\S\n])?"
    r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}[^\S\n]?(?:@|#|\[at\]|\(at\))[^\S\n]?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z]{2,24}){1,4}"
)

_EXTENSION = r"(?:[^\S\n]{0,2}(?:转|-|\*|ext\.?)[^\S\n]{0,2}\d{1,5})?"
_LANDLINE = (
    r"(?:(?:\+|00)?86[- ]{0,2})?(?:\(0?[1-9]\d{1,2}\)[- ]{0,2}|0[1-9]\d{1,2}[- ]{1,3}|0[1-9]\d{1,2}[^\S\n]?-[^\S\n]?)"
    rf"[2-9]\d{{2,3}}[- ]?\d{{4}}(?!\d){_EXTENSION}"
)
_SERVICE = r"[48]00[- ]\d{3,4}[- ]\d{3,4}"
_MOBILE = r"(?:(?:\+|00)?86[- ]{0,2})?1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})"
_EDGE = r"(?<![0-9A-Za-z./=_-])"
_END = r"(?![0-9A-Za-z/_]|\.\d|[^\S\n]?[元万亿条件次份页号])"
_PHONE = re.compile(rf"{_EDGE}(?:{_LANDLINE}|{_SERVICE}|{_MOBILE}){_END}")

_LOOSE_PHONE = rf"(?:{_LANDLINE}|{_SERVICE}|{_MOBILE}|(?:0\d{{2,3}}[- ]?)?[2-9]\d{{2,3}}[- ]?\d{{4}}{_EXTENSION}(?!\d))"
_SEPARATOR = r"[^\S\n]{0,3}[、,;/|及和或][^\S\n]{0,3}"
_COLON = rf"[^\S\n]{{0,3}}:{_BREAK}"
_LABELLED_PHONE = re.compile(
    rf"{_PHONE_LABEL}(?:[^\S\n]?\([^()\n]{{1,12}}\))?[^\S\n]{{0,3}}:?{_BREAK}:?[^\S\n]{{0,6}}"
    rf"(?P<value>{_LOOSE_PHONE}(?:{_SEPARATOR}{_LOOSE_PHONE}){{0,9}}){_END}",
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
_LABELLED_IDENTITY = re.compile(
    rf"(?:身份证|身份证件|公民身份|证件)(?:号码?|编号)(?:[^\S\n]?\([^()\n]{{1,12}}\))?{_BREAK}:?{_BREAK}"
    r"(?P<value>[1-9]\d{5}[^\S\n]?(?:\d{8}[^\S\n]?\d{3}[\dXx]|\d{9}))(?![0-9A-Za-z])"
)
"""Under its label also one of fifteen digits, or with a wrong check character: it was mistyped, and is a person's."""
_POST_LABEL = _spaced(["邮编", "邮政编码", "邮码"])
_POSTCODE = re.compile(rf"{_POST_LABEL}[^\S\n]{{0,3}}:?{_BREAK}:?[^\S\n]{{0,6}}(?P<value>\d{{6}})(?!\d)")
_ACCOUNT = re.compile(rf"(?:QQ群?|微信号?)(?:号码?)?{_COLON}(?P<value>[A-Za-z0-9_-]{{5,20}})")
_QQ = re.compile(rf"(?:QQ|qq)群?(?:号码?)?{_BREAK}(?P<value>[1-9]\d{{4,10}})(?!\d|[^\S\n]?[人个篇项]){_END}")

_NAME = rf"[{_HAN}](?:[^\S\n]{{0,4}}[{_HAN}]){{1,3}}?(?:·[{_HAN}]{{1,8}}){{0,2}}"
_ENDS = rf"(?=[^\S\n]*(?:[^{_HAN}·:\s]|[^\S\n]\s?|\n|$))(?![^\S\n]*:)"
_NEXT_LABEL = rf"(?={_PHONE_LABEL}|{_NAME_LABEL}|{_ADDRESS_LABEL}|联系|办公|来源|发布|邮|时间|日期)"
"""A label may stand right behind a name: 张三联系电话."""
_NAMES = rf"(?P<value>{_NAME}(?:{_ENDS}|{_NEXT_LABEL})(?:[^\S\n]{{0,3}}[、,/及和][^\S\n]{{0,3}}{_NAME}{_ENDS}){{0,9}})"
_LABELLED_NAME = re.compile(rf"{_NAME_LABEL}(?:姓名)?(?:[^\S\n]{{0,3}}\((?:签名|签字|姓名)\))?{_COLON}{_NAMES}")

_PERSON_LABEL = _spaced(["联系人", "联络人", "联络员", "经办人", "承办人", "填报人", "填表人"])
_BRACKET = r"[^\S\n]{0,2}[(\[][^\S\n]{0,2}"
_NAME_IN_BRACKETS = re.compile(rf"{_PERSON_LABEL}(?:姓名)?{_BRACKET}{_NAMES}")

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾"
    "夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿"
    "关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季成霍涂裴曲翁骆路柴隋裘阎傅卓蓝"
)
_NAMED_CELL = re.compile(
    rf"{_NAME_LABEL}(?:\n:?|[^\S\n]{{1,6}})[^\S\n]{{0,6}}(?P<value>[{_SURNAMES}](?:[^\S\n]{{0,4}}[{_HAN}]){{1,2}}{_ENDS})"
)
"""Without a colon, as in cells side by side, only what begins with one of the common surnames: heads of tables
(责任人, 完成时限) stand so as well."""

_SIGNED_IN_BRACKETS = re.compile(
    rf"{_NAME_LABEL}{_BRACKET}(?P<value>[{_SURNAMES}][{_HAN}]{{1,2}})(?=[^\S\n]*[^{_HAN}])"
)
"""审核（张三）, but not 审核（包括附件): other labels have words in brackets behind them as well."""

_NO_NAME = re.compile(
    r"(?:.*(?:[局厅委办部室科处股站网院所社镇乡村县市省区校团队组司]|中心|街道|政府|公司|平台|编辑|记者|信息|管理员|领导|本级)|本站|本网|佚名|暂无|"
    r"未知|无|签名|签章|[初复终一二三]审|兼职|专职|主任|管理|系统|审核|通过|已审|单位|姓名|职务|电话|手机|签字|盖章|联系|方式|邮箱|地址|时间|日期|来源|同上|某+|全体.*|工作人员)"
)
"""What stands behind such labels and is nobody's name: an organ, a word of the page's own."""

_PLACE = rf"(?:[{_HAN}]{{1,9}}?(?:自治[区州县旗]|特别行政区|[省市区县旗州盟]))"
_LABELLED_ADDRESS = re.compile(
    rf"(?<![网站邮箱件载链接源IPip])(?<!网页){_ADDRESS_LABEL}{_COLON}(?:中国)?{_PLACE}{{0,4}}"
    rf"(?P<value>[{_HAN}0-9A-Za-z#()-]{{2,60}})"
)
_NO_PHONE_BEFORE = re.compile(
    r"金额|总额|收费|费用|经费|采购|资金|投入|[万亿]?元"
    r"|(?:索[^\S\n]?引|标识|代码|编[号码]|文[^\S\n]?号|序号|流水|备案|帐号|账号|浏览|访问|阅读|点击)[^\n]{0,6}[\s|:]{0,6}\Z"
)
_BEFORE = 80
"""Characters before a number in which its row and column are named."""
_NUMBER_ALONE = re.compile(r"[^\S\n]*[\d,.]+[^\S\n]*")
_EDGES_OF_CELL = "\n\t|"


def find_contacts(text: str) -> tuple[Contact, ...]:
    """The contact data of a text, in order, none within another. A line end or a bar stands between cells."""
    plain = text.translate(_FULL_WIDTH)
    found = [*_find_labelled(plain), *_find_numbers(plain), *_spans("mail", _MAIL, plain)]
    taken: list[Contact] = []
    for one in sorted(found, key=lambda one: (one.start, -one.stop)):
        if not taken or one.start >= taken[-1].stop:
            taken.append(one)
    return tuple(taken)


def _spans(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterator[Contact]:
    group = "value" if "value" in pattern.groupindex else 0
    return (Contact(kind, *match.span(group)) for match in pattern.finditer(text))


def _find_labelled(text: str) -> Iterator[Contact]:
    yield from _spans("phone", _LABELLED_PHONE, text)
    yield from _spans("postcode", _POSTCODE, text)
    yield from _spans("account", _ACCOUNT, text)
    yield from _spans("account", _QQ, text)
    yield from _spans("identity", _LABELLED_IDENTITY, text)
    yield from _spans("address", _LABELLED_ADDRESS, text)
    named = (_LABELLED_NAME, _NAMED_CELL, _NAME_IN_BRACKETS, _SIGNED_IN_BRACKETS)
    for match in (match for pattern in named for match in pattern.finditer(text)):
        for name in re.finditer(rf"[{_HAN}·]+(?:[^\S\n]{{1,4}}[{_HAN}·]+)*", match["value"]):
            if not _NO_NAME.fullmatch("".join(name[0].split())):
                yield Contact("name", match.start("value") + name.start(), match.start("value") + name.end())


def _find_numbers(text: str) -> Iterator[Contact]:
    """Numbers that are contact data by their form alone."""
    for match in _IDENTITY.finditer(text):
        if is_identity_card(match[0]):
            yield Contact("identity", *match.span())
    for match in _PHONE.finditer(text):
        alone = _NUMBER_ALONE.fullmatch(match[0]) and _fills_cell(text, match.start(), match.end())
        if not alone or not _NO_PHONE_BEFORE.search(text, max(0, match.start() - _BEFORE), match.start()):
            yield Contact("phone", *match.span())


def _fills_cell(text: str, start: int, stop: int) -> bool:
    """Whether nothing else stands in the line, or between the bars of a table flattened to lines."""
    before, after = text[max(0, start - 20) : start].rstrip(" "), text[stop : stop + 20].lstrip(" ")
    return (not before or before[-1] in _EDGES_OF_CELL) and (not after or after[0] in _EDGES_OF_CELL)


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity_card(number: str) -> bool:
    """GB 11643: a day of birth from the seventh digit on, and a check character by ISO 7064 (mod 11-2)."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    check = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return born.year in range(1900, 2100) and "10X98765432"[check] == number[17].upper()


_DIGIT, _CAPITAL, _SMALL = re.compile(r"\d"), re.compile("[A-ZＡ-Ｚ]"), re.compile("[a-zａ-ｚ]")


def scrub(text: str) -> str:
    """The text with a placeholder for each character of contact data that tells something; as long as it was."""
    letters = list(text)
    for one in find_contacts(text):
        for at in range(one.start, one.stop):
            letters[at] = blind(letters[at], one.kind)
    return "".join(letters)


def blind(letter: str, kind: Kind) -> str:
    """0 for a digit, x for a letter, 某 for a Han character, of the same width; everything else as it is, and so the
    word between a number and its extension (转)."""
    if _DIGIT.match(letter):
        return "０" if letter > "\uff00" else "0"
    if letter.isascii():
        return "X" if _CAPITAL.match(letter) else "x" if _SMALL.match(letter) else letter
    return "某" if kind in ("name", "address") and re.match(f"[{_HAN}]", letter) else letter
