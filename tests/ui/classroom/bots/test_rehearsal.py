"""What a teacher is told who lets bots play and forgot something."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tenfold.ui.classroom.bots.rehearsal import NoClass, rehearse

NOBODY = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("address", "bots", "teams", "said"),
    [
        (NOBODY, 4, 2, "No class server answers at 127.0.0.1:9"),
        ("ftp://here", 4, 2, "no address of a server"),
        (NOBODY, 0, None, "--bots 0"),
        (NOBODY, 201, None, "--bots 201"),
        (NOBODY, 4, 5, "--teams 5"),
        (NOBODY, 4, 0, "--teams 0"),
    ],
)
def test_what_cannot_be_is_said(address: str, bots: int, teams: int | None, said: str) -> None:
    with pytest.raises(NoClass, match=said):
        rehearse(address, "BCDF23", bots, teams, print)


@pytest.mark.parametrize("typed", [["--bots", "4"], ["--code", "BCDF23"], ["--teams", "2"]])
def test_the_command_wants_a_number_and_a_code(typed: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "run.py", "classroom", *typed],
        cwd=Path(__file__).parents[4], capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr.strip() == (
        "Error: Bots need to know how many they are and where to: --bots 20 --code BCDF23."
    )
