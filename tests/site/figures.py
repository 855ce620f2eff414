"""The years of an organ in numbers: believable, with sums that are right, and each year going on from the last."""

import random
from dataclasses import dataclass, field

from tests.site.forms import APPLICANTS, OUTCOMES, RESULTS, REVIEWS, form_of
from tests.site.indicators import count_indicators
from tests.site.organs import Organ
from tests.site.scale import BUSY, Numbers, scatter

APPLICATIONS_A_YEAR = {"government": (24, 240), "department": (2, 28), "township": (0, 5)}
RESULT_WEIGHTS = {
    "granted": 40,
    "partly_granted": 9,
    "refused.third_party": 3,
    "refused.internal": 3,
    "refused.process": 2,
    "refused.admin_query": 2,
    "unable.not_held": 24,
    "unable.needs_making": 4,
    "unable.still_unclear": 2,
    "not_handled.petition": 4,
    "not_handled.repeat": 3,
    "other": 3,
    "other.not_corrected": 2,
    "other.rest": 2,
}


@dataclass(frozen=True, slots=True)
class Figures:
    organ: Organ
    year: int
    form: str
    numbers: Numbers
    facts: dict[str, int]
    """What the prose says, by word: received, disclosed, website, …"""


@dataclass(slots=True)
class Standing:
    """What one year hands to the next."""

    pending: dict[str, int] = field(default_factory=dict)
    normative: int = 0
    items: dict[str, int] = field(default_factory=dict)


