"""A video as everybody may watch it, and the work that leads there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vitrina.kernel.ids import AccountId, LinkId, ProductId, VideoId


@dataclass(frozen=True, slots=True)
class Times:
    """When a tag shows; both None: all the time."""

    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Video:
    """A ready video with its blob keys; `mp4_keys` from the best rung to the smallest, `times` by tag."""

    id: VideoId
    creator_id: AccountId
    title: str
    language: str
    duration_ms: int
    width: int
    height: int
    hls_key: str
    mp4_keys: tuple[str, ...]
    poster_key: str
    preview_key: str
    times: dict[LinkId, Times]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many liked, saved and commented a video; `comments_off`: its creator takes none."""

    likes: int = 0
    saves: int = 0
    comments: int = 0
    comments_off: bool = False


@dataclass(frozen=True, slots=True)
class Fresh:
    """One video that the feed may show."""

    id: VideoId
    language: str
    creator_id: AccountId


@dataclass(frozen=True, slots=True)
class Source:
    """A file that becomes a video: the same `sha256` for one creator is the same video."""

    creator_id: AccountId
    sha256: bytes
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Work:
    """One try to make a video; `folder` is its own place among the blobs."""

    video_id: VideoId
    folder: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a source that came before."""

    video_id: VideoId
    state: str
    folder: str
    work_until: datetime | None


@dataclass(frozen=True, slots=True)
class Made:
    """The outcome of a try: measures and blob keys."""

    duration_ms: int
    width: int
    height: int
    hls_key: str
    mp4_keys: tuple[str, ...]
    poster_key: str
    preview_key: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A video that can be watched; `is_new` False when the same file was there before. Warnings are codes."""

    video: Video
    is_new: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewTag:
    """A product to be shown on a video, from the first to the last millisecond given, or all the time (None)."""

    product_id: ProductId
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ClipShot:
    """One product in a clip to be made: its picture's blob key, the words and the price that stand beside it.

    `before_text` is the price before a cut, `note` a few signs on a badge; the look `drop` shows them.
    """

    product_id: ProductId
    picture_key: str
    caption: str
    price_text: str | None = None
    before_text: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """A clip to be made of pictures; the same recipe of one creator is the same video.

    `look` is how it is told, one of the maker's looks. With a `name` that alone decides: the film stays the same one
    when prices or pictures change afterwards.
    """

    title: str
    headline: str
    language: str
    seed: int
    shots: tuple[ClipShot, ...]
    name: str | None = None
    look: str = "story"
