import type { Page } from './types';

/** What the account did with a video; `followed`: its creator. */
export interface Marked {
  id: string;
  liked: boolean;
  saved: boolean;
  followed: boolean;
}

export interface Comment {
  id: string;
  video_id: string;
  parent_id: string | null;
  author: { id: string; name: string; handle: string | null; avatar_url: string | null };
  text: string;
  at: string;
  state: string;
  likes: number;
  replies: number;
  is_pinned: boolean;
  by_creator: boolean;
  liked: boolean;
  is_mine: boolean;
  may_delete: boolean;
  may_pin: boolean;
}

export interface Replies extends Page {
  comments: Comment[];
}

export interface Comments extends Replies {
  count: number;
  comments_off: boolean;
}

export type ShareKind = 'video' | 'product' | 'shop' | 'creator';

export interface Share {
  code: string;
  url: string;
}
