// The slow emotional work: the page of the journal, listening in turns, and the hard moment.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { expectAccessible, open } from './harness.mjs';
import {
  again, ahead, choose, comeIn, comeInTogether, crash, eventually, follow, goTo, onScreen, press, says, stored,
  visit, writeAs,
} from './steps.mjs';

const kept = await open();
const own = (page) => page.getByLabel('Your page');

// --- The journal ---

test('a page is saved while it is written, is private, and is there after a crash', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('journal'));
  await eventually(() => own(page).evaluate((field) => field === document.activeElement), true, 'the cursor is in it');
  await own(page).fill('Rain on the roof.');
  await says(page, 'Saved on this device.');
  await again(page);
  assert.equal(await own(page).inputValue(), 'Rain on the roof.');

  await writeAs(page, 'Alex');
  await eventually(() => own(page).inputValue(), '', 'a page of one’s own');
  await writeAs(page, 'Robin');
  await eventually(() => own(page).inputValue(), 'Rain on the roof.');
});

test('a page begins with a prompt that can be changed, or done without', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('journal'));
  const prompt = page.locator('.prompt p');
  const first = await prompt.textContent();
  await press(page, 'Another prompt');
  await eventually(async () => (await prompt.textContent()) !== first, true);
  await press(page, 'No prompt');
  await eventually(() => prompt.count(), 0);
});

test('pages are found by their month and by their words, and those that are shared can be read together', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('journal'));
  await own(page).fill('The café by the lighthouse was shut.');
  await page.getByRole('checkbox', { name: 'Show this page to Alex' }).or(page.getByRole('checkbox', { name: 'Show this to Alex' })).check();
  await says(page, 'Saved on this device.');
  await follow(page, 'All pages');
  await onScreen(page, 'Pages');
  await page.getByRole('link', { name: /, written, shared$/ }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('Words in anything you wrote').fill('cafe light');
  await says(page, '1 place');
  assert.deepEqual(await page.locator('mark').allTextContents(), ['café', 'light']);
  await follow(page, 'Pages you both can read');
  await says(page, 'The café by the lighthouse was shut.');
  await writeAs(page, 'Alex');
  await says(page, 'The café by the lighthouse was shut.');
  await visit(page, kept.url('journal/pages'));
  assert.equal(await page.getByRole('link', { name: /, written/ }).count(), 0);
});

// --- Listening ---

const tapAll = async (page, names) => {
  for (const name of names) await press(page, name);
};

test('two people listen in turns, to the end, and keep a note that both wanted', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('listen'));
  await press(page, 'Begin');
  await page.getByLabel('One thing, in a few words').fill('Friday evening');
  await press(page, 'On');
  await press(page, 'Robin');
  await onScreen(page, 'Robin: speak');
  await press(page, 'I have said it');
  await onScreen(page, 'Alex: say it back');
  await expectAccessible(page);
  await press(page, 'Robin: not quite');
  await onScreen(page, 'Robin: speak');
  await again(page);
  await onScreen(page, 'Robin: speak');
  await tapAll(page, ['I have said it', 'Robin: yes, that is it']);
  await onScreen(page, 'Alex: what makes sense');
  await tapAll(page, ['Said', 'Said', 'On']);
  await onScreen(page, 'Alex: speak');
  await tapAll(page, ['I have said it', 'Alex: yes, that is it', 'Said', 'Said']);
  await onScreen(page, 'You have both spoken');
  await press(page, 'Robin: I would like a note');
  assert.equal(await page.getByLabel('What you would both like to remember').count(), 0, 'one of them is not enough');
  await press(page, 'Alex: I would like a note');
  await page.getByLabel('What you would both like to remember').fill('Ring before supper.');
  await press(page, 'Keep it and end');
  await onScreen(page, 'Listen in turns');
  await eventually(async () => JSON.stringify(await stored(page)).includes('Ring before supper.'), true);
  assert.ok(!('kept/listen' in (await stored(page))), 'nothing else of it is left');
});

test('a pause lasts at least twenty minutes, over a closed page, and comes back to the same place', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('listen'));
  await press(page, 'Begin');
  await page.getByLabel('One thing, in a few words').fill('Friday');
  await tapAll(page, ['On', 'Alex', 'I have said it', 'I am flooded']);
  await onScreen(page, 'A pause');
  await expectAccessible(page);
  assert.equal(await page.getByRole('button', { name: 'We are back' }).count(), 0);
  await again(page);
  await onScreen(page, 'A pause');
  await ahead(page, 1);
  await again(page);
  await press(page, 'We are back');
  await onScreen(page, 'Robin: say it back');
  await press(page, 'Stop here');
  await onScreen(page, 'Listen in turns');
});

// --- The hard moment ---

test('from Today it is one tap to Steady, where every step can be left out', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await follow(page, 'A hard moment: steady');
  await onScreen(page, 'Steady');
  await says(page, 'Breathe in');
  await expectAccessible(page);
  await press(page, 'Without a pace');
  await says(page, 'Look at one thing in front of you.');
  await press(page, 'On');
  await says(page, 'Five things you see.');
  await press(page, 'What now');
  await press(page, 'Ask for comfort');
  const message = page.getByRole('link', { name: 'Send it as a message' });
  assert.match(await message.getAttribute('href'), /^sms:\?body=\w+%20/);
  await press(page, 'Write it down');
  await follow(page, 'Open today’s page');
  await eventually(() => page.evaluate(() => document.documentElement.dataset.dim), undefined, 'the light is as before');
});

test('a parked question is out of sight until its time has come', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('steady'));
  await press(page, 'What now');
  await press(page, 'Park the question');
  await page.getByLabel('The question').fill('Who else knew?');
  await choose(page, 'Facts I need to decide something');
  await press(page, 'Park it');
  await says(page, 'One question waits for its time.');
  assert.equal(await page.getByText('Who else knew?').count(), 0);
  await again(page);
  assert.equal(await page.getByText('Who else knew?').count(), 0);

  await ahead(page, 2);
  await visit(page, kept.url());
  await follow(page, 'The time for parked questions has come.');
  await says(page, 'Who else knew?');
  await press(page, 'I do not need it any more');
  await eventually(() => page.getByText('Who else knew?').count(), 0);
});

test('what set it off is kept when somebody says so, and its date comes back with a word before it', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('steady'));
  await press(page, 'Name it');
  await page.getByLabel('What set it off?').fill('That song');
  await press(page, 'Keep it, it has to do with today’s date');
  await says(page, 'Kept, for you alone.');
  await goTo(page, 'Today');
  await says(page, 'Today: That song.');
  await ahead(page, 360);
  await visit(page, kept.url());
  await says(page, 'It may be a heavier day.');
  await ahead(page, 40);
  await visit(page, kept.url());
  await onScreen(page, /./);
  assert.equal(await page.getByText('It may be a heavier day.').count(), 0);
});

test('words typed on a page survive the app being killed', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('journal'));
  await own(page).fill('half a sentence that');
  await says(page, 'Saved on this device.');
  await crash(page);
  const next = await page.context().newPage();
  await visit(next, kept.url('journal'));
  await eventually(() => own(next).inputValue(), 'half a sentence that');
});
