export { asker, call, get, patch, post, put, remove } from './client';
export { Problem, problemOf } from './problem';
export * from './console';
export type * from './types';
