import { get, problemOf, type Problem, type SearchAnswer, type SearchKind, type SearchSort } from '../api';

export interface Wanted {
  q?: string;
  kind: SearchKind;
  category?: string | null;
  shop?: string | null;
  price_min?: number | null;
  price_max?: number | null;
  in_stock?: boolean;
  on_sale?: boolean;
  free_shipping?: boolean;
  sort?: SearchSort;
}

const LISTS = ['products', 'videos', 'creators', 'shops'] as const;

/** One search, page by page; a later question makes the answer to an earlier one worthless. */
export class Finder {
  answer = $state.raw<SearchAnswer | null>(null);
  problem = $state.raw<Problem | null>(null);
  isBusy = $state(false);
  #wanted: Wanted = { kind: 'all' };
  #turn = 0;

  ask(wanted: Wanted): Promise<void> {
    this.#wanted = wanted;
    return this.#load(null);
  }

  again(): void {
    void this.#load(null);
  }

  more(): void {
    if (this.answer?.next_cursor && !this.isBusy) void this.#load(this.answer.next_cursor);
  }

  async #load(cursor: string | null): Promise<void> {
    const turn = ++this.#turn;
    const { in_stock, on_sale, free_shipping, ...rest } = this.#wanted;
    const flags = { in_stock: in_stock ? 'true' : null, on_sale: on_sale ? 'true' : null, free_shipping: free_shipping ? 'true' : null };
    this.isBusy = true;
    this.problem = null;
    try {
      const page = await get<SearchAnswer>('/v1/search', { ...rest, ...flags, cursor, limit: 24 });
      if (turn !== this.#turn) return;
      const before = this.answer;
      if (cursor && before) for (const list of LISTS) (page[list] as unknown[]).unshift(...before[list]);
      this.answer = page;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = problemOf(thrown);
    } finally {
      if (turn === this.#turn) this.isBusy = false;
    }
  }
}

/** Asks for the next page when the foot of a list comes near. */
export function near(reach: () => void): (element: HTMLElement) => () => void {
  return (element) => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && reach(), { rootMargin: '600px' });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
