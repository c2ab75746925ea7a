// A dev-server plugin that answers the HTTP contract from memory. Never part of the build.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createShop } from './trade.js';
import { creators, picture, poster, products, shops, videos } from './world.js';

// Clips named clip-0.mp4 … clip-2.mp4, made by anyone and kept outside of the tree; without them posters are shown.
const MEDIA = process.env.VITRINA_MOCK_MEDIA ?? join(tmpdir(), 'vitrina-mock');
const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const card = ({ id, slug, title, shop, images, variants }) => ({
  id,
  slug,
  title,
  shop: { id: shop.id, slug: shop.slug, name: shop.name },
  image_url: images[0].url,
  variants: variants.map(({ id: variant, title: name, price, available }) => ({ id: variant, title: name, price, available })),
});

function sendMedia(request, response, name) {
  const drawn = /^(.+)-(\d+)\.svg$/.exec(name);
  if (drawn) {
    response.setHeader('Content-Type', 'image/svg+xml');
    response.end(drawn[1] === 'poster' ? poster(Number(drawn[2])) : picture(drawn[1], Number(drawn[2])));
    return;
  }
  const path = join(MEDIA, name.replaceAll('..', ''));
  if (!existsSync(path)) {
    response.statusCode = 404;
    response.end();
    return;
  }
  const size = statSync(path).size;
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Number(range[2]) : size - 1;
  response.statusCode = range ? 206 : 200;
  response.setHeader('Content-Type', 'video/mp4');
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Length', end - start + 1);
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end}/${size}`);
  createReadStream(path, { start, end }).pipe(response);
}

function readBody(request) {
  return new Promise((done) => {
    let text = '';
    request.on('data', (part) => (text += part));
    request.on('end', () => done(text ? JSON.parse(text) : {}));
  });
}

function watch(path, query) {
  if (path === '/v1/feed') return { videos: query.get('cursor') ? videos.slice(3) : videos.slice(0, 3), next_cursor: query.get('cursor') ? null : 'more' };
  const one = /^\/v1\/videos\/([^/]+)$/.exec(path);
  if (one) return videos.find((video) => video.id === one[1]) ?? 404;
  const creator = /^\/v1\/creators\/([^/]+)(\/videos|\/showcase)?$/.exec(path);
  if (creator) {
    const found = creators.find(({ handle }) => handle === creator[1]);
    if (!found) return 404;
    const own = videos.filter((video) => video.creator.handle === found.handle);
    if (creator[2] === '/videos') return { videos: own, next_cursor: null };
    if (creator[2] === '/showcase') return { links: own.flatMap((video) => video.tags), next_cursor: null };
    return { ...found, avatar_url: null, is_followed: false };
  }
  if (path === '/v1/products') {
    const words = (query.get('q') ?? '').toLowerCase();
    const shop = query.get('shop');
    const found = products.filter((product) => product.title.toLowerCase().includes(words) && (!shop || product.shop.slug === shop));
    return { products: found.map(card), next_cursor: null };
  }
  const product = /^\/v1\/products\/([^/]+)$/.exec(path);
  if (product) return products.find(({ id, slug }) => id === product[1] || slug === product[1]) ?? 404;
  const shop = /^\/v1\/shops\/([^/]+)(\/programme)?$/.exec(path);
  if (shop) {
    const found = shops.find(({ slug }) => slug === shop[1]);
    if (!found) return 404;
    if (shop[2]) return { rate_bps: 1500, window_days: 30, halo_bps: 5000, is_open: true, since: '2026-01-01T00:00:00Z' };
    return { ...found, logo_url: null, products: products.filter((one) => one.shop.slug === found.slug).length };
  }
  return undefined;
}

export function mockServer() {
  const trade = createShop({ videos, products, shops });
  async function answer(request, response, next) {
    const url = new URL(request.url, 'http://mock');
    if (url.pathname.startsWith('/media/mock/')) return sendMedia(request, response, url.pathname.slice('/media/mock/'.length));
    if (url.pathname.startsWith('/sandbox/')) return response.end(trade.settle(url.pathname.split('/').pop()));
    if (!url.pathname.startsWith('/v1/')) return next();
    const found = request.method === 'GET' ? watch(url.pathname, url.searchParams) : undefined;
    const body = found === undefined ? await readBody(request) : null;
    const result = found ?? trade.answer(request.method, url, body, request.headers);
    const [status, value, headers] = result === 404 || result === undefined ? [404, { code: 'not_found', title: 'Not found', detail: '' }] : Array.isArray(result) ? result : [200, result];
    response.statusCode = status;
    for (const [name, text] of Object.entries(headers ?? {})) response.setHeader(name, text);
    response.setHeader('Content-Type', status >= 400 ? 'application/problem+json' : 'application/json');
    response.end(value === null ? undefined : JSON.stringify(value));
  }
  return {
    name: 'vitrina-mock',
    configureServer: (server) => void server.middlewares.use(answer),
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        response.setHeader('Content-Security-Policy', CSP);
        void answer(request, response, next);
      });
    },
  };
}
