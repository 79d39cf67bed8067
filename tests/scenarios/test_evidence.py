"""Entries of the published figures: what is refused, and what a citation leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenfold.scenarios.evidence import EvidenceError, cited, load_evidence

ENTRY = """
[stock.china]
meaning = "Chips of Chinese owners"
value = 1.0e6
low = 0.5e6
high = 2.0e6
unit = "H100e"
date = 2025-12-31
trust = "A"
source = "made up"
derived = "made up"
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("value = 1.0e6", "valeu = 1.0e6", ["stock.china", "'valeu'", "did you mean 'value'?"]),
        ("value = 1.0e6", "value = 9.0e6", ["must lie between low 500000 and high 2e+06"]),
        ("value = 1.0e6", "value = nan", ["value", "neither nan nor inf"]),
        ("date = 2025-12-31", 'date = "then"', ["stock.china: date = 'then'"]),
        ('trust = "A"', 'trust = "E"', ["trust", "one of A, B, C, D, assumption"]),
        ("[stock.china]", "[stock]", ["stock.meaning", "must be a table"]),
        ('source = "made up"', "", ["the key 'source' is missing"]),
    ],
)
def test_faults_are_named(tmp_path: Path, old: str, new: str, says: list[str]) -> None:
    (tmp_path / "figures.toml").write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(EvidenceError) as caught:
        load_evidence("figures", tmp_path)
    for part in [str(tmp_path / "figures.toml"), *says]:
        assert part in str(caught.value)


def test_unknown_file_and_entry_give_the_nearest() -> None:
    with pytest.raises(EvidenceError, match="'labs-2052'; did you mean 'labs-2025'"):
        load_evidence("labs-2052")
    with pytest.raises(EvidenceError, match=r"did you mean 'lab_01\.compute'"):
        cited("evidence: labs-2025 / lab_01.compte")
    with pytest.raises(EvidenceError, match="write a citation as"):
        cited("evidence: labs-2025, lab_01")


def test_citation_of_an_entry_of_a_group_and_of_nothing() -> None:
    assert [e.unit for e in cited("evidence: labs-2025 / lab_01.compute (a remark)")] == ["H100e"]
    assert len(cited("evidence: labs-2025 / lab_01")) == 5
    assert cited("by design: the same for all") == ()


def test_supply_schedule_follows_from_the_sales() -> None:
    chips = load_evidence("chips")
    sold = [chips[f"world_{year}.added"].value for year in (2023, 2024, 2025)]
    assert chips["supply_schedule.growth_2024"].value == pytest.approx(sold[1] / sold[0], rel=0.01)
    assert chips["supply_schedule.growth_2025"].value == pytest.approx(sold[2] / sold[1], rel=0.01)


def test_channels_of_china_make_up_its_stock() -> None:
    chips = load_evidence("chips")
    parts = [chips[f"china_mix_2025.{c}"].value for c in ("legal", "domestic", "smuggled")]
    assert sum(parts) == pytest.approx(1, abs=0.002)
    gained = sum(chips[f"china_2025.{c}"].value for c in ("legal", "domestic", "smuggled"))
    grown = chips["stock_2025.china_all"].value - chips["stock_2024.china_all"].value
    assert gained == pytest.approx(grown, rel=0.01)


def test_five_labs_at_the_end_of_2024_and_2025_are_on_file() -> None:
    history, now = load_evidence("labs-history"), load_evidence("labs-2025")
    ends = sum(e.value for k, e in history.items() if k.endswith("compute_2024"))
    assert ends == pytest.approx(1.47e6, rel=0.01)
    five = ("lab_01", "lab_02", "lab_03", "lab_04", "lab_10")
    assert sum(now[f"{x}.compute"].value for x in five) == pytest.approx(6.15e6, rel=0.01)
