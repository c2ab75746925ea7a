import { get, problemOf, type Problem, type Video, type VideoPage } from '../api';
import { takeBoot } from '../boot';

const PAGE = 6;

export type FeedKind = 'for_you' | 'following';

/** A row of videos that grows as one scrolls; it keeps its place while other pages are shown. */
export class Feed {
  videos = $state.raw<Video[]>([]);
  index = $state(0);
  problem = $state.raw<Problem | null>(null);
  isLoading = $state(false);
  kind: FeedKind;
  #cursor: string | null;
  #hasMore = true;
  #hidden = new Set<string>();
  // What this round of the walk has shown; when everything was, For You begins again.
  #round: Set<string>;

  constructor(first: Video[] = [], cursor: string | null = null, kind: FeedKind = 'for_you') {
    this.videos = first;
    this.#cursor = cursor;
    this.kind = kind;
    this.#round = new Set(first.map((video) => video.id));
  }

  /** Fetches the next page when there is one; within one round no video is shown twice. */
  async more(): Promise<void> {
    if (this.isLoading || !this.#hasMore) return;
    this.isLoading = true;
    this.problem = null;
    try {
      const page = await get<VideoPage>('/v1/feed', { kind: this.kind, cursor: this.#cursor, limit: PAGE });
      const fresh = page.videos.filter((video) => !this.#round.has(video.id) && !this.#isHidden(video));
      for (const video of page.videos) this.#round.add(video.id);
      this.#cursor = page.next_cursor;
      this.videos = [...this.videos, ...fresh];
      if (page.next_cursor === null) {
        this.#hasMore = this.kind === 'for_you' && this.videos.length > 1;
        this.#round.clear();
        // The next round does not begin with what is on the screen.
        const last = this.videos.at(-1);
        if (last) this.#round.add(last.id);
      }
    } catch (thrown) {
      this.problem = problemOf(thrown);
    } finally {
      this.isLoading = false;
    }
  }

  #isHidden(video: Video): boolean {
    return this.#hidden.has(video.id) || this.#hidden.has(video.creator.id);
  }

  /** Takes a video, or all of a creator, out of the row; the returned function puts them back. */
  drop(id: string): () => void {
    const before = { videos: this.videos, index: this.index };
    this.#hidden.add(id);
    const kept = this.videos.filter((video) => !this.#isHidden(video));
    this.index = Math.min(this.videos.slice(0, this.index).filter((video) => !this.#isHidden(video)).length, Math.max(0, kept.length - 1));
    this.videos = kept;
    return () => {
      this.#hidden.delete(id);
      this.videos = before.videos;
      this.index = before.index;
    };
  }
}

const feeds = new Map<FeedKind, Feed>();
let followingOf: string | null = null;

/** The home feed, made once: the server's first page when it came with the HTML. */
export function homeFeed(): Feed {
  let feed = feeds.get('for_you');
  if (!feed) {
    const first = takeBoot('feed');
    feed = first ? new Feed(first.videos, first.next_cursor) : new Feed();
    feeds.set('for_you', feed);
  }
  return feed;
}

/** The newest of whom this account follows: read anew for each visit of the tab. */
export function followingFeed(account: string | null): Feed {
  let feed = feeds.get('following');
  if (!feed || followingOf !== account) {
    feed = new Feed([], null, 'following');
    feeds.set('following', feed);
    followingOf = account;
  }
  return feed;
}

/** Somebody was followed or left: what the tab shows is not true any more. */
export function forgetFollowing(): void {
  feeds.delete('following');
}
