"""The durable log of the sandbox gateway: torn ends are dropped, damage in the middle is refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from vitrina.checkout.engine.sandbox.log import DurableLog, LogBroken


async def _write(path: Path, records: list[bytes]) -> None:
    log = DurableLog(path)
    numbers = [log.append(record) for record in records]
    await asyncio.gather(*[log.durable(number) for number in numbers])
    await log.close()


async def _replay(path: Path) -> list[bytes]:
    log = DurableLog(path)
    records = list(log.replay())
    await log.close()
    return records


RECORDS = [b'{"number":%d,"text":"\xc3\xb1"}' % number for number in range(1, 6)]


async def test_what_is_durable_is_replayed_in_order(tmp_path: Path) -> None:
    path = tmp_path / "provider" / "effects.jsonl"
    await _write(path, RECORDS)
    assert await _replay(path) == RECORDS
    assert path.read_bytes().count(b"\n") == 5
    assert path.stat().st_mode & 0o777 == 0o600


async def test_every_torn_end_is_dropped_and_the_log_goes_on(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    await _write(whole, RECORDS)
    written = whole.read_bytes()
    start_of_last = written[:-1].rfind(b"\n") + 1
    torn = tmp_path / "torn.jsonl"
    for length in range(start_of_last, len(written)):
        torn.write_bytes(written[:length])
        assert await _replay(torn) == RECORDS[:4], length
        assert torn.read_bytes() == written[:start_of_last]
    await _write(torn, [b'{"number":5,"other":true}'])
    assert await _replay(torn) == [*RECORDS[:4], b'{"number":5,"other":true}']


async def test_a_changed_byte_in_the_last_line_drops_it(tmp_path: Path) -> None:
    path = tmp_path / "effects.jsonl"
    await _write(path, RECORDS)
    path.write_bytes(path.read_bytes().replace(b'"number":5', b'"number":6'))
    assert await _replay(path) == RECORDS[:4]


async def test_damage_before_good_lines_needs_a_person(tmp_path: Path) -> None:
    path = tmp_path / "effects.jsonl"
    await _write(path, RECORDS)
    damaged = path.read_bytes().replace(b'"number":2', b'"number":7')
    path.write_bytes(damaged)
    with pytest.raises(LogBroken, match="line 2 is damaged"):
        DurableLog(path)
    assert path.read_bytes() == damaged


async def test_two_gateways_never_share_a_log(tmp_path: Path) -> None:
    path = tmp_path / "effects.jsonl"
    log = DurableLog(path)
    with pytest.raises(LogBroken):
        DurableLog(path)
    await log.close()
    assert await _replay(path) == []


async def test_reads_show_only_what_is_durable(tmp_path: Path) -> None:
    log = DurableLog(tmp_path / "effects.jsonl")
    numbers = [log.append(record) for record in RECORDS]
    assert numbers == [1, 2, 3, 4, 5]
    assert log.read(0, 10) == []
    await log.durable(5)
    assert log.read(0, 10) == RECORDS
    assert log.read(2, 2) == RECORDS[2:4]
    assert log.read(5, 10) == []
    await log.close()
