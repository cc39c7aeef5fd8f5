// What every browser test stands on: dist/ on a plain static host, a fresh browser profile for
// each page, and the rule that nobody may see an error or reach another origin.
//
//   const kept = await open();                      // once a file
//   test('a journey', async (t) => {
//     const page = await kept.page(t);              // checked and closed when the test ends
//     await page.goto(kept.url('guide'));
//   });
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { start } from '../../tools/serve.mjs';
import { CONTEXT, DIST, launch, launchIn, markStart } from './browser.mjs';

export { DIST, PHONE, WIDE, started } from './browser.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** An empty folder that goes away with this process, after the browsers that write into it. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const browser = await launch();
after(() => browser.close());

/** Serves a build, below `base`, and opens pages of it. */
export async function open({ dir = DIST, base = '/' } = {}) {
  let server = await start({ dir, base });
  after(() => server?.close());
  const { url: address, port } = server;
  const { origin } = new URL(address);

  /** Collects everything that must not happen, and fails the test for it in the end. */
  function watch(t, context, allow = []) {
    const problems = [];
    const report = (text) => {
      if (!allow.some((pattern) => pattern.test(text))) problems.push(text);
    };
    // Until the worker has installed, the host answers a route with 404.html, which is the app, and 404.
    const routes = new Set();
    context.on('response', (response) => {
      if (response.status() === 404 && response.request().isNavigationRequest()) {
        routes.add(`console: Failed to load resource: the server responded with a status of 404 (Not Found) (${response.url()})`);
      }
    });
    context.on('console', (message) => {
      if (message.type() === 'error') report(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => report(`error: ${error.error().stack}`));
    context.on('request', (request) => {
      const { origin: target, protocol } = new URL(request.url());
      if (target !== origin && !/^(blob|data):/.test(protocol)) report(`request: ${request.url()}`);
    });
    t.after(() => assert.deepEqual(problems.filter((problem) => !routes.has(problem)), [], 'errors in the browser'));
  }

  /** A context that is watched and, if it has not been closed by then, closed with the test. */
  async function adopt(t, context, allow) {
    server ??= await start({ dir, base, port });
    t.after(() => context.close());
    watch(t, context, allow);
    context.setDefaultTimeout(30_000); // no deadline: a busy machine may stand still for many seconds
    await markStart(context);
    return context;
  }

  return {
    /** The address of a route, like `guide` or `` for the start. */
    url: (route = '') => address + route,
    /** The paths that were asked for so far, and the files that answered: see tools/serve.mjs. */
    served: () => server.served,

    /**
     * A profile of its own, as for a new visitor. `allow` lists patterns of errors that the test
     * provokes; everything else is given to Playwright's newContext().
     */
    async context(t, { allow, ...options } = {}) {
      return adopt(t, await browser.newContext({ ...CONTEXT, ...options }), allow);
    },

    async page(t, options) {
      const context = await this.context(t, options);
      return context.newPage();
    },

    /** A profile on disk: each `start()` is the browser opened again, where it left off. */
    device(t, { allow, ...options } = {}) {
      const folder = scratch();
      return {
        start: async () => {
          const context = await adopt(t, await launchIn(folder, { ...CONTEXT, ...options }), allow);
          return { page: context.pages()[0], close: () => context.close() };
        },
      };
    },

    /**
     * No network at all, until the next context is opened. The host stops as well, because workers
     * ignore the browser's switch.
     */
    async offline(context) {
      await context.setOffline(true);
      await server.close();
      server = undefined;
    },
  };
}

/** Resolves when the worker has kept a whole version and answers for this page. */
export const kept = (page) =>
  page.waitForFunction(async () => {
    const { active } = await navigator.serviceWorker.ready;
    return active.state === 'activated' && Boolean(navigator.serviceWorker.controller);
  });

/** Runs axe over the page as it stands, in both themes. */
export async function expectAccessible(page) {
  await page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(async () => {
      const { violations } = await axe.run({ rules: { 'target-size': { enabled: true } } });
      return violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html).join('\n    ')}`);
    });
    assert.deepEqual(found, [], `axe on ${page.url()} in the ${colorScheme} theme`);
  }
  await page.emulateMedia({ colorScheme: null });
}
