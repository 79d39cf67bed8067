"""All claims of the project, raced in their short form: too few races to conclude from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Call

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm_engine")]


def test_every_claim_is_raced_and_judged_on_both_engines(call: Call, tmp_path: Path) -> None:
    answer = call("claims", "--quick", "--out", str(tmp_path), "--jobs", "2")
    assert answer.code == 0, answer.err
    claims = json.loads((tmp_path / "claims.json").read_text())["claims"]
    assert [each["number"] for each in claims] == [f"C{number}" for number in range(1, 29)]
    for each in claims:
        for engine in (each["main"], each["other"]):
            assert engine["failed"] == "", each["number"]
            assert engine["verdict"]["kind"] in ("supported", "contradicted", "depends")
            assert engine["verdict"]["says"]
        picture = tmp_path / "pictures" / f"c{int(each['number'][1:]):02d}.svg"
        assert "<svg" in picture.read_text(), each["number"]
