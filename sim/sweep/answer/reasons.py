"""Reasons: what an answer depends on, and what would flip it, in sentences."""

from __future__ import annotations

from tenfold.sim.sweep.answer.findings import Findings, Flips
from tenfold.sim.sweep.answer.results import Results
from tenfold.sim.sweep.answer.sensitivity import LEAST_POINTS, Index, Swing
from tenfold.sim.sweep.answer.wording import (
    Speaker,
    amount,
    capital,
    counted,
    factor_name,
    plain,
    quoted,
    value_of,
)

SHOWN = 4
"""Parameters and factors that the first page names."""
LONGEST_CURVE = 6
"""Values of a factor that a sentence lists."""


def parameter_words(results: Results, swing: Swing) -> str:
    """A parameter's or factor's meaning."""
    return plain(results.meaning(swing.name))


def depends_on(results: Results, findings: Findings, say: Speaker) -> list[str]:
    """What an answer depends on most, one sentence each."""
    if not results.parameters and not findings.swings:
        return ["Nothing but luck was varied."]
    said = [f"{name}: {text}." for name, text in _leading(results, findings, say)[:SHOWN]]
    tested = [swing for swing in findings.swings if not swing.factor]
    if findings.indices_missing:
        said.append(f"{findings.indices_missing}.")
    elif results.parameters and not tested and not findings.indices:
        sets = counted(findings.effect.points if findings.effect else 0, "set")
        said.append(f"Parameters: {sets} of them are too few to say; {LEAST_POINTS} are needed.")
    elif tested and not findings.indices and not any(swing.clear for swing in tested):
        said.append(
            f"No single one of the {counted(len(tested), 'parameter')} varied moves it more than"
            " chance would."
        )
    return said


def _leading(results: Results, findings: Findings, say: Speaker) -> list[tuple[str, str]]:
    """What to name and what to say of it: by indices where the design gives them."""
    level = findings.asked.plus is None
    by_name = {swing.name: swing for swing in findings.swings if not swing.factor}
    found = [
        (_titled(results, swing.name), _moves(swing, say, level))
        for swing in findings.swings
        if swing.clear and (swing.factor or not findings.indices)
    ]
    unclear: list[tuple[str, str]] = []
    for index in findings.indices:
        name = _titled(results, index.name)
        if index.total <= index.total_half:
            continue
        if index.spread is not None:
            found.append((name, f"{say.change(index.first)} from end to end of its range"))
        elif index.name in by_name:
            swing = by_name[index.name]
            text = f"{_moves(swing, say, level)}; {_part(index)}"
            (found if swing.clear else unclear).append((name, text))
    if not found and unclear:
        name, text = unclear[0]
        return [(name, f"{text}. The largest index, though its swing alone could be chance")]
    return found


def _titled(results: Results, name: str) -> str:
    """Meaning with the name as the sweep file writes it, where the two differ."""
    words = plain(results.meaning(name))
    known = words.lower().startswith(name.replace("_", " ").lower())
    return capital(words if known else f"{words} ({name})")


def _part(index: Index) -> str:
    """What a total index says, in words, and how sure it is."""
    said = (
        f"alone and with others {index.total:.2f} ± {index.total_half:.2f} of the variance between"
        " sets"
    )
    return f"{said} (an estimate, which may pass 1)" if index.total > 1.0 else said


def _moves(swing: Swing, say: Speaker, level: bool) -> str:
    """How a figure moves with one parameter or factor."""
    if swing.factor:
        return _curve(swing, say, level)
    low = say.bare(swing.at_low, sign=not level)
    high = say.bare(swing.at_high, sign=not level)
    return (
        f"{low} where it is at most {value_of(swing.low)}, {high} where it is at least"
        f" {value_of(swing.high)}"
    )


def _curve(swing: Swing, say: Speaker, level: bool) -> str:
    """'−0.8 at 3, −2.3 at 10'; of many values the least and the greatest alone."""
    curve = list(swing.curve)
    if len(curve) > LONGEST_CURVE:
        curve = [(swing.low, swing.at_low), (swing.high, swing.at_high)]
    return ", ".join(
        f"{say.bare(mean, sign=not level)} at {quoted(value)}" for value, mean in curve
    )


