/**
 * The first writes of a stranger each would start a guest session of its own, and the last answer's cookie would win:
 * until one of them has come back, they go one after the other.
 */
let isKnown = false;
let last: Promise<unknown> = Promise.resolve();

export function asGuest<T>(run: () => Promise<T>): Promise<T> {
  if (isKnown) return run();
  const mine = last.then(run).then((answer) => {
    isKnown = true;
    return answer;
  });
  last = mine.catch(() => undefined);
  return mine;
}
