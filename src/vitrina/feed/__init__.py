"""What the phone shows next.

Owns no table yet: impressions and weights come with learned ranking. Promises: fresh videos first, those in the
viewer's language before others, shuffled by a seed that travels in the cursor, so that none comes twice in a walk.
May not know how a video was made or how money moves; what it shows comes from `video` as it is at this moment.
"""

from vitrina.feed.actions import readiness
from vitrina.feed.http import ROUTES

__all__ = ["ROUTES", "readiness"]
