"""View: everything that one player may see, as plain data for any page, phone or report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tenfold.sim.game.saves.origin import Origin
from tenfold.sim.game.telling.trails import NO_TRAILS, Trails

if TYPE_CHECKING:
    from tenfold.sim.game.telling.asking import Asked

NO_LAB = -1
"""In place of the player's lab, at the regulator's seat."""


@dataclass(frozen=True)
class Release:
    """A model that came on sale."""

    month: int
    """Months since the start."""
    opened: bool
    """Its weights are published."""


@dataclass(frozen=True)
class LabView:
    """What the public knows of one lab; of the player's own lab, it is the same."""

    name: str
    kind: str
    """frontier, chinese or open."""
    active: bool
    score: tuple[float | None, ...]
    """Best model on sale as benchmarks show it [index points], by month; None once it has left."""
    share: tuple[float, ...]
    """Share of all tokens used, by month."""
    releases: tuple[Release, ...]
    chips: float
    """Published estimate of compute [H100e]; the player's own is exact."""
    price: float
    """Of its best model [USD per million tokens]."""
    open_weights: bool
    """Its best model on sale is open."""
    lead: float
    """Months that it is ahead of the player; negative where it is behind; 0 without a lab."""


@dataclass(frozen=True)
class Standing:
    """Where the player stands now; at the regulator's seat, the labs at home, by public figures."""

    rank: int
    of: int
    behind: float
    """Months behind whoever is furthest ahead: the largest gap to a single lab; 0 for the leader.
    """
    behind_at_first: float
    """The same at the start."""
    ahead: float
    """Months ahead of the next best; 0 unless leading."""
    leader: str
    """Who is furthest ahead of the player; the player's own lab where nobody is."""
    share: float
    """Of all tokens."""
    cash: float
    """USD."""
    runway: float | None
    """Months that the cash lasts at last month's loss; None without a loss."""
    chips: float
    """H100e."""
    score: float
    """Index points of the best own model on sale."""
    active: bool


@dataclass(frozen=True)
class NewsItem:
    """One sentence of news."""

    turn: int
    quarter: str
    text: str
    lab: int
    """Whose news it is; -1 the market's."""
    own: bool
    about: str = ""
    """The mechanism behind it, by the names of `tenfold.sim.game.telling.news.MECHANISMS`."""


@dataclass(frozen=True)
class Opening:
    """One of three ways to begin, for a first game."""

    title: str
    text: str
    levers: Mapping[str, float]


@dataclass(frozen=True)
class LeverState:
    """One lever of the whole decision: where it stands, what it meets, what it last did."""

    name: str
    """Of a lever of agents.decision, or of a rule of agents.regulator at the regulator's seat."""
    value: float
    """As it would come into force if the turn ended now."""
    before: float
    """As it has been in force; the autopilot's in the first quarter."""
    autopilot: float
    """Where the autopilot would set it."""
    held: bool
    """In the player's hand; the rest follow the autopilot."""
    meets: str = ""
    """The circumstance that matters to it now, one line; empty where none does."""
    did: str = ""
    """What it did last quarter, one line; empty in the first, or where nothing can be told."""


@dataclass(frozen=True)
class Bet:
    """A range named before a turn, and what came."""

    turn: int
    low: float
    high: float
    came: float | None
    """None until the quarter has passed."""

    @property
    def hit(self) -> bool:
        """What came lies in the range."""
        return self.came is not None and self.low <= self.came <= self.high


@dataclass(frozen=True)
class PredictView:
    """Bets of a range that should hold what comes in four cases of five; apart from winning."""

    what: str
    """"share": of all use, at the next turn; "lead": of the home labs in months."""
    now: float
    """The figure that is bet on, as it stands."""
    draft: tuple[float, float] | None
    """The bet that would go with this turn."""
    bets: tuple[Bet, ...]
    """Oldest first."""
    hits: int
    of: int
    """Bets whose quarter has passed."""
    score: float | None
    """Mean interval score at 80 %, in the unit of the figure; smaller is better; None: no bets."""
    naive: float | None
    """The same of the naive range: the figure stays, give or take what it has moved so far."""
    open: bool
    """A bet can be made now."""


