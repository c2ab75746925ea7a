import { get, problemOf, type Page, type Problem, type ProductCard } from '../api';

const WAIT_MS = 220;

/** Products that match words, page by page; typing asks once it rests. */
export class ProductSearch {
  products = $state.raw<ProductCard[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  cursor = $state<string | null>(null);
  #shop: string | null;
  #words = '';
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(shop: string | null = null) {
    this.#shop = shop;
  }

  ask(words: string): void {
    this.#words = words.trim();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(null), this.products ? WAIT_MS : 0);
  }

  more(): void {
    if (this.cursor) void this.#load(this.cursor);
  }

  async #load(cursor: string | null): Promise<void> {
    const turn = ++this.#turn;
    this.problem = null;
    try {
      const page = await get<Page & { products: ProductCard[] }>('/v1/products', { q: this.#words, shop: this.#shop, cursor, limit: 24 });
      if (turn !== this.#turn) return;
      this.products = cursor ? [...(this.products ?? []), ...page.products] : page.products;
      this.cursor = page.next_cursor;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = problemOf(thrown);
    }
  }
}
