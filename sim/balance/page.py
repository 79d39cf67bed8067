"""Page: docs/balance.md, written from what was found of all seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tenfold.sim.balance.found import Portrait
from tenfold.sim.balance.portrait import RUINOUS, Sizes
from tenfold.sim.balance.seat import QUARTERS
from tenfold.sim.balance.tables import setting_text
from tenfold.sim.balance.verdict import (
    LEAST_INDEX,
    MOST_WON,
    SURE_INDEX,
    SURELY,
    Corner,
    Verdict,
    label,
    told,
    told_interval,
)

PAGE = "balance.md"
INTRO = """# Balance: is every lever a real choice?

*Made by `run.py balance --out results/balance --install docs`; `run.py balance --check` fails where
a bound breaks. {races:,} races of {quarters} quarters (between the usual games, of 8 and 16), in
{seats} seats of {scenarios} races. Labs that differ in name alone count once.*

## The three bounds

{bounds}

## How it is measured

A **strategy** says for every lever either where it is held all game long, or that it is left to the
autopilot, as a lever is that nobody touches. That is how people play: they move what they care
about, and leave the rest. Shares of compute and of research are held as times of what the autopilot
gives them at that turn, and scaled to sum to one: customers come and go, and who plays moves chips
after them. The score is the seat's mission score, exactly as in a game, before rounding.

- **Total index** (Sobol): the share of the variance of scores, over random strategies, that would
  be gone if everybody set this lever alike, its part in interactions included. A random strategy
  leaves each lever to the autopilot with chance 1/2; else it holds it at one of its steps, each as
  often. Steps that alone cost {ruinous:g} points or more are left out: whoever sees that leaves it
  after a quarter. {rows} rows of a Saltelli design for each seat, {lucks} common lucks, Jansen's
  estimator; changes on one luck are multiplied by those on another, so that luck moves no index.
  Intervals of 90 % are bootstraps over strategies. Indices sum to more than 1 where levers work on
  each other. Where all
  strategies of a seat score so alike that a lever would seem to weigh more than everything, nothing
  is said; nor where the variance itself, whose shares the indices are, is not clearly above nothing
  (its own interval, on all lucks and without any one of them). A lever counts as alive in a seat
  from {least:g}, with at least {sure:g} at the lower end of its interval.
- **Answers** to questions (accused, poached, offered chips) weigh nothing where nobody asks: they
  are weighed and judged on lucks on which the autopilot is asked in the first two thirds of a game.
  The wait of staged models does nothing where nothing is staged: it is weighed and judged among
  strategies that stage both models.
- **Best play**: from the untouched levers, every lever is tried at every step, the best changes are
  made together, and so on for up to {rounds} rounds on {training} lucks. What it gains is then
  measured on {fresh} fresh lucks, which the search has not seen.
- **Ends**: around the best play, each end of a lever (each choice, where it has choices) is held
  against the best of its other settings, on the fresh lucks. A setting is right
  everywhere if nowhere another one beats it by more than {surely:g} standard errors, and it beats
  all others by as much in half of the seats or more.
- **Policies**: every built-in policy plays every seat on {contest} lucks. Policies that are not
  clearly worse than the best share the pair.
- **Spread**: the standard deviation of what sensible strategies gain over the autopilot on the same
  luck, as the game's own yardstick draws them; a government's that of the random strategies.
