"""Histories as tidy Parquet files: one row per run, month and lab, with units in the metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tenfold.scenarios.schema import LabSpec
from tenfold.sim.history import History
from tenfold.sim.world import Column

RUN = Column("run", "count", "number of the run: with the seed, it names one luck")
MONTH = Column("month", "months", "since the start of the race")
LAB = Column("lab", "text", "name of the lab")
KIND = Column("kind", "text", "class of the lab at the start: frontier, chinese or open")


class HistoryFile:
    """A Parquet file that grows by one row group per chunk of runs.

    Each field's metadata holds its unit and its meaning; the file's holds what was run.

    Args:
        where: path of the file, or what to write it into.
        about: what was run, as text by name; kept in the file's metadata.
        columns: the figures, in the order of the last axis of what is added.
        labs: the labs of a table by lab; None for a table of the market.
        single: keep figures in single precision, a third of the size.
    """

    def __init__(
        self,
        where: Path | BinaryIO,
        about: Mapping[str, str],
        columns: Sequence[Column],
        labs: Sequence[LabSpec] | None,
        single: bool = False,
    ) -> None:
        self._labs = labs
        keys = [(RUN, pa.int64()), (MONTH, pa.int16())]
        if labs is not None:
            text = pa.dictionary(pa.int8(), pa.string())
            keys += [(LAB, text), (KIND, text)]
        self._kind = np.float32 if single else np.float64
        figures = [(column, pa.from_numpy_dtype(self._kind)) for column in columns]
        fields = [field(column, kind) for column, kind in keys + figures]
        self.schema = pa.schema(fields, metadata={f"tenfold.{k}": v for k, v in about.items()})
        names = [column.name for column in columns]
        self._writer = pq.ParquetWriter(
            where,
            self.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=[column.name for column, _ in keys],
            use_byte_stream_split=names,
            write_page_checksum=True,
            write_statistics=[column.name for column, _ in keys],
        )

    def add(self, first_run: int, history: History) -> None:
        """Append the runs of a chunk, the first of which has this number."""
        block = history.market if self._labs is None else history.lab
        runs, months = block.shape[:2]
        places = 1 if self._labs is None else block.shape[2]
        run = np.repeat(np.arange(first_run, first_run + runs), months * places)
        month = np.tile(np.repeat(np.arange(months, dtype=np.int16), places), runs)
        arrays: list[Any] = [pa.array(run), pa.array(month)]
        if self._labs is not None:
            place = np.tile(np.arange(places, dtype=np.int8), runs * months)
            for words in ([lab.name for lab in self._labs], [lab.kind for lab in self._labs]):
                known = list(dict.fromkeys(words))
                index = np.array([known.index(word) for word in words], dtype=np.int8)[place]
                arrays.append(pa.DictionaryArray.from_arrays(pa.array(index), pa.array(known)))
        table = block.reshape(runs * months * places, block.shape[-1]).astype(
            self._kind, copy=False
        )
        arrays += [pa.array(np.ascontiguousarray(table[:, k])) for k in range(table.shape[1])]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self.schema))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()

    def __enter__(self) -> HistoryFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def field(column: Column, kind: Any) -> Any:
    """A field of a table that carries the column's unit and meaning."""
    meta = {"unit": column.unit, "meaning": column.meaning}
    return pa.field(column.name, kind, nullable=False, metadata=meta)


def units_of(path: Path) -> dict[str, str]:
    """Column name to unit, read from the metadata of a file that `HistoryFile` wrote."""
    schema = pq.read_schema(path)
    return {
        schema.field(name).name: (schema.field(name).metadata or {}).get(b"unit", b"").decode()
        for name in schema.names
    }
