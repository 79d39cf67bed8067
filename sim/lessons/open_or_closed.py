"""Open or closed: what each leader gains by opening, and what all of them lose.

Three teams meet in each race, at the three labs with the chips. In one copy of the race all three
sell their best model closed, in another all three publish its weights; in further copies teams
choose freely. Each lab has a reason to open, whatever the other two do; where all open, open models
catch up, users pay less, and the three together sell less.
"""

from __future__ import annotations

from tenfold.agents.decision import CLOSED, OPEN
from tenfold.sim.lessons.lesson import Arm, Lesson, Point, Question, Role
from tenfold.sim.lessons.timing import FIFTY

LEADER = "Fernhill"
SEATS = (LEADER, "Brackwater", "Larkmoor")
BEHIND = "open_lag_months.end"
BANNED = "no-open-weights"
LESSON = Lesson(
    name="open-or-closed",
    title="Open or closed",
    question="You have the best model. Will you give it away?",
    kind="shared",
    scenario="tenfold-gap",
    seats=SEATS,
    opens={1: ("release", "chips"), 3: ("price", "copying"), 5: ("distil",)},
    timing=FIFTY,
    claim="C16",
    roles={
        "closed": Role(
            "Closed table",
            "Your best model stays closed, all race long.",
            {"flagship_release": float(CLOSED)},
        ),
        "open": Role(
            "Open table",
            "The weights of your best model are open, all race long.",
            {"flagship_release": float(OPEN)},
        ),
        "free": Role(
            "Free table",
            "Open or closed: you choose each quarter anew, as far as the law lets you.",
        ),
    },
    arms={
        "all closed": Arm("closed"),
        "all open": Arm("open"),
        "one opens": Arm("closed", but={LEADER: "open"}),
        "one stays closed": Arm("open", but={LEADER: "closed"}),
        "free": Arm("free"),
        "free, opening banned": Arm("free", treatment=BANNED),
    },
    points={
        "open-catches-up": Point(
            "Where the three leaders open, the best open model ends at least 3 months nearer to"
            " the best closed one.",
            BEHIND,
            "all closed",
            "all open",
            least=3.0,
        ),
        "leaders-sell-less": Point(
            "Together the three sell at least 5 % less in the last year where all of them open"
            " than where all stay closed.",
            "frontier.revenue.m13-24",
            "all closed",
            "all open",
            least=0.05,
            relative=True,
        ),
    },
    told={
        "users-pay-less": Point(
            "A token costs users at least 5 % less in the last year where all three open.",
            "market.revenue.m13-24 per market.tokens.m13-24",
            "all closed",
            "all open",
            least=0.05,
            relative=True,
        ),
        "opening-alone-gains": Point(
            f"Where the other two stay closed, {LEADER} has a larger share of all sales at the end"
            " if it opens.",
            f"{LEADER}.revenue_share.end",
            "one opens",
            "all closed",
        ),
        "closed-alone-loses": Point(
            f"Where the other two open, {LEADER} sells more in the last year if it opens too than"
            " if it stays closed.",
            f"{LEADER}.revenue.m13-24",
            "all open",
            "one stays closed",
        ),
        "ban-cuts-use": Point(
            "In the second room, where opening is banned, people use at least 10 % less by the"
            " end than in a room of free tables.",
            "market.tokens.end",
            "free",
            "free, opening banned",
            least=0.10,
            relative=True,
        ),
    },
    questions=(
        Question(
            1,
            "At which table will the three labs together sell most in the last year?",
            "the sales on the three labs' score cards, table by table",
        ),
        Question(
            3,
            "How many months behind the best closed model will the best open one be after eight"
            " quarters, at each table?",
            "the race in months behind, and the debrief's line on open models",
        ),
        Question(
            6,
            "At the free tables: how many of the three labs will be open in the last quarter?",
            "the last reveal",
        ),
    ),
    slip=(
        "Who gained when the leaders opened, and who paid for it?",
        "Why can each lab have a reason to open, and all of them together lose by it?",
        "Name one thing about open models that this race leaves out.",
    ),
    treatment=BANNED,
    teams=1,
)
