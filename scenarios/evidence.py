"""Published figures that races start from or are judged against, each with source and trust."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError, model_validator

from tenfold.scenarios.errors import EvidenceError, complaint, nearest, read_toml
from tenfold.scenarios.segments import Strict, entry

__all__ = ["Evidence", "EvidenceError", "cited", "list_evidence", "load_evidence"]

EVIDENCE = Path(__file__).parent / "evidence"
TRUST = {
    "A": "original data file",
    "B": "text that transcribes the original",
    "C": "media, rounded or disputed",
    "D": "weak",
    "assumption": "nothing is published; our reasoning is in the entry",
}
"""Grade of trust to what it stands for."""

_CITED = re.compile(r"^evidence: (?P<file>[a-z0-9-]+) / (?P<key>[a-z0-9_.]+)(?: \(.+\))?$")


class Evidence(Strict):
    """One published figure, or one assumption where nothing is published."""

    file: str = entry("text", "file of the evidence it stands in", min_length=1)
    key: str = entry("text", "group.entry within the file", min_length=1)
    meaning: str = entry("text", "what was measured, of whom", min_length=1)
    value: float = entry("as unit", "best estimate")
    low: float | None = entry("as unit", "lower end of the published range", default=None)
    high: float | None = entry("as unit", "upper end of the published range", default=None)
    unit: str = entry("text", "unit of value, low and high", min_length=1)
    date: datetime.date = entry("date", "day it holds for, or last day of the period")
    source: str = entry("text", "who published it, and the licence", min_length=1)
    trust: Literal["A", "B", "C", "D", "assumption"] = entry("grade", "see TRUST")
    derived: str = entry("text", "how the value follows from the source", min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Evidence:
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise ValueError(f"value {self.value:g} must lie between low {low:g} and high {high:g}")
        return self


def list_evidence() -> list[str]:
    """Names of the files of evidence, in alphabetical order."""
    return sorted(path.stem for path in EVIDENCE.glob("*.toml"))


@cache
def load_evidence(name: str, folder: Path = EVIDENCE) -> dict[str, Evidence]:
    """The entries of one file of evidence.

    Args:
        name: file without ".toml".
        folder: where the files lie.

    Returns:
        'group.entry' to entry, in the order of the file.

    Raises:
        EvidenceError: no such file, or one that cannot be used; names file, key, reason.
    """
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = [each.stem for each in folder.glob("*.toml")]
        raise EvidenceError(f"no file of evidence is named '{name}'{nearest(name, known)}")
    found: dict[str, Evidence] = {}
    for group, entries in read_toml(path, EvidenceError).items():
        if not isinstance(entries, dict):
            raise EvidenceError(f"{path}: '{group}' stands outside a group: [group.entry]")
        for label, raw in entries.items():
            key = f"{group}.{label}"
            if not isinstance(raw, dict):
                raise EvidenceError(f"{path}: {key} = {raw}: must be a table: [{key}]")
            found[key] = _checked(path, {"file": name, "key": key} | raw)
    return found


def _checked(path: Path, data: dict[str, Any]) -> Evidence:
    try:
        return Evidence.model_validate(data)
    except ValidationError as problem:
        found = complaint(problem, Evidence, data)
        raise EvidenceError(f"{path}: {data['key']}: {found}") from None


def cited(source: str) -> tuple[Evidence, ...]:
    """The entries that a source names: "evidence: FILE / GROUP.ENTRY (remark)", or a whole group.

    Args:
        source: text of a figure's source.

    Returns:
        The entries named; none where the text does not begin with "evidence:".

    Raises:
        EvidenceError: it cites something that does not exist; gives the nearest.
    """
    if not source.startswith("evidence:"):
        return ()
    match = _CITED.match(source)
    if match is None:
        raise EvidenceError(
            f"'{source}': write a citation as 'evidence: file / group.entry (remark)'"
        )
    entries = load_evidence(match["file"])
    key = match["key"]
    found = tuple(e for k, e in entries.items() if k == key or k.split(".")[0] == key)
    if not found:
        raise EvidenceError(f"'{source}': no such entry{nearest(key, entries)}")
    return found
