// Locks: what is closed, what opens it, and what nobody reads without that.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { copy, entry, person, pulse } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import {
  again, choose, comeIn, comesIntoFocus, downloaded, eventually, follow, line, onScreen, openCopy, press, save, says,
  stored, takeIn, unfold, visit, writeAs,
} from './steps.mjs';
import { started } from './browser.mjs';

const kept = await open();
const [ROBIN, ALEX] = ['robin0robin0robi', 'alex0alex0alex0a'];
const PASSPHRASE = 'lamp river seven cloud';
/** What everything here that is private has in it. */
const PLANTED = 'planted';

const entries = () => [
  person(ROBIN, 'Robin'),
  person(ALEX, 'Alex', { colour: 1 }),
  pulse(ROBIN, 1, { line: `${PLANTED} in the pulse of Robin` }),
  pulse(ROBIN, 400, { line: `${PLANTED} long ago` }),
  entry(ROBIN, 'journal', 'journal/2026-01-05', { day: '2026-01-05', text: `${PLANTED} on a page` }),
  entry(ROBIN, 'moment', 'moment/lake', { day: '2026-01-05', what: 'The walk around the lake' }, { shared: true }),
  pulse(ALEX, 1, { line: 'Alex slept well' }),
];

async function bothAreHere(page) {
  await visit(page, kept.url());
  await takeIn(page, copy(entries()));
  await writeAs(page, 'Robin');
}

/** Makes a lock for the one who writes; resolves to the recovery code once it is closed. */
async function lock(page, { passphrase = PASSPHRASE } = {}) {
  if (!page.url().endsWith('/lock')) await visit(page, kept.url('lock'));
  await page.getByLabel('Passphrase or PIN').fill(passphrase);
  await page.getByLabel('The same once more').fill(passphrase);
  await press(page, 'Make the lock');
  await page.locator('.code').waitFor();
  const code = await page.locator('.code').innerText();
  await page.getByLabel('Its last four letters').fill(code.slice(-4).toLowerCase());
  await press(page, 'I have it');
  await closed(page);
  return code;
}

const closed = (page) => onScreen(page, 'Locked');
const passphrase = (page) => page.getByLabel('Passphrase', { exact: true });

async function unlock(page, words = PASSPHRASE) {
  await passphrase(page).fill(words);
  await press(page, 'Unlock');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Everything that is stored, keys and values, as somebody reads it with the browser's tools. */
const raw = (page) => page.evaluate(() => Object.entries(localStorage).flat().join('\n'));
/** Resolves when everything is in its place, sealed. */
const sealed = async (page) => {
  if (!page.url().endsWith('/lock')) {
    await follow(page, 'More');
    await follow(page, /^Lock/);
  }
  // What tabs that are gone have left is sealed once it is sure that they are.
  await later(page, 2);
  await page.getByText('What you write is sealed').waitFor({ timeout: 200_000 });
};
/** A part that is folded up, opened. */
const part = async (page, name) => {
  const details = page.locator('details', { has: page.locator('summary', { hasText: name }) });
  await details.locator('summary').click();
  return details;
};
/** So much later. */
const later = (page, minutes) =>
  page.evaluate((ms) => {
    const before = Date.now.bind(Date);
    Date.now = () => before() + ms;
  }, minutes * 60_000);
const lookAway = (page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });

test('a lock closes everything, says nothing, and opens with its passphrase', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('check-in/daily'));
  await line(page).fill(`${PLANTED} and saved`);
  await save(page);
  await visit(page, kept.url('promises/notes'));
  await unfold(page, 'Note one');
  await page.getByLabel('What happened').fill(`${PLANTED} and not saved`);
  await eventually(async () => Object.keys(await stored(page, 'kept/draft/')).length, 1, 'a draft');
  await lock(page);
  await expectAccessible(page);
  assert.equal(await page.title(), 'Kept');
  assert.doesNotMatch(await page.innerText('body'), /planted/);
  await passphrase(page).fill('something else');
  await press(page, 'Unlock');
  await says(page, 'This does not open it.');
  await comesIntoFocus(page.locator('#passphrase'));
  await expectAccessible(page);
  await unlock(page);
  await sealed(page);
  const all = await raw(page);
  for (const words of [PLANTED, 'setback', 'pulse', '"private"']) assert.ok(!all.includes(words), `${words} is readable`);
  await visit(page, kept.url('promises/notes'));
  await closed(page);
  await unlock(page);
  await eventually(() => page.getByLabel('What happened').inputValue(), `${PLANTED} and not saved`, 'the draft');
  await press(page, 'Lock');
  await closed(page);
  await unlock(page);
  await visit(page, kept.url('check-in/daily'));
  await unlock(page);
  await eventually(() => line(page).inputValue(), `${PLANTED} and saved`, 'the line');
});

