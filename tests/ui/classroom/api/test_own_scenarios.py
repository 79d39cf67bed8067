"""Scenarios that teachers send are kept, offered, replaced, removed; others say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenfold.ui.classroom.api import own_scenarios
from tenfold.ui.classroom.api.answers import Refusal
from tenfold.ui.classroom.api.own_scenarios import FOLDER, OwnScenarios
from tenfold.ui.classroom.pages.creating import choices, with_own
from tenfold.ui.classroom.rooms.plan import plan_of
from tenfold.ui.classroom.store.store import Store
from tests.ui.classroom.api.test_uploads import OWN


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    yield opened
    opened.close()


def test_a_file_is_kept_and_offered_like_the_others(store: Store) -> None:
    kept = OwnScenarios(store)
    assert kept.all() == {}
    assert kept.add(OWN).name == "our-town"
    own = OwnScenarios(store).all()
    (race,) = [one for one in choices(own)["races"] if one["own"]]
    assert (race["name"], race["title"]) == ("our-town", "Our <b>town</b>")
    assert race["suggested"] in [seat["name"] for seat in race["seats"]]
    sent = {"plan": {"scenario": "our-town", "seats": ["Pine"], "seed": 1}, "matched": ""}
    plan = plan_of(with_own(sent, own)["plan"])
    assert plan.base == own["our-town"]
    assert plan.title == "Our <b>town</b>"
    assert with_own({"plan": {"scenario": "ten-to-one"}}, own)["plan"]["scenario"] == "ten-to-one"
    kept.add(OWN.replace("<b>town</b>", "city"))
    assert kept.all()["our-town"].title == "Our city"
    for name in ("../classroom", "nothing", "our-town"):
        kept.drop(name)
    assert kept.all() == {}
    assert store.path.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (OWN.replace("our-town", "ten-to-one"), "name = 'ten-to-one': is taken"),
        (OWN + "turn_months = 1", "labs must decide every 3 months"),
        (OWN + "months = 'many'", "months = 'many': must be a whole number"),
        (OWN + "labs = 3", "labs: must be tables, each under [[labs]]"),
        (OWN + "labs = [3]", "labs: must be tables"),
        (OWN + "regulator = 'none'", "regulator: must be a table of keys and values"),
        (OWN + "[[labs]]\nname = 'Oak'\nlevers = 3", "levers: must be a table of keys and values"),
        (OWN + "colour = 'red'", "unknown key 'colour'"),
        ("title = ", "not valid TOML"),
        ("x" * 300_000, "at most 200 kB"),
    ],
)
def test_what_cannot_be_played_is_refused_in_a_line(store: Store, text: str, says: str) -> None:
    kept = OwnScenarios(store)
    with pytest.raises(Refusal, match=r"^scenario\.toml: ") as refused:
        kept.add(text)
    said = str(refused.value)
    assert says in said
    assert said.startswith("scenario.toml: ")
    assert "\n" not in said
    assert not (store.path.parent / FOLDER).exists()


def test_only_so_many_are_kept_and_a_full_disk_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_scenarios, "MOST_FILES", 1)
    kept = OwnScenarios(store)
    kept.add(OWN)
    with pytest.raises(Refusal, match="remove one first"):
        kept.add(OWN.replace("our-town", "your-town"))
    kept.add(OWN)

    def full(old: object, new: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(own_scenarios.os, "replace", full)
    with pytest.raises(Refusal, match="No space left on device"):
        kept.add(OWN.replace("What we found.", "More."))
    assert [path.name for path in (store.path.parent / FOLDER).iterdir()] == ["our-town.toml"]
    assert kept.all()["our-town"].teaches == "What we found."


def test_a_file_that_can_no_longer_be_played_is_left_out(store: Store) -> None:
    kept = OwnScenarios(store)
    kept.add(OWN)
    folder = store.path.parent / FOLDER
    (folder / "older.toml").write_text("of = 'another version'")
    (folder / "bytes.toml").write_bytes(b"\xff\xfe")
    assert set(kept.all()) == {"our-town"}
