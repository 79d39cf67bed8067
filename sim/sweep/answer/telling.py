"""Telling: findings as sentences, for anyone; the first page of a report and the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tenfold.sim.sweep.answer.effects import ROUNDING, Effect, answer, by_arm
from tenfold.sim.sweep.answer.findings import Findings
from tenfold.sim.sweep.answer.limits import limits
from tenfold.sim.sweep.answer.reasons import depends_on, what_flips
from tenfold.sim.sweep.answer.results import AnalysisError, Asked, Results
from tenfold.sim.sweep.answer.sensitivity import ONE_AT_A_TIME
from tenfold.sim.sweep.answer.wording import (
    Speaker,
    capital,
    cells_text,
    counted,
    explanations,
    factor_name,
    noun,
    quoted,
)

FEW_LUCKS = 20
"""With fewer an answer is a first look."""
KICKERS = {
    "matters": "It matters",
    "too small": "It hardly matters",
    "depends": "It depends",
    "open": "Not settled",
    "level": "The level",
    "nothing": "No answer yet",
}


@dataclass(frozen=True)
class Told:
    """The first page in sentences.

    Attributes:
        kicker: the verdict in two or three words.
        headline: the answer in a sentence.
        others: the same for other arms (of a factor's values, arm by arm), one sentence each.
        luck: how sure the mean is over lucks.
        parameters: how far it ranges over parameters.
        single: how far one race may be from it.
        depends: what it depends on most, one sentence each.
        flips: what would change it, one sentence each.
        limits: what it cannot say, one sentence each.
        banner: what is missing of the sweep; empty where it is complete.
        notes: what words mean.
    """

    kicker: str
    headline: str
    others: tuple[str, ...]
    luck: str
    parameters: str
    single: str
    depends: tuple[str, ...]
    flips: tuple[str, ...]
    limits: tuple[str, ...]
    banner: str
    notes: tuple[str, ...]


def tell(results: Results, findings: Findings) -> Told:
    """Say what was found."""
    asked, effect = findings.asked, findings.effect
    if effect is None:
        headline = (
            "No pair of races that the question needs has finished."
            if asked.plus is not None
            else "No race that the question needs has finished."
        )
        return Told(
            KICKERS["nothing"], headline, (), "", "", "", (), (), tuple(limits(results, findings)),
            banner(results), (),
        )  # fmt: skip
    say = speaker(results, asked, effect)
    headline = _headline(results, findings, effect, say)
    depends = depends_on(results, findings, say)
    flips = what_flips(results, findings, say)
    everything = " ".join([results.question, headline, *depends, *flips])
    return Told(
        _kicker(findings, effect),
        headline,
        tuple(_others(results, asked, say)),
        _luck(effect, _fine(results, asked, effect, say), level=asked.plus is None),
        _parameters(results, effect, say, level=asked.plus is None),
        _single(effect, say, level=asked.plus is None),
        tuple(depends),
        tuple(flips),
        tuple(limits(results, findings)),
        banner(results),
        tuple(explanations(everything)),
    )


def speaker(results: Results, asked: Asked, effect: Effect) -> Speaker:
    """Says the figures of an effect with the decimals that its intervals deserve."""
    widths = [effect.luck[1] - effect.luck[0]] if effect.luck else []
    if effect.parameters is not None:
        widths.append(effect.parameters[1] - effect.parameters[0])
    if asked.matters_if:
        widths.append(asked.matters_if * (1.0 if asked.plus is None else 2.0))
    widths = [width for width in widths if width > 0.0] or [abs(effect.mean)]
    return Speaker(results.label(asked.outcome), min(max(widths), 10.0 * min(widths)))


def _fine(results: Results, asked: Asked, effect: Effect, say: Speaker) -> Speaker:
    """Says an interval over luck with the decimals of its own width."""
    low, high = effect.luck or (0.0, 0.0)
    if high - low <= ROUNDING * max(1.0, abs(effect.mean)):
        return say
    return Speaker(results.label(asked.outcome), high - low)


def _kicker(findings: Findings, effect: Effect) -> str:
    """The verdict in a few words, no stronger than lucks and question allow."""
    said = KICKERS[findings.verdict]
    if findings.verdict == "matters" and not findings.asked.matters_if:
        said = "The sign is clear"
    if effect.lucks < FEW_LUCKS:
        said += f" (a first look, {counted(effect.lucks, 'luck')})"
    return said


def sign_known(effect: Effect) -> bool:
    """Whether the interval over luck leaves zero out."""
    return effect.luck is not None and (effect.luck[0] > 0.0 or effect.luck[1] < 0.0)


def banner(results: Results) -> str:
    """What is missing of a sweep; empty where it is complete and nothing failed."""
    said = []
    if results.missing > 0:
        share = 100.0 * results.missing / results.races
        said.append(
            f"This sweep is not complete: {results.missing:,} of {counted(results.races, 'race')}"
            f" ({share:.0f} %) are missing. The same sweep command goes on where it stopped."
        )
    if results.failed:
        reason, count = next(iter(results.failures.items()))
        said.append(
            f"{counted(results.failed, 'race')} failed and are left out; the most frequent reason"
            f" ({count:,}): {reason}."
        )
    return " ".join(said)


def contrast_words(results: Results, asked: Asked) -> str:
    """What is compared: "'distil' instead of 'none'", or a factor's two values."""
    if asked.plus is None or asked.minus is None:
        return ""
    plus, minus = quoted(asked.plus), quoted(asked.minus)
    if asked.factor is None:
        return f"{plus} instead of {minus}"
    name = factor_name(asked.factor, results)
    if isinstance(asked.plus, str):
        return f"the {name}, {plus} instead of {minus},"
    return f"{name} {plus} instead of {minus}"


def place_words(results: Results, asked: Asked) -> str:
    """Where the answer is read: 'at compute ratio 10, '; empty where everywhere."""
    return f"at {cells_text(asked.at, results)}, " if asked.at else ""


def _headline(results: Results, findings: Findings, effect: Effect, say: Speaker) -> str:
    asked = findings.asked
    if findings.verdict == "level":
        return _level_headline(results, asked, effect, say)
    outcome = _outcome_words(results, asked, say)
    what = capital(place_words(results, asked) + contrast_words(results, asked))
    least = "" if not asked.matters_if else say.least(asked.matters_if)
    fine = _fine(results, asked, effect, say)
    # A direction is said only where luck leaves no other open.
    verb = "raises" if effect.mean > 0 else "lowers"
    change = f"{what} {verb} {outcome} by {say.size(effect.mean)}"
    if not sign_known(effect):
        ends = "" if effect.luck is None else f" ({_ends(effect, fine)})"
        change = f"{what} changes {outcome} by {fine.change(effect.mean)}{ends}"
    if findings.verdict == "matters":
        return f"{change}; {least} or more would matter." if least else f"{change}."
    if findings.verdict == "too small":
        if effect.mean == 0.0:
            return f"{what} does not change {outcome.rstrip(',')}."
        if not sign_known(effect):
            return _alike(results, asked, effect, fine, least)
        return f"{change} only; {least} or more would matter."
    if findings.verdict == "depends":
        return f"{change} on average, but {_depends(effect, findings, say)}."
    if effect.luck is None:
        return f"{change}, seen with a single luck; a second one may say otherwise."
    low, high = effect.luck
    if not sign_known(effect):
        return f"{change} in these races: luck leaves its sign open; more lucks would settle it."
    return (
        f"{change} in these races, but luck alone leaves open anything from"
        f" {fine.span(low, high, sign=True)}; more lucks would settle it."
    )


def _outcome_words(results: Results, asked: Asked, say: Speaker) -> str:
    outcome = noun(results.label(asked.outcome))
    outcome = f"the chance that {outcome}" if say.chance else outcome
    return outcome + ("," if "," in outcome else "")


def _ends(effect: Effect, say: Speaker) -> str:
    """'−0.11 to +0.10': the interval over luck."""
    return " to ".join(say.bare(end, sign=True) for end in effect.luck or ())


def _alike(results: Results, asked: Asked, effect: Effect, fine: Speaker, least: str) -> str:
    """Two sides that luck cannot tell apart, within less than matters."""
    assert effect.luck is not None
    plus, minus = (quoted(side) for side in (asked.plus or "", asked.minus or ""))
    if asked.factor is not None:
        plus = f"{factor_name(asked.factor, results)} {plus}"
    outcome = _outcome_words(results, asked, fine)
    most = fine.size(max(map(abs, effect.luck)))
    return (
        f"{capital(place_words(results, asked) + plus)} and {minus} leave {outcome} alike, to"
        f" within {most} ({_ends(effect, fine)}); {least} would matter."
    )


def _depends(effect: Effect, findings: Findings, say: Speaker) -> str:
    agree = round(findings.in_range * effect.points)
    if findings.in_range >= 0.5:
        state = _state(effect.mean, findings.asked, say)
        return f"it is {state} at {agree} of {effect.points} sets of parameters only"
    return f"at {effect.points - agree} of {effect.points} sets of parameters it is not so"


def _others(results: Results, asked: Asked, say: Speaker) -> list[str]:
    """Arms that the contrast does not name, against the same side; of a factor, arm by arm."""
    if asked.plus is None or asked.minus is None:
        return []
    if asked.factor is not None:
        arms = by_arm(results, asked) if len(results.arms) > 1 else []
        return [
            f"In ‘{arm}’: {_briefly(effect, _fine(results, asked, effect, say))}."
            for arm, effect in arms
        ]
    said = []
    for arm in results.arms:
        if arm in (asked.plus, asked.minus):
            continue
        other = replace(asked, plus=arm)
        try:
            effect = answer(results, other)
        except AnalysisError:
            continue
        brief = _briefly(effect, _fine(results, other, effect, say))
        said.append(f"{capital(contrast_words(results, other))}: {brief}.")
    return said


def _briefly(effect: Effect, say: Speaker) -> str:
    """'+0.7 months (+0.3 to +1.2)': a mean with its interval over luck."""
    if effect.luck is None:
        return say.change(effect.mean)
    return f"{say.change(effect.mean)} ({_ends(effect, say)})"


def _state(mean: float, asked: Asked, say: Speaker) -> str:
    """What the average effect is, as a state that points share or do not."""
    if not asked.matters_if:
        return "above zero" if mean > 0 else "below zero"
    if abs(mean) >= asked.matters_if:
        return f"as large as matters ({say.least(asked.matters_if)})"
    return f"smaller than matters ({say.least(asked.matters_if)})"


def _level_headline(results: Results, asked: Asked, effect: Effect, say: Speaker) -> str:
    outcome = noun(results.label(asked.outcome))
    chance = "the chance that " if say.chance else ""
    first = capital(f"{place_words(results, asked)}{chance}{outcome}")
    said = f"{first}: {say.level(effect.mean)} on average"
    if effect.parameters is None:
        return f"{said}."
    low, high = effect.parameters
    said += f", and {say.span(low, high)} over the parameters tried"
    if asked.matters_if is None:
        return f"{said}."
    size = say.least(asked.matters_if)
    more = "more" if high - low >= asked.matters_if else "less"
    return f"{said}: the spread is {more} than the {size} that would matter."


def _luck(effect: Effect, say: Speaker, level: bool) -> str:
    if effect.luck is None:
        return "With one luck alone nothing can be said about how far luck moves it."
    low, high = effect.luck
    known = say.span(low, high, sign=not level)
    return (
        f"From {counted(effect.lucks, 'luck')} the mean is known to lie at {known}"
        " (90 % interval). More races would narrow this."
    )


def _parameters(results: Results, effect: Effect, say: Speaker, level: bool) -> str:
    if not results.parameters:
        return "No parameter was varied: all stand at their best guess."
    if effect.parameters is None:
        return "Only one set of parameters was raced."
    low, high = effect.parameters
    spread = say.span(low, high, sign=not level)
    how = "moved one at a time" if results.design == ONE_AT_A_TIME else "tried"
    if not effect.told_apart:
        known = effect.means[np.isfinite(effect.means)]
        label = results.label((results.asked or Asked(results.outcomes[0])).outcome)
        wide = Speaker(label, float(np.ptp(known)))
        means = wide.span(float(known.min()), float(known.max()), sign=not level)
        return (
            f"The {counted(effect.points, 'set')} of parameters {how} cannot be told apart from"
            f" luck: their means run from {means}, no wider than luck alone would spread them."
            " More lucks could tell."
        )
    lucks = "" if effect.lucks > 1 else " With one luck, luck's part is still in it."
    return (
        f"Over {counted(effect.points, 'set')} of parameters {how} it ranges over {spread}"
        f" (5–95 %). More races would not narrow this: better knowledge would.{lucks}"
    )


def _single(effect: Effect, say: Speaker, level: bool) -> str:
    low, high = effect.single
    kind = "One race alone" if level else "One pair of races alone"
    said = f"{kind} shows {say.span(low, high, sign=not level)} (5–95 %)."
    if effect.shares is not None and effect.points > 1:
        shares = effect.shares
        said += (
            f" Of that spread, {100 * shares.parameters:.0f} % comes from parameters,"
            f" {100 * shares.luck:.0f} % from luck and {100 * shares.both:.0f} % from both"
            " together."
        )
    return said
