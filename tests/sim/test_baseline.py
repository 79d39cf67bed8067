"""Baseline: key outcomes of the catalogue, committed, so that no result moves unnoticed.

After a change that is meant to move results, write the new ones down and commit them with it:

    python tests/sim/test_baseline.py --update

Without `--update` the same command prints what differs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from tenfold.scenarios.load import list_scenarios
from tenfold.sim.race import Race

FILE = Path(__file__).with_name("baseline.json")
SEED, RUNS, MONTHS = 1, 8, 24
DIGITS = 6
LAB_FIGURES = ("capability", "compute", "cash", "revenue", "token_share", "ideas", "distil_gain")
MARKET_FIGURES = ("rent", "frontier", "tokens", "revenue", "start_price", "outside")
UPDATE = "python tests/sim/test_baseline.py --update"
Outcomes = dict[str, dict[str, float]]


def rounded(value: float) -> float:
    """Six significant digits."""
    return float(f"{value:.{DIGITS}g}")


def measured() -> Outcomes:
    """Scenario to outcome to its mean over the runs at the last month."""
    found: Outcomes = {}
    for name in list_scenarios():
        race = Race(name, seed=SEED, runs=RUNS, months=MONTHS)
        history = race.run()
        outcomes: dict[str, float] = {}
        for figure in LAB_FIGURES:
            values = history.series(figure)[:, -1].mean(axis=0)
            for lab in race.labs:
                outcomes[f"{figure} of {lab.name}"] = rounded(float(values[lab.place]))
        for figure in MARKET_FIGURES:
            mean = float(np.mean(history.market_series(figure)[:, -1]))
            outcomes[f"{figure} of the market"] = rounded(mean)
        found[name] = outcomes
        race.close()
    return found


def differences(before: Outcomes, now: Outcomes) -> list[str]:
    """A line for every outcome that moved, came or went."""
    lines = []
    for scenario in sorted(before | now):
        old, new = before.get(scenario, {}), now.get(scenario, {})
        for outcome in old | new:
            was, is_now = old.get(outcome), new.get(outcome)
            if was == is_now:
                continue
            if was is None or is_now is None:
                change = "new" if was is None else "gone"
            else:
                change = f"{(is_now / was - 1.0) * 100.0:+.3g} %" if was else "was zero"
            lines.append(f"{scenario:14} {outcome:32} {was!s:>12} -> {is_now!s:>12}  ({change})")
    return lines


def test_results_are_those_on_record() -> None:
    before = json.loads(FILE.read_text(encoding="utf-8"))
    moved = differences(before, measured())
    assert not moved, "\n".join(
        [f"{len(moved)} outcomes moved. Where that is meant: {UPDATE}", *moved[:60]]
    )


def test_the_difference_is_readable() -> None:
    before = {"a": {"cash": 2.0, "gone": 1.0, "same": 1.0}}
    lines = differences(before, {"a": {"cash": 3.0, "same": 1.0, "fresh": 0.0}})
    assert len(lines) == 3
    assert "cash" in lines[0]
    assert "(+50 %)" in lines[0]
    assert "(gone)" in lines[1]
    assert "(new)" in lines[2]


def main(arguments: list[str]) -> int:
    """Write the present results down, or show what differs from those on record."""
    now = measured()
    before = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    moved = differences(before, now)
    print("\n".join(moved) or "Nothing moved.")
    if arguments == ["--update"]:
        FILE.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{FILE.name}: {len(moved)} outcomes changed.")
        return 0
    if arguments:
        print(f"Unknown: {' '.join(arguments)}. To write results down: {UPDATE}", file=sys.stderr)
        return 2
    return 1 if moved else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
