// Kept as an installed app: the manifest, offline, updates, other places on a host, and what is
// left when a part of the browser is missing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { seal } from '../../tools/finish.mjs';
import { DIST, kept as whole, open, scratch, started } from './harness.mjs';
import { TRAPPED, comeIn, line, openDaily, press, says, trap } from './steps.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const kept = await open();
const cacheNames = (page) => page.evaluate(async () => (await caches.keys()).sort());
const CUT_OFF = [/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/];

test('the browser finds nothing that would keep it from installing Kept', async (t) => {
  // A private window, which the other tests use, can install nothing.
  const { page } = await kept.device(t).start();
  await page.goto(kept.url());
  await whole(page);

  const devtools = await page.context().newCDPSession(page);
  const { errors, url } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.equal(url, kept.url('manifest.webmanifest'));
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors, []);
});

test('after one visit everything opens without a network, deep links too', async (t) => {
  const context = await kept.context(t, { allow: CUT_OFF });
  const page = await context.newPage();
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.goto(kept.url());
  await whole(page);
  assert.equal(loads, 1, 'the first worker takes charge of the page without disturbing it');
  await kept.offline(context);

  for (const route of ['', 'guide', 'check-in/daily', 'read/']) {
    await page.goto(kept.url(route));
    await started(page);
  }
});

test('what the browser dropped from its cache comes from the network', async (t) => {
  const page = await kept.page(t);
  await page.goto(kept.url());
  await whole(page);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.reload();
  await started(page);
});

test('the guide can be read as plain pages without JavaScript', async (t) => {
  const page = await kept.page(t, { javaScriptEnabled: false });
  await page.goto(kept.url());
  // Inside <noscript>, so only what is visible without JavaScript counts.
  await page.locator('noscript a[href*="read/"]').click();
  assert.equal(page.url(), kept.url('read/'));
  assert.ok(await page.locator('h1').first().isVisible());
});

test('a host finds the policy, the headers and an answer to deep links in the build', async (t) => {
  const page = await kept.page(t);
  const answer = await page.goto(kept.url('guide'));
  assert.equal(answer.status(), 404, 'a plain host does not know the routes');
  await started(page);

  const csp = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  assert.match(csp, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-/);
  assert.equal(answer.headers()['content-security-policy'], `${csp}; frame-ancestors 'none'`);
  assert.equal(answer.headers()['x-content-type-options'], 'nosniff');
});

