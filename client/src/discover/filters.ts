import type { SearchSort } from '../api';
import type { Wanted } from './finder.svelte';

/** What a person has chosen above a list of products; amounts are minor units. */
export interface Chosen {
  sort: SearchSort;
  in_stock: boolean;
  free_shipping: boolean;
  on_sale: boolean;
  category: string | null;
  price_min: number | null;
  price_max: number | null;
}

export const NO_FILTERS: Chosen = { sort: 'best', in_stock: false, free_shipping: false, on_sale: false, category: null, price_min: null, price_max: null };

/** How many filters are on; an order is not one. */
export function countFilters(chosen: Chosen): number {
  const { sort: _, price_min, price_max, ...rest } = chosen;
  return Object.values(rest).filter(Boolean).length + (price_min !== null || price_max !== null ? 1 : 0);
}

export function toWanted(chosen: Chosen): Omit<Wanted, 'kind'> {
  return { ...chosen };
}
