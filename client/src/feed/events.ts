import { post } from '../api';
import { asGuest } from '../social/guest';

/** What was watched, told to the server every ten seconds in one call, and when the page is left. */
type Kind = 'impression' | 'completed' | 'chip_shown' | 'chip_tapped' | 'opened' | 'shared';

interface Happened {
  kind: Kind | 'watch';
  video_id: string;
  tag_id?: string;
  watch_ms?: number;
}

// The first call is early: a stranger's guest session should be there before their first tap.
const FIRST_MS = 2_000;
const EVERY_MS = 10_000;
const KEPT_MAX = 200;
const PATH = '/v1/feed/events';

let waiting: Happened[] = [];
let watched = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | null = null;
let isFirst = true;

function take(): Happened[] {
  const events = [...waiting, ...[...watched].map(([video_id, ms]): Happened => ({ kind: 'watch', video_id, watch_ms: Math.round(ms) }))];
  waiting = [];
  watched = new Map();
  return events.slice(-KEPT_MAX);
}

function send(): void {
  timer = null;
  isFirst = false;
  const events = take();
  // What is lost here is a sum that is one lower: not worth a word to the viewer, nor a second count.
  if (events.length) asGuest(() => post(PATH, { events }, { isRepeatable: true })).catch(() => undefined);
}

function later(): void {
  timer ??= setTimeout(send, isFirst ? FIRST_MS : EVERY_MS);
}

export function tell(kind: Kind, videoId: string, tagId?: string): void {
  waiting.push({ kind, video_id: videoId, ...(tagId ? { tag_id: tagId } : {}) });
  later();
}

export function tellWatched(videoId: string, ms: number): void {
  watched.set(videoId, (watched.get(videoId) ?? 0) + ms);
  later();
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) return;
  const events = take();
  if (events.length) navigator.sendBeacon?.(PATH, new Blob([JSON.stringify({ events })], { type: 'application/json' }));
});
