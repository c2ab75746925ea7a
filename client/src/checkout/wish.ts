import type { Money } from '../api';

/** What a person is about to buy: one variant, how many, and how it is shown. */
export interface Wish {
  variant_id: string;
  product_id: string;
  title: string;
  variant_title: string;
  image_url: string | null;
  price: Money;
  quantity: number;
  /** The most that may be chosen: what is left when that is little. */
  most: number;
}
