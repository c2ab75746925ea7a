// An invented little world for working on the client without a server: pictures are drawn here, nothing is stored.
const GOODS = [
  ['talavera-mug', 'Talavera mug', 'Taza de talavera', 2490, '#2f5fd0', 'mug'],
  ['alebrije-fox', 'Alebrije fox', 'Zorro alebrije', 5900, '#e4007c', 'fox'],
  ['night-lamp', 'Papel picado night lamp', 'Lámpara de papel picado', 3850, '#ff9f0a', 'lamp'],
  ['palm-basket', 'Woven palm basket', 'Canasta de palma tejida', 4200, '#00a878', 'basket'],
  ['agave-candle', 'Agave candle', 'Vela de agave', 1800, '#7a5cff', 'candle'],
  ['huarache', 'Everyday huaraches', 'Huaraches de diario', 6400, '#a2542b', 'shoe'],
  ['chili-crunch', 'Crunchy chili oil', 'Salsa macha crujiente', 1250, '#d92d20', 'jar'],
  ['market-tote', 'Market tote', 'Bolsa de mercado', 2200, '#0d8ca8', 'bag'],
  ['cold-brew', 'Café de olla cold brew', 'Cold brew de café de olla', 1600, '#5a3a22', 'jar'],
  ['rebozo', 'Cotton rebozo', 'Rebozo de algodón', 7800, '#c2185b', 'cloth'],
  ['hot-cocoa', 'Stone-ground cocoa', 'Cacao molido en piedra', 1450, '#6d3b1f', 'jar'],
  ['planter', 'Clay planter', 'Maceta de barro', 2950, '#c8623a', 'mug'],
];

const SHOPS = [
  { id: 'b0000000-0000-4000-8000-000000000001', slug: 'demo', name: 'Barro y Sol', country: 'MX', description: 'Clay, glass and light from Puebla.' },
  { id: 'b0000000-0000-4000-8000-000000000002', slug: 'noche', name: 'Mercado Noche', country: 'US', description: 'Things that are better after dark.' },
];
const CREATORS = [
  { id: 'c0000000-0000-4000-8000-000000000001', handle: 'creator', name: 'Lucía Ferrer', bio: 'Small homes, big colours.', followers: 12840 },
  { id: 'c0000000-0000-4000-8000-000000000002', handle: 'teo.makes', name: 'Teo Arriaga', bio: 'I try it so that you do not have to.', followers: 903 },
];

const uuid = (kind, n) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const money = (minor) => ({ minor, currency: 'USD' });

export const products = GOODS.map(([slug, en, es, price, colour], index) => {
  const shop = SHOPS[index % 2];
  const sizes = index % 3 === 0 ? ['S', 'M', 'L'] : null;
  const colours = index === 0 ? ['Cobalt', 'Rose', 'Jade'] : null;
  const options = [...(colours ? [{ name: 'Colour', values: colours }] : []), ...(sizes && !colours ? [{ name: 'Size', values: sizes }] : [])];
  const values = options[0]?.values ?? [''];
  const soldOut = index === 4;
  return {
    id: uuid('d', index + 1),
    slug,
    title: en,
    title_es: es,
    colour,
    brand: shop.name,
    shop,
    description: 'Made by hand in small batches, so no two are quite alike. Fits a normal shelf, survives a normal week.',
    images: [0, 1, 2].map((n) => ({ url: `/media/mock/${slug}-${n}.svg`, width: 800, height: 800 })),
    options,
    variants: values.map((value, n) => ({
      id: uuid('e', index * 10 + n + 1),
      title: value || 'Default',
      sku: `${slug.toUpperCase()}-${n + 1}`,
      options: options[0] ? { [options[0].name]: value } : {},
      price: money(price + n * 200),
      compare_at: index === 1 ? money(price + 1500) : null,
      available: !soldOut && !(index === 3 && n === 1),
      left: index === 0 && n === 0 ? 3 : null,
    })),
    return_days: 30,
  };
});

const tagOf = (product, n, start, end) => ({
  id: uuid('f', n),
  product_id: product.id,
  product_slug: product.slug,
  variant_id: product.variants.find((variant) => variant.available)?.id ?? null,
  title: product.title,
  image_url: product.images[0].url,
  price: product.variants[0].price,
  available: product.variants.some((variant) => variant.available),
  start_ms: start,
  end_ms: end,
  paid_link: n % 4 !== 3,
});

