"""A shard's rows as compressed bytes of Arrow, to be sent from one machine to another."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from flows.reading.rows import ReadShard
from flows.record.outcomes import Outcome

_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True, slots=True)
class PackedShard:
    """What became of a shard's reports, and their rows by table as Arrow IPC files."""

    outcomes: tuple[Outcome, ...]
    tables: Mapping[str, bytes]


def packed(shard: ReadShard) -> PackedShard:
    """The shard as it is sent."""
    return PackedShard(shard.outcomes, {name: _bytes(table) for name, table in shard.tables.items()})


def unpacked(shard: PackedShard) -> ReadShard:
    """The shard as it was read."""
    tables = {name: pa.ipc.open_file(content).read_all() for name, content in shard.tables.items()}
    return ReadShard(shard.outcomes, tables)


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=_PACKED) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
