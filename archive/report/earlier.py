"""A reading that an earlier version made, with the keys of this one. What was read then stays; keys that came since are
filled with what is known without reading again."""

from collections.abc import Mapping
from typing import Any

from archive.report.corrections import normalise_reading
from archive.report.understand import SCHEMA_VERSION


def fill_reading(reading: Mapping[str, Any]) -> dict[str, Any]:
    """`to_json`'s object (with or without its text) of any version, in the present schema: verdicts that were not given
    are null, reasons and candidates that were not told are none, a header's field was shown in the header."""
    return {
        "reasons": [],
        "organ_normalised": normalise_reading(reading),
        "division_candidates": [],
        **reading,
        "schema_version": SCHEMA_VERSION,
        "header": fill_header(reading["header"]),
        "checks": [{"verdict": None, "reason": None, **check} for check in reading["checks"]],
    }


def fill_header(header: Mapping[str, Any]) -> dict[str, Any]:
    return {key: field and {"source": "header", **field} for key, field in header.items()}
