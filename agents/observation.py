"""Observation: what a lab can know at the start of a turn.

Own books exactly; rivals as the public sees them. Own figures have shape [runs]; public figures
have shape [labs, runs], so that `seen.public_score[i]` is lab i in every run. Arrays are read-only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def _own(unit: str, meaning: str) -> Any:
    return field(metadata={"unit": unit, "meaning": meaning, "scope": "own"})


def _public(unit: str, meaning: str) -> Any:
    return field(metadata={"unit": unit, "meaning": meaning, "scope": "public"})


@dataclass(frozen=True)
class Observation:
    """What one lab sees, in every run of a batch at once."""

    me: int
    """Place of this lab among the labs."""
    month: int
    """Months since the start of the race."""
    kinds: tuple[str, ...]
    """Starting kind of each lab: frontier, chinese or open."""
    homes: tuple[str, ...]
    """Home of each lab: us, china or other."""

    compute: FloatArray = _own("H100e", "chips at work, all channels")
    incoming: FloatArray = _own("H100e", "chips ordered and not yet delivered")
    rent: FloatArray = _own("USD per H100e-month", "rental price of compute")
    waiting: FloatArray = _own("months", "unfilled orders over monthly supply")
    controlled: FloatArray = _own("0 or 1", "under export control")
    cash: FloatArray = _own("USD", "money at hand")
    budget: FloatArray = _own("USD per month", "what investors and revenue allow")
    revenue: FloatArray = _own("USD per month", "sales of last month")
    spending: FloatArray = _own("USD per month", "all costs of last month")
    confidence: FloatArray = _own("1", "investors' mood, bounded")
    talent: FloatArray = _own("1", "researchers, weighed by skill; 1 is the average lab")
    capability: FloatArray = _own("index points", "best own model, released or not")
    load: FloatArray = _own("1", "compute that customers need over compute that serves")
    serving_need: FloatArray = _own("share of compute", "what would serve demand at a load of 0.8")
    ideas: FloatArray = _own("count", "ideas known")
    copyable: FloatArray = _own("count", "ideas that rivals have shown and this lab lacks")
    run_left: FloatArray = _own("months", "until the present run ends")
    banned: FloatArray = _own("months", "for which closed rivals refuse to serve it")
    data: FloatArray = _own("1", "data stock; 1 is the field's standard")
    accused: FloatArray = _own("USD", "what settling an open accusation costs; 0 where none is")
    poached: FloatArray = _own("USD", "what winning a star back costs; 0 where none is leaving")
    offered: FloatArray = _own("USD", "what chips on offer cost; 0 where there are none")

    active: FloatArray = _public("0 or 1", "still in the race")
    public_score: FloatArray = _public("index points", "best model on sale, as benchmarks show it")
    open_score: FloatArray = _public("index points", "best open-weight model; 0 where none")
    flagship_open: FloatArray = _public("0 or 1", "the best model on sale has open weights")
    price: FloatArray = _public("USD per million tokens", "of the best model")
    token_share: FloatArray = _public("share", "of all tokens used")
    compute_estimate: FloatArray = _public("H100e", "published estimate, a quarter old and noisy")
    revenue_estimate: FloatArray = _public("USD per month", "published estimate")

    def best_rival(self, figure: str = "public_score") -> FloatArray:
        """Highest public figure among active rivals; shape [runs]; 0 where none is left."""
        values = getattr(self, figure) * self.active
        before = np.maximum.reduce(values[: self.me], axis=0, initial=0.0)
        after = np.maximum.reduce(values[self.me + 1 :], axis=0, initial=0.0)
        best: FloatArray = np.maximum(before, after)
        return best

    def rank(self, figure: str = "public_score") -> FloatArray:
        """1 for the highest among active labs; shape [runs]."""
        values: FloatArray = getattr(self, figure)
        place: FloatArray = np.ones_like(values[0])
        for i in range(len(values)):
            if i != self.me:
                place = place + self.active[i] * (values[i] > values[self.me])
        return place

    def world(self, run: int) -> Observation:
        """One run alone: own figures are floats, public figures have shape [labs].

        Rules marked `per_world` see the batch through this, one run at a time.
        """
        figures: dict[str, Any] = {name: float(getattr(self, name)[run]) for name in OWN_FIGURES}
        figures |= {name: getattr(self, name)[:, run] for name in PUBLIC_FIGURES}
        return replace(self, **figures)


OWN_FIGURES: tuple[str, ...] = tuple(
    f.name for f in fields(Observation) if f.metadata.get("scope") == "own"
)
PUBLIC_FIGURES: tuple[str, ...] = tuple(
    f.name for f in fields(Observation) if f.metadata.get("scope") == "public"
)
