"""The command that searches for a seat's best reply."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import Jobs, Seed

commands = typer.Typer()


@commands.command(
    name="best-reply",
    help="Search for what a seat would do to do best, while its rivals play as usual.\n\n"
    "Schedules of its weighty levers are tried on training lucks; the best one is judged on fresh "
    "lucks against the seat's own policy. One seat takes about a quarter of a minute.",
    epilog="Examples:\n\n"
    "run.py best-reply Fernhill\n\n"
    "run.py best-reply Jinlu --objective mission --out results/jinlu\n\n"
    "run.py best-reply all --jobs 2 --out results/replies",
)
def best_reply(
    seat: Annotated[str, typer.Argument(help="A lab that 'list labs' shows, or all.")],
    scenario: Annotated[
        str, typer.Option("--scenario", help="Which race: --scenario ten-to-one.")
    ] = "tenfold-2026",
    objective: Annotated[
        str,
        typer.Option(
            "--objective", help="What it wants: capability, tokens, sales, or --objective mission."
        ),
    ] = "capability",
    seed: Seed = 1,
    trials: Annotated[
        int, typer.Option("--trials", help="Schedules tried for a seat: --trials 500.")
    ] = 200,
    lucks: Annotated[
        int, typer.Option("--lucks", help="Lucks that each is raced on: --lucks 24.")
    ] = 16,
    jobs: Jobs = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for results: --out results/jinlu.")
    ] = None,
) -> None:
    """Search for what a seat would do to do best, while its rivals play as usual."""
    from tenfold.sim.replies.reply import Asked, find_replies, seats_of
    from tenfold.sim.replies.writing import FILES, replies_table, reply_table, write_replies
    from tenfold.sim.report.request import check_races
    from tenfold.sim.report.screen import answers, aside, prepare_engine, progress, stoppable
    from tenfold.sim.sweep.running.execute import how_to

    check_races(seed, 1)
    workers = how_to(jobs, "local", None).jobs
    asked = [
        Asked(each, scenario, objective, seed, trials, lucks) for each in seats_of(seat, scenario)
    ]
    for each in asked:
        each.check()
    with stoppable("nothing was written"):
        prepare_engine()
        with progress("Searching", total=trials * len(asked)) as passed:
            replies = find_replies(asked, workers, passed)
    for table in [reply_table(replies[0])] if len(replies) == 1 else [replies_table(replies)]:
        answers().print(table)
    if out is not None:
        write_replies(replies, out)
        aside(f"Written to {out}: {', '.join(FILES)}")
