// What the app is called and looks like from outside, and what is on the screen while nobody is to see it.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { expectAccessible, kept as whole, open } from './harness.mjs';
import { again, choose, comeIn, comesIntoFocus, eventually, line, onScreen, press, visit } from './steps.mjs';

const kept = await open();
const SETS = ['Notes', 'Lists', 'Plants'];

/** What the page says of itself to the browser and the system. */
const outside = (page) =>
  page.evaluate(() => ({
    title: document.title,
    brand: document.querySelector('.brand').textContent,
    apple: document.querySelector('[name="apple-mobile-web-app-title"]').content,
    manifest: document.querySelector('[rel=manifest]').href,
    icon: document.querySelector('[rel=icon]').href,
    touch: document.querySelector('[rel=apple-touch-icon]').href,
  }));

const expected = (name, title = name) => {
  const folder = name === 'Kept' ? '' : `dress/${name.toLowerCase()}/`;
  return {
    title,
    brand: name,
    apple: name,
    manifest: kept.url(`${folder}manifest.webmanifest`),
    icon: kept.url(`${folder || 'icons/'}icon.svg`),
    touch: kept.url(`${folder || 'icons/'}apple-touch-icon.png`),
  };
};

/** The width and height that a PNG says it has. */
const sizeOf = (png) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;

test('a set that is chosen is there at once, from the first thing that is seen, and offline', async (t) => {
  const context = await kept.context(t, { allow: [/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|Failed to/] });
  const page = await context.newPage();
  await comeIn(page, kept.url());
  assert.deepEqual(await outside(page), expected('Kept', 'Today · Kept'));
  await whole(page);
  assert.deepEqual([...kept.served().keys()].filter((path) => path.includes('dress/')), [], 'nothing of others is fetched');
  await visit(page, kept.url('settings'));
  for (const name of [...SETS, 'Kept', 'Lists']) {
    await choose(page, name);
    assert.deepEqual(await outside(page), expected(name, `Settings · ${name}`));
  }
  await expectAccessible(page);
  await again(page);
  assert.deepEqual(await outside(page), expected('Lists', 'Settings · Lists'));
  // Before the app is there.
  const slow = await kept.context(t, { serviceWorkers: 'block', allow: [/waiting/] });
  await slow.addInitScript(() => location.origin === 'null' || localStorage.setItem('kept/dress', 'Lists'));
  const early = await slow.newPage();
  await early.route(/\.wasm$/, () => {});
  await early.goto(kept.url(), { waitUntil: 'commit' });
  await early.locator('#first .brand').waitFor();
  assert.deepEqual(await outside(early), expected('Lists'));
  assert.doesNotMatch(await early.locator('#first').innerText(), /Kept|trust/);
  await slow.close();
  await kept.offline(context);
  await visit(page, kept.url('guide'));
  assert.deepEqual(await outside(page), expected('Lists', 'Guide · Lists'));
  const icon = await page.evaluate(async () => (await fetch(document.querySelector('[rel=icon]').href)).text());
  assert.match(icon, /^<svg/, 'what was fetched of the set is kept');
});

test('each set is whole: a name, a manifest and icons, and nothing of Kept in them', async (t) => {
  const page = await kept.page(t);
  assert.deepEqual(readdirSync('public/dress').sort(), SETS.map((name) => name.toLowerCase()).sort());
  await visit(page, kept.url());
  for (const name of SETS) {
    const address = kept.url(`dress/${name.toLowerCase()}/manifest.webmanifest`);
    const answer = await page.request.get(address);
    const manifest = await answer.json();
    assert.equal(manifest.name, name);
    assert.equal(manifest.short_name, name);
    const own = await (await page.request.get(kept.url('manifest.webmanifest'))).json();
    for (const field of ['id', 'start_url', 'scope', 'display']) assert.equal(manifest[field], own[field], field);
    assert.notEqual(manifest.theme_color, own.theme_color);
    assert.doesNotMatch(await answer.text(), /kept|trust|check|ritual|guide|two/i);
    for (const { src, sizes, type } of manifest.icons) {
      const icon = await page.request.get(new URL(src, address).href);
      assert.ok(icon.ok(), src);
      if (type === 'image/png') assert.equal(sizeOf(await icon.body()), sizes);
    }
    const touch = await page.request.get(kept.url(`dress/${name.toLowerCase()}/apple-touch-icon.png`));
    assert.equal(sizeOf(await touch.body()), '180x180');
  }
});

test('a word in storage that is no set changes nothing', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  for (const word of ['', 'notes', 'Notes/../../x', '<b>', 'Kept Kept', 'constructor']) {
    await page.evaluate((word) => localStorage.setItem('kept/dress', word), word);
    await again(page);
    assert.deepEqual(await outside(page), expected('Kept', 'Today · Kept'), word);
  }
});

const turn = (page, state) =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, state);

test('what is on the screen is hidden from other apps where that is wanted, and comes back as it was', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('check-in/daily'));
  await line(page).fill('half a sen');
  await turn(page, 'hidden');
  assert.ok(await line(page).isVisible(), 'not unless it is wanted');
  await turn(page, 'visible');
  await visit(page, kept.url('settings'));
  await page.getByLabel('Hide what is on the screen').check();
  await visit(page, kept.url('check-in/daily'));
  await eventually(() => line(page).inputValue(), 'half a sen', 'the draft');
  await line(page).focus();
  const title = await page.title();
  await turn(page, 'hidden');
  const covered = async () => {
    assert.match(await page.innerText('body'), /^This week\s+Milk/);
    assert.doesNotMatch(await page.locator('body').ariaSnapshot(), /How is it|half a sen|Leave/);
    assert.equal(await page.title(), 'Notes');
  };
  await covered();
  await turn(page, 'visible');
  await covered();
  await expectAccessible(page);
  await press(page, 'Open');
  assert.equal(await line(page).inputValue(), 'half a sen');
  assert.equal(await page.title(), title);
  await comesIntoFocus(line(page));
  await onScreen(page, 'How is it today?');
  // A question that is open goes; a page that the phone let go of comes back covered.
  await visit(page, kept.url('settings'));
  await press(page, 'Delete everything');
  await page.getByRole('dialog').waitFor();
  await turn(page, 'hidden');
  await covered();
  await press(page, 'Open');
  assert.ok(await page.getByRole('dialog').isHidden());
  await turn(page, 'hidden');
  await again(page);
  assert.match(await page.innerText('body'), /^This week\s+Milk/);
  await press(page, 'Open');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
});
