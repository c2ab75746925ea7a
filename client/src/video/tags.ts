import type { Tag } from '../api';

const VISIBLE_MAX = 5;

/** The tags shown at a position of the video; without seconds a tag is shown throughout. */
export function tagsAt(tags: Tag[], positionMs: number): Tag[] {
  return tags.filter((tag) => positionMs >= (tag.start_ms ?? 0) && positionMs < (tag.end_ms ?? Infinity)).slice(0, VISIBLE_MAX);
}
