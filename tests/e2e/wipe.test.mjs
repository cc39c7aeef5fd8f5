// Deleting everything: nothing of Kept is left, everything of its neighbours is, and the page says what it found.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { DIST, kept as whole, open, scratch } from './harness.mjs';
import {
  beginAgain, comeInTogether, deleteEverything, eventually, goTo, goToSettings, line, onScreen, openDaily, press, save,
  says, settled, stored, tap, visit,
} from './steps.mjs';

const kept = await open();

/** Two people with a page, a worker, its cache, and a file that is kept up to date, after whatever is done `first`. */
async function withEverything(t, { site = kept, first = async () => {}, ...options } = {}) {
  const context = await site.context(t, options);
  await context.addInitScript(() => {
    if (!window.isSecureContext) return; // a page before its first address
    window.showSaveFilePicker = async () => {
      const folder = await navigator.storage.getDirectory();
      return folder.getFileHandle('notes.json', { create: true });
    };
    FileSystemHandle.prototype.queryPermission = async () => 'granted';
  });
  const page = await context.newPage();
  await first(page);
  await comeInTogether(page, site.url());
  await whole(page);
  await openDaily(page);
  await line(page).fill('Words that matter');
  await save(page);
  await goToSettings(page);
  await press(page, 'Choose a file');
  await says(page, 'It is written again a moment after each change.');
  await settled(page);
  await page.evaluate(() => sessionStorage.setItem('kept/left-behind', '1'));
  return { context, page };
}

/** What lies in the browser for this origin, whoever put it there. */
const everything = (page) =>
  page.evaluate(async () => ({
    keys: Object.keys(localStorage).sort(),
    tab: Object.keys(sessionStorage).sort(),
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname),
    caches: (await caches.keys()).sort(),
    bases: (await indexedDB.databases()).map(({ name }) => name),
  }));

const NEIGHBOURS = {
  keys: ['kept', 'keptsake/1', 'other/kept/1'],
  tab: ['other'],
  workers: ['/other/'],
  caches: ['kept', 'kept-/-x/-1', 'kept-/other/-1', 'kept-other', 'somebody'],
  bases: ['other'],
};

/** Other pages of the origin, and another Kept below another path. */
const plant = (page) =>
  page.evaluate(async ({ keys, tab, caches: names, bases }) => {
    for (const key of keys) localStorage.setItem(key, 'theirs');
    for (const key of tab) sessionStorage.setItem(key, 'theirs');
    for (const name of names) await caches.open(name);
    await Promise.all(bases.map((name) => new Promise((done) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => done(opening.result.close());
    })));
    await navigator.serviceWorker.register('sw.js');
    await navigator.serviceWorker.ready;
  }, NEIGHBOURS);

/** A host with another page on it, which has a worker. */
function host() {
  const dir = scratch();
  cpSync(DIST, dir, { recursive: true });
  // They would be the other page's policy as well.
  rmSync(join(dir, '_headers'));
  mkdirSync(join(dir, 'other'));
  writeFileSync(join(dir, 'other/index.html'), '<!doctype html><link rel="icon" href="data:,"><title>Another page</title>');
  writeFileSync(join(dir, 'other/sw.js'), '');
  return open({ dir });
}

const found = (page) => page.getByRole('main').locator('ul').first().locator('li').allTextContents();

