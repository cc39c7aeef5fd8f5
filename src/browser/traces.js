// What Kept leaves in a browser beside what the vault holds: removed, and then counted by looking.
//
// Another page of the same origin keeps what is its, and so does another Kept below another path.
const HOME = new URL('./', document.baseURI);
// As public/sw.js names them.
const CACHES = `kept-${HOME.pathname}-`;

/** Each place where something of ours may lie: a way to remove each thing that is there. */
const PLACES = [
  // Those of the vault are removed there, all at once. Later, a key may be one of a new beginning in another tab.
  () => ours(localStorage).map(() => () => {}),
  () => ours(sessionStorage).map((key) => () => sessionStorage.removeItem(key)),
  async () => {
    const all = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    return all.filter(({ scope }) => scope === HOME.href).map((worker) => () => worker.unregister());
  },
  async () => {
    const all = (await globalThis.caches?.keys()) ?? [];
    const isOurs = (name) => name.startsWith(CACHES) && !name.slice(CACHES.length).includes('/');
    return all.filter(isOurs).map((name) => () => caches.delete(name));
  },
  async () => {
    const all = (await indexedDB.databases?.()) ?? [];
    return all.filter(({ name }) => name === 'kept').map(({ name }) => () => indexedDB.deleteDatabase(name));
  },
];
const TRIES = 10;
const WAIT_MS = 300;

const ours = (storage) => Object.keys(storage).filter((key) => key.startsWith('kept/'));
const wait = () => new Promise((done) => setTimeout(done, WAIT_MS));

/** How much of ours is in each place, between spaces; `?` where the browser does not let us look. */
async function look() {
  const counts = PLACES.map(async (place) => (await place()).length);
  return (await Promise.allSettled(counts)).map(({ value }) => value ?? '?').join(' ');
}

/** Removes what can be removed, and says what is left. A worker that is just being installed takes a moment to go. */
export async function remove() {
  let left;
  for (let tries = 0; tries < TRIES; tries += 1) {
    for (const place of PLACES) {
      // What cannot be removed is counted below.
      const removed = Promise.resolve().then(place).then((all) => Promise.all(all.map((one) => one())));
      await Promise.race([removed.catch(() => {}), wait()]);
    }
    left = await look();
    if (!/[1-9]/.test(left)) break;
    await wait();
  }
  return left;
}
