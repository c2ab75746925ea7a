import { intention, newKey } from './intention';
import { Problem } from './problem';

type Query = Record<string, string | number | null | undefined>;

export interface Ask {
  query?: Query;
  body?: unknown;
  /** A file as the body, instead of JSON. */
  file?: Blob;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** The name of the person's intention; its key is kept until a final answer came. */
  intent?: string;
  /** Doing it twice does no harm (a quote, a log-in): no key, nothing for the server to keep. */
  isRepeatable?: boolean;
}

interface Asker {
  language: () => string;
  country: () => string | null;
  /** Told with every answer which build of the client the server has. */
  hearBuild: (build: string) => void;
}

/** Set once by main: the language and the guest's country that go with every request. */
export const asker: Asker = { language: () => 'en', country: () => null, hearBuild: () => undefined };

const PAUSES_MS = [300, 900, 2500];
const ANSWERS_WORTH_RETRYING = new Set([502, 503, 504]);

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ country: asker.country(), ...query })) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

async function problemFrom(response: Response): Promise<Problem> {
  try {
    return new Problem(response.status, (await response.json()) as Record<string, unknown>);
  } catch {
    return new Problem(response.status, {});
  }
}

/** Waits before the next try, or returns false when this answer is final. */
async function worthRetrying(response: Response | null, attempt: number, code: string): Promise<boolean> {
  const wait = PAUSES_MS[attempt];
  if (wait === undefined) return false;
  const inFlight = code === 'idempotency_in_flight';
  if (response && !inFlight && !ANSWERS_WORTH_RETRYING.has(response.status)) return false;
  const asked = Number(response?.headers.get('Retry-After') ?? 0) * 1000;
  await pause(Math.min(Math.max(wait, asked), 8000));
  return true;
}

/**
 * One call of the contract. Reads and keyed writes are retried on a lost network with the SAME key; a refusal is thrown
 * as `Problem`. Every other write carries an Idempotency-Key, so retrying is always safe.
 */
export async function call<T>(method: string, path: string, ask: Ask = {}): Promise<T> {
  const isWrite = method !== 'GET';
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': asker.language(), ...ask.headers };
  if (ask.body !== undefined) headers['Content-Type'] = 'application/json';
  if (ask.file) headers['Content-Type'] = ask.file.type || 'application/octet-stream';
  if (isWrite && !ask.isRepeatable) headers['Idempotency-Key'] = ask.intent ? intention.key(ask.intent, [path, ask.body]) : newKey();
  const url = address(path, ask.query);
  const body = ask.file ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
  for (let attempt = 0; ; attempt++) {
    let response: Response | null = null;
    let problem: Problem;
    try {
      response = await fetch(url, { method, headers, body, signal: ask.signal, credentials: 'same-origin' });
      const build = response.headers.get('X-Vitrina-Build');
      if (build) asker.hearBuild(build);
      if (response.ok) {
        const answer = response.status === 204 || response.status === 202 ? undefined : await response.json();
        if (ask.intent) intention.settle(ask.intent);
        return answer as T;
      }
      problem = await problemFrom(response);
    } catch (thrown) {
      if (ask.signal?.aborted) throw thrown;
      problem = new Problem(0, {});
    }
    if (await worthRetrying(response, attempt, problem.code)) continue;
    const isFinal = problem.status >= 400 && problem.status < 500 && problem.code !== 'idempotency_in_flight';
    if (ask.intent && isFinal) intention.settle(ask.intent);
    throw problem;
  }
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>('GET', path, { query, signal });
export const post = <T>(path: string, body?: unknown, ask: Ask = {}) => call<T>('POST', path, { ...ask, body });
export const put = <T>(path: string, body?: unknown) => call<T>('PUT', path, { body });
export const patch = <T>(path: string, body?: unknown) => call<T>('PATCH', path, { body });
export const remove = <T>(path: string) => call<T>('DELETE', path);
export const putFile = <T>(path: string, file: Blob) => call<T>('PUT', path, { file });
