// Hostile words, wherever the browser takes some: they are shown as text, and nothing of them runs.
// tests/hostile.rs gives the same ones to everything that needs no browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { copy } from './copies.mjs';
import { twoPeople } from './fill.mjs';
import { open } from './harness.mjs';
import { comeIn, eventually, everyAddress, goTo, says, takeIn, visit } from './steps.mjs';

const kept = await open();
const TEXTS = JSON.parse(readFileSync(new URL('../fixtures/hostile.json', import.meta.url), 'utf8'));
const MARKUP = TEXTS.filter((text) => /hacked|example\.invalid/.test(text));
/** Fields of entries in which people write what they like. */
const FREE = new Set([
  'name', 'line', 'title', 'about', 'text', 'what', 'words', 'word', 'topic', 'question', 'answer', 'need', 'ask',
  'appreciations', 'done', 'note', 'went', 'went_well', 'why', 'cue', 'summary', 'limit', 'when', 'reason',
]);

/** The same entries with hostile texts in all places where somebody could write. */
function poisoned(entries) {
  let turn = 0;
  const next = () => MARKUP[turn++ % MARKUP.length];
  const words = (value) => (Array.isArray(value) ? value.map(words) : typeof value === 'string' && value !== '' ? next() : value);
  return entries.map((entry) => {
    const body = Object.entries(entry.body ?? {}).map(([field, value]) => [field, FREE.has(field) ? words(value) : value]);
    return { ...entry, body: Object.fromEntries(body) };
  });
}

/** Fails at a dialog, and where something ran. */
async function untouched(page) {
  assert.equal(await page.evaluate(() => window.hacked ?? {}.hacked), undefined, page.url());
  assert.equal(await page.locator('main script, main iframe, main object, main embed, main base, main style').count(), 0);
}

test('a copy full of them is shown as text on every screen', async (t) => {
  const page = await kept.page(t);
  const dialogs = [];
  page.on('dialog', (dialog) => dialogs.push(dialog.message()) && dialog.dismiss());
  await comeIn(page, kept.url());
  await takeIn(page, copy(poisoned(twoPeople(20))));
  for (const address of await everyAddress(page, kept.url())) {
    await visit(page, address);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await untouched(page);
  }
  await goTo(page, 'Today');
  const shown = await page.evaluate(() => document.documentElement.innerHTML);
  assert.match(shown, /&lt;/, 'they are there, as text');
  assert.deepEqual(dialogs, []);
});

test('what is typed is what is there the next time', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('journal'));
  const field = page.getByLabel('Your page');
  // A field gives line ends its own way, and holds no end of a text.
  const typed = TEXTS.filter((text) => !/[\r\0]/.test(text)).join('\n');
  await field.fill(typed);
  await says(page, 'Saved');
  await page.reload();
  await eventually(() => field.inputValue(), typed);
  await untouched(page);
});

test('an address may end in anything', async (t) => {
  const page = await kept.page(t, { allow: [/404|400|Failed to load resource/] });
  await comeIn(page, kept.url());
  const some = TEXTS.filter((text, at) => at % 16 === 0 && text.length < 300 && text.trim() !== '');
  for (const text of some) {
    for (const tail of [`#${encodeURIComponent(text)}`, `?take=${encodeURIComponent(text)}`, `guide#${encodeURI(text)}`]) {
      await page.goto(kept.url(tail));
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await untouched(page);
    }
  }
});
