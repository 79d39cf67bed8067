"""Commands about races: run them, list names, measure the engine."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import Seed

commands = typer.Typer()


class Kind(StrEnum):
    """What has names that one can look up."""

    outcomes = "outcomes"
    choices = "choices"
    levers = "levers"
    labs = "labs"
    parameters = "parameters"
    scenarios = "scenarios"
    policies = "policies"
    sweeps = "sweeps"


Scenario = Annotated[
    str, typer.Argument(help="A name that 'list scenarios' shows, or the path of a .toml file.")
]
Months = Annotated[
    int | None,
    typer.Option(
        "--months", "-m", help="Length of a race, 1 to 120: --months 48.", show_default="scenario's"
    ),
]
Runs = Annotated[
    int, typer.Option("--runs", "-r", help="How many races, each with its own luck: --runs 200.")
]
FirstRun = Annotated[
    int,
    typer.Option(
        "--first-run",
        help="Number of the first race: --first-run 17 shows race 17 alone.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Folder for results: --out results/first; else only a table."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Change a parameter: --set kappa=0.8. Repeatable."
    ),
]
ParameterFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--params", metavar="FILE", help="TOML file of name = value: --params my.toml. Repeatable."
    ),
]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="LAB=POLICY",
        help="Let another rule decide: --policy Fernhill=autopilot. Repeatable.",
    ),
]
Choices = Annotated[
    list[str] | None,
    typer.Option(
        "--choice",
        metavar="KEY=VALUE",
        help="Choose as in an arm of a sweep file: --choice poor.distil=1. Repeatable.",
    ),
]


@commands.command(
    help="Run races, show how they end, and write them to a folder.\n\n"
    "The folder gets history.parquet (a row per run, month and lab; units in the metadata), "
    "market.parquet, labs.csv, summary.json and race.png. Run K of seed N is the same race, bit "
    "for bit, alone or among thousands.",
    epilog="Examples:\n\n"
    "run.py run tenfold-2026 --seed 1\n\n"
    "run.py run tenfold-2026 --seed 1 --months 48 --runs 200 --out results/first\n\n"
    "run.py run ten-to-one --runs 100 --set research_pace=0.3 --out results/faster\n\n"
    "run.py run ten-to-one --runs 100 --choice compute_ratio=30 --choice poor.distil=1\n\n"
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
    choices: Choices = None,
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
        choices=choices or (),
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


@commands.command(
    name="list",
    help="Find the names that commands and sweep files use.",
    epilog="Examples:\n\nrun.py list scenarios\n\nrun.py list outcomes lag\n\n"
    "run.py list parameters kappa",
)
def list_names(
    kind: Annotated[Kind, typer.Argument(help="What to list, such as levers.")],
    word: Annotated[str, typer.Argument(help="Only those that contain it, such as distil.")] = "",
) -> None:
    """Find the names that commands and sweep files use."""
    from tenfold.sim.report.listing import LISTINGS
    from tenfold.sim.report.request import RequestError
    from tenfold.sim.report.screen import answers

    table = LISTINGS[kind.value](word)
    if not table.row_count:
        raise RequestError(f"no {kind.value} contain '{word}'; 'list {kind.value}' shows all")
    answers().print(table)


@commands.command()
def bench(
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON instead of a table: --json.")
    ] = False,
) -> None:
    """Measure the engine: against Mesa alone, bare kernels, uncompiled Python, and in a sweep."""
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
