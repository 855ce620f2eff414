"""Form 2014 in numbers: the indicators of 政府信息公开情况统计表, with the sums it asks for."""

import random

from tests.site.organs import Organ
from tests.site.scale import BUSY, Numbers, scatter


def count_indicators(organ: Organ, received: int, facts: dict[str, int], rng: random.Random) -> Numbers:
    answers = scatter(
        received,
        {
            "already_public": 30,
            "granted": 30,
            "partly_granted": 6,
            "not_ours": 12,
            "not_existing": 10,
            "to_be_corrected": 3,
            "other_channel": 3,
            "refused.trade_secret": 2,
            "refused.privacy": 2,
            "refused.not_information": 3,
            "refused.state_secret": 0,
            "refused.safety": 0,
            "refused.other": 1,
        },
        rng,
    )
    answers["refused"] = sum(number for key, number in answers.items() if key.startswith("refused."))
    ways = scatter(received, {"in_person": 3, "fax": 1, "online": 6, "letter": 2}, rng)
    times = scatter(received, {"on_time": 14, "extended": 1}, rng)
    found = {f"answered.{key}": number for key, number in answers.items()}
    found |= {f"received.{key}": number for key, number in ways.items()}
    found |= {f"closed.{key}": number for key, number in times.items()}
    found |= {f"{group}.total": received for group in ("received", "closed", "answered")}
    found |= _count_disputes(organ, rng) | _count_effort(organ, facts, rng)
    return {("indicators", row, "value"): number for row, number in found.items()}


def _count_disputes(organ: Organ, rng: random.Random) -> dict[str, int]:
    found = {"complaints.total": rng.randint(0, BUSY[organ.kind] // 8)}
    for group in ("reconsideration", "litigation"):
        outcomes = scatter(rng.randint(0, BUSY[organ.kind] // 6), {"upheld": 5, "corrected": 1, "other": 1}, rng)
        found |= {f"{group}.{key}": number for key, number in outcomes.items()}
        found[f"{group}.total"] = sum(outcomes.values())
    return found


def _count_effort(organ: Organ, facts: dict[str, int], rng: random.Random) -> dict[str, int]:
    channels = {"gazette": "gazette", "website": "website", "weibo": "weibo", "wechat": "wechat", "other": "elsewhere"}
    social, other, press = rng.randint(0, 6), rng.randint(0, 3), rng.randint(0, 2 + BUSY[organ.kind] // 8)
    return {
        "disclosed.total": facts["disclosed"],
        "disclosed.normative": facts["normative"],
        "disclosed.normative_issued": facts["normative"] + rng.randint(0, 2),
        **{f"disclosed.{key}": facts[fact] for key, fact in channels.items()},
        "responses.total": social + other + press,
        "responses.press": press,
        "responses.press_heads": press // 2,
        "responses.interviews": facts["interviews"],
        "responses.interview_heads": facts["interviews"] // 2,
        "responses.articles": facts["articles"],
        "responses.social": social,
        "responses.other": other,
        "fees.amount": rng.choice((0, 0, 30_000, 126_000)),
        "resources.offices": 1 + BUSY[organ.kind] // 20,
        "resources.reading_points": facts["points"],
        "resources.staff": facts["full_time"] + facts["part_time"],
        "resources.full_time": facts["full_time"],
        "resources.part_time": facts["part_time"],
        "resources.budget": rng.randint(0, 12) * 100_000 * BUSY[organ.kind],
        "training.meetings": facts["meetings"],
        "training.courses": facts["courses"],
        "training.trainees": facts["trainees"],
    }
