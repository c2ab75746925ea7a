import type { Money } from './types';

/** A refusal of the server (RFC 9457), or `offline` when no answer came. Switch on `code`. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly fields: Record<string, unknown>;

  constructor(status: number, fields: Record<string, unknown>) {
    const code = typeof fields.code === 'string' ? fields.code : status === 0 ? 'offline' : `http_${status}`;
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.detail = String(fields.detail ?? fields.title ?? '');
    this.fields = fields;
  }

  /** The new total of `price_changed`. */
  get total(): Money | null {
    const total = this.fields.total as Money | undefined;
    return total && typeof total.minor === 'number' ? total : null;
  }
}

/** Anything thrown, as a Problem. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, { code: 'unexpected', detail: thrown instanceof Error ? thrown.message : '' });
}
