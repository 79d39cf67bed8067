"""Limits: what an answer cannot say, computed from the sweep itself."""

from __future__ import annotations

from tenfold.sim.sweep.answer.findings import Findings
from tenfold.sim.sweep.answer.results import Results
from tenfold.sim.sweep.answer.sensitivity import ONE_AT_A_TIME
from tenfold.sim.sweep.answer.wording import Speaker, counted, factor_name, listed

FEW_LUCKS = 10
"""Fewer than these say little about luck itself."""


def limits(results: Results, findings: Findings) -> list[str]:
    """Every reason to doubt, one sentence each, computed from the sweep."""
    effect, asked = findings.effect, findings.asked
    said = []
    if results.missing > 0:
        said.append(
            f"{results.missing:,} of {counted(results.races, 'race')} are missing; what is"
            " there is balanced over arms, but every interval is wider than planned."
        )
    if results.failed:
        said.append(f"{counted(results.failed, 'race')} failed; the answer leaves them out.")
    if effect is not None and effect.detectable and asked.plus is not None:
        say = Speaker(results.label(asked.outcome), effect.detectable)
        said.append(
            f"{counted(effect.lucks, 'luck')} can show an effect of"
            f" {say.size(effect.detectable)} or more (in 4 of 5 cases); a smaller one may be there"
            " and unseen."
        )
        if effect.luck is not None and effect.luck[0] <= 0.0 <= effect.luck[1]:
            said.append("The interval over luck holds zero: even the sign is open.")
    if effect is not None and effect.lucks < FEW_LUCKS:
        said.append(f"It rests on {counted(effect.lucks, 'luck')}: too few to know luck well.")
    said += _about_parameters(results)
    said.append(
        f"It is about one opening ({results.scenario}) and {counted(results.months, 'month')}; labs"
        " and governments keep the rules they were given, and do not learn from what an arm"
        " changes."
    )
    others = [factor for factor in results.factors if factor not in asked.at]
    others = [factor for factor in others if factor != asked.factor]
    names = [factor_name(factor, results) for factor in others]
    if len(results.arms) > 1 and (asked.plus is None or asked.factor is not None):
        names.append("the arms")
    if names:
        said.append(f"It is an average over {listed(names)}, each counted alike.")
    return said


def _about_parameters(results: Results) -> list[str]:
    varied = len(results.parameters)
    said = []
    if results.fixed_parameters:
        total = results.fixed_parameters + varied
        which = f"{results.fixed_parameters} of" if varied else "All"
        said.append(f"{which} the model's {total} parameters stayed at their best guess.")
    if varied:
        if results.design == ONE_AT_A_TIME:
            said.append("Parameters moved one at a time: what two do together was not looked at.")
        else:
            said.append(
                "Each range counts as equally likely from end to end, and parameters as"
                " independent; what lies beyond the ranges was not raced."
            )
    return said
