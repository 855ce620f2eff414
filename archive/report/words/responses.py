"""回应解读: press conferences, interviews on line, explanations of policies, answers to public concern."""

import re

from archive.report.words.around import Around

_RESPONSES = (
    ("responses.press_heads", r"主要负责(?:同志|人)(?:参加或举办|参加|举办|出席)?(?:的)?新闻发布(?:会|活动)"),
    ("responses.press", r"(?:参加或举办|举办或参加|举办|召开|举行|参加|开展)[^,;。\d]{0,12}新闻发布(?:会|活动)"),
    ("responses.interview_heads", r"主要负责(?:同志|人)(?:参加|参与)?(?:的)?(?:政府网站)?在线访谈"),
    ("responses.interviews", r"(?:政府网站|组织|参加|开展|举办|参与|进行|网站)(?:了)?在线访谈(?:活动)?"),
    (
        "responses.articles",
        r"政策(?:文件)?解读(?:稿件|材料|文章|信息|稿)(?:发布)?|(?:发布|编发|刊发|推出)了?政策(?:文件)?解读",
    ),
    ("responses.social", r"微博、?微信回应(?:事件)?"),
    ("responses.other", r"其[他它]方式回应(?:事件)?"),
    ("responses.total", r"回应(?:公众|社会)?(?:关注|关切)?的?(?:热点或重大舆情|热点问题|热点|重大舆情|社会关切)"),
)
_RESPONSE = re.compile("|".join(f"(?P<r{at}>{words})" for at, (_, words) in enumerate(_RESPONSES)))
_RESPONSE_END = re.compile(rf"(?:{_RESPONSE.pattern})(?:事件)?(?:总)?$")
_RESPONSE_BEHIND = re.compile(
    r"(?P<press>[^,;。、\d]{0,12}新闻发布(?:会|活动))|(?P<interviews>(?:政府网站|网上|网站)?在线访谈)|(?P<articles>政策(?:文件)?解读(?:稿件|材料|文章|信息|稿))"
)


def read_responses(a: Around) -> str | None:
    if (found := _RESPONSE_END.search(a.core)) and found.lastgroup:
        return _RESPONSES[int(found.lastgroup[1:])][0]
    held = re.search(r"(?:举办|召开|举行|参加|组织|开展|参与|发布|推出|刊发|编发)(?:了)?$", a.core)
    behind = _RESPONSE_BEHIND.match(a.right) if held else None
    return f"responses.{behind.lastgroup}" if behind else None
