"""The sweep explorer: a result folder as distributions and points, each point a race to replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

import solara

from tenfold.ui.commands.options import program
from tenfold.ui.components.explorer import Explorer
from tenfold.ui.components.message import Message
from tenfold.ui.components.run_card import RunCard
from tenfold.ui.components.sweep_groups import SweepGroups
from tenfold.ui.engine import FAILED, engine
from tenfold.ui.pages.sweep_reading import use_sweep
from tenfold.ui.pages.waiting import broken, preparing
from tenfold.ui.pages.watching import use_watched

EXAMPLE = "distillation"
"""A sweep that comes with the project."""
EMPTY = {
    "title": "Open a sweep",
    "text": "A sweep answers a question with thousands of races. Make one in the terminal, then "
    "type its folder above:",
    "command": f"{program()} sweep {EXAMPLE} --quick --out results/{EXAMPLE}",
}
REFUSED = "This folder cannot be explored"
READING = "Reading the races"
READING_SECONDS = 1.0
"""That a large sweep usually takes to be read."""
DATA_FIRST = 1.5
"""Seconds that reading has the processor for itself, before the engine is prepared."""
CHART = {"class": "solara-echarts"}


@solara.component
def SweepPage() -> None:
    """The sweep whose folder is in the address; waits for the engine only to replay a run."""
    router = solara.use_router()
    stage = use_watched(engine.stage, engine.wait)
    solara.use_effect(lambda: engine.start(DATA_FIRST), [])
    wish, set_wish = solara.use_state(None)
    trouble, set_trouble = solara.use_state("")
    query = parse_qs(router.search or "")
    folder = query.get("folder", [""])[0]
    sweep, problem = use_sweep(folder)

    def begin() -> None:
        if wish is None or not engine.ready or sweep is None:
            return
        run, seat = wish
        try:
            token = open_run(sweep, run, seat)
        except (ValueError, OSError) as refused:  # what cannot be played says so in one sentence
            set_trouble(str(refused))
            set_wish(None)
            return
        router.push(f"/game/{token}")

    solara.use_effect(begin, [wish, stage, sweep])

    def replay(chosen: Mapping[str, Any]) -> None:
        set_trouble("")
        set_wish((int(chosen["run"]), str(chosen["seat"])))

    if wish is not None and stage == FAILED:
        Message(message=broken())
    elif wish is not None and not engine.ready:
        Message(message=preparing(stage, "the run opens by itself")).key(stage)
    else:
        Explored(folder, sweep, problem, query, replay, trouble)


@solara.component
def Explored(
    folder: str,
    sweep: Any,
    problem: str,
    query: Mapping[str, list[str]],
    on_replay: Callable[[Mapping[str, Any]], None],
    trouble: str,
) -> None:
    """The whole page: what is asked for above, charts and the card of a run below."""
    router = solara.use_router()
    dark, set_dark = solara.use_state(None)
    solara.Title("Sweep explorer · Tenfold")

    def open_folder(path: str) -> None:
        router.push("/sweep?" + urlencode({"folder": path.strip()}))

    page: dict[str, Any] = {"folder": folder, "selects": [], "heading": {}, "said": {}}
    now = None
    main: list[solara.Element] = []

    def pick(changes: Mapping[str, Any]) -> None:
        if now is not None:
            router.push(now.changed(changes).address(folder))

    if sweep is not None:
        # Reading has loaded it: it brings the model along, which an empty page comes without.
        from tenfold.ui import sweep_words as words

        now = words.picked(sweep, query)
        page |= {"heading": words.heading(sweep), "selects": words.selects(sweep, now)}
        card = words.run_card(sweep, now.run, program()) | {"problem": trouble}
        # Until the reader's theme is known, something keeps the charts' place: the card would move
        # up, be made anew when they come, and lose what was clicked on it meanwhile.
        waiting = solara.v.Html(tag="div", class_="sweep-charts")
        charts = waiting if dark is None else Charts(sweep, now, dark, pick)
        body = [charts, RunCard(card=card, event_show=pick, event_replay=on_replay)]
        main = [solara.v.Html(tag="main", class_="sweep-body", children=body)]
    elif problem:
        page["said"] = {"title": REFUSED, "text": problem}
    elif folder:
        main = [Message(message=reading(folder))]
    else:
        page["said"] = EMPTY
    head = Explorer(page=page, event_open=open_folder, event_pick=pick, event_theme=set_dark)
    solara.v.Html(tag="div", class_="explorer", children=[head, *main]).key("explorer")


def reading(folder: str) -> dict[str, Any]:
    """The message while a sweep is being read."""
    return {"title": READING, "text": folder, "waiting": True, "usual": READING_SECONDS}


@solara.component
def Charts(sweep: Any, now: Any, dark: bool, on_pick: Callable[[Mapping[str, Any]], None]) -> None:
    """Distribution by group with its figures, and the scatter with a point per race."""
    from tenfold.ui import sweep_words as words
    from tenfold.ui.charts.sweep import distribution, scatter

    groups = solara.use_memo(lambda: words.grouped(sweep, now), [sweep, now.outcome, now.colour])
    base = words.reference(sweep, now)
    spread = solara.use_memo(
        lambda: distribution(groups, now.outcome, dark, base),
        [sweep, now.outcome, now.colour, dark],
    )

    def draw() -> tuple[dict[str, Any], str]:
        points, said = words.points(sweep, now)
        names = (words.label_of(now.x), now.outcome)
        return scatter(points, names, list(groups), dark, now.chosen, base), said

    cloud, said = solara.use_memo(draw, [sweep, now, dark])

    def click(event: Mapping[str, Any]) -> None:
        data = event.get("data")
        if isinstance(data, list) and len(data) > 2:
            on_pick({"run": int(data[2])})

    note = f"a point per race{f': {said}' if said else ''}"
    solara.v.Html(
        tag="div",
        class_="sweep-charts",
        children=[
            _figure(
                "spread",
                words.about(sweep, now.outcome),
                "share of races",
                [
                    solara.FigureEcharts(option=spread, attributes=CHART, responsive=True),
                    SweepGroups(
                        table=words.table(groups, now.colour, base, words.covered(sweep, now)),
                        dark=dark,
                    ),
                ],
            ),
            _figure(
                "cloud",
                f"{now.outcome} across {words.about(sweep, now.x)[:1].lower()}"
                f"{words.about(sweep, now.x)[1:]}",
                note,
                [
                    solara.FigureEcharts(
                        option=cloud, attributes=CHART, responsive=True, on_click=click
                    )
                ],
            ),
        ],
    )


def _figure(name: str, title: str, note: str, children: list[solara.Element]) -> solara.Element:
    small = solara.v.Html(tag="small", children=[note])
    head = solara.v.Html(tag="h2", children=[title, " ", small])
    return solara.v.Html(
        tag="section",
        class_=f"figure {name}",
        attributes={"aria-label": title},
        children=[solara.v.Html(tag="div", class_="panel-head", children=[head]), *children],
    )


def open_run(sweep: Any, run: int, seat: str) -> str:
    """Open a run as a game, and return its token.

    Raises:
        GameError, SaveError, SweepError: it cannot be, in one sentence.
    """
    from tenfold.sim.sweep.replay import as_game, find_run

    games = engine.games
    game = as_game(find_run(sweep.plan, run), sweep.plan.question.question, seat, games.folder)
    games.add(game)
    return game.token
