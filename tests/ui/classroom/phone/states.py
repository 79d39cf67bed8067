"""What a class's server says to a phone, made up for every screen."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
NOW = 1_800_000_000_000
LONG = "Halcyon Intelligence Works of the North"
HELP = (
    "Chips that look for new ideas and test the next model at small scale. What experiments take, "
    "training and customers do not get."
)


def lever(name: str, label: str, unit: str, value: float, **more: Any) -> Json:
    return {
        "name": name, "label": label, "help": HELP, "unit": unit, "low": 0.0, "high": 1.0,
        "step": 0.01, "choices": None, "value": value, "before": value, "autopilot": value,
        "held": True, "group": name, **more,
    }  # fmt: skip


SPLIT = [
    lever("experiments", "Experiments", "share of compute", 0.52, group="split"),
    lever("training", "Training", "share of compute", 0.16, group="split"),
    lever("serving", "Serving", "share of compute", 0.32, group="split"),
]
LEVERS = [
    *SPLIT,
    lever("copying", "Copy", "share of the search for ideas", 0.55, before=0.5),
    lever("distil", "Train on a rival's answers", "intensity", 0.4, before=0.2),
    lever(
        "flagship_release", "Best model", "release", 0.0, high=3.0, step=1.0, before=1.0,
        choices=[{"value": 0.0, "label": "Closed"}, {"value": 1.0, "label": "Open"}],
    ),
    lever("flagship_price", "Price", "times the going rate", 0.95, low=0.25, high=4.0, step=0.05),
]  # fmt: skip
ASKED = [
    {
        "lever": "on_accused",
        "text": "Meridian accuses you of training on its answers, because your model makes the "
        "same slips.",
        "usual": 0.0,
        "choices": [
            {"value": 0.0, "label": "Deny it", "says": "Costs nothing now; a ban is likely."},
            {"value": 1.0, "label": "Settle", "says": "Costs $120M."},
            {"value": 2.0, "label": "Open the books", "says": "Ends it; rivals learn two ideas."},
        ],
    }
]
MATES = [
    {"nickname": "Mia", "here": True, "pen": True},
    {"nickname": "Bartholomew-Maximilian IV", "here": False, "pen": False},
    {"nickname": "Öykü", "here": True, "pen": False},
]
STANDING = {
    "rank": 5, "of": 12, "behind": "9 months behind", "share": "12% of use", "cash": "$7.1bn",
    "months": 9.1,
    "lines": ["Your run ends in Q4 and uses the 41 ideas known in Q1.", "20k chips arrive in Q3."],
}  # fmt: skip
HEADLINES = [
    {"text": "You copied 3 ideas, because Meridian's model on sale shows them.", "own": True},
    {"text": f"{LONG} opens its best model: anyone may run it.", "own": False},
    {"text": "Lantern has rebuilt an idea of yours, because your model shows it.", "own": False},
]
NAMES = (
    "Meridian", LONG, "Northlight", "Hanxi", "Pangu Tower", "Qilin", "Jade River Computing",
    "Lantern", "Commons Weights", "Freehold", "Borealis", "Kestrel",
)  # fmt: skip
SHADES = (
    ("#3069ce", "#5b76e5"), ("#4094d3", "#7dc6e5"), ("#1f4254", "#5995dc"), ("#be298c", "#fa3798"),
    ("#8a0e03", "#b85908"), ("#c48204", "#e0b901"), ("#8a4d0d", "#db984b"), ("#b2754c", "#fcd430"),
    ("#2f6b47", "#60d990"), ("#6a9a80", "#9af1d3"), ("#054a27", "#5a8155"), ("#4d7fe9", "#7aaefd"),
)  # fmt: skip


def series(months: int = 9) -> Json:
    labs = []
    every = range(months + 1)
    for k, (name, shade) in enumerate(zip(NAMES, SHADES, strict=True)):
        score = [150 - 2.2 * k + (1.1 - 0.03 * k) * m for m in every]
        gone = k == 10
        labs.append(
            {
                "name": name, "colour": shade[0], "dark": shade[1], "own": name == "Hanxi",
                "score": [None if gone and m > 5 else s for m, s in enumerate(score)],
                "share": [0.3 * 0.78**k + 0.002 * m * (k == 3) for m in every],
            }
        )  # fmt: skip
    return {"months": list(range(months + 1)), "labs": labs}


def seats() -> list[Json]:
    says = "Few chips, much talent: what it lacks in compute it must find in ideas."
    return [
        {"team": None if k else "t1", "copy": 1, "seat": name, "name": name, "kind": "frontier",
         "says": says, "free": k % 3, "sits": 0}
        for k, name in enumerate((*NAMES[:5], "regulator"), 1)
    ]  # fmt: skip


TEAM = {
    "id": "t1", "name": "Team 4", "seat": "Hanxi", "copy": 4, "colour": "#be298c",
    "mates": MATES, "pen": "Mia", "mine": True, "taken_over": None, "role": None,
    "mission": "A young lab with a tenth of the leader's chips.",
}  # fmt: skip


def state(phase: str, now: int = NOW, team: Json | None = TEAM, **more: Any) -> Json:
    """A phone's state in a phase; keywords replace fields of it, `room_...` those of the room."""
    deciding = phase in ("thinking", "resolving")
    room = {
        "title": "The compute gap, class 11b", "code": "BCDFGH", "phase": phase,
        "round": 0 if phase == "lobby" else 3, "rounds": 8, "quarter": "Q3 2026",
        "deadline": now + 154_000 if phase == "thinking" else None, "paused": False, "left": None,
        "locked": False, "rehearsal": False, "kind": "same", "race": "The tenfold gap",
        "message": None, "levers_open": [one["name"] for one in LEVERS], "forecasts": True,
        "predict": True,
    }  # fmt: skip
    room |= {name[5:]: more.pop(name) for name in list(more) if name.startswith("room_")}
    playing = team is not None and phase != "lobby"
    told: Json = {
        "api": 1, "version": 17, "now": now, "room": room,
        "me": {"nickname": "Mia", "team": team and team["id"], "left": False}, "team": team,
        "seats": seats() if team is None or phase == "lobby" else [],
        "standing": STANDING if playing else None, "headlines": HEADLINES if playing else [],
        "levers": LEVERS if playing and deciding else [], "asked": [],
        "draft": None, "submitted": None,
        "bet": BET if playing else None,
        "revealed": REVEALED if playing and not deciding else None,
        "result": None, "vote": None, "slip": None,
    }  # fmt: skip
    return told | more


