import type { Money, Page, ProductCard, ShopName, Video } from './types';

/** A creator in a row or a list. */
export interface CreatorCard {
  id: string;
  handle: string;
  name: string;
  bio: string;
  avatar_url: string | null;
  followers: number;
  is_popular?: boolean;
}

/** A shop in a row or a list, with pictures of its newest products. */
export interface ShopCard extends ShopName {
  country: string;
  logo_url: string | null;
  followers: number;
  image_urls: string[];
}

export interface Hashtag {
  tag: string;
  videos: number;
}

export interface HashtagVideos extends Page {
  tag: string;
  count: number;
  videos: Video[];
}

export interface Category {
  slug: string;
  name: string;
  products: number;
  children: Category[];
}

export interface Department extends Category {
  image_url: string | null;
}

export type SearchKind = 'all' | 'products' | 'videos' | 'creators' | 'shops';
export type SearchSort = 'best' | 'newest' | 'price_up' | 'price_down';

export interface SearchAnswer extends Page {
  q: string;
  kind: SearchKind;
  currency: string;
  is_near: boolean;
  products: ProductCard[];
  videos: Video[];
  creators: CreatorCard[];
  shops: ShopCard[];
}

export interface Suggestion {
  kind: 'words' | 'creator' | 'shop' | 'hashtag' | 'category';
  text: string;
  path: string | null;
  image_url: string | null;
}

export interface FrontPage {
  hashtags: Hashtag[];
  categories: Department[];
  creators: CreatorCard[];
  shops: ShopCard[];
  on_sale: ProductCard[];
  newest: ProductCard[];
  videos: Video[];
}

/** Days are bare dates of the buyer's country, both included. */
export interface Delivery {
  country: string;
  name: string;
  earliest: string;
  latest: string;
  handling_days: number;
  price: Money;
  free_from: Money | null;
}

export interface Watch {
  stock: boolean;
  price: boolean;
}