test('what is typed while it closes by itself is there when it opens', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await lock(page);
  await unlock(page);
  await choose(page, 'After a minute');
  await follow(page, 'Today');
  await visit(page, kept.url('check-in/daily'));
  await unlock(page);
  await line(page).pressSequentially(`${PLANTED} half a sen`);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  assert.equal(await line(page).isVisible(), true, 'a minute is not over');
  await later(page, 1);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await closed(page);
  assert.ok(!(await raw(page)).includes(PLANTED));
  await unlock(page);
  await eventually(() => line(page).inputValue(), `${PLANTED} half a sen`, 'what was typed');
  // A computer that slept all the while is not open to whoever wakes it.
  await later(page, 1);
  await page.keyboard.press('ArrowDown');
  await closed(page);
  await unlock(page);
  // Hiding the page closes it only where that is wanted.
  await lookAway(page);
  assert.equal(await line(page).isVisible(), true);
  await visit(page, kept.url('lock'));
  await unlock(page);
  await page.getByLabel('Also as soon as I go').check();
  await visit(page, kept.url('check-in/daily'));
  await unlock(page);
  await lookAway(page);
  await closed(page);
});

test('one tab that is locked locks the others, and one that makes a lock closes them', async (t) => {
  const context = await kept.context(t);
  const [page, other] = [await context.newPage(), await context.newPage()];
  await comeIn(page, kept.url());
  await visit(other, kept.url('check-in/daily'));
  await line(other).fill(`${PLANTED} in another tab`);
  await lock(page);
  await closed(other);
  await unlock(page);
  await unlock(other);
  await eventually(() => line(other).inputValue(), `${PLANTED} in another tab`, 'the draft of the other tab');
  await press(page, 'Lock now');
  await closed(page);
  await closed(other);
});

test('the recovery code opens it, and makes way for another passphrase', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  const code = await lock(page);
  await unlock(page, code.toLowerCase().replaceAll('-', ' '));
  await visit(page, kept.url('lock'));
  await unlock(page, code);
  const change = await part(page, 'Another passphrase');
  await change.getByLabel('Your passphrase as it is').fill('not it');
  await change.getByLabel('The new passphrase').fill('another one');
  await change.getByLabel('The same once more').fill('another one');
  await change.getByRole('button', { name: 'Change it' }).click();
  await says(page, 'This does not open it.');
  await change.getByLabel('Your passphrase as it is').fill(code);
  await change.getByRole('button', { name: 'Change it' }).click();
  await says(page, 'From now on the new passphrase opens it.');
  await press(page, 'Lock now');
  await closed(page);
  await passphrase(page).fill(PASSPHRASE);
  await press(page, 'Unlock');
  await says(page, 'This does not open it.');
  await unlock(page, 'another one');
  const renew = await part(page, 'A recovery code');
  await renew.getByLabel('Your passphrase').fill('another one');
  await renew.getByRole('button', { name: 'Make a code' }).click();
  await page.locator('.code').waitFor();
  await expectAccessible(page);
  const next = await page.locator('.code').innerText();
  assert.notEqual(next, code);
  await page.getByLabel('Its last four letters').fill('0000');
  await press(page, 'I have it');
  await says(page, 'These are not the last four.');
  await page.getByLabel('Its last four letters').fill(next.slice(-4));
  await press(page, 'I have it');
  await says(page, 'From now on this code opens it, and no earlier one.');
  await press(page, 'Lock now');
  await closed(page);
  await passphrase(page).fill(code);
  await press(page, 'Unlock');
  await says(page, 'This does not open it.');
  await unlock(page, next);
});

