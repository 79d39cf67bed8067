"""Commands about sweeps: run them, report on them, replay a run, explore in the browser."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import GAME_PORT, NoBrowser, Port, program, resume_command

commands = typer.Typer()
NOT_AS_HOPED = 1
"""Exit code where all was done as asked, and a person should look at what came out."""


class Engine(StrEnum):
    """Where races are computed."""

    local = "local"
    dask = "dask"


Folder = Annotated[Path, typer.Argument(help="Folder of a sweep: results/distil.")]


@commands.command(
    help="Answer a question with many races: run a sweep, or go on with one.\n\n"
    "The same command resumes after Ctrl-C, a crash or a full disk. Results are the same, byte for "
    "byte, whatever --jobs, --engine and interruptions.",
    epilog="Examples:\n\n"
    "run.py list sweeps\n\n"
    "run.py sweep distillation --plan\n\n"
    "run.py sweep distillation --out results/distil\n\n"
    "run.py sweep my-question.toml --quick --out results/try --jobs 2\n\n"
    "run.py sweep my-question.toml --out results/mine --engine dask --scheduler tcp://node1:8786",
)
def sweep(
    file: Annotated[
        str, typer.Argument(help="A name that 'list sweeps' shows, or the path of a sweep file.")
    ],
    plan: Annotated[
        bool,
        typer.Option("--plan", help="Only say what it takes and what it could show: --plan."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for results: --out results/distil.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", help="Worker processes: --jobs 4.", show_default="all cores"),
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="This computer, or a cluster: --engine dask.")
    ] = Engine.local,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            help="Address of a Dask scheduler: --scheduler tcp://node1:8786.",
            show_default="a cluster on this computer",
        ),
    ] = None,
    full_history: Annotated[
        bool,
        typer.Option("--full-history", help="Keep every month of every race: --full-history."),
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="A short form with few lucks and points: --quick.")
    ] = False,
) -> None:
    """Answer a question with many races: run a sweep, or go on with one."""
    from tenfold.scenarios.questions import SweepError, find_question, load_question
    from tenfold.sim.report.screen import prepare_engine, stoppable
    from tenfold.sim.sweep.plan import make_plan
    from tenfold.sim.sweep.running.execute import how_to, sweep

    if plan == (out is not None):
        raise SweepError("give one of both: --out FOLDER to run the sweep, --plan to look ahead")
    how = how_to(jobs, engine.value, scheduler)
    question = load_question(file)
    planned = make_plan(
        question.quick() if quick else question, full_history, where=str(find_question(file))
    )
    with stoppable("nothing was raced"):
        prepare_engine()
        if out is None:
            _look_ahead(planned, how.jobs)
            return
    done = sweep(planned, find_question(file).read_bytes(), out, how, resume_command())
    raise typer.Exit(done.exit_code)


def _look_ahead(plan: object, jobs: int) -> None:
    from tenfold.sim.report.screen import answers, progress
    from tenfold.sim.sweep.pilot import forecast, pilot_races
    from tenfold.sim.sweep.plan import Plan
    from tenfold.sim.sweep.plan_table import plan_table

    assert isinstance(plan, Plan)
    with progress("Pilot", total=pilot_races(plan)) as passed:
        found = forecast(plan, passed)
    answers().print(plan_table(plan, found, jobs))


@commands.command(
    help="Compute any run of a sweep once more, to the same bits, and show or play it.",
    epilog="Examples:\n\n"
    "run.py replay results/distil --run 17\n\n"
    "run.py replay results/distil --run 17 --out results/run17\n\n"
    "run.py replay results/distil --run 17 --play --seat Maple",
)
def replay(
    folder: Folder,
    number: Annotated[
        int, typer.Option("--run", "-r", help="Number of the run, as in the results: --run 17.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Folder for all its months, as of 'run': --out results/run17."
        ),
    ] = None,
    play: Annotated[
        bool,
        typer.Option("--play", help="Open it in the browser as a game, to go on from: --play."),
    ] = False,
    seat: Annotated[
        str, typer.Option("--seat", help="With --play, whose seat to take: --seat Maple.")
    ] = "",
    port: Port = GAME_PORT,
    no_browser: NoBrowser = False,
) -> None:
    """Compute any run of a sweep once more, to the same bits, and show or play it."""
    from tenfold.sim.game.saves.playable import GameError
    from tenfold.sim.report.screen import answers, aside, prepare_engine, stoppable
    from tenfold.sim.sweep.replay import RunFailed, as_game, find_run, replay
    from tenfold.sim.sweep.replay_table import show
    from tenfold.sim.sweep.running.store import open_folder
    from tenfold.ui.charts.poster import write_poster

    if seat and not play:
        raise GameError(f"--seat {seat}: a seat is taken in the game; add --play")
    sweep = open_folder(folder)
    find_run(sweep.plan, number)
    with stoppable("nothing was written"):
        prepare_engine()
        try:
            replayed = replay(sweep, number)
        except RunFailed as problem:
            aside(str(problem), "bold")
            raise typer.Exit(NOT_AS_HOPED) from None
        game = as_game(replayed.address, replayed.question, seat) if play else None
        show(answers(), replayed, out, write_poster, program())
    if out is not None:
        aside(f"Written to {out}")
    if replayed.equal is False:
        raise typer.Exit(NOT_AS_HOPED)
    if game is not None:
        from tenfold.ui import serve

        raise typer.Exit(serve.play(port, not no_browser, f"/game/{game.token}"))


@commands.command(
    help="Look at a sweep in the browser: pick outcomes and axes, click a race to replay it.",
    epilog="Examples:\n\nrun.py explore results/distil\n\n"
    "run.py explore results/distil --port 9000 --no-browser",
)
def explore(folder: Folder, port: Port = GAME_PORT, no_browser: NoBrowser = False) -> None:
    """Look at a sweep in the browser: pick outcomes and axes, click a race to replay it."""
    from urllib.parse import urlencode

    from tenfold.sim.sweep.running.store import open_folder
    from tenfold.ui import serve

    open_folder(folder)
    query = urlencode({"folder": str(folder.resolve())})
    raise typer.Exit(serve.play(port, not no_browser, f"/sweep?{query}"))


@commands.command(
    help="Answer the question of a sweep: report.html, pictures and tables, into its folder.\n\n"
    "A sweep that is not complete has a report too; it says what is missing.",
    epilog="Example:\n\nrun.py report results/distil",
)
def report(folder: Folder) -> None:
    """Answer the question of a sweep: report.html, pictures and tables, into its folder."""
    from tenfold.sim.report.screen import prepare_engine, stoppable, waiting
    from tenfold.ui.sweeps.reporting import report_folder, report_lines

    with stoppable("no report was written"):
        prepare_engine()
        with waiting("Reading, comparing and drawing"):
            found = report_folder(folder)
    for line in report_lines(found, folder):
        print(line)
    if any(fan.differing for fan in found.fans):
        raise typer.Exit(NOT_AS_HOPED)
