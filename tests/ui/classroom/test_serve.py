"""The server itself: it listens, tells its links, bounds its doorway, and says what is wrong."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tenfold.sim.game.saves.savefile import games_folder
from tenfold.ui.classroom.desk import data_folder
from tenfold.ui.classroom.serve import listening, put_back, serve
from tenfold.ui.classroom.store.troubles import CannotOpen

ROOT = Path(__file__).parents[3]


def test_a_port_that_is_taken_or_impossible_is_said_in_a_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = listening("127.0.0.1", port)
        assert isinstance(said, str)
        assert f"--port {port % 60000 + 1}" in said
    assert "Port 99999 does not exist" in str(listening("127.0.0.1", 99999))
    assert "--host" in str(listening("no.such.host.invalid", 0))


def test_rooms_lie_beside_games(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert data_folder(tmp_path) == tmp_path
    for root in (str(tmp_path), ""):
        monkeypatch.setenv("TENFOLD_DATA", root)
        assert data_folder(None).parent == games_folder().parent


def test_the_first_answer_waits_for_neither_engine_nor_framework() -> None:
    code = (
        "import sys; import tenfold.run, tenfold.ui.classroom.serve, uvicorn\n"
        "import tenfold.ui.classroom.api.living as living\n"
        "from tenfold.ui.classroom.desk import desk, data_folder; data_folder(None)\n"
        "from tenfold.ui.classroom.store.store import Store\n"
        "from tenfold.ui.classroom.api.asking import Asking\n"
        "living.own_routes(Asking(desk, None))\n"
        "print({'numba', 'mesa', 'pandas', 'solara', 'numpy'} & set(sys.modules))"
    )
    assert loaded(code) == "set()"


def test_rooms_stand_again_without_the_agents_and_their_libraries() -> None:
    code = (
        "import sys; import tenfold.ui.classroom.rooms.hall\n"
        "print({'mesa', 'pandas', 'networkx', 'solara'} & set(sys.modules))"
    )
    assert loaded(code) == "set()"


def loaded(code: str) -> str:
    """What a process of its own prints."""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return run.stdout.strip()


def test_a_folder_that_another_server_uses_is_refused(tmp_path: Path) -> None:
    from tenfold.ui.classroom.store.store import Store

    store = Store(tmp_path)
    with pytest.raises(CannotOpen, match="--data"):
        serve("127.0.0.1", 0, tmp_path, open_browser=False)
    store.close()
    with pytest.raises(CannotOpen):
        put_back(tmp_path, tmp_path / "no-such-backup.db")


class Running:
    """A server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "run.py", "classroom", "--host", "127.0.0.1", "--port", "0"]
        command += ["--no-browser", "--data", str(folder)]
        self.work = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=os.environ | {"TENFOLD_DATA": str(folder)},
        )  # fmt: skip
        assert self.work.stdout is not None
        self.lines: list[str] = []
        for line in self.work.stdout:
            self.lines.append(line)
            if "Data" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:(\d+)/host/(\S+)", "".join(self.lines))
        assert found, self.lines
        self.port, self.host = int(found[1]), found[2]

    def ask(self, method: str, path: str, sent: Any = None, token: str = "") -> tuple[int, Any]:
        body = None if sent is None else json.dumps(sent)
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, body, {"Authorization": f"Bearer {token}"})
        answer = line.getresponse()
        told = answer.read()
        line.close()
        return answer.status, told

    def stop(self, how: signal.Signals) -> str:
        self.work.send_signal(how)
        told, _ = self.work.communicate(timeout=30)
        return told


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_ended_stands_where_it_stood(tmp_path: Path, how: signal.Signals) -> None:
    first = Running(tmp_path)
    status, told = first.ask(
        "POST", "/api/v1/rooms", {"plan": {"scenario": "ten-to-one"}}, first.host
    )
    assert status == 201, told
    room = json.loads(told)
    _, joined = first.ask("POST", "/api/v1/join", {"code": room["code"], "nickname": "Ana"})
    ana = json.loads(joined)["token"]
    said = first.stop(how)
    assert ("Everything is saved" in said) is (how is not signal.SIGKILL)
    assert room["code"] in said or how is signal.SIGKILL
    second = Running(tmp_path)
    assert second.host == first.host
    status, state = second.ask("GET", "/api/v1/state", token=ana)
    assert status == 200
    assert json.loads(state)["room"]["code"] == room["code"]
    assert second.ask("GET", "/teach/x")[0] == 404
    second.stop(signal.SIGINT)