const TITLES = [
  ['en', 'The mug that survived my whole move'],
  ['es', 'Tres cosas que cambiaron mi cocina sin gastar de más'],
  ['en', 'Rating night-market finds from worst to best'],
  ['es', 'Lo que compro cuando quiero regalar algo bonito'],
  ['en', 'My desk at 1 a.m., an honest tour'],
  ['es', 'Zapatos que aguantan el domingo entero'],
];
export const videos = TITLES.map(([language, title], index) => ({
  id: uuid('a', index + 1),
  creator: { ...CREATORS[index % 2], avatar_url: null },
  title,
  language,
  duration_ms: 8000,
  width: 540,
  height: 960,
  hls_url: null,
  mp4_url: `/media/mock/clip-${index % 3}.mp4`,
  mp4_mid_url: `/media/mock/clip-${index % 3}.mp4`,
  mp4_low_url: `/media/mock/clip-${index % 3}.mp4`,
  preview_url: null,
  poster_url: `/media/mock/poster-${index}.svg`,
  tags:
    index === 1
      ? [0, 2, 3].map((n) => tagOf(products[n], 20 + n, null, null))
      : index === 2
        ? [tagOf(products[4], 30, null, null), tagOf(products[1], 31, 1500, 6000)]
        : [tagOf(products[index % products.length], 10 + index, index === 0 ? 400 : null, index === 0 ? 7600 : null)],
}));
export const shops = SHOPS;
export const creators = CREATORS;

const SHAPES = {
  mug: '<rect x="270" y="300" width="230" height="250" rx="36" fill="VAR"/><path d="M500 350h40a60 60 0 0 1 0 130h-40" fill="none" stroke="VAR" stroke-width="34"/><path d="M270 380h230M270 470h230" stroke="#fff" stroke-width="14" stroke-dasharray="26 20" opacity=".8"/>',
  fox: '<path d="M260 300l90 60h110l90-60-20 170-125 120-125-120z" fill="VAR"/><circle cx="355" cy="430" r="16" fill="#fff"/><circle cx="455" cy="430" r="16" fill="#fff"/><circle cx="405" cy="520" r="20" fill="#17141c"/>',
  lamp: '<path d="M300 300h210l50 180H250z" fill="VAR"/><rect x="390" y="480" width="30" height="110" fill="#17141c"/><rect x="320" y="580" width="170" height="24" rx="12" fill="#17141c"/><circle cx="350" cy="400" r="16" fill="#fff" opacity=".8"/><circle cx="405" cy="370" r="16" fill="#fff" opacity=".8"/><circle cx="460" cy="400" r="16" fill="#fff" opacity=".8"/>',
  basket: '<path d="M250 390h310l-40 200H290z" fill="VAR"/><path d="M300 390a105 120 0 0 1 210 0" fill="none" stroke="VAR" stroke-width="26"/><path d="M262 450h286M274 510h262" stroke="#fff" stroke-width="12" stroke-dasharray="18 14" opacity=".7"/>',
  candle: '<rect x="310" y="360" width="190" height="230" rx="20" fill="VAR"/><path d="M405 260c40 44 34 84 0 96-34-12-40-52 0-96z" fill="#ffb340"/>',
  shoe: '<path d="M230 520c20-90 70-110 130-170l60 60c40 40 110 40 150 110z" fill="VAR"/><rect x="226" y="520" width="350" height="46" rx="22" fill="#17141c"/>',
  jar: '<rect x="310" y="340" width="190" height="250" rx="40" fill="VAR"/><rect x="320" y="280" width="170" height="54" rx="16" fill="#17141c"/><rect x="330" y="420" width="150" height="90" rx="12" fill="#fffbf5" opacity=".9"/>',
  bag: '<rect x="280" y="370" width="250" height="230" rx="22" fill="VAR"/><path d="M330 380c0-110 150-110 150 0" fill="none" stroke="VAR" stroke-width="24"/>',
  cloth: '<path d="M290 280h230v280l-38 40-38-40-39 40-39-40-38 40-38-40z" fill="VAR"/><path d="M290 350h230M290 430h230M290 510h230" stroke="#fff" stroke-width="14" opacity=".6"/>',
};

export function picture(slug, n) {
  const good = GOODS.find(([name]) => name === slug) ?? GOODS[0];
  const sets = ['#fde7c3', '#dff1ea', '#f6dbe9'];
  const shape = SHAPES[good[5]].replaceAll('VAR', good[4]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800"><rect width="800" height="800" fill="${sets[n % 3]}"/><circle cx="405" cy="420" r="270" fill="#fff" opacity=".55"/><ellipse cx="405" cy="612" rx="190" ry="22" fill="#17141c" opacity=".14"/><g transform="rotate(${n * 7 - 4} 405 430)">${shape}</g></svg>`;
}

export function poster(index) {
  const a = GOODS[(index * 3) % GOODS.length];
  const colours = [['#2b1055', '#e4007c'], ['#003b46', '#00a878'], ['#3a1c00', '#ff9f0a']][index % 3];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 540 960" width="540" height="960"><defs><linearGradient id="g" x2="0.4" y2="1"><stop stop-color="${colours[0]}"/><stop offset="1" stop-color="${colours[1]}"/></linearGradient></defs><rect width="540" height="960" fill="url(#g)"/><g transform="translate(-135 40)">${SHAPES[a[5]].replaceAll('VAR', '#fffbf5')}</g></svg>`;
}
