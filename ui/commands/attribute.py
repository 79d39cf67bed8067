"""The command about where capability comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from tenfold.ui.commands.options import Seed
from tenfold.ui.commands.races import Choices, Months, Scenario, Settings

commands = typer.Typer()


@commands.command(
    help="Take the capability of each lab apart: compute, own and copied ideas, scale, data, "
    "know-how, distillation, testing, luck.\n\n"
    "The parts are those of the latest model that a lab has finished by the end, and add up to its "
    "capability. With --lab and --against, the gap between two labs, or between the best labs of "
    "two groups, is taken apart.",
    epilog="Examples:\n\n"
    "run.py attribute ten-to-one --runs 100\n\n"
    "run.py attribute tenfold-2026 --runs 100 --lab us --against china\n\n"
    "run.py attribute ten-to-one --months 24 --set research_engine=1",
)
def attribute(
    scenario: Scenario,
    seed: Seed = 1,
    runs: Annotated[
        int, typer.Option("--runs", "-r", help="Races behind each figure: --runs 200.")
    ] = 100,
    months: Months = None,
    lab: Annotated[
        str | None,
        typer.Option("--lab", help="A lab, or a group whose best lab is meant: --lab us."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", help="Another, for the gap between the two: --against china."),
    ] = None,
    settings: Settings = None,
    choices: Choices = None,
) -> None:
    """Take the capability of each lab apart."""
    from tenfold.sim.report.attribution_table import attribute_races, attribution_table
    from tenfold.sim.report.request import make_request
    from tenfold.sim.report.screen import answers, prepare_engine, progress, stoppable

    request = make_request(
        scenario,
        seed=seed,
        months=months,
        runs=runs,
        settings=settings or (),
        choices=choices or (),
    )
    with stoppable("nothing was told apart"):
        prepare_engine()
        with progress("Racing", total=request.runs * request.months) as passed:
            found = attribute_races(request, lab, against, passed)
    answers().print(attribution_table(found))
