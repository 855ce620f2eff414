"""What a mechanism is given and what it gives: the answer of a portal as a Page, and a list it shows as a Listing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from crawler.listing.links import Link, base_of, inner_text, read_links

Form = Literal["html", "json", "xml"]

_XML = re.compile(r"\s*<(?:\?xml|datastore|urlset|sitemapindex|rss)\b", re.I)
_WHOLE = re.compile(r"<(?:html|head|body|title)\b", re.I)
MAX_HEAD = 5000
"""Characters within which a whole page says that it is one."""

_JSON = re.compile(
    r"""\s*(?:/\*[^*]{0,99}\*/\s*)?(?:typeof\s[\w.$\s=!'"]{1,150}&&\s*)?(?:[\w.$]{1,60}\s*\(\s*)?
        (?:\{\s*["'}]|\[\s*[\[{"'\]])""",
    re.X,
)
"""Also JSONP: a call round the data, as servers write it behind an empty comment: `/**/ typeof f === 'function' &&
f({…})`."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A further page of a list. `url` is its address, a form that is posted spelled as `archive.address.form_address`
    does;
    `hidden` fields are sent with that form and are no part of the address: a server's own state, new at each visit."""

    url: str
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One list as a mechanism understands it: `rows` that are not links of the page (data, comments, scripts), and
    `asks`, all further pages known from here on, in order. `needs_browser` says what shows the rows where nothing else
    can."""

    rows: tuple[Link, ...] = ()
    asks: tuple[Ask, ...] = ()
    needs_browser: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: its address, its name (title, column, breadcrumb, as written), its links, its inline scripts, its
    metas (names in lower case), and the whole text as decoded. `base` is what its addresses are relative to."""

    url: str
    title: str
    column: str
    links: tuple[Link, ...] = ()
    scripts: tuple[str, ...] = ()
    metas: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    form: Form = "html"
    base: str = ""
    charset: str = "utf-8"
    tree: LexborHTMLParser | None = field(default=None, repr=False, compare=False)


def read_page(
    text: str, url: str, charset: str = "utf-8", *, asked: str | None = None, shown_on: str | None = None
) -> Page:
    """`text` is the decoded answer, told to be HTML, JSON or XML by how it begins, whatever it was declared as. `asked`
    is the address it was asked for where that says more than `url`: a posted form. `shown_on` is the page whose script
    asks for it: the links of data, and of a piece of a page, are relative to that."""
    asked = asked or url
    if _XML.match(text):
        return Page(asked, "", "", text=text, form="xml", base=shown_on or url, charset=charset)
    if _JSON.match(text):
        return Page(asked, "", "", text=text, form="json", base=shown_on or url, charset=charset)
    tree = LexborHTMLParser(text)
    base = base_of(tree, url if _WHOLE.search(text[:MAX_HEAD]) else shown_on or url)
    metas = _metas(tree)
    return Page(
        url=asked,
        title=inner_text(tree.css_first("title")),
        column=metas.get("columnname", ""),
        links=read_links(tree, base, charset),
        scripts=tuple(script.text() for script in tree.css("script:not([src])")),
        metas=metas,
        text=text,
        base=base,
        charset=charset,
        tree=tree,
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    return {
        name.lower(): " ".join((meta.attributes.get("content") or "").split())
        for meta in tree.css("meta[name]")
        if (name := meta.attributes.get("name"))
    }
