import type { Money, Page, Tag } from './types';

export interface Caption {
  language: string;
  url: string;
}

/** A video as its creator sees it, from the first byte on. */
export interface StudioVideo {
  id: string;
  state: 'uploading' | 'checking' | 'making' | 'ready' | 'refused';
  stage: 'draft' | 'scheduled' | 'published' | 'taken_down';
  progress_pct: number;
  received_bytes: number | null;
  size_bytes: number | null;
  refusal: { code: string; detail: string } | null;
  warnings: string[];
  publish_at: string | null;
  published_at: string | null;
  title: string;
  language: string;
  sponsor: string | null;
  duration_ms: number | null;
  width: number | null;
  height: number | null;
  mp4_url: string | null;
  mp4_low_url: string | null;
  poster_url: string | null;
  preview_url: string | null;
  /** The whole film, while its cut may still be moved, and the part that is kept. */
  uncut: { mp4_url: string; duration_ms: number; start_ms: number; end_ms: number } | null;
  captions: Caption[];
  tags: Tag[];
  numbers: { taps: number; sold: number; earned: Money[] };
}

export interface StudioPage extends Page {
  videos: StudioVideo[];
}
