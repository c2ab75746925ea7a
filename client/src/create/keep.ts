/** Keeps a film on the phone while it is being sent, so that a reload goes on without asking for it again. */
const NAME = 'vitrina.films';
const KEPT_BYTES_MAX = 250 * 1000 * 1000;

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('films');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function act<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const database = await open();
    return await new Promise<T>((done, failed) => {
      const asked = run(database.transaction('films', mode).objectStore('films'));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    }).finally(() => database.close());
  } catch {
    // No room, or a private window: then the person is asked to choose the film again.
    return undefined;
  }
}

export const kept = {
  put: (id: string, film: File) => (film.size <= KEPT_BYTES_MAX ? act('readwrite', (store) => store.put(film, id)) : Promise.resolve(undefined)),
  get: (id: string) => act<File | undefined>('readonly', (store) => store.get(id)),
  drop: (id: string) => act('readwrite', (store) => store.delete(id)),
};
