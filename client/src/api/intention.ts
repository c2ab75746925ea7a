/**
 * One Idempotency-Key per thing that a person means to do. The key is remembered with the body until the server has
 * given a final answer, so a retry (by us, by the person, or after a reload) can never act twice.
 */
const KEPT_MS = 30 * 60_000;

interface Kept {
  key: string;
  body: string;
  at: number;
}

const memory = new Map<string, string>();

function read(name: string): Kept | null {
  try {
    const text = sessionStorage.getItem(name) ?? memory.get(name);
    return text ? (JSON.parse(text) as Kept) : null;
  } catch {
    return null;
  }
}

function write(name: string, kept: Kept | null): void {
  memory.delete(name);
  if (kept) memory.set(name, JSON.stringify(kept));
  try {
    if (kept) sessionStorage.setItem(name, JSON.stringify(kept));
    else sessionStorage.removeItem(name);
  } catch {
    // Storage may be refused (private mode): the memory copy still covers retries on this page.
  }
}

export function newKey(): string {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export const intention = {
  /** The key for `name` with this body: the remembered one while the same wish is unsettled, else a new one. */
  key(name: string, body: unknown): string {
    const slot = `vitrina.intention.${name}`;
    const text = JSON.stringify(body);
    const kept = read(slot);
    if (kept && kept.body === text && Date.now() - kept.at < KEPT_MS) return kept.key;
    const key = newKey();
    write(slot, { key, body: text, at: Date.now() });
    return key;
  },
  /** The server has answered for good; the next wish is a new one. */
  settle(name: string): void {
    write(`vitrina.intention.${name}`, null);
  },
};
