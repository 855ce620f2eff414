"""How much an organ has to count, and how a number falls apart into its parts."""

import random
from collections import Counter

Numbers = dict[tuple[str, str, str], int]
"""(table, row, column) -> number; amounts in 分, so that they are whole."""

BUSY = {"government": 40, "department": 8, "township": 1}
"""How much more than a town an organ has to count."""


def scatter(total: int, weights: dict[str, int], rng: random.Random) -> dict[str, int]:
    drawn = Counter(rng.choices(list(weights), list(weights.values()), k=total))
    return {key: drawn[key] for key in weights}
