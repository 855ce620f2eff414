"""What a page says of itself outside its text: metas, `<title>`, breadcrumb."""

import re
from collections.abc import Sequence

from archive.reading.lines import Line, tidy
from archive.reading.tree import TEXT, Node, Tree

TITLE_METAS = ("articletitle", "title", "og:title")
LONGEST_COLUMN = 160

_TAG = re.compile(r"<[^<>]{0,500}>")
_SEPARATOR = re.compile(r"\s*[_|｜>»]+\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|(?<=[\u4e00-\u9fff）)])-+(?=[\u4e00-\u9fff])")
_POSITION = re.compile(r"(?:您|你)?(?:现在|当前|目前|現在|當前)?(?:所在|的)?(?:的)?位置(?:是)?:?|[导導]航:")
_CRUMBS = re.compile(r"(?:^|[ _-])(?:bread-?crumb|crumb|curmb|position|location|weizhi|dqwz)s?(?=$|[ _\d-])")
_STEP = re.compile("[>＞»›→]")
_ENDS = " \t\r\n\xa0\u3000>＞»›→/\\|·:：-—"


def read_metas(tree: Tree) -> dict[str, str]:
    """name → content; names in lower case, the first content that is not empty. Contents lose the tags and line breaks
    that portals put there. `name` and `property` count alike."""
    metas: dict[str, str] = {}
    for node in tree.nodes:
        if node.tag == "meta":
            name = (node.get("name") or node.get("property")).strip().lower()
            if name and not metas.get(name):
                metas[name] = tidy(_TAG.sub(" ", node.get("content")))
    return metas


def claimed_titles(tree: Tree, metas: dict[str, str]) -> list[str]:
    """What the metas and `<title>` call the page: often cut, or with the site's and the column's name behind."""
    named = [metas[name] for name in TITLE_METAS if metas.get(name)]
    return [title for title in (*named, *(tidy(_TAG.sub(" ", title)) for title in tree.titles)) if title]


def split_claim(claim: str) -> list[str]:
    """What separators part in a `<title>`: 标题_栏目_网站."""
    return [part for part in _SEPARATOR.split(claim) if part]


def read_column(tree: Tree, lines: Sequence[Line]) -> tuple[str, ...]:
    """The breadcrumb, outermost first, without 当前位置 and separators."""
    for line in lines:
        if _POSITION.match(line.flat):
            block = tree.nodes[line.place.block]
            for box in (block, *tree.ancestors(block)):
                if any(node.tag == "a" for node in tree.inside(box)) or len(tree.text(box)) > LONGEST_COLUMN * 4:
                    return _crumbs(tree, box)
    named = (node for node in tree.nodes if node.tag != TEXT and _CRUMBS.search(node.names))
    return next((crumbs for node in named if (crumbs := _crumbs(tree, node))), ())


def _crumbs(tree: Tree, box: Node) -> tuple[str, ...]:
    texts = [tidy(node.text) for node in tree.inside(box) if node.tag == TEXT]
    if sum(map(len, texts)) > LONGEST_COLUMN or any("。" in text for text in texts):
        return ()
    steps = (_POSITION.sub("", step.strip(_ENDS)).strip(_ENDS) for text in texts for step in _STEP.split(text))
    return tuple(step for step in steps if step)
