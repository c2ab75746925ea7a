"""Short vertical videos: files become playable clips, products are tagged on them with their seconds.

Owns the video_* tables and the blobs below `video/`. Promises: a file plays or gets one clear sentence; the same file
twice for a creator is one video; nothing half made is ever shown. A tag is an affiliate link with seconds.
May not know likes, comments or in which order videos are shown: what is counted on a video comes by `count_with`.
"""

from vitrina.video.actions.change_tags import SURFACE as TAG_SURFACE
from vitrina.video.actions.change_tags import add_tag, remove_tag
from vitrina.video.actions.erase_videos import erase_videos, export_videos
from vitrina.video.actions.import_video import READY as VIDEO_READY
from vitrina.video.actions.import_video import find_imported, import_video, recover
from vitrina.video.actions.make_clip import make_from_products
from vitrina.video.actions.paint import paint_avatar, paint_banner, paint_logo, paint_product
from vitrina.video.actions.read_videos import (
    get_video,
    last_change,
    list_by_creator,
    list_fresh,
    list_ready,
    list_videos,
)
from vitrina.video.adapters.shown import CreatorRef, VideoOut, show_videos
from vitrina.video.engine.counting import count_with
from vitrina.video.errors import TagsCrowded, TagsFull, TagTimesWrong, VideoInProgress, VideoInterrupted, VideoRemoved
from vitrina.video.http import ROUTES, VideosOut
from vitrina.video.jobs import DUTIES
from vitrina.video.model import ClipShot, Counts, Fresh, Imported, NewTag, Recipe, Times, Video
from vitrina.video.rules import title_of_file, warning_text
from vitrina.video.store import (
    count_ready,
    count_tagged,
    find_videos,
    list_ids_of_creators,
    list_ready_ids,
    list_tagged,
    list_trending,
)

__all__ = [
    "DUTIES",
    "ROUTES",
    "TAG_SURFACE",
    "VIDEO_READY",
    "ClipShot",
    "Counts",
    "CreatorRef",
    "Fresh",
    "Imported",
    "NewTag",
    "Recipe",
    "TagTimesWrong",
    "TagsCrowded",
    "TagsFull",
    "Times",
    "Video",
    "VideoInProgress",
    "VideoInterrupted",
    "VideoOut",
    "VideoRemoved",
    "VideosOut",
    "add_tag",
    "count_ready",
    "count_tagged",
    "count_with",
    "erase_videos",
    "export_videos",
    "find_imported",
    "find_videos",
    "get_video",
    "import_video",
    "last_change",
    "list_by_creator",
    "list_fresh",
    "list_ids_of_creators",
    "list_ready",
    "list_ready_ids",
    "list_tagged",
    "list_trending",
    "list_videos",
    "make_from_products",
    "paint_avatar",
    "paint_banner",
    "paint_logo",
    "paint_product",
    "recover",
    "remove_tag",
    "show_videos",
    "title_of_file",
    "warning_text",
]
