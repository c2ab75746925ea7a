export { asker, call, get, patch, post, put, remove } from './client';
export { Problem, problemOf } from './problem';
export type * from './people';
export type * from './types';
export type * from './notice';
export type * from './discover';
export type * from './social';
