// What has to work when the app does not, or not yet: the panel that saves what was written, and
// updates. A classic script without dependencies; index.html loads it before the app.
//
// Between this and the app, events on window:
//   kept-update           shell → app   a new version waits (also: <html data-update="ready">)
//   kept-update-accept    app → shell   the person agrees
//   kept-leave            app → shell   the words or the place of Leave quickly were changed
//   kept-dress            app → page    another name and other icons were chosen (index.html)
//   kept-flush            shell → app   put drafts away now
//   kept-update-taken     shell → app   every tab: put drafts away now, this page is about to reload.
//                                       preventDefault() keeps the page, if they could not be saved
(() => {
  'use strict';
  const root = document.documentElement;
  const part = (id) => document.getElementById(id);
  const panel = part('rescue');

  // --- The panel ---

  let started = false;
  let trapped = false;

  const rescue = () => {
    panel.hidden = false;
    root.dataset.rescue = '';
    panel.focus();
  };
  const failed = ({ target, error, reason }) => {
    // A panic is a trap, and so is a stack that is full. The app has stopped for good.
    if ([error, reason].some((cause) => cause instanceof (globalThis.WebAssembly?.RuntimeError ?? Error))) {
      trapped = true;
      rescue();
    }
    // Until the app runs, an error means that it will not. A missing picture does not.
    if (!started && (target === window || target instanceof HTMLScriptElement)) rescue();
  };
  addEventListener('error', failed, true);
  addEventListener('unhandledrejection', failed);
  addEventListener('TrunkApplicationStarted', () => {
    started = true;
    if (trapped) return;
    panel.hidden = true;
    delete root.dataset.rescue;
  });
  // Browsers that are too old, and those that switch WebAssembly off for safety.
  if (typeof WebAssembly !== 'object' || !('noModule' in HTMLScriptElement.prototype)) rescue();

  const say = (text) => {
    part('rescue-status').textContent = text;
  };

  const save = () => {
    const values = {};
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith('kept/')) values[key] = localStorage.getItem(key);
      }
    } catch {
      say('This browser does not let pages keep anything, so nothing is stored here.');
      return;
    }
    if (!Object.keys(values).length) {
      say('Nothing is stored here yet.');
      return;
    }
    const today = new Date();
    const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
      .map((number) => String(number).padStart(2, '0'))
      .join('-');
    const link = document.createElement('a');
    link.download = `notes-raw-${day}.json`;
    link.href = URL.createObjectURL(
      new Blob([JSON.stringify({ format: 'kept-raw', values })], { type: 'application/json' }),
    );
    link.click();
    // Not at once: some browsers read it only after asking where to save it.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    say(`Saved as ${link.download}.`);
  };

  part('rescue-save').addEventListener('click', save);

  // --- Leave quickly ---

  // As the exit of GOV.UK's design system: press it, or Shift three times within five seconds.
  const PRESSES = 3;
  const PRESSES_MS = 5000;
  const leave = part('leave');
  const cover = part('cover');

  const preference = (name) => {
    try {
      return localStorage.getItem(`kept/${name}`);
    } catch {
      return null;
    }
  };
  const dress = () => {
    part('leave-label').textContent = preference('leave-label') || 'Leave quickly';
  };
  const isInstalled = () => matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;
  /** Where to: the chosen place, or a plain page of our own where nothing else can be opened in this window. */
  const away = () => {
    const chosen = preference('leave-target') || 'https://www.wikipedia.org/';
    const isOther = /^https:\/\//.test(chosen) && navigator.onLine && !isInstalled();
    return isOther ? chosen : new URL('away.html', document.baseURI).href;
  };
  const goAway = () => {
    root.dataset.left = 'leaving';
    document.title = '\u200b';
    remember(true);
    dispatchEvent(new Event('kept-flush'));
    location.replace(away());
  };
  leave.addEventListener('click', goAway);

  let presses = 0;
  let pressing;
  let wasWithShift = false;
  const tell = (text) => {
    part('leave-status').textContent = text;
  };
  const stopPressing = (text) => {
    clearTimeout(pressing);
    presses = 0;
    delete leave.dataset.presses;
    tell(text);
  };
  addEventListener('keyup', (event) => {
    // Shift that made a capital letter is no press of Shift.
    if (event.key === 'Shift' && !wasWithShift) {
      presses += 1;
      leave.dataset.presses = presses;
      if (presses === PRESSES) {
        stopPressing('Leaving.');
        goAway();
        return;
      }
      const left = PRESSES - presses;
      tell(`Shift: press ${left} more ${left === 1 ? 'time' : 'times'} to leave.`);
      if (presses === 1) pressing = setTimeout(() => stopPressing('Not leaving: that took too long.'), PRESSES_MS);
    } else if (presses && event.key !== 'Shift') {
      stopPressing('');
    }
    wasWithShift = event.shiftKey;
  });

  const coverUp = () => {
    cover.hidden = false;
    // A question that is open would keep everything else from being pressed.
    document.querySelector('dialog[open]')?.close();
    document.title = root.dataset.dress || 'Notes';
    part('cover-open').focus();
  };
  /** Whether a page of this tab that is loaded begins covered. */
  const remember = (isCovered) => {
    try {
      if (isCovered) sessionStorage.setItem('kept/left', '1');
      else sessionStorage.removeItem('kept/left');
    } catch {
      // Then what comes back is the start, as after any reload.
    }
  };
  // Where that is wanted, another app or tab, and the pictures of open apps, find the cover in place of the page.
  let beneath;
  let isGoing = false; // a page that is left is hidden, too
  addEventListener('pagehide', () => (isGoing = true));
  addEventListener('pageshow', () => (isGoing = false));
  document.addEventListener('visibilitychange', () => {
    const isHidden = document.visibilityState === 'hidden' && !isGoing;
    if (!isHidden || !cover.hidden || preference('hide') !== 'yes') return;
    beneath = { title: document.title, focus: document.activeElement };
    root.dataset.covered = '';
    remember(true); // phones let go of hidden pages, and load them anew
    coverUp();
  });
  part('cover-open').addEventListener('click', () => {
    remember(false);
    if (root.dataset.left) {
      location.replace(document.baseURI);
      return;
    }
    delete root.dataset.covered;
    cover.hidden = true;
    document.title = beneath.title;
    beneath.focus?.focus();
  });
  addEventListener('pageshow', ({ persisted }) => {
    // The browser brought the page back as it was left.
    if (!persisted || !root.dataset.left) return;
    root.dataset.left = 'back';
    coverUp();
  });
  if (root.dataset.left) coverUp();
  addEventListener('kept-leave', dress);
  dress();

  // --- Updates ---

  const HOUR = 3_600_000;
  const workers = navigator.serviceWorker;
  let registration;

  // A version that cannot start is kept by the worker, too: what waits behind it may be its cure.
  const accept = () => {
    if (registration?.waiting) registration.waiting.postMessage({ type: 'skip-waiting' });
    else reload();
  };
  const reload = () => {
    if (dispatchEvent(new Event('kept-update-taken', { cancelable: true }))) location.reload();
  };
  addEventListener('kept-update-accept', accept);
  part('rescue-reload').addEventListener('click', accept);

  const announce = () => {
    // Without a controller this page is newer than any worker: it came from the network.
    if (!registration.waiting || !workers.controller) return;
    root.dataset.update = 'ready';
    dispatchEvent(new Event('kept-update'));
  };

  const register = async () => {
    try {
      registration = await workers.register('sw.js', { updateViaCache: 'none' });
    } catch {
      return; // Refused by the browser or its settings; then Kept needs the network.
    }
    announce();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', announce);
    });

    let checked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || Date.now() - checked < HOUR) return;
      checked = Date.now();
      registration.update().catch(() => {}); // Offline; there will be another time.
    });
  };

  if (!workers) return;
  // The first worker that takes charge of this page has the same version; any other has a newer one.
  let controlled = Boolean(workers.controller);
  workers.addEventListener('controllerchange', () => {
    if (controlled) reload();
    controlled = true;
  });
  if (document.readyState === 'complete') register();
  else addEventListener('load', register);
})();
