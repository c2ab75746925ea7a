import { post, type Tag } from '../api';
import { asGuest } from '../social/guest';

/** The taps of this visit: which touch belongs to which product, so that a later Buy names the creator. */
const byProduct = new Map<string, Promise<string | null>>();

const WAIT_MS = 2500;

/** Tells the server of a tap on a tag. Never waits and never fails the tap: without a touch one can still buy. */
export function touch(tag: Tag): void {
  const sent = asGuest(() => post<{ id: string }>('/v1/touches', { tag_id: tag.id }))
    .then((answer) => answer.id)
    .catch(() => null);
  byProduct.set(tag.product_id, sent);
}

/** The id of the last touch on a product; waits shortly for one that is still on its way. */
export async function touchOf(productId: string): Promise<string | null> {
  const sent = byProduct.get(productId);
  if (!sent) return null;
  const late = new Promise<null>((done) => setTimeout(() => done(null), WAIT_MS));
  return Promise.race([sent, late]);
}

/** The touches that a share link made, as if tapped here. */
export function knowTouches(touches: { id: string; product_id: string }[]): void {
  for (const made of touches) byProduct.set(made.product_id, Promise.resolve(made.id));
}
