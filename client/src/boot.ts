import type { Creator, Delivery, HashtagVideos, Product, Shop, Video, VideoPage } from './api';

/** What the server has put into the page, so that the first screen needs no request. Every part may be missing. */
export interface Boot {
  language?: string;
  feed?: VideoPage;
  video?: Video;
  product?: Product;
  delivery?: Delivery;
  hashtag?: HashtagVideos;
  shop?: Shop;
  creator?: Creator;
}

function read(): Boot {
  try {
    return JSON.parse(document.getElementById('boot')?.textContent ?? '') as Boot;
  } catch {
    return {};
  }
}

export const boot: Boot = read();

/** Takes a part once: a later visit of the same page asks the server again. */
export function takeBoot<Part extends keyof Boot>(part: Part, matches: (value: NonNullable<Boot[Part]>) => boolean = () => true): Boot[Part] | undefined {
  const value = boot[part];
  if (!value || !matches(value as NonNullable<Boot[Part]>)) return undefined;
  delete boot[part];
  return value;
}
