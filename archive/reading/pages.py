"""Whether a report goes on on further pages of its own."""

import re

from archive.reading.attachments import absolute_url, url_path
from archive.reading.tree import Tree

LONGEST_SCRIPT = 100_000

_PAGER = re.compile(r"createPageHTML\(\s*(\d{1,3})\s*,\s*\d{1,3}\s*,\s*[\"']([\w-]{1,80})[\"']")
"""TRS: number of pages, number of this one, name of the file without its ending."""


def further_pages(tree: Tree, url: str | None) -> list[str]:
    """What shows that there are: absolute URLs of the pages linked as `t2021_1_2.html` from `t2021_1.html`, or the name
    a pager's script gives them."""
    stem, dot, ending = url_path(url or "").rpartition(".")
    name = stem.rsplit("/", 1)[-1]
    if not (dot and name):
        return []
    following = re.compile(re.escape(stem) + r"_\d{1,2}\." + re.escape(ending) + "$")
    links = (node.get("href").strip() for node in tree.nodes if node.tag == "a")
    targets = (absolute_url(href, url) for href in links if "_" in href)
    linked = (target for target in targets if following.search(url_path(target)))
    pagers = (pager for _, _, source in tree.scripts for pager in _PAGER.finditer(source[:LONGEST_SCRIPT]))
    return [*dict.fromkeys(linked), *(name for pager in pagers if int(pager[1]) > 1 and pager[2] == name)]