test('nothing of ours is left, and nothing of a neighbour’s is touched', async (t) => {
  const site = await host();
  const first = async (page) => {
    await page.goto(site.url('other/'));
    await plant(page);
  };
  const { page } = await withEverything(t, { site, first });
  const before = await everything(page);
  for (const [place, ours] of [['keys', /^kept\/entries/], ['tab', /^kept\//], ['caches', /^kept-\/-[^/]+$/]]) {
    assert.ok(before[place].some((name) => ours.test(name)), place);
  }
  assert.deepEqual([before.workers.sort(), before.bases.sort()], [['/', '/other/'], ['kept', 'other']]);

  await deleteEverything(page);
  assert.deepEqual(await everything(page), NEIGHBOURS);
  const lines = await found(page);
  assert.equal(lines.length, 5);
  for (const one of lines) assert.match(one, /: none$/);
  for (const words of ['Files you saved', 'The browser’s history', 'Old data on the disk']) await says(page, words);
  assert.doesNotMatch(await page.getByRole('main').textContent(), /Words that matter|Robin|Alex/);
  assert.equal(await page.getByRole('navigation').count(), 0);

  await beginAgain(page);
  await onScreen(page, 'When trust was broken');
});

test('what the browser does not let go is counted, and said', async (t) => {
  const { page } = await withEverything(t);
  await page.evaluate(() => {
    ServiceWorkerRegistration.prototype.unregister = async () => false;
    CacheStorage.prototype.delete = () => new Promise(() => {});
    indexedDB.databases = async () => {
      throw new Error('denied');
    };
  });
  await press(page, 'Delete everything');
  await press(page.getByRole('dialog'), 'Delete everything');
  await page.getByRole('heading', { level: 1, name: 'Not everything is deleted' }).waitFor({ timeout: 30_000 });
  assert.deepEqual((await found(page)).map((one) => one.split(': ')[1]), [
    'none', 'none', '1 still there', '1 still there', 'the browser does not let Kept look',
  ]);
  await says(page, 'Delete this site’s data in the settings of the browser');
  assert.deepEqual(await stored(page), {});
});

test('without a network it works, and says what it found', async (t) => {
  const { context, page } = await withEverything(t, { allow: [/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/] });
  await kept.offline(context);
  await deleteEverything(page);
  for (const one of await found(page)) assert.match(one, /: none$/);
});

test('another tab lets go of everything, and does not bring the worker back', async (t) => {
  const { context, page } = await withEverything(t);
  const other = await context.newPage();
  await visit(other, kept.url());
  await goTo(other, 'Check in');
  await other.getByText('Words that matter').first().waitFor({ state: 'attached' });
  await deleteEverything(page);
  await onScreen(other, 'Everything was deleted');
  assert.doesNotMatch(await other.getByRole('main').textContent(), /Words that matter|Robin|Alex/);
  const { keys, workers, caches } = await everything(other);
  assert.deepEqual({ keys, workers, caches }, { keys: [], workers: [], caches: [] });
  await beginAgain(other);
  await onScreen(other, 'When trust was broken');
});

test('a page that is just being written in another tab does not come back', async (t) => {
  const { context, page } = await withEverything(t);
  await press(page, 'Delete everything');
  const other = await context.newPage();
  await visit(other, kept.url('journal'));
  // Its page is saved a moment after the last letter, and when it is left.
  await other.getByRole('textbox').first().fill('Half a thought');
  await tap(page.getByRole('dialog').getByRole('button', { name: 'Delete everything' }));
  await onScreen(other, 'Everything was deleted');
  await onScreen(page, 'Everything is deleted');
  await other.waitForTimeout(2500);
  assert.deepEqual(await stored(other), {});
});

test('a file that another tab was about to write keeps what is in it', async (t) => {
  const { context, page } = await withEverything(t);
  const inFile = () => page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    return (await (await folder.getFileHandle('notes.json')).getFile()).text().catch(() => '');
  });
  await eventually(async () => (await inFile()).includes('Words that matter'), true, 'it is written', 20_000);
  // One that cannot write files itself, so that the file is as the first one left it.
  const other = await context.newPage();
  await other.addInitScript(() => delete window.showSaveFilePicker);
  await visit(other, kept.url());
  await goToSettings(other);
  await press(other, 'Delete everything');
  await openDaily(page);
  await line(page).fill('Words that matter more');
  await save(page);
  await settled(page);
  await tap(other.getByRole('dialog').getByRole('button', { name: 'Delete everything' }));
  await onScreen(page, 'Everything was deleted');
  await page.waitForTimeout(6000); // longer than a tab waits before it writes the file
  assert.match(await inFile(), /Words that matter/);
});
