// Refuses languages that do not say the same things: other keys, other {parameters}, or an empty text.
// Also refuses a key that no source file uses, so that dead words do not pile up.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));
const languages = ['en', 'es'];
const words = Object.fromEntries(languages.map((l) => [l, JSON.parse(readFileSync(join(SRC, 'i18n', `${l}.json`), 'utf8'))]));
const faults = [];
const parameters = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join();

for (const [language, other] of [['en', 'es'], ['es', 'en']]) {
  for (const [key, text] of Object.entries(words[language])) {
    if (!text.trim()) faults.push(`${language}: "${key}" is empty`);
    const twin = words[other][key];
    if (twin === undefined) faults.push(`${other}: "${key}" is missing`);
    else if (language === 'en' && parameters(text) !== parameters(twin)) faults.push(`"${key}": parameters differ`);
  }
}

const source = readdirSync(SRC, { recursive: true })
  .filter((name) => /\.(svelte|ts)$/.test(name))
  .map((name) => readFileSync(join(SRC, name), 'utf8'))
  .join('\n');
// Families whose last part comes from the server or from a list in code.
const families = [...source.matchAll(/[`'"]([a-z_]+(?:\.[a-z_]+)*\.)\$\{/g)].map((match) => match[1]);
for (const key of Object.keys(words.en)) {
  const stem = key.replace(/\.(one|other)$/, '');
  if (!source.includes(`'${stem}'`) && !families.some((family) => key.startsWith(family))) faults.push(`"${key}" is used nowhere`);
}

if (faults.length) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`words: ${Object.keys(words.en).length} keys, equal in ${languages.join(', ')}`);