BET = {
    "what": "share", "title": "Predict your share of use", "now": 0.12, "low": 0.0, "high": 1.0,
    "draft": None, "open": True, "last": "You said 10% to 14%; it came to 12%: held",
    "record": "2 of 3 ranges held; good ranges hold 4 times of 5.",
}  # fmt: skip
REVEALED = {
    "round": 3, "quarter": "Q3 2026",
    "change": ["You came 2 months nearer to the leader: 11 months behind became 9."],
    "cause": "Because you copied 3 ideas that Meridian's model on sale shows, your run of this "
    "quarter was worth 4 points more.",
    "series": series(),
}  # fmt: skip
SUBMITTED = {
    "at": NOW, "by": "Mia", "revision": 1, "settings": {one["name"]: one["value"] for one in LEVERS}
}  # fmt: skip
RESULT = {
    "score": 61.4, "par": 54.2, "you": 7.2, "rank": 2, "of": 12,
    "line": "7 points above what the autopilot reached in your seat, on the same luck.",
}  # fmt: skip
VOTE = {
    "question": "Export controls close the gap more than they open it.", "mine": None, "open": True,
    "choices": ["Agree", "Disagree", "It depends on what rivals show"], "counts": [],
}  # fmt: skip
SLIP = {
    "questions": [
        "What closed part of the gap for your lab, and what did it cost?",
        "What would you do differently, and why?",
    ],
    "mine": {}, "open": True,
}  # fmt: skip


def forecast(number: int = 3) -> Json:
    def band(end: float, wide: float, start: float) -> Json:
        line = [start + (end - start) * m / 12 for m in range(13)]
        return {
            "low": [v - wide * m / 12 for m, v in enumerate(line)],
            "middle": line,
            "high": [v + wide * m / 12 for m, v in enumerate(line)],
        }

    rows = {
        "capability": band(157.0, 3.0, 149.0),
        "share": band(0.072, 0.02, 0.06),
        "cash": band(6.3e9, 1.8e9, 7.1e9),
    }
    change = {"capability": [1.0, 2.1, 3.0], "share": [0.0, 0.0, 0.0], "cash": [-4e8, -3e8, -1e8]}
    return {
        "round": number, "turn": number, "months": list(range(13)), **rows, "still": rows,
        "change": change, "futures": 320, "label": "if the others play as autopilots",
    }  # fmt: skip
