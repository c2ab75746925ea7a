import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { mockServer } from './dev/mock.js';

// VITRINA_API=http://localhost:8000 makes the dev server talk to a running installation instead of the mock.
const api = process.env.VITRINA_API;

export default defineConfig({
  plugins: [svelte({ compilerOptions: { runes: true } }), ...(api ? [] : [mockServer()])],
  server: { proxy: api ? { '/v1': api, '/media': api } : undefined },
  build: {
    target: 'es2022',
    manifest: true,
    // Nothing becomes a data: URI: the page's CSP allows fonts and styles from its own origin only.
    assetsInlineLimit: 0,
    cssCodeSplit: true,
  },
});
