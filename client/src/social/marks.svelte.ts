import { post, problemOf, put, remove, type Marked, type Video } from '../api';
import { toasts, wordsFor } from '../kit';
import { session } from '../people/session.svelte';

export type MarkKind = 'like' | 'save';

/** A video as this viewer stands to it: the page's counts, moved at once by what they do. */
export class Mark {
  liked = $state(false);
  saved = $state(false);
  followed = $state(false);
  likes = $state(0);
  saves = $state(0);
  comments = $state(0);
  commentsOff = $state(false);

  constructor(video: Video) {
    this.likes = video.likes;
    this.saves = video.saves;
    this.comments = video.comments;
    this.commentsOff = video.comments_off;
  }
}

const marks = new Map<string, Mark>();
const asked = new Set<string>();
let askedFor: string | null = null;

export function markOf(video: Video): Mark {
  let mark = marks.get(video.id);
  if (!mark) {
    mark = new Mark(video);
    marks.set(video.id, mark);
  }
  return mark;
}

const ASKED_AT_ONCE = 50;

/** Asks once for each video what the account did with it; guests did nothing. */
export async function askMarks(videos: Video[]): Promise<void> {
  const account = session.account?.id ?? null;
  if (account !== askedFor) {
    asked.clear();
    askedFor = account;
    for (const mark of marks.values()) mark.liked = mark.saved = mark.followed = false;
  }
  if (!account) return;
  const fresh = videos.filter((video) => !asked.has(video.id)).slice(0, ASKED_AT_ONCE);
  if (!fresh.length) return;
  for (const video of fresh) asked.add(video.id);
  try {
    const answer = await post<{ videos: Marked[] }>('/v1/social/seen', { video_ids: [...new Set(fresh.map((video) => video.id))] }, { isRepeatable: true });
    for (const { id, liked, saved, followed } of answer.videos) {
      const mark = marks.get(id) ?? markOf(fresh.find((video) => video.id === id)!);
      Object.assign(mark, { liked, saved, followed });
    }
    finishWish(fresh);
  } catch {
    for (const video of fresh) asked.delete(video.id);
  }
}

/** What a guest wanted to do is kept until they have logged in. */
interface Wish {
  kind: MarkKind | 'comment' | 'follow';
  video: Video;
}

const WISH = 'vitrina.social.wish';
const state = $state<{ wanted: Wish | null }>({ wanted: null });

export const wall = {
  /** What needs an account; the page shows the sheet that asks for it. */
  get wanted(): Wish | null {
    return state.wanted;
  },
  ask(kind: Wish['kind'], video: Video): void {
    state.wanted = { kind, video };
    try {
      sessionStorage.setItem(WISH, JSON.stringify({ kind, id: video.id }));
    } catch {
      // Not kept: after the log-in one taps again.
    }
  },
  close(): void {
    state.wanted = null;
  },
};

function finishWish(videos: Video[]): void {
  try {
    const wish = JSON.parse(sessionStorage.getItem(WISH) ?? 'null') as { kind: Wish['kind']; id: string } | null;
    const video = videos.find((one) => one.id === wish?.id);
    if (!wish || !video) return;
    sessionStorage.removeItem(WISH);
    if (wish.kind === 'like' || wish.kind === 'save') void setMark(video, wish.kind, true);
    else if (wish.kind === 'follow') void follow(video, true);
  } catch {
    // Nothing was kept.
  }
}

const FIELDS = { like: ['liked', 'likes'], save: ['saved', 'saves'] } as const;
const running = new Map<string, { wished: boolean }>();

function apply(mark: Mark, kind: MarkKind, wished: boolean): void {
  const [flag, count] = FIELDS[kind];
  if (mark[flag] === wished) return;
  mark[flag] = wished;
  mark[count] = Math.max(0, mark[count] + (wished ? 1 : -1));
}

/** At once on the screen; the server hears of the last wish only, and what it refuses is undone. */
export async function setMark(video: Video, kind: MarkKind, wished: boolean): Promise<void> {
  if (!session.account) {
    wall.ask(kind, video);
    return;
  }
  const mark = markOf(video);
  apply(mark, kind, wished);
  const name = `${video.id} ${kind}`;
  const open = running.get(name);
  if (open) {
    open.wished = wished;
    return;
  }
  const mine = { wished };
  running.set(name, mine);
  let sent = !wished;
  try {
    while (sent !== mine.wished) {
      sent = mine.wished;
      await (sent ? put(`/v1/videos/${video.id}/${kind}`) : remove(`/v1/videos/${video.id}/${kind}`));
    }
  } catch (thrown) {
    apply(mark, kind, !sent);
    toasts.show(wordsFor(problemOf(thrown)), { tone: 'trouble' });
  } finally {
    running.delete(name);
  }
}

export async function follow(video: Video, wished: boolean): Promise<void> {
  if (!session.account) {
    wall.ask('follow', video);
    return;
  }
  const handle = video.creator.handle;
  const mark = markOf(video);
  mark.followed = wished;
  try {
    await (wished ? put(`/v1/creators/${handle}/follow`) : remove(`/v1/creators/${handle}/follow`));
  } catch (thrown) {
    mark.followed = !wished;
    toasts.show(wordsFor(problemOf(thrown)), { tone: 'trouble' });
  }
}
