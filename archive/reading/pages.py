"""Whether a report goes on on further pages of its own."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from archive.reading.attachments import absolute_url, url_path
from archive.reading.tree import TEXT, Node, Tree

LONGEST_SCRIPT = 100_000

_COUNT = r"(\d{1,3}|[A-Za-z_$]\w{0,40})"
_PAGER = re.compile(
    rf"createPageHTML\(\s*(?:[\"'][\w-]{{1,80}}[\"']\s*,\s*)?{_COUNT}\s*,\s*[\w$]{{1,40}}\s*,\s*[\"']([\w-]{{1,80}})[\"']"
)
"""TRS: number of pages, number of this one, name of the file without its ending; UCAP: the same behind an element's id.
The number may be a variable's."""

_NUMBER = re.compile(r"[_-](\d{1,2})$")
_KEYS = ("page", "p", "pg", "pageno", "page_no", "pagenum", "pagenumber", "pageindex", "currentpage", "curpage", "cp")
"""Keys of a query that say which page, in lower case."""

_NUMBERED = re.compile(rf"[_-]\d{{1,2}}\.[a-z]{{3,5}}(?:[?#]|$)|[?&](?:{'|'.join(_KEYS)})=\d{{1,2}}(?:[&#]|$)", re.I)
_LIST = re.compile(r"(?:index|default|home|list|\w*_list|more)(?:_\d{1,3})?$", re.I)
"""Names of pages that are lists, whose pagers turn to other articles."""

_NEXT = re.compile(r"[<(\[【]?(?:下一?[页頁]|后一?页|余下全文|next(?:page)?)[>)\]】»›]*$", re.I)


def further_pages(tree: Tree, url: str | None) -> list[str]:
    """What shows that there are: absolute URLs of the pages linked under this one's name and a number
    (`t2021_1_2.html`, `?id=5&page=2`), or the name a pager's script gives them."""
    own = url_path(url or "").rpartition(".")[0].rsplit("/", 1)[-1]
    if _LIST.match(own):
        return []
    links = (node for node in tree.nodes if node.tag == "a" and _NUMBERED.search(node.get("href")))
    linked = (target for node in links if (target := _part(tree, node, url or "")))
    pagers = (name for _, _, source in tree.scripts for name in _named(source[:LONGEST_SCRIPT]) if name == own)
    return list(dict.fromkeys((*linked, *pagers)))


def _part(tree: Tree, node: Node, url: str) -> str | None:
    """The absolute URL of a link to another page of the same text, None for other links."""
    target = absolute_url(node.get("href").strip(), url)
    if _added_number(target, url) or _turned_query(target, url):
        return target
    said = "".join("".join(part.text for part in tree.inside(node) if part.tag == TEXT).split())
    return target if _next_number(target, url, said) else None


def _added_number(target: str, url: str) -> bool:
    """`t2021_1_2.html` from `t2021_1.html`; some begin with `_1`, some with `_2`."""
    stem, dot, ending = url_path(url).rpartition(".")
    other = url_path(target)
    added = other.removeprefix(stem).removesuffix(f".{ending}") if dot and other.startswith(stem) else ""
    return bool(re.fullmatch(r"_\d{1,2}", added))


def _next_number(target: str, url: str, said: str) -> bool:
    """`show-12-345-2.html` from `show-12-345-1.html`, where the link says 下一页 or the number: neighbouring articles
    are numbered too."""
    (stem, dot, ending), (other, _, theirs) = (url_path(address).rpartition(".") for address in (url, target))
    own, number = _NUMBER.search(stem), _NUMBER.search(other)
    if not (dot and ending == theirs and own and number and stem[: own.start()] == other[: number.start()]):
        return False
    return own[1] != number[1] and (bool(_NEXT.match(said)) or said == number[1])


def _turned_query(target: str, url: str) -> bool:
    """`view.jsp?id=5&page=2` from `view.jsp?id=5`: the same but for the page."""
    try:
        own, other = urlsplit(url), urlsplit(target)
        mine, theirs = (dict(parse_qsl(parts.query)) for parts in (own, other))
    except ValueError:
        return False
    pages = [value for key, value in theirs.items() if key.lower() in _KEYS and mine.get(key, "1") != value]
    return bool(pages) and own.path == other.path and _others(mine) == _others(theirs)


def _others(query: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in query.items() if key.lower() not in _KEYS}


def _named(script: str) -> Iterator[str]:
    """Names of the files of which a script says that they have several pages."""
    if "createPageHTML" not in script:
        return
    for count, name in _PAGER.findall(script):
        value = count if count.isdecimal() else _value(script, count)
        if int(value) > 1:
            yield name


def _value(script: str, variable: str) -> str:
    found = re.search(rf"\b{re.escape(variable)}\s*=\s*[\"']?(\d{{1,3}})\b", script)
    return found[1] if found else "0"
