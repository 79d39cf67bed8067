"""The levers in the player's hands: five in basic mode, every one in cards otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("levers.vue", vuetify=False)
def Levers(
    about: Mapping[str, Any],
    state: Mapping[str, Any],
    event_set_levers: Callable[[Mapping[str, float]], None],
    event_mode: Callable[[str], None],
    event_sheet: Callable[[bool], None],
    event_unguided: Callable[[bool], None],
) -> None:
    """The panel of levers; on a phone, a sheet from below. It keeps the draft of the turn.

    What it hears and says on the page's window: `tenfold-answer` {lever, value} sets an answer,
    `tenfold-undo` takes back the last change, `tenfold-ending` sends what has not been sent;
    `tenfold-draft` {turn, mode, settings} tells every change, `tenfold-changed` {count, open} how
    many can be taken back and whether all is as it was.

    Args:
        about: what a game's levers are, as `tenfold.ui.lever_words.about` has it.
        state: what this turn makes of them, as `tenfold.ui.lever_words.state` has it.
        event_set_levers: called with all settings when a lever rests.
        event_mode: called with "basic" or "all" where the player wants the other mode.
        event_sheet: called with whether the phone's sheet should be open.
        event_unguided: called when a guided player asks for everything at once.
    """
