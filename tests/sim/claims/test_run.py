"""Running claims: each by its rule, kept at once, resumed, the same bits for any number of jobs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenfold.sim.claims import identity as identities
from tenfold.sim.claims.claim import Claim
from tenfold.sim.claims.identity import identity_of
from tenfold.sim.claims.kept import ClaimsFolderError, keep_in
from tenfold.sim.claims.registry import all_claims
from tenfold.sim.claims.report import results_csv, results_json, tally_words
from tenfold.sim.claims.result import Result
from tenfold.sim.claims.run import ALTERNATIVE, Form, Silent, run_claims
from tenfold.sim.experiments.sealed import PARTS
from tests.sim.claims import made_up
from tests.sim.claims.made_up import BROKEN, CLAIMS, DONE, REASONS

FULL = Form()


@pytest.fixture(autouse=True)
def nothing_done() -> Iterator[None]:
    DONE.clear()
    yield
    DONE.clear()


class Stops(Silent):
    """Ctrl-C once a claim is judged."""

    def __init__(self, number: str) -> None:
        self.number = number

    def finished(self, result: Result) -> None:
        if result.number == self.number:
            raise KeyboardInterrupt


class Counts(Silent):
    """Adds up what it is told."""

    def __init__(self) -> None:
        self.total = self.before = self.raced = 0
        self.judged: list[str] = []

    def begin(self, total: int, done: int) -> None:
        self.total, self.before = total, done

    def passed(self, races: int) -> None:
        self.raced += races

    def finished(self, result: Result) -> None:
        self.judged.append(result.number)


def test_each_claim_is_judged_on_both_engines_in_order() -> None:
    results = run_claims(CLAIMS)
    assert [result.number for result in results] == ["C1", "C2", "C3", "C4"]
    assert [result.word for result in results] == [
        "supported", "contradicted", "depends", "supported",
    ]  # fmt: skip
    assert [result.survives for result in results] == ["same"] * 3 + ["changes to not holding"]
    first = results[0]
    assert first.main.races == 60
    assert first.other.races == 3 * 5
    assert first.main.judged is not None
    assert first.main.judged.effects["gap moved"].middle == pytest.approx(2.25, abs=0.1)
    assert first.prose.startswith("Claims that need no race")
    assert first.file == "tests/sim/claims/made_up.py"
    assert tally_words(results) == (
        "4 claims: 3 emergent (1 supported, 1 contradicted, 1 depending on something);"
        " 1 built in or calibrated to (1 holding)"
    )


def test_the_other_engine_is_a_choice_in_every_arm_of_half_the_races() -> None:
    work = FULL.other(CLAIMS[0])
    assert work.choices == ALTERNATIVE  # type: ignore[attr-defined]
    assert work.count == 15
    assert FULL.count(CLAIMS[0]) == 60 + 15
    assert Form(quick=True).count(CLAIMS[0]) == 8 + 2


@pytest.mark.parametrize(("broken", "reason"), list(zip(BROKEN, REASONS, strict=True)))
def test_what_cannot_be_tried_says_why_and_the_others_go_on(broken: Claim, reason: str) -> None:
    found, after = run_claims([broken, CLAIMS[0]])
    assert after.word == "supported"
    if reason:
        assert reason in found.failed
        assert "\n" not in found.failed
        assert found.word == "failed"
    else:
        assert found.word == "supported"
        assert "no such arm" in found.other.failed
    assert found.survives == "could not be tried"


@pytest.mark.slow
def test_the_same_bytes_for_any_number_of_processes() -> None:
    alone, together = run_claims([*CLAIMS, *BROKEN]), run_claims([*CLAIMS, *BROKEN], jobs=2)
    assert results_json(alone, FULL) == results_json(together, FULL)
    assert results_csv(alone) == results_csv(together)


def test_what_is_kept_is_not_raced_again_and_gives_the_same_bytes(tmp_path: Path) -> None:
    first = run_claims(CLAIMS, folder=tmp_path)
    assert sorted(path.name for path in (tmp_path / PARTS).iterdir()) == [
        f"C{number}.json" for number in range(1, 5)
    ]
    DONE.clear()
    counts = Counts()
    again = run_claims(CLAIMS, folder=tmp_path, watch=counts)
    assert not DONE
    assert (counts.total, counts.before, counts.raced, counts.judged) == (300, 300, 0, [])
    assert results_json(first, FULL) == results_json(again, FULL)


def test_a_stop_loses_at_most_the_claim_in_flight(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_claims(CLAIMS, folder=tmp_path, watch=Stops("C2"))
    DONE.clear()
    counts = Counts()
    resumed = run_claims(CLAIMS, folder=tmp_path, watch=counts)
    assert counts.judged == ["C3", "C4"]
    assert counts.before == counts.raced == 150
    assert {name[:2] for name in DONE} == {"C3", "C4"}
    assert results_json(resumed, FULL) == results_json(run_claims(CLAIMS), FULL)


@pytest.mark.slow
def test_a_killed_process_loses_at_most_the_claim_in_flight(tmp_path: Path, root: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from tenfold.sim.claims.run import Silent, run_claims\n"
        "from tests.sim.claims.made_up import CLAIMS\n"
        "class Waits(Silent):\n"
        "    def finished(self, result):\n"
        "        if result.number == 'C2':\n"
        "            print('two are done', flush=True)\n"
        "            time.sleep(600)\n"
        "run_claims(CLAIMS, folder=Path(sys.argv[1]), watch=Waits())\n"
    )
    words = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=root) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"two are done\n"
        program.kill()
    (tmp_path / PARTS / ".C3.json.1.tmp").touch()  # what it may have begun to write
    counts = Counts()
    resumed = run_claims(CLAIMS, folder=tmp_path, watch=counts)
    assert counts.judged == ["C3", "C4"]
    assert sorted(path.name for path in (tmp_path / PARTS).iterdir()) == [
        f"C{number}.json" for number in range(1, 5)
    ]
    assert results_json(resumed, FULL) == results_json(run_claims(CLAIMS), FULL)


@pytest.mark.parametrize("harm", ["torn", "edited", "of another claim", "missing"])
def test_a_part_that_is_not_what_was_written_is_made_anew(tmp_path: Path, harm: str) -> None:
    run_claims(CLAIMS, folder=tmp_path)
    part = tmp_path / PARTS / "C2.json"
    whole = part.read_bytes()
    if harm == "missing":
        part.unlink()
    else:
        other = (tmp_path / PARTS / "C3.json").read_bytes()
        edited = whole.replace(b'"contradicted"', b'"supported"')
        assert edited != whole
        part.write_bytes({"torn": whole[:-20], "edited": edited, "of another claim": other}[harm])
    DONE.clear()
    run_claims(CLAIMS, folder=tmp_path)
    assert {name[:2] for name in DONE} == {"C2"}
    assert part.read_bytes() == whole


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    run_claims([*BROKEN, CLAIMS[0]], folder=tmp_path)
    assert [path.name for path in (tmp_path / PARTS).iterdir()] == ["C1.json"]


def test_another_form_is_another_identity(tmp_path: Path) -> None:
    run_claims(CLAIMS[:1], folder=tmp_path)
    (quick,) = run_claims(CLAIMS[:1], Form(quick=True), folder=tmp_path)
    assert quick.main.races == 8
    (other,) = run_claims(CLAIMS[:1], Form(seed=2), folder=tmp_path)
    (own,) = run_claims(CLAIMS[:1], folder=tmp_path)
    assert other.main.judged is not None
    assert own.main.judged is not None
    middles = [each.main.judged.effects["gap moved"].middle for each in (other, own)]
    assert middles[0] != middles[1]


def test_an_identity_follows_the_code_and_data_that_decide(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    claim = CLAIMS[0]
    before = identity_of(claim, False, None)
    assert identity_of(claim, False, None) == before
    changed = tmp_path / "made_up.py"
    changed.write_text(Path(made_up.__file__).read_text() + "\n")
    monkeypatch.setattr(made_up, "__file__", str(changed))
    assert identity_of(claim, False, None) != before
    monkeypatch.undo()
    parameters = tmp_path / "parameters.toml"
    parameters.write_text("")
    monkeypatch.setattr(identities, "PARAMETERS_FILE", parameters)
    assert identity_of(claim, False, None) != before


def test_an_identity_counts_what_a_claim_imports_and_no_other_claim() -> None:
    first = Path(identities.__file__).parent / "c04_spillovers.py"
    names = {name for name, _ in identities._sources(first)}
    assert "tenfold.sim.experiments.races" in names
    assert "tenfold.sim.experiments.effect" in names
    assert "tenfold.sim.race" in names
    assert "tenfold.scenarios.ensembles" in names  # imported inside a function
    assert not [name for name in names if re.search(r"\.c\d\d_", name)]


def test_the_log_says_how_long_and_the_results_do_not(tmp_path: Path) -> None:
    results = run_claims(CLAIMS[:2], folder=tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["start", "claim", "claim"]
    assert lines[1]["claim"] == "C1"
    assert lines[1]["seconds"] >= 0
    assert "seconds" not in results_json(results, FULL)


def test_a_folder_has_one_writer_and_holds_claims_alone(tmp_path: Path) -> None:
    with keep_in(tmp_path), pytest.raises(ClaimsFolderError, match="another process"):
        run_claims(CLAIMS, folder=tmp_path)
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ClaimsFolderError, match=r"is a file: choose a folder with --out"):
        run_claims(CLAIMS, folder=file)
    (tmp_path / "sweep.json").touch()
    with pytest.raises(ClaimsFolderError, match="holds a sweep"):
        run_claims(CLAIMS, folder=tmp_path)


def test_every_figure_is_in_the_json_and_every_effect_in_the_table() -> None:
    results = run_claims(CLAIMS)
    content = json.loads(results_json(results, FULL))
    assert [Result.from_json(each) for each in content["claims"]][1].word == "contradicted"
    about = content["provenance"]
    assert about["versions"]["engine"]
    assert (about["seed"], about["quick"]) == (1, False)
    effect = content["claims"][0]["main"]["effects"]["gap moved"]
    assert len(effect["per_point"]) == 6
    rows = results_csv(results).splitlines()
    assert len(rows) == 1 + 2 * len(CLAIMS)
    assert rows[1].startswith("C1,Claim C1 of a text,emergent,own,supported,gap moved,points,2.")


def test_no_claim_is_missing() -> None:
    assert list(all_claims()) == [f"C{number}" for number in range(1, 29)]


def test_every_claim_can_be_seeded_and_is_written_from_a_file_of_its_own() -> None:
    """All claims of the project, without racing: another seed is put into the work itself."""
    for claim in all_claims().values():
        work = Form(quick=True, seed=11).main(claim)
        assert work.seed == 11, claim.number  # type: ignore[attr-defined]
        assert f"c{claim.place:02d}_" in claim.judge.__module__
