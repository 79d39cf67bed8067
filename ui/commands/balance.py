"""The command that measures balance: whether every lever is a real choice in every seat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import Jobs, Seed, resume_command

commands = typer.Typer()
BROKEN = 1
"""Exit code of --check where a bound breaks."""


class PartOnly(ValueError):
    """Words of the command line that do not go together."""


@commands.command(
    help="Measure balance: thousands of strategies in every seat of every race meant for play.\n\n"
    "Which levers move the score, which setting of each is best and where, which built-in policy "
    "wins how often, and how far the best play is above the autopilot. Every finished seat is kept "
    "at once in FOLDER/parts; the same command goes on after Ctrl-C or a crash. Results are the "
    "same, byte for byte, whatever --jobs and interruptions.",
    epilog="Examples:\n\n"
    "run.py balance --scenario tenfold-gap --seat Hanxi\n\n"
    "run.py balance --quick --check\n\n"
    "run.py balance --out results/balance --jobs 2 --install docs --check",
)
def balance(
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", help="One race: --scenario price-war. Repeatable."),
    ] = None,
    seat: Annotated[
        list[str] | None,
        typer.Option("--seat", help="One seat: --seat Hanxi, or --seat regulator. Repeatable."),
    ] = None,
    strategies: Annotated[
        int | None,
        typer.Option(
            "--strategies",
            help="Random strategies of each seat, at most: --strategies 2000.",
            show_default="4,000",
        ),
    ] = None,
    lucks: Annotated[
        int | None,
        typer.Option(
            "--lucks", help="Lucks that each of them is raced on: --lucks 8.", show_default="3"
        ),
    ] = None,
    jobs: Jobs = None,
    seed: Seed = 1,
    quick: Annotated[
        bool, typer.Option("--quick", help="Four seats, few strategies: --quick --check.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder for results: --out results/balance."),
    ] = None,
    install: Annotated[
        Path | None,
        typer.Option(
            "--install", metavar="DOCS", help="Write DOCS/balance.md too: --install docs."
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Exit with 1 where a bound breaks, and say which: --check."),
    ] = False,
) -> None:
    """Measure balance: thousands of strategies in every seat of every race meant for play."""
    from tenfold.sim.balance.study import few, measure, sizes_of, whom
    from tenfold.sim.balance.tables import verdict_table
    from tenfold.sim.balance.verdict import judge
    from tenfold.sim.balance.writing import install_page, write_balance
    from tenfold.sim.experiments.watching import RaceBar
    from tenfold.sim.report.request import check_races
    from tenfold.sim.report.screen import answers, aside, prepare_engine, stoppable
    from tenfold.sim.sweep.running.execute import how_to

    check_races(seed, runs=1)
    sizes = sizes_of(strategies, lucks, quick)
    if quick and not (scenario or seat or strategies or lucks):
        asked = few(seed)
    else:
        asked = whom(scenario or [], seat or [], seed, sizes)
    whole = not (scenario or seat or quick)
    if install is not None and not whole:
        raise PartOnly("--install takes all seats in full: leave out --scenario, --seat, --quick")
    kept = "nothing is kept without --out" if out is None else (
        f"go on with {resume_command()} (what is done is kept in {out})"
    )  # fmt: skip
    with stoppable(kept):
        prepare_engine()
        with RaceBar() as bar:
            found = measure(asked, how_to(jobs, "local", None).jobs, out, bar.passed, bar.begin)
    verdict = judge(found, quick)
    answers().print(verdict_table(verdict))
    if out is not None:
        aside(f"Written to {out}: {', '.join(write_balance(found, verdict, sizes, out))}")
    if install is not None:
        aside(f"Written: {install_page(found, verdict, sizes, install)}")
    for complaint in verdict.complaints:
        print(complaint)
    if not verdict.complaints:
        print("All three bounds hold.")
    if check and verdict.complaints:
        raise typer.Exit(BROKEN)
