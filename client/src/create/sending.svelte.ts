import type { Upload } from 'tus-js-client';
import { asker, newKey, Problem } from '../api';
import { kept } from './keep';

/** One film on its way to the server. It goes on while one edits, walks about in the app, or comes back after a reload. */
export interface Sending {
  id: string;
  film: File;
  sent: number;
  state: 'sending' | 'paused' | 'waiting' | 'sent' | 'failed';
  problem: Problem | null;
}

const PAUSES_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000];
const PART_BYTES = 8 * 1024 * 1024;
const all = $state<Record<string, Sending>>({});
const uploads = new Map<string, Upload>();
const resuming = new Set<string>();

function problemFrom(thrown: unknown): Problem {
  const answer = (thrown as { originalResponse?: { getStatus(): number; getBody(): string } | null }).originalResponse;
  try {
    return new Problem(answer?.getStatus() ?? 0, answer ? (JSON.parse(answer.getBody()) as Record<string, unknown>) : {});
  } catch {
    return new Problem(answer?.getStatus() ?? 0, {});
  }
}

async function begin(film: File, id: string | null, onknown: (id: string) => void): Promise<void> {
  const { Upload } = await import('tus-js-client');
  return new Promise((known, refused) => {
    let own = id;
    const take = () => {
      const place = own ?? upload.url?.split('/').pop() ?? '';
      if (own && all[own]) return;
      own = place;
      all[place] = { id: place, film, sent: 0, state: 'sending', problem: null };
      uploads.set(place, upload);
      void kept.put(place, film);
      onknown(place);
      known();
    };
    const change = (next: Partial<Sending>) => own && all[own] && Object.assign(all[own]!, next);
    const upload = new Upload(film, {
      endpoint: '/v1/uploads',
      uploadUrl: id ? `/v1/uploads/${id}` : null,
      retryDelays: PAUSES_MS,
      chunkSize: PART_BYTES,
      storeFingerprintForResuming: false,
      metadata: { filename: film.name, language: asker.language() },
      headers: { 'Accept-Language': asker.language() },
      onBeforeRequest: (request) => {
        if (request.getMethod() === 'POST') request.setHeader('Idempotency-Key', key);
      },
      onUploadUrlAvailable: take,
      onProgress: (sent) => change({ sent, state: 'sending' }),
      onShouldRetry: (thrown) => {
        const status = thrown.originalResponse?.getStatus() ?? 0;
        if (status === 0) change({ state: 'waiting' });
        return status === 0 || status >= 500 || status === 423 || (status === 409 && problemFrom(thrown).code === 'upload_offset');
      },
      onSuccess: () => {
        if (!own) return;
        change({ sent: film.size, state: 'sent' });
        uploads.delete(own);
        void kept.drop(own);
      },
      onError: (thrown) => {
        const problem = problemFrom(thrown);
        if (!own) return refused(problem);
        change({ state: problem.status ? 'failed' : 'waiting', problem });
        if (problem.status === 404) void kept.drop(own);
        refused(problem);
      },
    });
    const key = newKey();
    upload.start();
  });
}

export const sendings = {
  of: (id: string): Sending | undefined => all[id],
  /** Sends a new film; the id of its video as soon as the server has one. Throws a `Problem`. */
  async start(film: File): Promise<string> {
    return new Promise((done, failed) => void begin(film, null, done).catch(failed));
  },
  /** Goes on with a film after a reload: with the copy kept on the phone, or the one chosen again. False without either. */
  async resume(id: string, chosen?: File): Promise<boolean> {
    if (all[id] && all[id]!.state !== 'failed') return true;
    if (resuming.has(id)) return true;
    // Asked again while the copy is being read: two senders of one film would lock each other out.
    resuming.add(id);
    try {
      const film = chosen ?? (await kept.get(id));
      if (!film) return false;
      delete all[id];
      await begin(film, id, () => undefined).catch(() => undefined);
      return true;
    } finally {
      resuming.delete(id);
    }
  },
  pause(id: string): void {
    void uploads.get(id)?.abort();
    if (all[id]) all[id]!.state = 'paused';
  },
  goOn(id: string): void {
    if (all[id]) all[id]!.state = 'sending';
    uploads.get(id)?.start();
  },
  forget(id: string): void {
    void uploads.get(id)?.abort();
    uploads.delete(id);
    delete all[id];
    void kept.drop(id);
  },
};

// The browser knows when the network is back before any timer does.
addEventListener('online', () => {
  for (const one of Object.values(all)) if (one.state === 'waiting') sendings.goOn(one.id);
});
