"""Watching claims: how far they are, and each verdict as it comes; on stderr."""

from __future__ import annotations

from tenfold.sim.claims.report import verdict_word
from tenfold.sim.claims.result import Result
from tenfold.sim.experiments.watching import RaceBar


class Bar(RaceBar):
    """Tells how many races are done, how long the rest takes, and each verdict."""

    def finished(self, result: Result) -> None:
        """A claim is judged."""
        said = f"{result.number} {result.title}: {verdict_word(result)}"
        if reason := result.failed or result.other.failed:
            said += f" ({reason})" if result.failed else f"; on the other engine: {reason}"
        self.say(said)
