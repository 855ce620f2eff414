"""CMS families: which list mechanisms a portal has, and how it spells the addresses of columns and articles."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

SpellColumn = Callable[[str, str, int], str]
"""Address of the parent, token and number of the column -> address."""
SpellArticle = Callable[[str, date, int], str]
"""Address of the column, day and number of the article -> address."""


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    mechanisms: tuple[str, ...]
    spell_column: SpellColumn
    spell_article: SpellArticle
    telling: bool = True
    """Whether the address of a column says what it is, and is not a number."""
    wrap: str = "{}"
    """What stands round the body of an article."""


def find_folder(path: str) -> str:
    plain = path.partition("?")[0]
    return plain[: plain.rindex("/") + 1]


def make_hex(*about: object) -> str:
    return f"{random.Random('/'.join(map(str, about))).getrandbits(128):032x}"


def _spell_folder(parent: str, token: str, number: int) -> str:
    return f"{find_folder(parent)}{token}/"


def _spell_index(parent: str, token: str, number: int) -> str:
    return f"{find_folder(parent)}{token}/index.html"


def _spell_page(parent: str, token: str, number: int) -> str:
    """zwgk.htm, and below it zwgk/nb.htm."""
    return f"{parent.removesuffix('.htm').removesuffix('/')}/{token}.htm"


def _spell_trs(column: str, day: date, number: int) -> str:
    return f"{find_folder(column)}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"


def _spell_ucap(column: str, day: date, number: int) -> str:
    if number % 2:
        return f"{find_folder(column)}{day:%Y%m}/{100_000_000 + number}.shtml"
    return f"{find_folder(column)}{day.year}/{day.month}/{day.day}/{make_hex(column, number)}.shtml"


def _spell_jcms(column: str, day: date, number: int) -> str:
    digits = "".join(filter(str.isdigit, column)) or "1001"
    return f"/art/{day.year}/{day.month}/{day.day}/art_{digits}_{number}.html"


def _spell_digits(column: str, day: date, number: int) -> str:
    return f"{find_folder(column)}{int(make_hex(column, number), 16) % 10**21:021d}.html"


def _spell_vsb(column: str, day: date, number: int) -> str:
    return f"/info/{1000 + sum(map(ord, column)) % 400}/{number}.htm"


def _spell_php(column: str, day: date, number: int) -> str:
    return f"/show.php?fid={sum(map(ord, column)) % 900}&id={number}"


FAMILIES = (
    Family("trs", ("trs_zero", "trs_five", "trs_commented", "trs_fenye"), _spell_folder, _spell_trs),
    Family(
        "ucap",
        ("ucap_one", "ucap_commented_rows", "ucap_search"),
        lambda parent, token, number: (
            f"{find_folder(parent)}c{number}/{('common_list', 'list', token)[number % 3]}.shtml"
        ),
        _spell_ucap,
        False,
        "<UCAPCONTENT>{}</UCAPCONTENT>",
    ),
    Family(
        "jcms",
        ("jcms_get", "jcms_post", "jcms_bare", "jcms_groups", "jcms_template"),
        lambda parent, token, number: f"/col/col{number}/index.html",
        _spell_jcms,
        False,
        '<meta name="ContentStart"/>{}<meta name="ContentEnd"/>',
    ),
    Family(
        "jpaas",
        ("jpaas_unit", "jpaas_unit_bare"),
        _spell_index,
        lambda column, day, number: f"{find_folder(column)}art/{day.year}/art_{make_hex(column, number)}.html",
        True,
        '<div class="ccontent" id="con_con">{}</div>',
    ),
    Family(
        "aspnet",
        ("aspnet_pager", "aspnet_grid"),
        lambda parent, token, number: f"/Category_{number}/Index.aspx",
        lambda column, day, number: f"/Item/{number}.aspx",
        False,
    ),
    Family(
        "api",
        ("api_get", "api_post", "api_static", "api_inline", "api_angular"),
        _spell_index,
        lambda column, day, number: f"{find_folder(column)}content/post_{number}.html",
        True,
        '<div class="content_article" id="zoomcon">{}</div>',
    ),
    Family(
        "vsb",
        ("vsb_down",),
        _spell_page,
        _spell_vsb,
        True,
        '<div id="vsb_content"><div class="v_news_content">{}</div></div>',
    ),
    Family(
        "openness",
        ("next", "numbers"),
        lambda parent, token, number: f"/OpennessContent/showList/{number % 97}/{number}/page_1.html",
        lambda column, day, number: f"/OpennessContent/show/{number}.html",
        False,
        '<div class="j-fontContent newscontnet">{}</div>',
    ),
    Family("window", ("window", "select", "framed"), _spell_index, _spell_digits),
    Family("php", ("query",), lambda parent, token, number: f"/list.php?fid={number}", _spell_php, False),
)

PLAIN = ("next", "numbers", "select", "framed")
"""Met on portals of every family."""