test('of two people one with a lock is unreadable to the other, wherever they look', async (t) => {
  const page = await kept.page(t);
  await bothAreHere(page);
  await lock(page);
  await unlock(page);
  await sealed(page);
  assert.ok(!(await raw(page)).includes(PLANTED));
  await again(page);
  await press(page, 'Go on without unlocking');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  assert.equal(await page.getByLabel('Writing:').locator('option:checked').innerText(), 'Alex');
  for (const route of ['', 'check-in', 'progress?span=all', 'journal/pages', 'progress/moments', 'summary', 'settings', 'lock']) {
    await visit(page, kept.url(route));
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    await page.waitForTimeout(300);
    assert.doesNotMatch(await page.innerText('body'), /planted/, route);
  }
  await visit(page, kept.url('progress/moments'));
  await visit(page, kept.url('settings'));
  await says(page, 'What somebody else keeps private behind a lock is not in it.');
  const { text } = await downloaded(page, () => press(page, 'Save a copy'));
  assert.ok(text.includes('The walk around the lake') && text.includes('Alex slept well') && !text.includes(PLANTED));
  // A file with what Robin keeps private: the rest of it comes in, and nothing takes the place of everything.
  await openCopy(page, copy([...entries(), pulse(ROBIN, 2, { line: `${PLANTED} from a file` }), pulse(ALEX, 2, { line: 'From a file' })]));
  await page.getByText('What is in the file', { exact: true }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Use it in place of what is here' }).count(), 0);
  await press(page, 'Add it to what is here');
  await says(page, 'but for what somebody keeps private whose lock is closed');
  assert.ok(!(await raw(page)).includes(PLANTED));
  // Handing the device over asks for the passphrase.
  await writeAs(page, 'Robin');
  await closed(page);
  await unlock(page);
  await visit(page, kept.url('journal/2026-01-05'));
  await unlock(page);
  await eventually(() => page.locator('textarea').first().inputValue(), `${PLANTED} on a page`, 'the page');
});

test('two locks: each opens their own, and without either nothing is readable', async (t) => {
  const page = await kept.page(t);
  await bothAreHere(page);
  await lock(page);
  await press(page, 'Go on without unlocking');
  await lock(page, { passphrase: 'for Alex' });
  await choose(page, 'Alex');
  await expectAccessible(page);
  await unlock(page, 'for Alex');
  await sealed(page);
  await visit(page, kept.url('lock'));
  await choose(page, 'Robin');
  await unlock(page);
  await sealed(page);
  const all = await raw(page);
  for (const words of [PLANTED, 'walk around', 'slept well', '"kind"']) assert.ok(!all.includes(words), words);
  await follow(page, 'Today');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  assert.equal(await page.getByLabel('Writing:').locator('option').count(), 2);
  await writeAs(page, 'Alex');
  await closed(page);
  assert.equal(await page.getByRole('radio', { name: 'Alex' }).isChecked(), true);
  assert.equal(await page.getByRole('button', { name: 'Go on without unlocking' }).count(), 0);
});

test('a lock that is taken off leaves everything readable and nothing of itself', async (t) => {
  const page = await kept.page(t);
  await bothAreHere(page);
  const before = await raw(page);
  assert.ok(before.includes(PLANTED));
  await lock(page);
  await unlock(page);
  await sealed(page);
  const off = await part(page, 'Take the lock off');
  await off.getByLabel('Your passphrase').fill(PASSPHRASE);
  await off.getByRole('button', { name: 'Take it off' }).click();
  await page.getByLabel('Passphrase or PIN').waitFor({ timeout: 300_000 });
  assert.deepEqual(await stored(page, 'kept/lock/'), {});
  assert.deepEqual(await stored(page, 'kept/lock-'), {});
  const all = await raw(page);
  assert.ok(all.includes(`${PLANTED} in the pulse of Robin`) && !all.includes('of-robin'));
  await again(page);
  await onScreen(page, 'A lock');
});

test('who lost passphrase and code can give up what is locked, and begins again', async (t) => {
  const page = await kept.page(t);
  await bothAreHere(page);
  await lock(page);
  await unlock(page);
  await sealed(page);
  await press(page, 'Lock now');
  await closed(page);
  await part(page, 'I do not know it any more');
  await press(page, 'Give up what is locked');
  const dialog = page.getByRole('dialog');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Give it up' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await started(page);
  assert.deepEqual(await stored(page, 'kept/lock/'), {});
  assert.deepEqual(await stored(page, 'kept/lock-'), {});
  await visit(page, kept.url('progress/moments'));
  await says(page, 'The walk around the lake');
});

test('where nobody else was said to write, nobody else comes in', async (t) => {
  const page = await kept.page(t);
  await bothAreHere(page);
  await page.evaluate(() => localStorage.removeItem('kept/person'));
  await visit(page, kept.url('lock'));
  await page.getByLabel('Alex writes on this device too').uncheck();
  await lock(page);
  assert.equal(await page.getByRole('button', { name: 'Go on without unlocking' }).count(), 0);
  await page.evaluate(() => localStorage.removeItem('kept/person'));
  await again(page);
  await closed(page);
  await unlock(page);
  assert.equal(await page.getByLabel('Writing:').count(), 0);
});

test('what does not fit is said where it is typed', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('lock'));
  await press(page, 'Make the lock');
  await says(page, 'Choose a passphrase first.');
  await page.getByLabel('Passphrase or PIN').fill('one');
  await page.getByLabel('The same once more').fill('two');
  await press(page, 'Make the lock');
  await says(page, 'This is not the same.');
  await page.getByLabel('Show what I type').check();
  await page.getByLabel('Make a recovery code').uncheck();
  await press(page, 'Make the lock');
  await closed(page);
  await unlock(page, 'one');
  await part(page, 'A recovery code');
  await says(page, 'There is no code yet.');
});
