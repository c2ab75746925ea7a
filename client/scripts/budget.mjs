// Fails when the first load (the entry and everything it imports statically) outgrows budget.json.
import { execSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DIST = join(ROOT, 'dist');
const budget = JSON.parse(readFileSync(join(ROOT, 'budget.json'), 'utf8'));
if (!existsSync(join(DIST, '.vite/manifest.json'))) execSync('npm run build', { cwd: ROOT, stdio: 'inherit' });

const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'));
const gzipBytes = (file) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;
const first = new Set();
const collect = (key) => {
  if (first.has(key)) return;
  first.add(key);
  for (const next of manifest[key].imports ?? []) collect(next);
};
collect('index.html');

const sum = (files) => [...new Set(files)].reduce((total, file) => total + gzipBytes(file), 0);
const lazy = Object.entries(manifest).filter(([key, part]) => !first.has(key) && part.file.endsWith('.js') && !/hls/.test(key));
const fonts = readdirSync(join(DIST, 'assets')).filter((name) => /latin-wght-normal.*\.woff2$/.test(name));
// A viewer's first load holds the texts of one language.
const words = lazy.filter(([key]) => /^src\/i18n\/\w+\.json$/.test(key)).map(([, part]) => gzipBytes(part.file));
if (!words.length) throw new Error('the texts are not in files of their own');
const measured = {
  first_load_js_gzip_bytes: sum([...first].map((key) => manifest[key].file)) + Math.max(...words),
  first_load_css_gzip_bytes: sum([...first].flatMap((key) => manifest[key].css ?? [])),
  largest_lazy_js_gzip_bytes: Math.max(0, ...lazy.map(([, part]) => gzipBytes(part.file))),
  font_bytes: fonts.reduce((total, name) => total + statSync(join(DIST, 'assets', name)).size, 0),
};

let broken = false;
for (const [name, bytes] of Object.entries(measured)) {
  const over = bytes > budget[name];
  broken ||= over;
  console.log(`${over ? 'OVER' : 'ok  '} ${name}: ${bytes} of ${budget[name]}`);
}
for (const word of budget.never_in_first_load) {
  const found = [...first].filter((key) => key.toLowerCase().includes(word));
  if (found.length) {
    broken = true;
    console.error(`OVER ${word} is in the first load: ${found.join(', ')}`);
  }
}
process.exit(broken ? 1 : 0);
