"""The command of lessons: whether their points show, and the lesson kit to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import Seed

commands = typer.Typer()
FEWEST_LUCKS, MOST_LUCKS = 20, 2000
NOT_SHOWN = 1
"""Exit code where a point does not show on enough lucks."""


class LessonWords(ValueError):
    """Words of the command line that cannot be; one line says what to do."""


@commands.command(
    help="The lessons for a class: what each should show, and on how many lucks it does.\n\n"
    "Teams that play as students do race every arm of a lesson on the same lucks. A lesson ships "
    "when each point that the class sees shows on 80 % of 200 of them. --print writes plans, "
    "script, questions, misconceptions and marking guide as pages for paper.",
    epilog="Examples:\n\n"
    "run.py lessons\n\n"
    "run.py lessons copying --seed 7\n\n"
    "run.py lessons --print results/kit",
)
def lessons(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LESSON]...", help="Which; all of them unless named."),
    ] = None,
    lucks: Annotated[
        int, typer.Option("--lucks", help="Lucks that every arm is raced on: --lucks 200.")
    ] = 200,
    seed: Seed = 4,
    paper: Annotated[
        Path | None,
        typer.Option("--print", metavar="DIR", help="Write the kit to DIR: --print results/kit."),
    ] = None,
    install: Annotated[
        Path | None,
        typer.Option("--install", metavar="DOCS", help="Write DOCS/teaching too: --install docs."),
    ] = None,
) -> None:
    """The lessons for a class: what each should show, and on how many lucks it does."""
    from tenfold.sim.lessons.measure import LUCKS, SEED, measure, measured
    from tenfold.sim.lessons.registry import find_lessons
    from tenfold.sim.report.request import check_races
    from tenfold.sim.report.screen import answers, aside, prepare_engine, progress, stoppable
    from tenfold.ui.teaching.kit import kit
    from tenfold.ui.teaching.printing import install_kit, print_kit
    from tenfold.ui.teaching.table import lessons_table

    check_races(seed, lucks)
    if not FEWEST_LUCKS <= lucks <= MOST_LUCKS:
        raise LessonWords(f"--lucks {lucks}: must lie from {FEWEST_LUCKS} to {MOST_LUCKS}")
    asked = find_lessons(names or ())
    usual = (lucks, seed) == (LUCKS, SEED)
    if (names or not usual) and (paper or install):
        raise LessonWords(
            f"the kit has every lesson, on {LUCKS} lucks of seed {SEED}: leave out everything but"
            " --print and --install"
        )
    found = {}
    with stoppable("nothing was written"):
        prepare_engine()
        with progress("Racing", len(asked)) as passed:
            for lesson in asked:
                found[lesson.name] = (
                    measured(lesson.name) if usual else measure(lesson, lucks, seed)
                )
                passed(1)
    answers().print(lessons_table(found))
    if paper is not None:
        aside(f"Written to {paper}: {', '.join(print_kit(kit(found), paper))}")
    if install is not None:
        aside(f"Written to {install}/teaching: {', '.join(install_kit(kit(found), install))}")
    if not all(shown.ships for each in found.values() for shown in each):
        raise typer.Exit(NOT_SHOWN)
