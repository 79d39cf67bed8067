"""History: what is kept of a race, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED, Column

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LAB_PLACE = {column.name: place for place, column in enumerate(LAB_RECORDED)}
MARKET_PLACE = {column.name: place for place, column in enumerate(MARKET_RECORDED)}


class History:
    """Figures of labs and of the market for every month of every run.

    Attributes:
        numbers: [runs] number of each run's luck under the seed.
        lab: [runs, months + 1, labs, columns]; month 0 is the opening.
        market: [runs, months + 1, market columns].
        months: months recorded so far; later rows are zero.
    """

    columns: tuple[Column, ...] = LAB_RECORDED
    market_columns: tuple[Column, ...] = MARKET_RECORDED

    def __init__(
        self,
        numbers: IntArray,
        months: int,
        labs: tuple[str, ...],
        kinds: tuple[str, ...],
        spare: History | None = None,
    ) -> None:
        """An empty history, in the memory of a spare one of the same axes where that is given."""
        self.labs = labs
        self.kinds = kinds
        self.numbers = numbers
        self.months = 0
        runs = len(numbers)
        self.lab: FloatArray
        self.market: FloatArray
        if spare is None:
            self.lab = np.zeros((runs, months + 1, len(labs), len(LAB_RECORDED)))
            self.market = np.zeros((runs, months + 1, len(MARKET_RECORDED)))
        else:
            self.lab, self.market = spare.lab, spare.market
            self.clear(numbers)

    @property
    def first_run(self) -> int:
        """Number of the first run."""
        return int(self.numbers[0])

    def clear(self, numbers: IntArray) -> None:
        """Forget everything: the history of other runs begins."""
        self.numbers = numbers
        self.months = 0
        self.lab.fill(0.0)
        self.market.fill(0.0)

    def series(self, name: str) -> FloatArray:
        """One figure of the labs: [runs, months so far + 1, labs].

        Raises:
            KeyError: no such column.
        """
        return self.lab[:, : self.months + 1, :, LAB_PLACE[name]]

    def market_series(self, name: str) -> FloatArray:
        """One figure of the market: [runs, months so far + 1]."""
        return self.market[:, : self.months + 1, MARKET_PLACE[name]]

    def frame(self, run: int | None = None) -> pd.DataFrame:
        """Tidy table: run, month, lab, kind, then every figure of the labs.

        Args:
            run: row of the run in this batch; all runs unless given.
        """
        import pandas as pd  # with the first table: a game in the browser never makes one

        rows = self.lab[:, : self.months + 1] if run is None else self.lab[run : run + 1]
        rows = rows[:, : self.months + 1]
        runs, months, labs, columns = rows.shape
        numbers = self.numbers if run is None else self.numbers[run : run + 1]
        index: dict[str, Any] = {
            "run": np.repeat(numbers, months * labs),
            "month": np.tile(np.repeat(np.arange(months), labs), runs),
            "lab": pd.Categorical(np.tile(np.array(self.labs), runs * months), self.labs),
            "kind": pd.Categorical(np.tile(np.array(self.kinds), runs * months)),
        }
        figures = pd.DataFrame(
            rows.reshape(-1, columns), columns=[column.name for column in LAB_RECORDED]
        )
        return pd.concat([pd.DataFrame(index), figures], axis=1)

    def market_frame(self, run: int | None = None) -> pd.DataFrame:
        """Tidy table of the market: run, month, then every figure of the market."""
        import pandas as pd

        rows = self.market[:, : self.months + 1] if run is None else self.market[run : run + 1]
        rows = rows[:, : self.months + 1]
        runs, months, columns = rows.shape
        numbers = self.numbers if run is None else self.numbers[run : run + 1]
        figures = pd.DataFrame(
            rows.reshape(-1, columns), columns=[column.name for column in MARKET_RECORDED]
        )
        figures.insert(0, "month", np.tile(np.arange(months), runs))
        figures.insert(0, "run", np.repeat(numbers, months))
        return figures
