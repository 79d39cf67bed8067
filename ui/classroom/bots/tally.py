"""Tally: what bots have seen of a server: how long it took, what it refused, what it kept."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Kept:
    """A submission that the server has acknowledged."""

    round: int
    team: str
    key: str
    revision: int
    settings: Mapping[str, float]


@dataclass
class Tally:
    """Of one crowd of bots."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """What was asked, to the seconds that each answer took, retries and waiting included."""
    kept: list[Kept] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    """Keys of all submissions, acknowledged or not."""
    late: int = 0
    """Submissions that came after the round was over."""
    lost: int = 0
    """Questions without an answer, and streams that broke off."""
    waited: int = 0
    """Times that the server asked to wait."""
    back: int = 0
    """Times that a bot saw the room go back: rounds undone, or wiped."""
    refused: Counter[str] = field(default_factory=Counter)
    """What the server said no to, and should not have."""
    wrong: list[str] = field(default_factory=list)
    """What was acknowledged and is not there, or has changed."""
    seen: dict[tuple[str, int], dict[str, float]] = field(default_factory=dict)
    """Phase and round, to the moment at which each bot saw it first."""

    def saw(self, bot: str, phase: str, number: int) -> None:
        """A bot sees this phase of this round."""
        self.seen.setdefault((phase, number), {}).setdefault(bot, time.monotonic())

    def faults(self) -> list[str]:
        """All that went wrong and should not have; lost connections are told apart."""
        return [*self.wrong, *(f"{line} ({count} times)" for line, count in self.refused.items())]

    def told(self) -> dict[str, Any]:
        """Figures: milliseconds for each question, and counts."""
        asked = {
            what: {"n": len(took), **{f"p{share}": round(at(took, share)) for share in SHARES}}
            for what, took in sorted(self.took.items())
        }
        return {
            "ms": asked, "kept": len(self.kept), "late": self.late, "lost": self.lost,
            "waited": self.waited, "faults": len(self.faults()),
        }  # fmt: skip


SHARES = (50, 95, 99, 100)


def at(took: Sequence[float], share: float) -> float:
    """Milliseconds within which this share (in %) was answered."""
    if not took:
        return 0.0
    return 1_000 * sorted(took)[min(len(took) - 1, int(share / 100 * len(took)))]
