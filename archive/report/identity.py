"""Whose report of which year a page is (DOMAIN §6), from whatever is at hand: a list row, or the whole page.

The organ is the name as written: in the title, else on the cover, under the text, in it, in the header. A name that
leaves its place open (市水利局, 江口镇) gives way to a fuller one on the same page (杭州市水利局). Its division is
settled by the name, the portal, the site's name, the page's other names, codes, the host, the column and the text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.reading.document import Finding
from archive.report.codes import find_registered, read_site_code
from archive.report.divisions import Division, find_code
from archive.report.forms.label import squeeze
from archive.report.header import HeaderField, is_prose
from archive.report.host_names import read_host
from archive.report.mentions import drop_clerks, find_named, find_organs, find_places
from archive.report.organ import GOVERNMENT, TOWNSHIP, OrganName, is_national, is_organ, organ_kind, split_organ
from archive.report.organ_names import normalise_organ
from archive.report.place import Settled, read_evidence, settle, weigh_places
from archive.report.title import read_title
from archive.report.year import cover, doubt_year, find_year


@dataclass(frozen=True, slots=True)
class Identity:
    """`organ` as written, `organ_normalised` in one spelling for all who write it otherwise.

    `division_code`: GB/T 2260, six digits, valid in `year`, of the unit the organ belongs to, county at the lowest.

    Where several units are possible it is None and `candidates` has their codes.
    """

    organ: str | None
    organ_normalised: str | None
    organ_kind: str | None
    division_code: str | None
    division_name: str | None
    year: int | None
    candidates: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """Where names and places are looked for: `published` are the header's publisher and source."""

    titles: Sequence[str]
    published: Sequence[str]
    lines: Sequence[str]
    site: str | None
    column: Sequence[str]
    portal: Division | None
    codes: Sequence[Division]
    url: str | None
    year: int | None

    @property
    def text(self) -> str:
        return "\n".join(map(squeeze, self.lines))


def identify(
    *,
    titles: Sequence[str],
    header: Mapping[str, HeaderField],
    lines: Sequence[str],
    metas: Mapping[str, str],
    url: str | None,
    column: Sequence[str] = (),
    portal_division: str | None = None,
    form: str | None = None,
) -> Identity:
    """Organ, division and year; what cannot be known is None, with a finding. `lines` are those of the body; `metas`
    (names in lower case) say whose site it is: sitename, siteidcode."""
    year = find_year(titles, lines, column)
    published = [header[key].value or "" for key in ("publisher", "source") if key in header]
    portal = find_code(portal_division, year) if portal_division else None
    registered = find_registered(" ".join([header["index_no"].raw if "index_no" in header else "", url or ""]), year)
    codes = [*registered, *read_site_code(metas.get("siteidcode", ""), year)]
    sources = Sources(titles, published, lines, metas.get("sitename"), column, portal, codes, url, year)
    name = next(find_names(sources), None)
    organ = complete_name(name, sources) if name else None
    settled = settle_organ(organ, sources) if organ else Settled(None)
    division = settled.division
    return Identity(
        organ=organ,
        organ_normalised=normalise_organ(organ, division, year) if organ else None,
        organ_kind=organ_kind(organ) if organ else None,
        division_code=division.code if division else None,
        division_name=division.name if division else None,
        year=year,
        candidates=tuple(unit.code for unit in settled.candidates),
        findings=(*doubt_year(year, lines, form), *_doubt_place(organ, settled)),
    )


def find_names(sources: Sources) -> Iterator[str]:
    """Names the report can go by, best first."""
    yield from _titled(sources.titles)
    yield from _named(sources.titles[:1])
    yield from _covered(cover(sources.lines))
    yield from signers(sources.lines)
    yield from find_organs(sources.lines, sources.year)
    yield from _named([*sources.published, *sources.titles])
    yield from _site_names(sources.site)
    yield from _filed_under(sources.column)
    yield from _left_over(sources.titles)


def _titled(titles: Sequence[str]) -> Iterator[str]:
    for title in titles:
        parts = read_title(title)
        if parts and is_organ(parts.organ):
            yield parts.organ


def _named(texts: Sequence[str]) -> Iterator[str]:
    yield from filter(is_organ, map(squeeze, texts))


def _filed_under(column: Sequence[str]) -> Iterator[str]:
    """The innermost crumb that is an office or a town; a government's is the name of the whole site."""
    yield from (name for name in _named(column[::-1]) if organ_kind(name) != GOVERNMENT)


