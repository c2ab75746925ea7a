"""An invented rhythm, computed sample by sample: drums in one of five grooves, a bass, a struck or bowed melody."""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from vitrina.video.engine.maker.timeline import FPS, Timeline

RATE_HZ: Final = 32_000
STEPS_PER_BEAT: Final = 4
STEPS_PER_BAR: Final = 16
LOUDEST: Final = 0.82
EDGE_S: Final = 0.012


@dataclass(frozen=True, slots=True)
class Groove:
    """Who plays on which of a bar's sixteen steps, how hard, and what carries the tune.

    `swing` delays every second step by this share of a step; `chords` are the steps on which a triad is struck.
    """

    kicks: tuple[int, ...]
    snares: tuple[int, ...]
    shakes: tuple[float, float]
    claves: tuple[int, ...]
    bass: tuple[int, ...]
    chords: tuple[int, ...] = ()
    swing: float = 0.0
    brightness: float = 3.93
    note_s: float = 0.36


GROOVES: Final[dict[str, Groove]] = {
    "tresillo": Groove((0, 4, 8, 12), (3, 6, 11, 14), (0.16, 0.07), (0, 3, 6, 10, 12), (0, 3, 6, 8, 11, 14)),
    "house": Groove((0, 4, 8, 12), (4, 12), (0.24, 0.03), (), (2, 6, 10, 14), (2, 5, 10, 13), 0.0, 2.0, 0.24),
    "slow": Groove((0, 7, 10), (4, 12), (0.1, 0.06), (), (0, 7, 10), (0, 8), 0.3, 2.0, 0.62),
    "cumbia": Groove(
        (0, 8), (4, 12), (0.2, 0.12), (2, 6, 10, 14), (0, 4, 6, 8, 12, 14), (2, 6, 10, 14), 0.12, 3.0, 0.3
    ),
    "skip": Groove((0, 6, 10), (4, 12, 15), (0.14, 0.1), (), (0, 3, 10), (), 0.16, 3.93, 0.3),
}
_TRIAD: Final = (0, 7, 15)
# Roots in half tones above the key for four bars, and the scale the marimba walks on.
_CHORDS: Final = ((0, 5, 7, 5), (0, 8, 3, 10), (0, 3, 5, 7), (0, 10, 8, 7))
_SCALE: Final = (0, 3, 5, 7, 10, 12, 15)

Sound: TypeAlias = "array[float]"


def write_beat(path: Path, timeline: Timeline, dice: Random) -> None:
    """Write the clip's sound as a mono 16-bit WAV of exactly the clip's length."""
    total = timeline.frames * RATE_HZ // FPS
    track = array("f", bytes(4 * total))
    step_samples = timeline.frames_per_beat * RATE_HZ / FPS / STEPS_PER_BEAT
    groove = GROOVES[dice.choice(tuple(GROOVES))]
    _drums(track, step_samples, groove, dice)
    _melody(track, step_samples, groove, dice)
    whoosh = _noise(dice, 0.32, rise=True)
    for start in timeline.starts[1:-1]:
        _mix(track, whoosh, start * RATE_HZ // FPS - len(whoosh), 0.22)
    _soften_ends(track)
    loudest = max(max(track), -min(track), 1e-6)
    factor = LOUDEST * 32767 / loudest
    samples = array("h", [round(value * factor) for value in track])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())


def _steps(track: Sound, step_samples: float, groove: Groove) -> Iterator[tuple[int, int, int]]:
    """Number, place in the bar and first sample of every step."""
    for step in range(int(len(track) / step_samples)):
        late = groove.swing if step % 2 else 0.0
        yield step, step % STEPS_PER_BAR, round((step + late) * step_samples)


