// Carts, orders, wallets of the mock: enough of the rules for every screen to be seen, no more.
import { randomUUID } from 'node:crypto';
import { money } from './world.js';

const HOUR_MS = 3_600_000;
const instant = (offsetMs = 0) => new Date(Date.now() + offsetMs).toISOString();

const ACCOUNTS = {
  'shopper@demo.test': { name: 'Ana Robles', creator: null, shops: [] },
  'creator@demo.test': { name: 'Lucía Ferrer', creator: { id: 'c1', handle: 'creator' }, shops: [] },
  'seller@demo.test': { name: 'Inés Duarte', creator: null, shops: [{ id: 'b0000000-0000-4000-8000-000000000001', slug: 'demo', name: 'Barro y Sol', role: 'owner' }] },
};

export function createShop({ products, shops }) {
  const orders = new Map();
  const carts = new Map();
  const replies = new Map();
  const sessions = new Map();
  // Set at the start of each answer from the caller's cookie; every answer is made without waiting.
  let account = null;

  const variantOf = (id) => {
    for (const product of products) for (const variant of product.variants) if (variant.id === id) return { product, variant };
    return null;
  };
  const lineOf = ({ variant_id, quantity }) => {
    const { product, variant } = variantOf(variant_id);
    return {
      variant_id,
      product_id: product.id,
      title: product.title,
      variant_title: product.variants.length > 1 ? variant.title : '',
      image_url: product.images[0].url,
      quantity,
      unit: variant.price,
      total: money(variant.price.minor * quantity),
    };
  };

  function quoteOf(lines, address) {
    const byShop = new Map();
    for (const line of lines) {
      const { shop } = variantOf(line.variant_id).product;
      byShop.set(shop.id, { shop, lines: [...(byShop.get(shop.id)?.lines ?? []), lineOf(line)] });
    }
    const parts = [...byShop.values()].map(({ shop, lines: own }) => {
      const subtotal = own.reduce((sum, line) => sum + line.total.minor, 0);
      const shipping = subtotal > 5000 ? 0 : 499;
      const tax = Math.round(subtotal * (address?.country === 'MX' ? 0.16 : 0.0825));
      return { shop: { id: shop.id, slug: shop.slug, name: shop.name }, lines: own, subtotal: money(subtotal), shipping: money(shipping), tax: money(tax) };
    });
    const sum = (name) => parts.reduce((total, part) => total + part[name].minor, 0);
    return {
      currency: 'USD',
      orders: parts,
      subtotal: money(sum('subtotal')),
      shipping: money(sum('shipping')),
      tax: money(sum('tax')),
      total: money(sum('subtotal') + sum('shipping') + sum('tax')),
      is_tax_estimate: true,
    };
  }

  function place(part, { address, payment }) {
    const id = randomUUID();
    const order = {
      id,
      number: `V-${1000 + orders.size + 1}`,
      status: 'on_hold',
      placed_at: instant(),
      shop: part.shop,
      subtotal: part.subtotal,
      shipping: part.shipping,
      tax: part.tax,
      total: money(part.subtotal.minor + part.shipping.minor + part.tax.minor),
      refunded: money(0),
      lines: part.lines.map((line) => ({ ...line, id: randomUUID(), refunded_quantity: 0 })),
      address,
      payment: { method: payment.method, status: 'authorised', last4: payment.method === 'sandbox_card' ? '4242' : null },
      hold_until: instant(HOUR_MS),
      cancellable: true,
      shipped_at: null,
      delivered_at: null,
      tracking: null,
      order_token: account ? null : randomUUID(),
    };
    if (payment.method === 'sandbox_voucher') Object.assign(order, { status: 'awaiting_payment', voucher: { reference: '9300 1482 7761 0052', expires_at: instant(24 * HOUR_MS) } });
    if (payment.token === 'tok_3ds') Object.assign(order, { status: 'requires_action', action_url: `/sandbox/${id}`, cancellable: false });
    if (payment.token === 'tok_timeout') {
      Object.assign(order, { status: 'payment_pending', cancellable: false });
      setTimeout(() => Object.assign(order, { status: 'on_hold', cancellable: true }), 4000);
    }
    orders.set(id, order);
    return order;
  }

  const cartView = (cart) => ({
    id: cart.id,
    lines: cart.lines.map((line) => ({ ...lineOf(line), available: variantOf(line.variant_id).variant.available, touch_id: line.touch_id ?? null })),
    address: cart.address,
    shipping: [],
    quote: cart.lines.length ? quoteOf(cart.lines, cart.address) : null,
  });

  function buy(body) {
    if (body.payment.token === 'tok_declined') return [402, { code: 'card_declined', title: 'Card declined', detail: 'The bank refused the card.' }];
    const { variant } = variantOf(body.variant_id);
    if (!variant.available) return [409, { code: 'sold_out', title: 'Sold out', detail: '' }];
    const quote = quoteOf([body], body.address);
    if (body.expected_total && body.expected_total.minor !== quote.total.minor) return [409, { code: 'price_changed', title: 'Price changed', detail: '', total: quote.total }];
    return [201, place(quote.orders[0], body)];
  }

  function orderAct(order, verb, body) {
    if (verb === 'cancel') Object.assign(order, { status: 'cancelled', cancellable: false, hold_until: null, refunded: order.total });
    if (verb === 'ship') Object.assign(order, { status: 'shipped', shipped_at: instant(), tracking: [body.carrier, body.tracking].filter(Boolean).join(' ') || null, cancellable: false });
    if (verb === 'deliver') Object.assign(order, { status: 'delivered', delivered_at: instant() });
    if (verb === 'refund') {
      for (const line of order.lines) line.refunded_quantity += body.lines?.find(({ id }) => id === line.id)?.quantity ?? (body.lines ? 0 : line.quantity);
      const all = order.lines.every((line) => line.refunded_quantity >= line.quantity);
      order.refunded = all ? order.total : money(order.lines.reduce((sum, line) => sum + line.unit.minor * line.refunded_quantity, 0));
      order.status = all ? 'refunded' : 'partly_refunded';
    }
    return order;
  }

  function seed() {
    const states = ['to_ship', 'to_ship', 'shipped', 'on_hold', 'delivered', 'to_ship'];
    const address = { name: 'Marta Quiroga', line1: '418 Cedar St', city: 'Austin', region: 'TX', postal_code: '78704', country: 'US' };
    states.forEach((status, index) => {
      const product = products[(index * 2) % products.length];
      const variant = product.variants.find((one) => one.available) ?? product.variants[0];
      const order = place(quoteOf([{ variant_id: variant.id, quantity: (index % 2) + 1 }], address).orders[0], { address, payment: { method: 'sandbox_card', token: 'tok_ok' } });
      Object.assign(order, { status, placed_at: instant(-index * 5 * HOUR_MS - HOUR_MS * 2), hold_until: null, cancellable: false, shop: { id: shops[0].id, slug: 'demo', name: shops[0].name }, order_token: null });
      if (status === 'on_hold') Object.assign(order, { address: null, hold_until: instant(HOUR_MS / 2) });
    });
  }
  seed();

  const walletLines = () =>
    ['pending', 'earned', 'payable', 'held', 'pending', 'paid', 'void'].map((state, index) => ({
      commission_id: `k${index}`,
      order_id: [...orders.keys()][0],
      amount: money([374, 885, 577, 630, 187, 1180, 270][index]),
      state,
      payable_on: ['paid', 'void'].includes(state) ? null : instant((index + 9) * 24 * HOUR_MS).slice(0, 10),
      product_title: products[index].title,
      at: instant(-index * 31 * HOUR_MS),
    }));

  const why = () => ({
    commission_id: 'k0',
    order_id: [...orders.keys()][0],
    state: 'pending',
    amount: money(374),
    base: money(2490),
    rate_bps: 1500,
    rate_source: 'touch',
    arithmetic: '24.90 × 15 % = 3.74',
    winner: { touch_id: 't2', creator: { id: 'c1', handle: 'creator' }, at: instant(-2 * HOUR_MS), surface: 'video', video_id: null },
    losers: [{ touch_id: 't1', creator: { id: 'c2', handle: 'teo.makes' }, at: instant(-30 * HOUR_MS), reason: 'later_touch' }],
    payable_on: instant(31 * 24 * HOUR_MS).slice(0, 10),
    states: [{ state: 'pending', at: instant(-2 * HOUR_MS), source: 'order_paid' }],
    may_change: ['refund', 'cancellation', 'chargeback'],
    text: 'Someone tapped the mug in your video and bought it within the hour. You earn 15 % of what they paid for it.',
  });

  const me = () => ({
    account: account && { id: account.email, email: account.email, language: account.language, country: account.country, email_verified: account.name !== 'New', roles: [], ...account },
  });

  function people(method, path, body) {
    if (path === '/v1/me') {
      if (method === 'PATCH' && account) Object.assign(account, body);
      return me();
    }
    if (path === '/v1/accounts') {
      ACCOUNTS[body.email] = { name: body.name, creator: null, shops: [], language: body.language, country: body.country };
      return [201, { id: body.email }];
    }
    if (path === '/v1/sessions') {
      const found = ACCOUNTS[body.email];
      if (!found) return [401, { code: 'login_wrong', title: 'Wrong e-mail or password', detail: '' }];
      const token = randomUUID();
      sessions.set(token, { language: 'en', country: 'US', ...found, email: body.email });
      return [200, { token }, { 'Set-Cookie': `vitrina_session=${token}; Path=/; HttpOnly; SameSite=Lax` }];
    }
    if (path === '/v1/sessions/current') {
      return [204, null, { 'Set-Cookie': 'vitrina_session=; Path=/; Max-Age=0' }];
    }
    if (path === '/v1/creators') {
      account.creator = { id: 'c9', handle: body.handle };
      return [201, { ...account.creator, name: account.name }];
    }
    if (/\/follow$|password_resets|email_verifications/.test(path)) return [204, null];
    return undefined;
  }

  function cart(method, path, body) {
    if (path === '/v1/carts' && method === 'POST') {
      const made = { id: randomUUID(), lines: body.lines ?? [], address: null };
      carts.set(made.id, made);
      return [201, cartView(made)];
    }
    const match = /^\/v1\/carts\/([^/]+)(?:\/(\w+))?$/.exec(path);
    const found = match && carts.get(match[1]);
    if (!match) return undefined;
    if (!found) return 404;
    if (match[2] === 'lines') found.lines = body.lines;
    if (match[2] === 'address') found.address = body;
    if (match[2] === 'pay') {
      if (body.payment.token === 'tok_declined') return [402, { code: 'card_declined', title: 'Card declined', detail: '' }];
      const placed = quoteOf(found.lines, found.address).orders.map((part) => place(part, { address: found.address, payment: body.payment }));
      carts.delete(found.id);
      return [201, { payment_id: randomUUID(), status: placed[0].status, total: placed[0].total, orders: placed, order_token: account ? null : 'mock' }];
    }
    return cartView(found);
  }

  function trade(method, url, body) {
    const path = url.pathname;
    if (path === '/v1/touches') return [201, { id: randomUUID() }];
    if (path === '/v1/quotes') return quoteOf(body.lines, body.address);
    if (path === '/v1/checkout/buy') return buy(body);
    if (path === '/v1/orders') return { orders: [...orders.values()].slice(0, 4), next_cursor: null };
    if (/^\/v1\/shops\/[^/]+\/orders$/.test(path)) {
      const state = url.searchParams.get('state');
      return { orders: [...orders.values()].filter((order) => order.shop.slug === 'demo' && (!state || order.status === state)), next_cursor: null };
    }
    if (/^\/v1\/shops\/[^/]+\/wallet$/.test(path)) {
      return { balances: [{ currency: 'USD', pending: 18250, payable: 9120, paid: 40100 }], lines: walletLines().map((line) => ({ ...line, amount: money(line.amount.minor * 7) })) };
    }
    if (path === '/v1/wallet') return { balances: [{ currency: 'USD', pending: 2076, payable: 577, paid: 1180 }], lines: account?.creator ? walletLines() : [] };
    if (/\/why$/.test(path)) return why();
    if (/\/tags$|\/showcase$/.test(path)) {
      const product = products.find(({ id }) => id === body.product_id);
      return [201, { id: randomUUID(), product_id: product.id, product_slug: product.slug, variant_id: product.variants[0].id, title: product.title, image_url: product.images[0].url, price: product.variants[0].price, available: true, start_ms: body.start_ms ?? null, end_ms: body.end_ms ?? null, paid_link: true }];
    }
    if (/\/tags\/|\/showcase\//.test(path)) return [204, null];
    const order = /^\/v1\/orders\/([^/]+)(?:\/(\w+))?$/.exec(path);
    if (order && orders.has(order[1])) return order[2] ? orderAct(orders.get(order[1]), order[2], body) : orders.get(order[1]);
    return undefined;
  }

  return {
    answer(method, url, body, headers) {
      account = sessions.get(/vitrina_session=([\w-]+)/.exec(headers.cookie ?? '')?.[1]) ?? null;
      const key = method === 'GET' || !headers['idempotency-key'] ? null : `${url.pathname}/${headers['idempotency-key']}`;
      if (key && replies.has(key)) return replies.get(key);
      const result = people(method, url.pathname, body) ?? cart(method, url.pathname, body) ?? trade(method, url, body);
      if (key) replies.set(key, result);
      return result;
    },
    /** The bank's page of the mock: opening it settles the payment. */
    settle(id) {
      Object.assign(orders.get(id) ?? {}, { status: 'on_hold', cancellable: true });
      return 'Paid. You can close this page.';
    },
  };
}
