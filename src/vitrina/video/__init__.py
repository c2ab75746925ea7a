"""Short vertical videos: files become playable clips, products are tagged on them with their seconds.

Owns the video_* tables and the blobs below `video/`. Promises: a file plays or gets one clear sentence; the same file
imported twice for a creator is one video; nothing half made, and nothing unpublished, is ever shown to others. A tag is
an affiliate link with seconds.
May not know likes, comments or in which order videos are shown: what is counted on a video comes by `count_with`.
"""

from vitrina.video.actions.change_tags import SURFACE as TAG_SURFACE
from vitrina.video.actions.change_tags import add_tag, remove_tag
from vitrina.video.actions.edit_video import change_words, set_captions
from vitrina.video.actions.erase_videos import erase_videos, export_videos
from vitrina.video.actions.import_video import READY as VIDEO_READY
from vitrina.video.actions.import_video import find_imported, import_video
from vitrina.video.actions.make_clip import make_from_products
from vitrina.video.actions.making import recover
from vitrina.video.actions.paint import paint_avatar, paint_banner, paint_logo, paint_product
from vitrina.video.actions.publish_video import publish, publish_due, unpublish, videos_by_ids
from vitrina.video.actions.read_videos import (
    get_video,
    last_change,
    list_by_creator,
    list_fresh,
    list_own,
    list_ready,
    list_videos,
)
from vitrina.video.actions.take_down import list_judged, restore, restore_of, take_down, take_down_of
from vitrina.video.actions.upload_video import forget_uploads, make_uploaded
from vitrina.video.adapters.shown import CaptionOut, CreatorRef, VideoOut, show_videos
from vitrina.video.engine.counting import count_with
from vitrina.video.errors import (
    TagsCrowded,
    TagsFull,
    TagTimesWrong,
    VideoGone,
    VideoInProgress,
    VideoInterrupted,
    VideoRemoved,
)
from vitrina.video.http import ROUTES, VideosOut
from vitrina.video.jobs import DUTIES, JOBS
from vitrina.video.model import ClipShot, Counts, Fresh, Imported, Judged, NewTag, Owned, Recipe, Times, Video
from vitrina.video.reactions import REACTIONS
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
    "JOBS",
    "REACTIONS",
    "ROUTES",
    "TAG_SURFACE",
    "VIDEO_READY",
    "CaptionOut",
    "ClipShot",
    "Counts",
    "CreatorRef",
    "Fresh",
    "Imported",
    "Judged",
    "NewTag",
    "Owned",
    "Recipe",
    "TagTimesWrong",
    "TagsCrowded",
    "TagsFull",
    "Times",
    "Video",
    "VideoGone",
    "VideoInProgress",
    "VideoInterrupted",
    "VideoOut",
    "VideoRemoved",
    "VideosOut",
    "add_tag",
    "change_words",
    "count_ready",
    "count_tagged",
    "count_with",
    "erase_videos",
    "export_videos",
    "find_imported",
    "find_videos",
    "forget_uploads",
    "get_video",
    "import_video",
    "last_change",
    "list_by_creator",
    "list_fresh",
    "list_ids_of_creators",
    "list_judged",
    "list_own",
    "list_ready",
    "list_ready_ids",
    "list_tagged",
    "list_trending",
    "list_videos",
    "make_from_products",
    "make_uploaded",
    "paint_avatar",
    "paint_banner",
    "paint_logo",
    "paint_product",
    "publish",
    "publish_due",
    "recover",
    "remove_tag",
    "restore",
    "restore_of",
    "set_captions",
    "show_videos",
    "take_down",
    "take_down_of",
    "title_of_file",
    "unpublish",
    "videos_by_ids",
    "warning_text",
]