def what_flips(results: Results, findings: Findings, say: Speaker) -> list[str]:
    """What would change an answer; of a level, what sets low and high apart."""
    if findings.flips is None:
        if findings.split is None:
            return []
        name, cut, below, above = findings.split
        return [
            f"The sharpest divide: {plain(results.meaning(name))}. Below {amount(cut)} the mean is"
            f" {say.level(below)}, above it {say.level(above)}."
        ]
    flips = findings.flips
    said = _parameter_flips(results, findings, flips, say)
    said += _factor_flips(results, findings, flips, say)
    if not said:
        tried = "the parameters and values tried" if results.parameters else "the values tried"
        said.append(f"Nothing in {tried}.")
    return said


def _factor_flips(results: Results, findings: Findings, flips: Flips, say: Speaker) -> list[str]:
    """Values of factors at which the answer is another; one sentence per factor and kind."""
    groups: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for flip in flips.factors:
        kind = _kind_of_flip(flip.mean, findings)
        groups.setdefault((flip.factor, kind), []).append((quoted(flip.value), flip.mean))
    said = []
    for (factor, kind), flipped in groups.items():
        name = factor_name(factor, results)
        if len(flipped) == 1:
            value, mean = flipped[0]
            said.append(f"At {name} {value} the effect is {say.change(mean)}{kind}.")
        else:
            values = ", ".join(f"{value} ({say.bare(mean, True)})" for value, mean in flipped)
            said.append(f"At {name} {values}{kind}.")
    return said


def _kind_of_flip(mean: float, findings: Findings) -> str:
    """What an effect elsewhere is, set against the answer's."""
    effect, least = findings.effect, findings.asked.matters_if
    if effect is not None and mean * effect.mean < 0.0:
        return ", of the other sign"
    if not least:
        return ""
    return ", less than matters" if abs(mean) < least else ", as large as matters"


def _parameter_flips(results: Results, findings: Findings, flips: Flips, say: Speaker) -> list[str]:
    if flips.points < 2:
        return []
    if flips.otherwise == 0:
        return [_nowhere_otherwise(findings, flips, say)]
    what = _otherwise(findings, say)
    if flips.threshold is None:
        said = f"At {flips.otherwise} of {flips.points} sets of parameters {what}"
        turned = f" (at {flips.reversed} its sign turns)" if flips.reversed else ""
        return [f"{said}{turned}; no single parameter tells which."]
    found = flips.threshold
    side = "above" if found.above else "below"
    return [
        f"{capital(plain(results.meaning(found.name)))} {side} {amount(found.value)}: there"
        f" {what} at {found.hits} of {found.inside} sets of parameters, elsewhere at"
        f" {found.hits_outside} of {found.outside}."
    ]


def _nowhere_otherwise(findings: Findings, flips: Flips, say: Speaker) -> str:
    """No set of parameters gives another answer; what that is worth where luck leaves it open."""
    effect, least = findings.effect, findings.asked.matters_if
    if findings.verdict == "open" and effect is not None:
        state = "above zero" if effect.mean > 0.0 else "below zero"
        if least:
            size = say.least(least)
            state = f"{size} or more" if abs(effect.mean) >= least else f"less than {size}"
        return f"At all {flips.points} sets the mean effect is {state}; luck leaves that open."
    said = f"No parameter in the ranges tried: the answer is the same at all {flips.points} sets"
    if effect is not None and not effect.told_apart:
        return f"{said}, as far as these lucks can tell them apart."
    return f"{said}."


def _otherwise(findings: Findings, say: Speaker) -> str:
    least, effect = findings.asked.matters_if, findings.effect
    if not least:
        return "the effect loses its sign"
    if effect is not None and abs(effect.mean) >= least:
        return f"the effect falls below {say.least(least)}"
    return f"the effect reaches {say.least(least)}"
