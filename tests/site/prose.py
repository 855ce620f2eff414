"""From the sentence bank to the paragraphs of a report: each topic says what the year's figures say."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.site import sentences
from tests.site.figures import Figures

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    topic: str
    paragraphs: tuple[str, ...]


def write_opening(figures: Figures, organ: str, rng: random.Random) -> tuple[str, ...]:
    opening = rng.choice(sentences.OPENINGS[figures.form]) + rng.choice(sentences.PERIODS)
    return _fill((opening,), figures, organ)


def write_sections(figures: Figures, organ: str, rng: random.Random) -> tuple[Section, ...]:
    outline = rng.choice(sentences.HEADINGS[figures.form])
    sections = []
    for numeral, (heading, topic) in zip(NUMERALS, outline, strict=False):
        paragraphs = TOPICS[topic](figures, rng)
        sections.append(Section(f"{numeral}、{heading}", topic, _fill(paragraphs, figures, organ)))
    return tuple(sections)


def _fill(texts: Sequence[str], figures: Figures, organ: str) -> tuple[str, ...]:
    slots = {"organ": organ, "we": figures.organ.we, "own": figures.organ.own, "y": figures.year, **figures.facts}
    return tuple(text.format_map(slots) for text in texts)


def _pick(bank: Sequence[str], count: int, rng: random.Random) -> list[str]:
    return [bank[at] for at in sorted(rng.sample(range(len(bank)), min(count, len(bank))))]


def _join(texts: Sequence[str], size: int) -> list[str]:
    return ["".join(texts[at : at + size]) for at in range(0, len(texts), size)]


def _write_overview(figures: Figures, rng: random.Random) -> list[str]:
    """In the forms of 2019 and 2021 the whole prose stands here, under （一）, （二） …"""
    if figures.form in {"free", "2014"}:
        return _join(_pick(sentences.OVERVIEW, rng.randint(6, 8), rng), 2)
    parts = {
        "主动公开。": _write_active(figures, rng),
        "依申请公开。": _write_requests(figures, rng),
        "政府信息管理。": _join(_pick(sentences.OVERVIEW[2:6], 2, rng), 2),
        "平台建设。": _pick(sentences.MEDIA, 1, rng) + _pick(sentences.OVERVIEW[6:8], 1, rng),
        "监督保障。": _join(_pick(sentences.OVERVIEW[8:], rng.randint(2, 3), rng), 3),
    }
    lead = _join(_pick(sentences.OVERVIEW[:2] + sentences.OVERVIEW[4:5], 2, rng), 2)
    numbered = zip(NUMERALS, parts.items(), strict=False)
    return lead + [f"（{numeral}）{name}{''.join(told)}" for numeral, (name, told) in numbered]


def _write_active(figures: Figures, rng: random.Random) -> list[str]:
    told = [rng.choice(sentences.ACTIVE[:2]), *_pick(sentences.ACTIVE[2:], rng.randint(3, 5), rng)]
    if figures.facts["wechat"] and figures.form in {"free", "2014"}:
        told.append(rng.choice(sentences.MEDIA))
    return _join(told, 2)


def _write_requests(figures: Figures, rng: random.Random) -> list[str]:
    if figures.facts["received"]:
        return ["".join([rng.choice(sentences.REQUESTS[figures.form]), *_pick(sentences.HANDLING, 2, rng)])]
    return [rng.choice(sentences.NO_REQUESTS)]


def _write_reviews(figures: Figures, rng: random.Random) -> list[str]:
    any_case = figures.facts["reconsidered"] + figures.facts["litigated"]
    return [rng.choice(sentences.REVIEWS if any_case else sentences.NO_REVIEWS)]


def _write_problems(figures: Figures, rng: random.Random) -> list[str]:
    count = rng.randint(2, 4)
    picked = zip(NUMERALS, _pick(sentences.PROBLEMS, count, rng), strict=False)
    problems = "；".join(f"{numeral}是{problem}" for numeral, problem in picked)
    return [
        f"{rng.choice(sentences.PROBLEM_LEADS)}{problems}。",
        "".join(_pick(sentences.IMPROVEMENTS, count, rng)),
    ]


def _write_fees(figures: Figures, rng: random.Random) -> list[str]:
    picked = _pick(sentences.FEES, 1, rng)
    return [sentences.FEES_TAKEN] if figures.facts.get("fees") else picked


def _write_none(figures: Figures, rng: random.Random) -> list[str]:
    return []


def _write_picked(bank: Sequence[str], least: int, most: int) -> Callable[[Figures, random.Random], list[str]]:
    return lambda figures, rng: _pick(bank, rng.randint(least, most), rng)


TOPICS: dict[str, Callable[[Figures, random.Random], list[str]]] = {
    "overview": _write_overview,
    "active": _write_active,
    "requests": _write_requests,
    "responses": _write_picked(sentences.RESPONSES, 2, 3),
    "fees": _write_fees,
    "reviews": _write_reviews,
    "resources": _write_picked(sentences.RESOURCES, 2, 3),
    "problems": _write_problems,
    "others": _write_picked(sentences.OTHERS, 1, 2),
    "table": _write_none,
    "active_table": _write_none,
    "requests_table": _write_none,
    "reviews_table": _write_none,
}
