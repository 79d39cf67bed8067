"""Under way: what has been set in motion and not yet arrived."""

from __future__ import annotations

from collections.abc import Sequence

import solara


@solara.component_vue("under_way.vue", vuetify=False)
def UnderWay(items: Sequence[str]) -> None:
    """A strip with one sentence for each thing to come."""