test('under a path Kept stays there, and leaves its neighbour on the host alone', async (t) => {
  const host = scratch();
  cpSync(DIST, host, { recursive: true });
  // As on a host that sets no headers: those at the root would be the neighbour's policy for Kept as well.
  rmSync(join(host, '_headers'));
  execFileSync(join(ROOT, 'tools/build'), ['--public-url', '/sub/kept/', '--dist', join(host, 'sub/kept')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const two = await open({ dir: host });
  const context = await two.context(t, { allow: CUT_OFF });
  const page = await context.newPage();
  for (const route of ['sub/kept/', '']) {
    await page.goto(two.url(route));
    await whole(page);
  }
  const names = await cacheNames(page);
  assert.equal(names.length, 2, `a cache for each: ${names}`);

  await two.offline(context);
  await page.goto(two.url('sub/kept/guide'));
  await started(page);
  assert.equal(await page.evaluate(() => document.baseURI), two.url('sub/kept/'));
  assert.deepEqual(await cacheNames(page), names);
});

/** A copy of the build on a host of its own, and a way to publish the next version there. */
async function release() {
  const dir = scratch();
  cpSync(DIST, dir, { recursive: true });
  const site = await open({ dir });
  const index = join(dir, 'index.html');
  const edit = (change) => writeFileSync(index, change(readFileSync(index, 'utf8')));
  return {
    site,
    dir,
    publish: (version) => {
      edit((html) => html.replace(/<meta name="release"[^>]*>|(?=<title>)/, `<meta name="release" content="${version}">`));
      seal(dir);
    },
  };
}
const version = (page) =>
  page.evaluate(() => document.querySelector('meta[name="release"]')?.content ?? 'first');
const lookForUpdate = (page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
const offered = (page) => page.waitForFunction(() => document.documentElement.dataset.update === 'ready');
const accept = (page) => page.evaluate(() => dispatchEvent(new Event('kept-update-accept')));

test('a new version waits for consent, then every tab moves to it', async (t) => {
  const { site, publish } = await release();
  const context = await site.context(t);
  const page = await context.newPage();
  await page.goto(site.url());
  await whole(page);
  const other = await context.newPage();
  await other.goto(site.url());
  await started(other);

  publish('second');
  await lookForUpdate(page);
  await offered(page);
  await page.reload();
  await started(page);
  assert.equal(await version(page), 'first', 'a reload is no consent');
  await offered(page);

  // What a page says goodbye with must reach the storage: this is where drafts are put away.
  await other.evaluate(() => {
    addEventListener('kept-update-taken', () => sessionStorage.setItem('told', 'yes'));
  });
  const reloads = [page, other].map((tab) => tab.waitForEvent('load'));
  await accept(page);
  await Promise.all(reloads);
  for (const tab of [page, other]) {
    await started(tab);
    assert.equal(await version(tab), 'second');
  }
  assert.equal(await other.evaluate(() => sessionStorage.getItem('told')), 'yes');
  assert.equal((await cacheNames(page)).length, 1, 'nothing is left of the first version');
});

test('what is being written survives the update that the person agrees to', async (t) => {
  const { site, publish } = await release();
  const page = await site.page(t);
  await comeIn(page, site.url());
  await whole(page);
  await openDaily(page);
  await line(page).fill('in the middle of');
  publish('second');
  await lookForUpdate(page);
  await says(page, 'A newer version of Kept is here. What you are writing stays.');
  await press(page, 'Later');
  await page.getByText('A newer version of Kept is here.').waitFor({ state: 'hidden' });
  await page.reload();
  await started(page);
  assert.equal(await version(page), 'first', 'later is not now');

  await line(page).pressSequentially(' a word');
  const reloaded = page.waitForEvent('load');
  await press(page, 'Use it now');
  await reloaded;
  await started(page);
  assert.equal(await version(page), 'second');
  assert.equal(await line(page).inputValue(), 'in the middle of a word');
});

test('a tab that could not put a draft away is not reloaded', async (t) => {
  const { site, publish } = await release();
  const context = await site.context(t);
  const page = await context.newPage();
  await page.goto(site.url());
  await whole(page);
  const full = await context.newPage();
  await full.goto(site.url());
  await started(full);
  const objected = full.evaluate(
    () =>
      new Promise((done) => {
        addEventListener('kept-update-taken', (event) => {
          event.preventDefault();
          done();
        });
      }),
  );

  publish('second');
  await lookForUpdate(page);
  await offered(page);
  const reloaded = page.waitForEvent('load');
  await accept(page);
  await reloaded;
  await objected;
  await page.bringToFront();
  assert.equal(await version(page), 'second');
  assert.equal(await version(full), 'first');
});

test('a deployment caught halfway is not taken for a version', async (t) => {
  const { site, dir, publish } = await release();
  const page = await site.page(t, { allow: [/integrity|digest|ERR_|Failed to/] });
  await page.goto(site.url());
  await whole(page);
  const before = readFileSync(join(dir, 'index.html'));

  publish('second');
  // The host still answers with the page of before, beside the new worker.
  writeFileSync(join(dir, 'index.html'), before);
  const outcome = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const worker = registration.installing ?? registration.waiting;
    while (worker.state === 'installing') {
      await new Promise((done) => worker.addEventListener('statechange', done, { once: true }));
    }
    return worker.state;
  });
  assert.equal(outcome, 'redundant');
  await page.reload();
  await started(page);
  assert.equal(await version(page), 'first');
});

const BROKEN = [/Failed to|error|Error|WebAssembly|integrity checks/];
const rescue = (page) => page.locator('#rescue');

test('without WebAssembly, or without its file, the panel offers to save what is stored', async (t) => {
  const ways = {
    'no WebAssembly': (page) => page.addInitScript(() => delete window.WebAssembly),
    'no file': (page) => page.route('**/*.wasm', (route) => route.fulfill({ status: 404 })),
    'no module': (page) => page.route(/kept-[^/]*\.js$/, (route) => route.abort()),
  };
  for (const [name, arrange] of Object.entries(ways)) {
    const page = await kept.page(t, { allow: BROKEN, serviceWorkers: 'block' });
    await page.addInitScript(() => {
      localStorage.setItem('kept/a', '{"b":1}');
      localStorage.setItem('other', 'not ours');
    });
    await arrange(page);
    await page.goto(kept.url());
    await rescue(page).waitFor({ timeout: 5000 }).catch(() => assert.fail(`no panel: ${name}`));

    const download = page.waitForEvent('download');
    await page.locator('#rescue-save').click();
    const file = await download;
    assert.match(file.suggestedFilename(), /^notes-raw-\d{4}-\d\d-\d\d\.json$/);
    assert.deepEqual(JSON.parse(readFileSync(await file.path(), 'utf8')), {
      format: 'kept-raw',
      values: { 'kept/a': '{"b":1}' },
    });
  }
});

test('the panel comes when the app stops for good, and not before', async (t) => {
  const page = await kept.page(t, { allow: TRAPPED });
  await page.goto(kept.url());
  await started(page);
  assert.ok(await rescue(page).isHidden());
  await trap(page);
  await rescue(page).waitFor();
});

test('the panel says so when the browser stores nothing', async (t) => {
  const page = await kept.page(t, { allow: BROKEN, serviceWorkers: 'block' });
  await page.addInitScript(() => {
    delete window.WebAssembly;
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await page.goto(kept.url());
  await page.locator('#rescue-save').click();
  assert.match(await page.locator('#rescue-status').textContent(), /does not let pages keep anything/);
});

test('a version that cannot start is replaced by the next one through the panel', async (t) => {
  const { site, dir, publish } = await release();
  const page = await site.page(t, { allow: BROKEN });
  const module = readFileSync(join(dir, 'index.html'), 'utf8').match(/kept-[0-9a-f]+\.js/)[0];
  const aside = join(scratch(), module);
  cpSync(join(dir, module), aside);
  writeFileSync(join(dir, module), 'throw new Error("broken release");');
  publish('broken');
  await page.goto(site.url());
  await rescue(page).waitFor();
  await whole(page);

  cpSync(aside, join(dir, module));
  publish('repaired');
  await page.reload();
  await rescue(page).waitFor();
  await offered(page);
  await page.locator('#rescue-reload').click();
  await started(page);
  assert.equal(await version(page), 'repaired');
  assert.ok(await rescue(page).isHidden());
});
