import { get, problemOf, type Page, type Problem } from '../api';

/** One list of the operator's desk, page by page, asked anew when its query changes. */
export class Listed<Row> {
  rows = $state.raw<Row[] | null>(null);
  cursor = $state<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  #asked = 0;

  constructor(
    private readonly path: string,
    private readonly name: string,
  ) {}

  async load(query: Record<string, string | null> = {}, from: string | null = null): Promise<void> {
    const mine = ++this.#asked;
    this.problem = null;
    if (!from) this.rows = null;
    try {
      const page = await get<Page & Record<string, Row[]>>(this.path, { ...query, cursor: from });
      if (mine !== this.#asked) return;
      this.rows = [...(from ? (this.rows ?? []) : []), ...(page[this.name] ?? [])];
      this.cursor = page.next_cursor ?? null;
    } catch (thrown) {
      if (mine === this.#asked) this.problem = problemOf(thrown);
    }
  }
}
