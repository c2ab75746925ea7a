import type { Component } from 'svelte';
import type { Video } from '../api';

/** The sheets over a video; each comes in its own file when it is first opened. */
export type SheetName = 'comments' | 'share' | 'more' | 'report' | 'wall';

export interface SheetProperties {
  video: Video;
  onclose: () => void;
  /** Opens another one in place of this. */
  onsheet: (name: SheetName) => void;
  /** The viewer wants to see no more of this video or its creator. */
  onhide: (kind: 'video' | 'creator') => void;
}

type Module = Promise<{ default: Component<SheetProperties> }>;

export const SHEETS: Record<SheetName, () => Module> = {
  comments: () => import('./CommentsSheet.svelte') as unknown as Module,
  share: () => import('./ShareVideo.svelte') as unknown as Module,
  more: () => import('./MoreSheet.svelte') as unknown as Module,
  report: () => import('./ReportVideo.svelte') as unknown as Module,
  wall: () => import('./WallSheet.svelte') as unknown as Module,
};