"""


def page(portraits: Sequence[Portrait], verdict: Verdict, sizes: Sizes) -> str:
    """The document."""
    head = INTRO.format(
        races=sum(each.races for each in portraits), quarters=QUARTERS, seats=len(portraits),
        scenarios=len({each.scenario for each in portraits}), bounds=_bounds(verdict),
        ruinous=RUINOUS, rows=sizes.rows, lucks=sizes.lucks, rounds=sizes.rounds,
        training=sizes.training, fresh=sizes.fresh, contest=sizes.contest, least=LEAST_INDEX,
        sure=SURE_INDEX, surely=SURELY,
    )  # fmt: skip
    return "\n".join((head, _levers(verdict), _settings(portraits, verdict), _play(portraits),
                      _policies(verdict), _best(portraits)))  # fmt: skip


def _bounds(verdict: Verdict) -> str:
    dead = [each for each in verdict.weights if each.dead]
    fixed = [each for each in verdict.corners if each.right_everywhere]
    first = [each for each in verdict.won if each.dominant]
    least = min(verdict.weights, key=lambda each: each.index.total)
    top = max(verdict.won, key=lambda each: each.share)
    lines = [
        ("No lever below a total index of 0.02 in all seats", not dead,
         f"the weakest, {label(least.lever)}, reaches {told(least.index)} ({least.where})"),
        ("No lever with the same best corner in all seats", not fixed,
         "no setting is right everywhere" if not fixed else
         "right everywhere: " + "; ".join(_corner(each) for each in fixed)),
        ("No policy best in more than half of the pairs", not first,
         f"{top.policy} is best in {top.share:.0%} of {top.of}, the most"),
    ]  # fmt: skip
    table = [
        f"| {name} | {'holds' if holds else '**broken**'} | {said} |" for name, holds, said in lines
    ]
    said = "\n".join(f"- {each}" for each in verdict.complaints)
    return "\n".join(("| Bound | | Measured |", "|---|---|---|", *table)) + (
        f"\n\nBroken:\n\n{said}" if said else ""
    )


def _corner(corner: Corner) -> str:
    return f"{label(corner.lever)} = {setting_text(corner.lever, corner.setting)}"


def _levers(verdict: Verdict) -> str:
    rows = (
        (
            label(each.lever), told(each.index), told_interval(each.index), each.where,
            f"{each.alive} of {each.seats}",
        )
        for each in sorted(verdict.weights, key=lambda each: -each.index.total)
    )  # fmt: skip
    heads = ("Lever", "Greatest total index", "90 %", "Where", "Alive in seats")
    return "## What the score hangs on\n\n" + _table(heads, rows)


def _settings(portraits: Sequence[Portrait], verdict: Verdict) -> str:
    best: dict[str, dict[str, int]] = {}
    for portrait in portraits:
        for each in portrait.levers:
            name = "another lab" if each.lever == "teacher" and each.best >= 0.0 else (
                setting_text(each.lever, each.best)
            )  # fmt: skip
            counts = best.setdefault(each.lever, {})
            counts[name] = counts.get(name, 0) + 1
    rows = []
    for corner in verdict.corners:
        lost = "nowhere" if corner.strongest is None else (
            f"{corner.where}: {setting_text(corner.lever, corner.strongest.other)} is"
            f" {corner.strongest.worse:.1f} ± {corner.strongest.error:.1f} better"
        )  # fmt: skip
        rows.append(
            (
                label(corner.lever), setting_text(corner.lever, corner.setting),
                f"{corner.best} of {corner.seats}", f"{corner.beaten}", lost,
            )
        )  # fmt: skip
    found = (
        (label(lever), ", ".join(f"{name} ({count})" for name, count in sorted(
            counts.items(), key=lambda each: (-each[1], each[0]))))
        for lever, counts in best.items()
    )  # fmt: skip
    return "\n".join((
        "## The best setting of each lever\n",
        "All other levers as in the seat's best play; shares as times of the autopilot's. In"
        " brackets: in how many seats. Around a best play many settings are level: most levers have"
        " a flat top.\n",
        _table(("Lever", "Best setting (seats)"), found),
        "Each end and each choice: in how many seats it is clearly the best, in how many another"
        " setting is clearly better, and where it loses most.\n",
        _table(("Lever", "Setting", "Clearly best in", "Clearly beaten in", "Most"), rows),
    ))  # fmt: skip


def _play(portraits: Sequence[Portrait]) -> str:
    rows = (
        (
            each.where, f"{each.usual:.1f}", f"{each.gain:+.1f} ± {each.gain_error:.1f}",
            f"{each.gain / each.spread:.1f}" if each.spread > 0.0 else "",
            f"{each.random_mean:.1f}", f"{each.random_spread:.1f}", f"{each.spread:.1f}",
            ", ".join(each.winners),
        )
        for each in portraits
    )  # fmt: skip
    heads = (
        "Race / seat", "Autopilot", "Best play, gain", "in spreads", "Random: mean",
        "standard deviation", "Spread of the seat", "Best policies",
    )  # fmt: skip
    return "\n".join((
        "## How far the best play is above the autopilot\n",
        "The best play holds its levers all game long and knows nothing of the luck: who reacts can"
        " do better still.\n",
        _table(heads, rows),
    ))  # fmt: skip


def _policies(verdict: Verdict) -> str:
    rows = (
        (each.policy, f"{each.share:.0%}", f"{each.pairs} of {each.of}") for each in verdict.won
    )
    heads = ("Policy", f"Share of pairs (at most {MOST_WON:.0%})", "Best or level in")
    return "## Built-in policies\n\n" + _table(heads, rows)


def _best(portraits: Sequence[Portrait]) -> str:
    rows = (
        (
            each.where,
            ", ".join(f"{label(k)} {setting_text(k, v)}" for k, v in each.play.items()),
        )
        for each in portraits
    )
    return "\n".join((
        "## The best plays found\n",
        "Levers that are not named are left to the autopilot. Shares: times of the autopilot's.\n",
        _table(("Race / seat", "Held"), rows),
    ))  # fmt: skip


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join((*lines, *(f"| {' | '.join(row)} |" for row in rows))) + "\n"