def _drums(track: Sound, step_samples: float, groove: Groove, dice: Random) -> None:
    kick, snare = _kick(), _noise(dice, 0.16, tone_hz=196)
    shaker, clave = _noise(dice, 0.05), _pluck(1480, 0.07)
    strong, weak = groove.shakes
    for step, place, at in _steps(track, step_samples, groove):
        if place in groove.kicks:
            _mix(track, kick, at, 0.95)
        # The first bar begins without the snare, so that there is something to come in.
        if place in groove.snares and step >= STEPS_PER_BAR // 2:
            _mix(track, snare, at, 0.42)
        _mix(track, shaker, at, strong if step % 4 == 2 else weak)
        if place in groove.claves:
            _mix(track, clave, at, 0.08)


def _melody(track: Sound, step_samples: float, groove: Groove, dice: Random) -> None:
    key_hz = 110.0 * 2 ** (dice.randrange(-3, 5) / 12)
    roots = dice.choice(_CHORDS)
    phrase = [dice.choice(_SCALE) if dice.random() < 0.58 else None for _ in range(STEPS_PER_BAR)]
    phrase[0] = 0
    notes: dict[tuple[float, float], Sound] = {}

    def play(half_tones: int, seconds: float, at: int, level: float) -> None:
        hz = key_hz * 2 ** (half_tones / 12)
        if (hz, seconds) not in notes:
            notes[hz, seconds] = _pluck(hz, seconds, ring=groove.brightness)
        _mix(track, notes[hz, seconds], at, level)

    for step, place, at in _steps(track, step_samples, groove):
        root = roots[step // STEPS_PER_BAR % len(roots)]
        if place in groove.bass:
            play(root, 0.3, at, 0.5)
        if place in groove.chords:
            for tone in _TRIAD:
                play(root + tone + 12, groove.note_s, at, 0.13)
        tune = phrase[place]
        if tune is not None and step >= STEPS_PER_BAR // 4:
            play(root + tune + 12, groove.note_s, at, 0.26)


def _kick() -> Sound:
    length = int(RATE_HZ * 0.24)
    sound, phase = array("f"), 0.0
    for n in range(length):
        phase += math.tau * (48 + 120 * math.exp(-n / RATE_HZ * 34)) / RATE_HZ
        sound.append(math.sin(phase) * math.exp(-n / RATE_HZ * 13))
    return sound


def _pluck(hz: float, seconds: float, *, ring: float = 3.93) -> Sound:
    """A struck wooden bar: the tone and one partial, `ring` times as high, which dies sooner."""
    step, length = math.tau * hz / RATE_HZ, int(RATE_HZ * seconds)
    fall, fast = math.exp(-6.5 / length), math.exp(-22 / length)
    body, partial = 1.0, 0.4
    sound = array("f")
    for n in range(length):
        sound.append((math.sin(n * step) * body + math.sin(n * step * ring) * partial) * min(n / 60, 1.0))
        body *= fall
        partial *= fast
    return sound


def _noise(dice: Random, seconds: float, *, tone_hz: float = 0.0, rise: bool = False) -> Sound:
    length = int(RATE_HZ * seconds)
    sound, before = array("f"), 0.0
    grains = dice.randbytes(length)
    for n, grain in enumerate(grains):
        white = grain / 127.5 - 1
        share = n / length
        level = share**3 * (1 - share) * 6 if rise else math.exp(-7 * share)
        tone = math.sin(math.tau * tone_hz * n / RATE_HZ) * math.exp(-12 * share) if tone_hz else 0.0
        # The difference of neighbours takes away the low rumble.
        sound.append((white - before * 0.7) * level * 0.6 + tone)
        before = white
    return sound


def _mix(track: Sound, sound: Sound, at: int, level: float) -> None:
    begin, end = max(at, 0), min(at + len(sound), len(track))
    if end <= begin:
        return
    piece: Sequence[float] = sound[begin - at : end - at]
    track[begin:end] = array("f", map(add, track[begin:end], [value * level for value in piece]))


def _soften_ends(track: Sound) -> None:
    edge = min(int(RATE_HZ * EDGE_S), len(track) // 2)
    for n in range(edge):
        track[n] *= n / edge
        track[-1 - n] *= n / edge
