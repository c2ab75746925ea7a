import { get, problemOf, type Problem, type Video, type VideoPage } from '../api';
import { takeBoot } from '../boot';

const PAGE = 6;

/** A row of videos that grows as one scrolls; it keeps its place while other pages are shown. */
export class Feed {
  videos = $state.raw<Video[]>([]);
  index = $state(0);
  problem = $state.raw<Problem | null>(null);
  isLoading = $state(false);
  #cursor: string | null = null;
  #hasMore = true;

  constructor(first: Video[] = [], cursor: string | null = null) {
    this.videos = first;
    this.#cursor = cursor;
  }

  /** Fetches the next page when there is one; the same video is never shown twice in a row of pages. */
  async more(): Promise<void> {
    if (this.isLoading || !this.#hasMore) return;
    this.isLoading = true;
    this.problem = null;
    try {
      const page = await get<VideoPage>('/v1/feed', { kind: 'for_you', cursor: this.#cursor, limit: PAGE });
      const known = new Set(this.videos.map((video) => video.id));
      const fresh = page.videos.filter((video) => !known.has(video.id));
      this.#cursor = page.next_cursor;
      this.#hasMore = page.next_cursor !== null && (fresh.length > 0 || this.videos.length === 0);
      this.videos = [...this.videos, ...fresh];
    } catch (thrown) {
      this.problem = problemOf(thrown);
    } finally {
      this.isLoading = false;
    }
  }
}

let home: Feed | null = null;

/** The home feed, made once: the server's first page when it came with the HTML. */
export function homeFeed(): Feed {
  if (!home) {
    const first = takeBoot('feed');
    home = first ? new Feed(first.videos, first.next_cursor) : new Feed();
  }
  return home;
}
