// Finds and starts the Chromium that this machine has, for the tests, the bench and the pictures.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

/** The build under test; KEPT_DIST names another one, like a copy that stays while dist/ is made anew. */
export const DIST = process.env.KEPT_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));
export const PHONE = { width: 390, height: 844 };
export const WIDE = { width: 1280, height: 800 };
// Motion would make what a picture or a contrast check sees a matter of luck.
export const CONTEXT = { viewport: PHONE, reducedMotion: 'reduce', locale: 'en-GB' };

const ARGS = [
  '--no-sandbox', // Chromium refuses to run as root with it
  '--disable-background-networking',
  '--disable-gpu',
  '--disable-quic',
];

function onPath(names) {
  for (const folder of process.env.PATH.split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error(`none of ${names.join(', ')} is on PATH: tools/setup --browser installs it`);
}

const options = () => ({
  executablePath: onPath(['chromium', 'chromium-browser', 'google-chrome']),
  args: ARGS,
});

/** A browser that forgets everything when it is closed. */
export const launch = () => chromium.launch(options());

/** A browser that keeps what it stores in a folder, and its one context. */
export const launchIn = (folder, context) =>
  chromium.launchPersistentContext(folder, { ...options(), ...context });

/** Lets `started` work on all pages of a context. */
export const markStart = (context) =>
  context.addInitScript(() => {
    addEventListener('TrunkApplicationStarted', () => performance.mark('started'));
  });

/** Resolves when the app runs. */
export const started = (page) =>
  page.waitForFunction(() => performance.getEntriesByName('started').length > 0);
