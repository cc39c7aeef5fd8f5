// Every screen in every state that people meet, as axe sees it, in both themes.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { copy, person, pulse } from './copies.mjs';
import { fill } from './fill.mjs';
import { WIDE, expectAccessible, open } from './harness.mjs';
import {
  TRAPPED, again, choose, comeIn, comeInTogether, deleteEverything, eventually, everyAddress, follow, goTo, goToSettings, line,
  onScreen, openCopy, openDaily, press, says, signal, trap, unfold, visit,
} from './steps.mjs';

const kept = await open();

/** The screens that show what was written. */
const FULL = [
  '', 'check-in', 'check-in/talk', 'rituals', 'rituals/coffee', 'journal/pages', 'journal/together', 'keepsakes', 'words', 'summary', 'review', 'closing',
  'promises', 'promise/noon', 'promises/notes', 'agreements', 'agreement/days', 'progress', 'progress?span=all',
  'progress/moments', 'guide', 'privacy', 'lock', 'settings',
];

test('the introduction, step by step', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  for (const [heading, on] of [
    ['When trust was broken', 'Begin'],
    ['A word for you alone', 'Continue'],
    ['Who is writing?', 'Continue'],
    ['Something small to keep', 'Done'],
  ]) {
    await onScreen(page, heading);
    if (on === 'Continue' && heading.startsWith('Who')) await choose(page, 'We both write');
    await expectAccessible(page);
    await press(page, on);
  }
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  await expectAccessible(page);
});

test('every screen, empty', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  for (const address of [...(await everyAddress(page, kept.url())), kept.url('nowhere')]) {
    await visit(page, address);
    await expectAccessible(page);
  }
});

test('every screen that shows what was written, with a year of it', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  await fill(page);
  for (const route of FULL) {
    await visit(page, kept.url(route));
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    await expectAccessible(page);
    await page.setViewportSize(WIDE);
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
  }
});

test('a form that is filled in, with what it says while it is', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await openDaily(page);
  await choose(signal(page, 'Inside, I feel'), 'at ease');
  await line(page).fill('Slept through.');
  await says(page, 'Not saved yet');
  await expectAccessible(page);
  await press(page, 'Save');
  await says(page, 'Saved on this device.');
  await expectAccessible(page);
});

test('a form with a mistake in it', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Rituals');
  await press(page, 'Make one');
  await page.getByLabel('What is it called?').fill('Tea');
  const minutes = page.getByLabel('Minutes, if it has a fixed length');
  await minutes.fill('abc');
  await press(page, 'Add');
  await says(page, 'Minutes are a whole number');
  await expectAccessible(page);
  assert.equal(await minutes.getAttribute('aria-invalid'), 'true', 'the field says that it is the one');
});

test('the dialogs, and a file that is looked at before it is taken in', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  await press(page, 'Delete everything');
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await openCopy(page, copy([person('alex', 'Alex', { colour: 1 }), pulse('alex', 1, { line: 'x' }), 'broken']));
  await unfold(page, '1 that cannot be read');
  await expectAccessible(page);
  await openCopy(page, { name: 'x.json', mimeType: '', buffer: Buffer.from('x') });
  await says(page, 'Nothing was changed.');
  await expectAccessible(page);
});

test('a copy with a passphrase, and what is said once everything is deleted', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  await unfold(page, 'Save it with a passphrase');
  await page.getByLabel('Passphrase', { exact: true }).fill('one');
  await press(page, 'Save the locked copy');
  await says(page, 'This is not the same.');
  await expectAccessible(page);
  // The most work there is, so that it is still going on.
  const word = '8SHBz/ldWnjyGFQqfjat6uNBarWqqEMDS7W8X7+Xq5Q';
  const slow = `age-encryption.org/v1\n-> scrypt ajMFur+EJLGaohv/dLRGnw 20\n${word}\n--- ${word}\n${'x'.repeat(40)}`;
  await openCopy(page, { name: 'x.age', mimeType: '', buffer: Buffer.from(slow) });
  await page.getByLabel('Its passphrase').fill('one');
  await press(page, 'Open it');
  await page.getByText('Opening it takes a moment.').waitFor();
  await expectAccessible(page);
  await deleteEverything(page);
  await expectAccessible(page);
});

test('the notices: a deletion to undo, an update, storage that is denied, damage', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Rituals');
  await press(page, 'Take it up : Morning coffee');
  await follow(page, 'Morning coffee');
  await unfold(page, 'Change it');
  await press(page, 'Remove this ritual');
  await says(page, 'The ritual was removed.');
  await page.evaluate(() => dispatchEvent(new Event('kept-update')));
  await says(page, 'A newer version of Kept is here.');
  await expectAccessible(page);

  await page.evaluate(() => localStorage.setItem('kept/entries/somebody/always/1', 'not what it was'));
  await again(page);
  await says(page, 'One stored part could not be read.');
  await goToSettings(page);
  await page.getByRole('region', { name: 'Set aside' }).waitFor();
  await expectAccessible(page);

  const denied = await kept.page(t);
  await denied.addInitScript(() => Object.defineProperty(window, 'localStorage', { value: null }));
  await visit(denied, kept.url());
  await says(denied, 'This browser does not let Kept store anything here.');
  await expectAccessible(denied);
});

test('dark is the same dark, whether the device or the person chose it', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  const colours = () =>
    page.evaluate(() => {
      const styles = [...document.documentElement.computedStyleMap()];
      return styles.filter(([name]) => name.startsWith('--')).map(([name, [value]]) => `${name}: ${value}`);
    });
  const light = await colours();
  await page.emulateMedia({ colorScheme: 'dark' });
  const devices = await colours();
  assert.notDeepEqual(devices, light);
  await page.emulateMedia({ colorScheme: 'light' });
  await goToSettings(page);
  await choose(page, 'Dark');
  await eventually(colours, devices);
  await page.emulateMedia({ colorScheme: 'dark' });
  await choose(page, 'Light');
  await eventually(colours, light);
});

test('the plain reading pages', async (t) => {
  const page = await kept.page(t);
  for (const route of ['read/', 'read/step-1/', 'read/first/']) {
    await page.goto(kept.url(route));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(page);
  }
});

test('the panel for when the app has stopped', async (t) => {
  const page = await kept.page(t, { allow: TRAPPED });
  await comeIn(page, kept.url());
  await trap(page);
  const panel = page.getByRole('alertdialog');
  await panel.waitFor();
  await expectAccessible(page);
  await press(panel, 'Save a copy');
  await says(panel, /^Saved as/);
  await expectAccessible(page);
});
