"""The table at which a game is played: every card of the war room around one view."""

from __future__ import annotations

from collections.abc import Callable

import solara

from tenfold.sim.game.telling.view import View
from tenfold.ui import lever_words, news_words, rival_words, verdict_words, words
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.components.asked import Asked
from tenfold.ui.components.bet import Bet
from tenfold.ui.components.feed import Feed
from tenfold.ui.components.levers import Levers
from tenfold.ui.components.rivals import Rivals
from tenfold.ui.components.top_bar import TopBar
from tenfold.ui.components.verdict import Verdict
from tenfold.ui.components.watched import Watched
from tenfold.ui.mechanism_words import REASONS
from tenfold.ui.pages.acting import Acts
from tenfold.ui.pages.charting import Centre

Div = solara.v.Html


@solara.component
def Table(view: View, again: Callable[[], None]) -> None:
    """Top bar, levers, charts, what is under way, news and rivals; at the end, the score.

    Args:
        view: of the game.
        again: reads the view anew, where something changed that is not on disk.
    """
    router = solara.use_router()
    tab, set_tab = solara.use_state("race")
    # On a phone, a first game opens with its one question.
    sheet, set_sheet = solara.use_state(bool(view.levers.openings))
    # What went wrong, and how often something did: the same mistake twice is told twice.
    (error, errors), set_error = solara.use_state(("", 0))
    replaying, set_replaying = solara.use_state(view.watching)
    unguided, set_unguided = solara.use_state(False)
    solara.Title(f"{view.quarter} · Tenfold")
    acts = Acts(view, lambda text: set_error(lambda old: (text, old[1] + bool(text))), router.push)

    def end_turn(turn: int) -> None:
        set_sheet(False)
        set_replaying(False)
        acts.end_turn(turn)

    def mode(name: str) -> None:
        acts.mode(name)
        again()

    first = view.guided and view.turn == 1 and not unguided
    flags = {"sheet-open": sheet, "over": view.finished, "first": first, "replaying": replaying}
    classes = ["room", f"tab-{tab}", *(name for name, holds in flags.items() if holds)]
    with Div(tag="div", class_=" ".join(classes)):
        TopBar(
            bar=words.bar(view, errors),
            event_end_turn=end_turn,
            event_undo_turn=acts.undo_turn,
            event_sheet=set_sheet,
            event_replay=set_replaying,
            event_mode=mode,
            event_news=lambda _: set_tab("news"),
        )
        Lines(view, error)
        with Div(tag="div", class_="left"):
            if view.watching:
                Watched(watched=verdict_words.watched(view), event_take_over=acts.take_over)
            elif view.finished:
                Verdict(
                    verdict={**verdict_words.verdict(view), "error": error},
                    event_take_over=acts.take_over,
                )
            else:
                Held(view, acts, mode, set_sheet, set_unguided)
        with Div(tag="main", class_="centre"):
            leave = None if view.watching else lambda: set_replaying(False)
            Centre(view, tab, set_tab, leave, replaying and view.month > 0)
        with Div(tag="div", class_="right"):
            Told(view, acts)


@solara.component
def Held(
    view: View,
    acts: Acts,
    mode: Callable[[str], None],
    sheet: Callable[[bool], None],
    unguided: Callable[[bool], None],
) -> None:
    """The levers in the player's hands."""
    running = sum(lab.active for lab in view.labs)
    about = solara.use_memo(lambda: lever_words.about(view), [view.token, view.mode, running])
    state = solara.use_memo(lambda: lever_words.state(view), [view.token, view.mode, view.version])
    Levers(
        about=about,
        state=state,
        event_set_levers=acts.draft,
        event_mode=mode,
        event_sheet=sheet,
        event_unguided=unguided,
    )


@solara.component
def Told(view: View, acts: Acts) -> None:
    """Questions, news, rivals and the bet."""
    older, set_older = solara.use_state(False)
    now = [view.token, view.version]
    colours = lab_colours([lab.kind for lab in view.labs], view.seat if view.seat >= 0 else None)
    asked = solara.use_memo(lambda: news_words.asked(view), now)
    feed = solara.use_memo(
        lambda: news_words.feed(view, colours, older, words.told_to(view)), [*now, older]
    )
    rivals = solara.use_memo(lambda: rival_words.rivals(view, colours), now)
    bet = solara.use_memo(lambda: news_words.bet(view), now)
    with solara.Div(classes=["told"]):
        if asked:
            Asked(cards=asked).key(f"asked {view.version}")
        # By name: what stands below a question stays what it is when the question comes or goes.
        Feed(feed=feed, reasons=REASONS, event_older=set_older).key("feed")
        Rivals(rivals=rivals).key("rivals")
        if bet is not None and bet["open"]:
            Bet(bet=bet, event_range=acts.bet).key("bet")


@solara.component
def Lines(view: View, error: str) -> None:
    """Lines between the top bar and everything else: what has gone wrong."""
    with Div(tag="div", class_="lines"):
        for text in (view.notice, error):
            if text:
                Div(tag="p", class_="notice", attributes={"role": "alert"}, children=[text])
