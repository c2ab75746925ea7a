import { touchOf } from '../affiliate/touches';
import { get, post, Problem, put, type Address, type Cart, type Money } from '../api';
import type { Wish } from '../checkout/wish';

const SLOT = 'vitrina.cart';

function rememberedId(): string | null {
  try {
    return localStorage.getItem(SLOT);
  } catch {
    return null;
  }
}

function rememberId(id: string | null): void {
  try {
    if (id) localStorage.setItem(SLOT, id);
    else localStorage.removeItem(SLOT);
  } catch {
    // The bag then lives as long as the page.
  }
}

const box = $state<{ cart: Cart | null; isKnown: boolean }>({ cart: null, isKnown: false });

function take(cart: Cart | null): Cart | null {
  box.cart = cart;
  box.isKnown = true;
  rememberId(cart?.id ?? null);
  return cart;
}

type Line = { variant_id: string; quantity: number; touch_id?: string | null };

const linesOf = (cart: Cart): Line[] =>
  cart.lines.map(({ variant_id, quantity, touch_id }) => ({ variant_id, quantity, ...(touch_id ? { touch_id } : {}) }));

/** The server's cart; this device only remembers which one it is. */
export const bag = {
  get cart(): Cart | null {
    return box.cart;
  },
  get isKnown(): boolean {
    return box.isKnown;
  },
  get count(): number {
    return box.cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
  },
  async load(): Promise<void> {
    const id = box.cart?.id ?? rememberedId();
    if (!id) {
      take(null);
      return;
    }
    try {
      const cart = await get<Cart>(`/v1/carts/${id}`);
      take(cart.state === 'paid' ? null : cart);
    } catch (thrown) {
      if (!(thrown instanceof Problem) || ![401, 403, 404, 410].includes(thrown.status)) throw thrown;
      take(null);
    }
  },
  async setLines(lines: Line[]): Promise<void> {
    if (!box.cart) take(await post<Cart>('/v1/carts', { lines }));
    else take(await put<Cart>(`/v1/carts/${box.cart.id}/lines`, { lines }));
  },
  async setQuantity(variantId: string, quantity: number): Promise<void> {
    if (!box.cart) return;
    const lines = linesOf(box.cart).map((line) => (line.variant_id === variantId ? { ...line, quantity } : line));
    await bag.setLines(lines.filter((line) => line.quantity > 0));
  },
  async setAddress(address: Address): Promise<void> {
    if (box.cart) take(await put<Cart>(`/v1/carts/${box.cart.id}/address`, address));
  },
  async setShipping(shopId: string, rateId: string): Promise<void> {
    if (!box.cart) return;
    const choices = box.cart.shipping.map((shop) => ({ shop_id: shop.shop_id, rate_id: shop.shop_id === shopId ? rateId : shop.rate_id }));
    take(await put<Cart>(`/v1/carts/${box.cart.id}/shipping`, { choices }));
  },
  /** The shopper agrees to what the lines cost now. */
  async acceptPrices(): Promise<void> {
    if (box.cart) take(await post<Cart>(`/v1/carts/${box.cart.id}/accept`));
  },
  get total(): Money | null {
    return box.cart?.quote?.total ?? null;
  },
  /** The cart is paid: the next thing goes into a new one. */
  forget(): void {
    take(null);
  },
};

/** Puts a wish into the bag with the touch that led to it; the same variant is added up. */
export async function addToBag(wish: Wish): Promise<void> {
  if (!box.isKnown) await bag.load();
  const touchId = await touchOf(wish.product_id);
  const lines = box.cart ? linesOf(box.cart) : [];
  const same = lines.find((line) => line.variant_id === wish.variant_id);
  if (same) same.quantity += wish.quantity;
  else lines.push({ variant_id: wish.variant_id, quantity: wish.quantity });
  const target = same ?? lines[lines.length - 1];
  if (target && touchId) target.touch_id = touchId;
  await bag.setLines(lines);
}
