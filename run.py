"""The command line of Tenfold: it reads what was typed, calls one room, and shows the answer.

`python run.py` in a checkout and `tenfold` after an installation are the same program.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

try:
    import typer

    import tenfold.scenarios  # noqa: F401
except ModuleNotFoundError as missing:
    if missing.name not in ("typer", "tenfold", "tenfold.scenarios"):
        raise
    sys.exit(
        f"Tenfold is not installed for {sys.executable}.\n"
        "Type 'make play', which makes its own environment, or 'pip install .' in this folder."
    )

GAME_PORT = 8765
BAD_INPUT = 2

app = typer.Typer(
    name="tenfold",
    help="Tenfold: the race for compute between AI labs, to run and to play.\n\n"
    "Without a command, the game opens in the browser.",
    epilog="Try: [bold]run.py scenarios[/bold]  ·  "
    "[bold]run.py run tenfold-2026 --seed 1 --runs 200 --out results/first[/bold]  ·  "
    "[bold]run.py run --help[/bold]",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Form(StrEnum):
    """Ways of printing a table."""

    table = "table"
    markdown = "markdown"
    json = "json"


Port = Annotated[
    int, typer.Option("--port", "-p", help="Port that the page is served on; 0: any free one.")
]
NoBrowser = Annotated[
    bool, typer.Option("--no-browser", help="Do not open a browser; only say the address.")
]
Scenario = Annotated[
    str, typer.Argument(help="A name that 'scenarios' lists, or the path of a .toml file.")
]
Seed = Annotated[int, typer.Option("--seed", "-s", help="Which luck. Same seed, same luck.")]
Months = Annotated[
    int | None,
    typer.Option("--months", "-m", help="Length of a race, 1 to 120.", show_default="scenario's"),
]
Runs = Annotated[int, typer.Option("--runs", "-r", help="How many races, each with its own luck.")]
FirstRun = Annotated[
    int, typer.Option("--first-run", help="Number of the first race: shows race K of a seed alone.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Folder for results; without it, only a table is shown."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter. Repeatable."),
]
ParameterFiles = Annotated[
    list[Path] | None,
    typer.Option("--params", metavar="FILE", help="TOML file of name = value. Repeatable."),
]
Policies = Annotated[
    list[str] | None,
    typer.Option("--policy", metavar="LAB=POLICY", help="Let another rule decide. Repeatable."),
]


@app.callback(invoke_without_command=True)
def start(context: typer.Context, port: Port = GAME_PORT, no_browser: NoBrowser = False) -> None:
    """Open the game, unless a command says otherwise."""
    if context.invoked_subcommand is None:
        play(port, no_browser)


@app.command(
    help="Run races, show how they end, and write them to a folder.\n\n"
    "The folder gets history.parquet (a row per run, month and lab; units in the metadata), "
    "market.parquet, labs.csv, summary.json and race.png. Run K of seed N is the same race, bit "
    "for bit, alone or among thousands.",
    epilog="Examples:\n\n"
    "run.py run tenfold-2026 --seed 1\n\n"
    "run.py run tenfold-2026 --seed 1 --months 48 --runs 200 --out results/first\n\n"
    "run.py run ten-to-one --runs 100 --set research_pace=0.3 --out results/faster\n\n"
    "run.py run tenfold-2026 --policy Fernhill=autopilot --first-run 17 --params my.toml",
)
def run(
    scenario: Scenario,
    seed: Seed = 1,
    months: Months = None,
    runs: Runs = 1,
    out: Out = None,
    settings: Settings = None,
    params: ParameterFiles = None,
    policies: Policies = None,
    first_run: FirstRun = 0,
) -> None:
    """Run races, show how they end, and write them to a folder."""
    from tenfold.sim.report.publish import FILES, publish, study_only
    from tenfold.sim.report.request import make_request
    from tenfold.sim.report.screen import answers, aside, prepare_engine, progress, stoppable
    from tenfold.sim.report.tables import outcome_table

    request = make_request(
        scenario,
        seed=seed,
        months=months,
        runs=runs,
        first_run=first_run,
        settings=settings or (),
        parameter_files=params or (),
        policies=policies or (),
    )
    with stoppable("nothing was written"):
        prepare_engine()
        with progress("Racing", total=request.runs * request.months) as passed:
            if out is None:
                outcome = study_only(request, passed)
            else:
                from tenfold.ui.charts.poster import write_poster

                outcome = publish(request, out, write_poster, passed)
    answers().print(outcome_table(outcome))
    if out is None:
        aside("Add --out FOLDER to keep every month of it.")
    else:
        aside(f"Written to {out}: {', '.join(FILES)}")


@app.command()
def scenarios() -> None:
    """List the races to choose from."""
    from tenfold.sim.report.screen import answers
    from tenfold.sim.report.tables import scenario_table

    answers().print(scenario_table())


@app.command()
def parameters(
    containing: Annotated[str, typer.Argument(help="Show only those that contain this.")] = "",
) -> None:
    """List the constants that --set and --params can change."""
    from tenfold.sim.report.screen import answers
    from tenfold.sim.report.tables import parameter_table

    answers().print(parameter_table(containing))


@app.command()
def facts(
    seed: Seed = 1,
    runs: Annotated[int, typer.Option("--runs", "-r", help="Races behind each figure.")] = 200,
    form: Annotated[
        Form, typer.Option("--form", help="A table, Markdown for documents, or JSON.")
    ] = Form.table,
) -> None:
    """Judge the model: facts that it must reproduce, with intervals and verdicts."""
    from tenfold.sim.facts.judge import STEPS, judge
    from tenfold.sim.report.facts_table import print_facts
    from tenfold.sim.report.request import check_races
    from tenfold.sim.report.screen import prepare_engine, progress, stoppable

    check_races(seed, runs)
    with stoppable("nothing was judged"):
        prepare_engine()
        with progress("Judging", total=STEPS) as passed:
            found = judge(seed, runs, passed)
    print_facts(found, form.value)


@app.command()
def bench(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Measure the engine: against Mesa alone, bare kernels and uncompiled Python."""
    from tenfold.sim.bench.measure import measure, to_json
    from tenfold.sim.bench.table import figures_table
    from tenfold.sim.report.screen import answers, prepare_engine, stoppable, waiting

    with stoppable("nothing was measured"):
        prepare_engine()
        with waiting("Measuring") as say:
            figures = measure(say)
    if as_json:
        print(to_json(figures))
    else:
        answers().print(figures_table(figures))


@app.command()
def play(port: Port = GAME_PORT, no_browser: NoBrowser = False) -> None:
    """Open the game in the browser. This is also what happens without a command."""
    from tenfold.ui import serve

    raise typer.Exit(serve.play(port, open_browser=not no_browser))


def main() -> NoReturn:
    """Run the command line; an expected mistake ends in one line on stderr and exit code 2."""
    try:
        app()
    except (ValueError, OSError) as problem:
        # Exceptions of our own are written for people; any other is a fault to be seen in full.
        if not type(problem).__module__.startswith("tenfold."):
            raise
        print(f"Error: {problem}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    sys.exit(0)


if __name__ == "__main__":
    main()
