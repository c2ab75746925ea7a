export { newKey } from './intention';
export { asker, call, get, patch, post, put, putFile, remove } from './client';
export { Problem, problemOf } from './problem';
export type * from './types';
export type * from './video';
