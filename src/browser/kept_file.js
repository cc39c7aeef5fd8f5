// A file on the person's device that Kept may write to, by the File System Access API.
//
// Its handle is in IndexedDB, which alone can hold one; nothing that anybody wrote is there.
const BASE = 'kept';
const STORE = 'handles';
const KEY = 'copy';

let handle;
/** When the file was last written here, by its own clock. */
let written;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function stored(mode, act) {
  const opening = indexedDB.open(BASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const base = await done(opening);
  try {
    return await done(act(base.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    base.close();
  }
}

/** Whether this browser can do it at all. */
export const isOffered = () => 'showSaveFilePicker' in window && 'indexedDB' in window;

/** `none`, `granted`, `prompt` (the person has to be asked again) or `denied`. */
export async function standing() {
  if (!isOffered()) return 'none';
  // A base that is not there is not made only to look.
  const bases = (await indexedDB.databases?.()) ?? [{ name: BASE }];
  if (!handle && bases.some(({ name }) => name === BASE)) {
    handle = await stored('readonly', (store) => store.get(KEY));
  }
  return handle ? handle.queryPermission({ mode: 'readwrite' }) : 'none';
}

/** Lets the person choose a file. */
export async function choose(suggestedName) {
  const types = [{ description: 'JSON', accept: { 'application/json': ['.json'] } }];
  handle = await window.showSaveFilePicker({ suggestedName, types });
  written = undefined;
  await stored('readwrite', (store) => store.put(handle, KEY));
}

/** Asks for leave to write again, which browsers take back now and then. */
export const ask = () => handle.requestPermission({ mode: 'readwrite' });

export const name = () => handle?.name ?? '';

/** What is in the file; nothing where it is as it was written here. */
export async function read() {
  const file = await handle.getFile();
  return file.lastModified === written ? '' : file.text();
}

export async function write(text) {
  const stream = await handle.createWritable();
  await stream.write(text);
  await stream.close();
  written = (await handle.getFile()).lastModified;
}

/** Forgets the file, which stays where it is. */
export async function forget() {
  handle = undefined;
  if ('indexedDB' in window) await done(indexedDB.deleteDatabase(BASE));
}
