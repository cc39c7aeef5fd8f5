// The service worker keeps one whole version of Kept and answers from it, online or not.
//
// tools/finish.mjs writes two constants in front of this: VERSION, a hash over all that belongs to
// the version, and FILES, from path (below the scope; '' is the page itself) to integrity hash.

const SCOPE = new URL(registration.scope);
// Deployments side by side on one origin see each other's caches; the path says whose is whose.
const OURS = `kept-${SCOPE.pathname}-`;
const CACHE = OURS + VERSION;
const isOurs = (name) => name.startsWith(OURS) && !name.slice(OURS.length).includes('/');

/** The file as it was when this version was installed. Should the browser have dropped it: the network's. */
const kept = async (path, request) =>
  (await caches.match(new URL(path, SCOPE), { cacheName: CACHE })) ?? fetch(request);

// All files or none. The hashes make sure of it while a host is halfway through a deployment and
// still hands out some of the files of the version before.
addEventListener('install', (event) => {
  const requests = Object.entries(FILES).map(
    ([path, integrity]) => new Request(new URL(path, SCOPE), { cache: 'no-cache', integrity }),
  );
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

addEventListener('activate', (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const names = (await caches.keys()).filter((name) => isOurs(name) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
  // Only matters after the first visit, whose page no worker serves yet. In an update the browser
  // itself moves the open pages to the new worker, and they reload (see shell.js).
  await clients.claim();
}

/** A set of name and icons that was chosen is kept from when it is first fetched. */
const worn = async (request) => {
  const cache = await caches.open(CACHE);
  const there = await cache.match(request.url);
  if (there) return there;
  const found = await fetch(request);
  if (found.ok) await cache.put(request.url, found.clone());
  return found;
};

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const inScope = url.origin === SCOPE.origin && url.pathname.startsWith(SCOPE.pathname);
  if (request.method !== 'GET' || !inScope) return;

  const path = url.pathname.slice(SCOPE.pathname.length);
  if (Object.hasOwn(FILES, path)) {
    event.respondWith(kept(path, request));
  } else if (path.startsWith('dress/')) {
    event.respondWith(worn(request));
  } else if (request.mode === 'navigate') {
    // Every address is the app's, except the guide as plain pages, which is not stored.
    const page = () => kept('', request);
    event.respondWith(path.startsWith('read/') ? fetch(request).catch(page) : page());
  }
});

// A new version waits until somebody agrees to it; shell.js passes that on.
addEventListener('message', (event) => {
  if (event.data?.type === 'skip-waiting') skipWaiting();
});