def simulate_years(organ: Organ, years: range, rng: random.Random) -> dict[int, Figures]:
    # Towns hold a fixed few documents and close every case in its year, so that one town can copy another's year whole.
    standing = Standing(normative=2 if organ.kind == "township" else rng.randint(12, 30) * (1 + BUSY[organ.kind] // 20))
    for row in ("licences", "other_services", "penalties", "coercive_measures", "fees"):
        standing.items[row] = rng.randint(0, 3) * BUSY[organ.kind] + rng.randint(0, 9)
    return {year: _simulate_year(organ, year, standing, rng) for year in years}


def _simulate_year(organ: Organ, year: int, standing: Standing, rng: random.Random) -> Figures:
    form = form_of(year)
    received = rng.randint(*APPLICATIONS_A_YEAR[organ.kind])
    facts = _count_work(organ, year, rng) | {"received": received}
    if form in RESULTS:
        numbers = _count_applications(organ, form, received, standing, rng) | _count_reviews(organ, rng)
        numbers |= _count_documents(organ, standing, rng) if form == "2019" else _count_decisions(organ, standing, rng)
    else:
        numbers = count_indicators(organ, received, facts, rng)
    return Figures(organ, year, form, numbers, facts | _sum_up(form, numbers))


def _count_work(organ: Organ, year: int, rng: random.Random) -> dict[str, int]:
    busy = BUSY[organ.kind]
    website = rng.randint(60, 190) * (1 + busy // 2)
    weibo, wechat = (rng.randint(10, 60) * (1 + busy // 4) if year > 2012 else 0 for _ in range(2))
    gazette = rng.randint(6, 30) if organ.kind == "government" else 0
    elsewhere = rng.randint(5, 40)
    return {
        "disclosed": website + weibo + wechat + gazette + elsewhere,
        "website": website,
        "weibo": weibo,
        "wechat": wechat,
        "gazette": gazette,
        "elsewhere": elsewhere,
        "normative": rng.randint(0, 2 + busy // 3) if organ.kind != "township" else 0,
        "meetings": rng.randint(1, 3 + busy // 10),
        "courses": rng.randint(1, 2 + busy // 12),
        "trainees": rng.randint(12, 40) * (1 + busy // 8),
        "articles": rng.randint(1, 6 + busy),
        "interviews": rng.randint(0, 2 + busy // 10),
        "letters": rng.randint(3, 30) * (1 + busy // 8),
        "points": rng.randint(1, 2 + busy // 4),
        "full_time": 1 + busy // 6,
        "part_time": rng.randint(1, 3 + busy),
    }


def _count_applications(organ: Organ, form: str, received: int, standing: Standing, rng: random.Random) -> Numbers:
    rows = [key for _, group in RESULTS[form] for key in group if key != "handled"]
    weights = {key: RESULT_WEIGHTS.get(key, 0) for key in rows}
    by_applicant = scatter(received, dict(zip(APPLICANTS, (78, 14, 1, 1, 4, 2), strict=True)), rng)
    numbers: Numbers = {}
    for column, new in by_applicant.items():
        carried = standing.pending.get(column, 0)
        forward = 0 if organ.kind == "township" else rng.randint(0, (new + carried) // 8)
        results = scatter(new + carried - forward, weights, rng)
        year = {"new_received": new, "carried_over": carried, **results, "carried_forward": forward}
        year["handled"] = sum(results.values())
        numbers |= {("applications", row, column): number for row, number in year.items()}
        standing.pending[column] = forward
    for row in ("new_received", "carried_over", *rows, "handled", "carried_forward"):
        numbers["applications", row, "total"] = sum(numbers["applications", row, column] for column in APPLICANTS)
    return numbers


def _count_reviews(organ: Organ, rng: random.Random) -> Numbers:
    numbers: Numbers = {}
    for row in REVIEWS:
        cases = rng.randint(0, BUSY[organ.kind] // 7)
        outcomes = scatter(cases, {"upheld": 6, "corrected": 2, "other": 2, "pending": 2}, rng)
        numbers |= {("review_litigation", row, key): outcomes.get(key, cases) for key in OUTCOMES}
    return numbers


def _count_documents(organ: Organ, standing: Standing, rng: random.Random) -> Numbers:
    """Form 2019, table 二. A county makes no 规章: these are organs of a county, so their row is zero."""
    busy = BUSY[organ.kind]
    made = 0 if organ.kind == "township" else rng.randint(1, 6)
    standing.normative += made
    found = {("regulations", column): 0 for column in ("made", "newly_published", "published_total")}
    found |= {("normative_documents", "made"): made, ("normative_documents", "newly_published"): made}
    found["normative_documents", "published_total"] = standing.normative
    for row in standing.items:
        change = rng.randint(-min(standing.items[row], 6), 9) if rng.random() < 0.6 else 0
        found |= {(row, "items_last_year"): standing.items[row], (row, "change"): change}
        standing.items[row] += change
        if row != "fees":
            found[row, "decisions"] = rng.randint(0, 90) * busy
    projects = rng.randint(0, 3) + busy // 2
    price = rng.randint(80_000, 900_000) * 100 + rng.choice((0, 0, 52))
    found |= {("procurement", "projects"): projects, ("procurement", "amount"): price * projects}
    return {("active_disclosure", *key): number for key, number in found.items()}


def _count_decisions(organ: Organ, standing: Standing, rng: random.Random) -> Numbers:
    """Form 2021, table 二: what is in force is what was, with this year's documents and without the repealed."""
    busy = BUSY[organ.kind]
    issued, repealed = (0, 0) if organ.kind == "township" else (rng.randint(0, 5), rng.randint(0, 3))
    standing.normative += issued - repealed
    found = {("regulations", key): 0 for key in ("issued", "repealed", "in_force")}
    found |= {("normative_documents", "issued"): issued, ("normative_documents", "repealed"): repealed}
    found["normative_documents", "in_force"] = standing.normative
    found |= {(row, "decisions"): rng.randint(0, 60) * busy for row in ("licences", "penalties", "coercive_measures")}
    found["fees", "amount"] = 0 if organ.kind == "township" else rng.randint(1, 9_000) * 10_000 * busy
    return {("active_disclosure", *key): number for key, number in found.items()}


def _sum_up(form: str, numbers: Numbers) -> dict[str, int]:
    """The facts that prose and table share."""
    if form in RESULTS:
        rows = {"carried": "carried_over", "handled": "handled", "granted": "granted", "forward": "carried_forward"}
        told = {fact: numbers["applications", row, "total"] for fact, row in rows.items()}
        told |= {"people": numbers["applications", "new_received", "natural_person"]}
        told["organisations"] = numbers["applications", "new_received", "total"] - told["people"]
        cases = [numbers["review_litigation", row, "total"] for row in REVIEWS]
        return told | {"reconsidered": cases[0], "litigated": cases[1] + cases[2]}
    rows = {"handled": "closed.total", "granted": "answered.granted", "public": "answered.already_public"}
    rows |= {"reconsidered": "reconsideration.total", "litigated": "litigation.total", "online": "received.online"}
    rows |= {"in_person": "received.in_person", "letter": "received.letter", "complaints": "complaints.total"}
    told = {fact: numbers["indicators", row, "value"] for fact, row in rows.items()}
    return told | {"fees": numbers["indicators", "fees.amount", "value"] // 100}
