"""`run.py claims`: what it says, writes and refuses."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tenfold.sim.claims import registry
from tenfold.sim.claims import run as running
from tenfold.sim.claims.claim import Claim
from tests.commands import Call
from tests.sim.claims.made_up import BROKEN, CLAIMS

pytestmark = pytest.mark.usefixtures("warm_engine")
FILES = ("claims.json", "claims.csv", "claims.md", "claims.html", "pictures/c01.svg")


@pytest.fixture(autouse=True)
def made_up_claims(monkeypatch: pytest.MonkeyPatch) -> dict[str, Claim]:
    """A few made-up claims in place of the project's."""
    known = {each.number: each for each in CLAIMS}
    monkeypatch.setattr(registry, "all_claims", lambda: known)
    return known


def test_without_a_folder_it_prints_a_table(call: Call) -> None:
    answer = call("claims", "--jobs", "1")
    assert answer.code == 0, answer.err
    for words in ("C1", "Claim C2 of a text", "✗ contradicted", "◐ depends", "■ holds"):
        assert words in answer.out
    assert "4 claims: 3 emergent" in answer.out
    assert "C3 Claim C3 of a text: ◐ depends" in answer.err


def test_only_some(call: Call) -> None:
    answer = call("claims", "--only", "c2", "--only", "C4", "--quick", "--jobs", "1")
    assert answer.code == 0, answer.err
    assert "2 claims: 1 emergent" in answer.out
    assert "C1" not in answer.out


def test_the_same_words_give_the_same_bytes(call: Call, tmp_path: Path) -> None:
    for name in ("one", "two"):
        answer = call("claims", "--out", str(tmp_path / name), "--jobs", "1", "--seed", "3")
        assert answer.code == 0, answer.err
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    content = json.loads((tmp_path / "one" / "claims.json").read_text())
    assert content["provenance"]["seed"] == 3
    assert [each["number"] for each in content["claims"]] == ["C1", "C2", "C3", "C4"]


def test_a_claim_that_fails_is_a_row_and_an_exit_code(
    call: Call, tmp_path: Path, made_up_claims: dict[str, Claim]
) -> None:
    made_up_claims["C6"] = BROKEN[1]
    answer = call("claims", "--out", str(tmp_path), "--jobs", "1")
    assert answer.code == 1
    assert "the race broke" in answer.out
    assert "Traceback" not in answer.err
    assert "the race broke" in (tmp_path / "claims.html").read_text()
    (tmp_path / "docs").mkdir()
    docs = call("claims", "--out", str(tmp_path), "--jobs", "1",
                "--install", str(tmp_path / "docs"))  # fmt: skip
    assert docs.code == 2
    assert "nothing was installed" in docs.err
    assert "C6 failed" in docs.err
    assert not list((tmp_path / "docs").iterdir())


@pytest.mark.slow
def test_docs_are_installed_from_what_is_kept(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    call("claims", "--out", str(tmp_path / "out"), "--jobs", "1")

    def again(*words: object) -> None:
        raise AssertionError("raced again")

    monkeypatch.setattr(running, "run_claim", again)
    words = ("--out", str(tmp_path / "out"), "--install", str(tmp_path / "docs"))
    answer = call("claims", *words, "--jobs", "1")
    assert answer.code == 0, answer.err
    assert "300 of 300 races are kept from before" in answer.err
    text = (tmp_path / "docs" / "claims.md").read_text()
    assert "run.py claims --out results/claims --install docs" in text
    assert "](pictures/claims/c01.svg)" in text


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = running.run_claim

    def stop_at_the_third(claim: Claim, *rest: object) -> object:
        if claim.number == "C3":
            raise KeyboardInterrupt
        return own(claim, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "run_claim", stop_at_the_third)
    words = ("claims", "--out", str(tmp_path), "--jobs", "1")
    answer = call(*words)
    assert answer.code == 130
    said = " ".join(answer.err.split())
    assert "Stopped: go on with" in said
    assert f"run.py {shlex.join(words)} (what is done is kept in {tmp_path})" in said
    assert sorted(path.stem for path in (tmp_path / "parts").iterdir()) == ["C1", "C2"]
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--only", "C44"), ["no claim 'C44'", "did you mean 'C4'"]),
        (("--jobs", "0"), ["--jobs 0", "1 or more"]),
        (("--seed", "-1"), ["--seed -1", "from 0 to"]),
        (("--install", "docs", "--quick"), ["--install takes all claims in full", "--quick"]),
        (("--install", "docs", "--only", "C1"), ["--install takes all claims in full", "--only"]),
        (("--install", "/nowhere/docs", "--jobs", "1"), ["no folder '/nowhere/docs'"]),
        (("--out", "/dev/null/x", "--jobs", "1"), ["/dev/null/x", "--out"]),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    words: tuple[str, ...], said: list[str], call: Call
) -> None:
    answer = call("claims", *words)
    assert answer.code == 2
    assert answer.err.strip().splitlines()[-1].startswith("Error: ")
    for part in said:
        assert part in answer.err
