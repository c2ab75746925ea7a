"""What the phone shows next, and what was watched.

Owns the feed_* tables. Promises: fresh videos first, those in the viewer's language before others, shuffled by a seed
that travels in the cursor, so that none comes twice in a walk nor again today, until everything was seen. Of watching only
sums by day are kept, and each viewer's last fifty videos for a day.
May not know how a video was made or how money moves; what it shows comes from `video` as it is at this moment.
"""

from vitrina.feed.actions import adopt_viewer, readiness, report_watched
from vitrina.feed.http import ROUTES
from vitrina.feed.jobs import DUTIES
from vitrina.feed.model import DayCounts
from vitrina.feed.store import counts_by_day

__all__ = ["DUTIES", "ROUTES", "DayCounts", "adopt_viewer", "counts_by_day", "readiness", "report_watched"]
