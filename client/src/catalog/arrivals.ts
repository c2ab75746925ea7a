import { get, type Delivery } from '../api';

const KEPT_MS = 60_000;
const kept = new Map<string, { at: number; delivery: Promise<Delivery> }>();

/** When a product would arrive; asked twice within a minute, it is fetched once. */
export function loadDelivery(slug: string, country: string | null): Promise<Delivery> {
  const key = `${slug} ${country ?? ''}`;
  const found = kept.get(key);
  if (found && performance.now() - found.at < KEPT_MS) return found.delivery;
  const delivery = get<Delivery>(`/v1/products/${encodeURIComponent(slug)}/delivery`);
  kept.set(key, { at: performance.now(), delivery });
  delivery.catch(() => kept.delete(key));
  return delivery;
}
