"""One spelling of an organ's name, so that 县发改委 and 安吉县发展和改革委员会 are one organ (DOMAIN §6: organ)."""

import re

from archive.report.divisions import Division, path_names
from archive.report.forms.label import squeeze
from archive.report.organ import DEPARTMENT, GOVERNMENT, TOWNSHIP, organ_kind, split_organ
from archive.report.subjects import full_subject

_RANKS = {"委": "委员会", "办": "办公室"}
_DEPARTMENT = re.compile(r"(?P<subject>.+?)(?P<rank>局|厅|委员会|委|办公室|办|中心)(?:\(.*\))?")
_GOVERNMENT = re.compile(r"(?:人民政府|政府)?(?:机关|本级)?(?:\(.*\))?")
_TOWN = re.compile(r"(?P<name>.*?(?:[镇乡]|苏木))(?:人民政府|政府)?(?:机关)?")
_STREET = re.compile(r"(?P<name>.*?)(?:街道办事处|街道办|街道|街办|办事处)")


def normalise_organ(organ: str, division: Division | None, year: int | None) -> str:
    """The organ with the whole path of its division, its subject and rank in full; 某镇 is 某镇人民政府.

    What is not known stays as written. `division` is the one that was settled for it.
    """
    name = squeeze(organ)
    body = split_organ(name, year).body
    place = "".join(path_names(division)) if division else name.removesuffix(body)
    return place + spell_body(name, year)


def spell_body(organ: str, year: int | None) -> str:
    """The same without its place: 发展和改革委员会 of 县发改委."""
    return _spell_out(split_organ(organ, year).body, organ_kind(organ))


def _spell_out(body: str, kind: str) -> str:
    if kind == GOVERNMENT and _GOVERNMENT.fullmatch(body):
        return "人民政府"
    if kind == TOWNSHIP and (town := _TOWN.fullmatch(body)):
        return f"{town['name']}人民政府"
    if kind == TOWNSHIP and (street := _STREET.fullmatch(body)):
        return f"{street['name']}街道办事处"
    if kind == DEPARTMENT and (department := _DEPARTMENT.fullmatch(body)):
        return full_subject(department["subject"]) + _RANKS.get(department["rank"], department["rank"])
    return body
