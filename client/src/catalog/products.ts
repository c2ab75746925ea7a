import { get, type Product, type Variant } from '../api';
import { t } from '../i18n';

const KEPT_MS = 30_000;
const kept = new Map<string, { at: number; product: Promise<Product> }>();

/** A product by id or slug; asked twice within half a minute, it is fetched once. */
export function loadProduct(idOrSlug: string, options: { fresh?: boolean } = {}): Promise<Product> {
  const found = kept.get(idOrSlug);
  if (found && !options.fresh && performance.now() - found.at < KEPT_MS) return found.product;
  const product = get<Product>(`/v1/products/${encodeURIComponent(idOrSlug)}`);
  kept.set(idOrSlug, { at: performance.now(), product });
  product.catch(() => kept.delete(idOrSlug));
  return product;
}

/** The variant with exactly these options, or null. */
export function variantWith(product: Product, options: Record<string, string>): Variant | null {
  return product.variants.find((variant) => product.options.every(({ name }) => variant.options[name] === options[name])) ?? null;
}

/** The variant shown first: the wanted one, else the first that can be bought, else the first. */
export function firstVariant(product: Product, wantedId?: string | null): Variant | null {
  const wanted = product.variants.find((variant) => variant.id === wantedId && variant.available);
  return wanted ?? product.variants.find((variant) => variant.available) ?? product.variants[0] ?? null;
}

/** What sellers call the options that nearly every product has, in the viewer's words; anything else as the seller wrote it. */
export function optionName(name: string): string {
  switch (name.toLowerCase()) {
    case 'colour':
    case 'color':
      return t('catalog.option.color');
    case 'size':
    case 'talla':
      return t('catalog.option.size');
    default:
      return name;
  }
}
