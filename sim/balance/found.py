"""What is found of a seat: figures as plain data, to be kept and read again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Index:
    """What hangs on one lever in one seat: Sobol's total index, with its interval of 90 %.

    Attributes:
        lever: its name.
        total: the index.
        low: lower end of the interval.
        high: upper end of it.
        told: whether there is a whole to be a part of; where there is none, the figures are 0.
    """

    lever: str
    total: float
    low: float
    high: float
    told: bool = True


@dataclass(frozen=True)
class End:
    """A setting that might be right everywhere, held against the best of the other settings.

    Attributes:
        setting: the end of a lever, or one of its choices.
        other: the best other setting.
        worse: points that the end loses against it, in the mean over fresh lucks; negative: gains.
        error: standard error of that.
    """

    setting: float
    other: float
    worse: float
    error: float


@dataclass(frozen=True)
class Best:
    """The best setting of one lever in one seat, all others as in the best play found.

    Attributes:
        lever: its name.
        best: the best of its settings.
        gain: points over leaving the lever to the autopilot.
        worst: points that its worst setting loses against the best.
        ends: its ends or choices.
    """

    lever: str
    best: float
    gain: float
    worst: float
    ends: tuple[End, ...]


@dataclass(frozen=True)
class Portrait:
    """Everything found of one seat.

    Attributes:
        scenario: name of the race.
        seat: of a lab, or the regulator's.
        identity: of code, data and sizes that decided it.
        races: how many were raced.
        mission: goal to weight.
        usual: mean score of the autopilot.
        random_mean: mean score of random strategies.
        random_spread: standard deviation of these scores.
        spread: the seat's spread, as the game's yardstick draws sensible strategies.
        indices: by lever.
        levers: best settings by lever.
        play: lever to setting in the best play found; levers not named are the autopilot's.
        gain: points of that play over the autopilot, on fresh lucks.
        gain_error: standard error of it.
        policies: built-in policy to mean score.
        winners: those that are best, or level with the best.
    """

    scenario: str
    seat: str
    identity: str
    races: int
    mission: dict[str, float]
    usual: float
    random_mean: float
    random_spread: float
    spread: float
    indices: tuple[Index, ...]
    levers: tuple[Best, ...]
    play: dict[str, float]
    gain: float
    gain_error: float
    policies: dict[str, float]
    winners: tuple[str, ...]

    @property
    def where(self) -> str:
        """Race and seat in words."""
        return f"{self.scenario} / {self.seat}"

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, table: dict[str, Any]) -> Portrait:
        """What `to_json` gave."""
        plain = dict(table)
        plain["indices"] = tuple(Index(**each) for each in table["indices"])
        plain["levers"] = tuple(
            Best(**{**each, "ends": tuple(End(**end) for end in each["ends"])})
            for each in table["levers"]
        )
        plain["winners"] = tuple(table["winners"])
        return cls(**plain)