def _left_over(titles: Sequence[str]) -> Iterator[str]:
    """What stands before the report's name, though no known word says it is an organ."""
    for title in titles:
        parts = read_title(title)
        if (
            parts
            and re.fullmatch(r"[一-龥()]{3,30}", parts.organ)
            and not re.search(r"^[我本全各]|部门$|单位$", parts.organ)
        ):
            yield parts.organ


def _covered(lines: Sequence[str]) -> Iterator[str]:
    """Lines above the text that are an organ's name, alone or with the report's, which may be broken in two.

    A line that ends in a colon is whom the report is sent to.
    """
    lines = [line for line in lines if not line.rstrip().endswith((":", "："))]
    whole = [*lines, *(first + second for first, second in pairwise(lines))]
    yield from _titled(whole)
    yield from _named(whole)


LAST_LINES = 12
_SIGNED = re.compile(
    r"[\d〇○零一二三四五六七八九]{4}[年./-][\d元一二三四五六七八九十]{1,3}[月./-].{0,4}$|\((?:盖章|公章|印章|章)\)"
)


def signers(lines: Sequence[str]) -> Iterator[str]:
    """The organs that sign: lines at the end that are nothing but a name, or a name and a date."""
    names = (_SIGNED.sub("", squeeze(line)) for line in reversed(lines[-LAST_LINES:]) if not is_prose(line))
    yield from filter(is_organ, names)


def _site_names(site: str | None) -> Iterator[str]:
    name = re.sub(r"(?:官方|门户|政务|信息)?(?:网站?|信息网|门户)?(?:首页)?$", "", squeeze(site or ""))
    if is_organ(name):
        yield name


def settle_organ(organ: str, sources: Sources) -> Settled:
    """What speaks of this very page and site comes first: the portal, the names on the page, the codes."""
    year, name = sources.year, split_organ(organ, sources.year)
    if is_national(organ):
        return Settled(None)
    if len(name.places) == 1:
        return Settled(name.places[0])
    evidence = [
        [sources.portal] if sources.portal else [],
        read_evidence([sources.site or ""], year),
        read_evidence([*sources.titles, *sources.published, *signers(sources.lines)], year),
        sources.codes,
    ]
    nearby = [read_evidence(sources.column, year), weigh_places(sources.lines, year)]
    host = read_host(sources.url, year)
    return settle(name, organ_kind(organ), evidence, host, nearby, year)


_SELF = re.compile(r"^我[省市县区州盟旗镇乡]")
_RANK = re.compile(r"(?:人民政府|政府|办事处|机关)$")


def complete_name(organ: str, sources: Sources) -> str:
    """A fuller name of the same organ that the page gives, where this one leaves out its place or 人民政府."""
    if _SELF.match(organ):
        return _name_self(organ, sources)
    parts = split_organ(organ, sources.year)
    if parts.places and organ_kind(organ) not in (GOVERNMENT, TOWNSHIP):
        return organ
    given = map(squeeze, [*signers(sources.lines), *sources.published, *sources.titles, *_site_names(sources.site)])
    names = [*map(drop_clerks, given), *find_named(sources.text, sources.year)]
    return max([organ, *(name for name in names if _is_same(split_organ(name, sources.year), parts))], key=len)


def _is_same(fuller: OrganName, parts: OrganName) -> bool:
    """Whether a name with a place is of the organ whose name may lack it, or may lack 人民政府."""
    codes = {unit.code for unit in fuller.places}
    near = not parts.places or bool(codes & {unit.code for unit in parts.places})
    core, other = (_RANK.sub("", name.body) for name in (fuller, parts))
    return bool(codes) and near and core == other


def _name_self(organ: str, sources: Sources) -> str:
    """我区政府办公室 by the name the text gives the place: 杭州市上城区人民政府办公室."""
    division = settle_organ(organ, sources).division
    if not division:
        return organ
    places = find_places(sources.text, sources.year)
    written = next((place.written for place in places if division in place.units), division.name)
    return written + re.sub(r"^政府", "人民政府", organ[2:])


def _doubt_place(organ: str | None, settled: Settled) -> Iterator[Finding]:
    if organ is None:
        yield Finding("organ_unknown", "no title, cover, signature or text names the organ")
    elif settled.candidates:
        codes = ", ".join(f"{unit.code} {unit.name}" for unit in settled.candidates)
        yield Finding("division_unsettled", f"{organ} can belong to several divisions: {codes}")
    elif settled.division is None and not is_national(organ):
        yield Finding("division_unknown", f"nothing tells which division {organ} belongs to")
