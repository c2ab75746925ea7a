export { go, router, startRouter, type Route, type RouteName } from './router.svelte';
