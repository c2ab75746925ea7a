// Draws the app's icons: an awning over a play mark, a shop window that shows video. Run `npm run icons` after a change.
import { mkdirSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const OUT = new URL('../public/icons/', import.meta.url);
const INK = [23, 20, 28];
const PAPER = [255, 251, 245];
const ACCENT = [255, 159, 10];
const PINK = [228, 0, 124];
const STRIPES = [ACCENT, PAPER, PINK, PAPER, ACCENT];
const AWNING = { left: 84, right: 428, top: 108, drop: 208, radius: 34.4 };
const PLAY = [[204, 282], [204, 418], [322, 350]];
const SAMPLES = 4;

const hex = (rgb) => '#' + rgb.map((c) => c.toString(16).padStart(2, '0')).join('');

function svg() {
  const width = (AWNING.right - AWNING.left) / STRIPES.length;
  const stripes = STRIPES.map((colour, i) => {
    const x = AWNING.left + i * width;
    return `<path fill="${hex(colour)}" d="M${x} ${AWNING.top}h${width}v${AWNING.drop - AWNING.top}a${width / 2} ${width / 2} 0 0 1-${width} 0z"/>`;
  }).join('');
  const play = PLAY.map((point) => point.join(' ')).join('L');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" rx="112" fill="${hex(INK)}"/>${stripes}<path fill="${hex(PAPER)}" stroke="${hex(PAPER)}" stroke-width="28" stroke-linejoin="round" d="M${play}z"/></svg>\n`;
}

function distanceToPlay(x, y) {
  let inside = true;
  let nearest = Infinity;
  PLAY.forEach(([ax, ay], i) => {
    const [bx, by] = PLAY[(i + 1) % 3];
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (cross > 0) inside = false;
    const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
    nearest = Math.min(nearest, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  });
  return inside ? 0 : nearest;
}

/** The colour at a point of the 512-unit square; null outside of the rounded corner. */
function colourAt(x, y, corner) {
  const edgeX = Math.max(corner - x, x - (512 - corner), 0);
  const edgeY = Math.max(corner - y, y - (512 - corner), 0);
  if (Math.hypot(edgeX, edgeY) > corner && corner > 0) return null;
  const width = (AWNING.right - AWNING.left) / STRIPES.length;
  const index = Math.floor((x - AWNING.left) / width);
  if (index >= 0 && index < STRIPES.length && y >= AWNING.top) {
    const centre = AWNING.left + (index + 0.5) * width;
    if (y <= AWNING.drop || Math.hypot(x - centre, y - AWNING.drop) <= width / 2) return STRIPES[index];
  }
  return distanceToPlay(x, y) <= 14 ? PAPER : INK;
}

function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (0xedb88320 & -(value & 1));
  }
  return ~value >>> 0;
}

function chunk(name, body) {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(name, 4, 'ascii');
  body.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, body.length + 8)), body.length + 8);
  return out;
}

function png(size, { corner, scale }) {
  const rows = Buffer.alloc((size * 4 + 1) * size);
  for (let py = 0; py < size; py++) {
    for (let px = 0; px < size; px++) {
      const sum = [0, 0, 0, 0];
      for (let s = 0; s < SAMPLES * SAMPLES; s++) {
        const ux = ((px + ((s % SAMPLES) + 0.5) / SAMPLES) / size) * 512;
        const uy = ((py + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES) / size) * 512;
        const colour = colourAt((ux - 256) / scale + 256, (uy - 256) / scale + 256, corner);
        if (colour) [0, 1, 2].forEach((i) => (sum[i] += colour[i])), (sum[3] += 1);
      }
      const at = py * (size * 4 + 1) + 1 + px * 4;
      for (let i = 0; i < 3; i++) rows[at + i] = sum[3] ? Math.round(sum[i] / sum[3]) : 0;
      rows[at + 3] = Math.round((sum[3] / (SAMPLES * SAMPLES)) * 255);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

mkdirSync(OUT, { recursive: true });
writeFileSync(new URL('vitrina.svg', OUT), svg());
writeFileSync(new URL('vitrina-180.png', OUT), png(180, { corner: 0, scale: 1 }));
writeFileSync(new URL('vitrina-192.png', OUT), png(192, { corner: 112, scale: 1 }));
writeFileSync(new URL('vitrina-512.png', OUT), png(512, { corner: 112, scale: 1 }));
writeFileSync(new URL('vitrina-maskable-512.png', OUT), png(512, { corner: 0, scale: 0.78 }));