@dataclass(frozen=True)
class RegulatorView:
    """What the public knows of the figures that a government is judged by, quarter by quarter.

    The first of each is of the start.
    """

    lead_months: tuple[float, ...]
    """Of the best home lab over the best that is watched; negative where it is behind."""
    lead_points: tuple[float, ...]
    spent: tuple[float, ...]
    """Money of the government until then, less fees [USD]."""
    smuggled: tuple[float, ...]
    """Published estimate of chips imported against the rules [H100e]."""
    open_share: tuple[float, ...]
    """Share of all use that open weights answer."""
    cheapest: tuple[float, ...]
    """Cheapest model as good as the best of the start [USD per million tokens]."""
    concentration: tuple[float, ...]
    """Herfindahl index of use: 1 is a single supplier."""


@dataclass(frozen=True)
class LeverView:
    """The levers in the player's hands: settings, what they meet, what they last did."""

    values: Mapping[str, float]
    """experiments, training, serving; copying; distil; flagship_release; flagship_price."""
    before: Mapping[str, float]
    """The same in force until now: what undoing one's changes returns to."""
    going: float
    """Going rate of the best model [USD per million tokens]."""
    price_low: float
    price_high: float
    """Range of the price [times the going rate]."""
    serving_need: float
    """Share of compute that would serve today's customers well."""
    meets: Mapping[str, str]
    """Lever to the circumstance that matters to it now, one line."""
    did: Mapping[str, str]
    """Lever to what it did last quarter, one line; empty in the first."""
    autopilot: tuple[tuple[str, str], ...]
    """What the autopilot set in the levers that it keeps: label and setting."""
    openings: tuple[Opening, ...]
    """Shown in the first quarter of a guided game."""
    going_small: float = 0.0
    """Going rate of the small model [USD per million tokens]."""
    all: tuple[LeverState, ...] = ()
    """Every lever of a decision; every rule at the regulator's seat."""


@dataclass(frozen=True)
class PartOfScore:
    """One goal of the seat's mission."""

    title: str
    weight: float
    value: float
    """0 to 100."""
    par: float
    """What the autopilot reached in the same seat on the same luck, 0 to 100."""
    because: str
    """The figures behind the value."""


@dataclass(frozen=True)
class Score:
    """How the game ended: score = par + you, exactly."""

    score: float
    par: float
    you: float
    parts: tuple[PartOfScore, ...]


@dataclass(frozen=True)
class View:
    """Everything that one player may see at the start of a turn."""

    token: str
    version: int
    scenario: str
    title: str
    teaches: str
    seed: int
    start: tuple[int, int]
    """Year and month (1 to 12) of month 0."""
    month: int
    months: int
    turn: int
    """The quarter being decided, from 1; one more than `turns` when finished."""
    turns: int
    quarter: str
    finished: bool
    guided: bool
    seat: int
    labs: tuple[LabView, ...]
    standing: Standing
    levers: LeverView
    underway: tuple[str, ...]
    news: tuple[NewsItem, ...]
    """Newest first."""
    notice: str
    """Something the player must know about this game as a file; else empty."""
    score: Score | None
    origin: Origin | None = None
    """What it continues: such a game is practice."""
    mode: str = "basic"
    """"basic": five levers, the rest on autopilot; "all": every lever that the player holds."""
    practice: tuple[str, ...] = ()
    """Why the game is not ranked; empty where it is."""
    predict: PredictView | None = None
    watching: bool = False
    """The labs play by themselves: there is nothing to decide."""
    regulator: RegulatorView | None = None
    """At the regulator's seat, where `seat` is NO_LAB; else None."""
    share: str = ""
    """Path and query that open this race elsewhere; empty where none can."""
    share_note: str = ""
    """Why there is no such address, or that it is long."""
    undoable: bool = False
    """There is a resolved turn to take back."""
    standings: tuple[Standing, ...] = field(default=())
    """At the start and after each quarter so far."""
    asked: tuple[Asked, ...] = ()
    """Questions that wait for an answer with the coming turn."""
    trails: Trails = NO_TRAILS
    """The past as charts show it."""
    mission: tuple[tuple[str, float], ...] = ()
    """What the seat is scored on, the heaviest goal first: title and weight."""
