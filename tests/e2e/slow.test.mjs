// The slow emotional work: the page of the journal, listening in turns, and the hard moment.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { day } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import {
  again, ahead, choose, comeIn, comeInTogether, comesIntoFocus, crash, downloaded, earlierHere, eventually, follow, goTo,
  goToSettings, onScreen, press, says, stored, visit, writeAs,
} from './steps.mjs';

const kept = await open();
const own = (page) => page.getByLabel('Your page');

// --- The journal ---

test('a page is saved while it is written, is private, and is there after a crash', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('journal'));
  await comesIntoFocus(own(page), 'the cursor is in it');
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
  await page.getByLabel('Does it come back on a day of the year?').fill(day());
  await press(page, 'Keep it');
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

// --- Keepsakes ---

test('an old letter is kept apart, folded up, and only where its author looks for it', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await goTo(page, 'Rituals');
  await press(page, 'Take it up : Old letters');
  await follow(page, 'Your keepsakes');
  await onScreen(page, 'Keepsakes');
  await press(page, 'Put one here');
  await onScreen(page, 'A keepsake');
  await page.getByLabel('What to call it').fill('The card from the ferry');
  await page.getByLabel('Its words').fill('Come home soon.\nThe kettle misses you.');
  await page.getByLabel('The day it is from, if you know it').fill('2014-06-01');
  await expectAccessible(page);
  await press(page, 'Save');
  await onScreen(page, 'Keepsakes');
  const words = page.getByText('The kettle misses you.');
  assert.ok(await words.isHidden(), 'folded up');
  await page.getByText('The card from the ferry').click();
  assert.ok(await words.isVisible());
  await expectAccessible(page);

  await writeAs(page, 'Alex');
  await eventually(() => page.getByText('The card from the ferry').count(), 0, 'it is for Robin alone');
  await writeAs(page, 'Robin');
  await page.getByText('The card from the ferry').click();
  await follow(page, 'Change it');
  assert.equal(await page.getByLabel('The day it is from, if you know it').inputValue(), '2014-06-01');
  await press(page, 'Delete it');
  await onScreen(page, 'Keepsakes');
  await eventually(() => page.getByText('The card from the ferry').count(), 0);
  await press(page, 'Undo');
  await page.getByText('The card from the ferry').waitFor();
});

// --- The week of two ---

/** Answers the week for whoever is writing, in one field. */
async function answer(page, field, text, who) {
  await visit(page, kept.url('check-in/weekly'));
  await page.getByLabel(field).fill(text);
  if (who) await choose(page, who);
  await press(page, 'Save');
  await onScreen(page, 'Check in');
}

const TOPIC = 'One thing to talk about';
const ANNOUNCED = 'The same, and Alex may know that mine is there';

test('the page for the talk opens once both have answered, and shows both', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await answer(page, TOPIC, 'the summer');
  await follow(page, /^The week, together/);
  await onScreen(page, 'The week, together');
  await says(page, 'stands here once each of you has answered');
  assert.equal(await page.getByText('the summer').count(), 0, 'two people look at this page');
  await expectAccessible(page);

  await writeAs(page, 'Alex');
  await answer(page, TOPIC, 'money');
  await follow(page, /^The week, together/);
  const topics = page.locator('section').filter({ hasText: TOPIC });
  await eventually(() => topics.locator('.written').allTextContents(), ['the summer', 'money']);
  assert.deepEqual(await topics.locator('.label').allTextContents(), ['Robin ', 'Alex ']);
  await expectAccessible(page);
});

test('that somebody has answered is known when they say so, and not otherwise', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await answer(page, TOPIC, 'the summer');
  await writeAs(page, 'Alex');
  await visit(page, kept.url('check-in/weekly'));
  await onScreen(page, 'How are we doing?');
  assert.equal(await page.getByText('has answered').count(), 0);
  await writeAs(page, 'Robin');
  await answer(page, TOPIC, 'the summer', ANNOUNCED);
  await writeAs(page, 'Alex');
  await visit(page, kept.url('check-in/weekly'));
  await says(page, 'Robin has answered.');
  assert.equal(await page.getByText('the summer').count(), 0);
});

test('answers that wait are in no copy, table or search of the other one’s, and in no tab of theirs', async (t) => {
  const context = await kept.context(t);
  const page = await context.newPage();
  await comeInTogether(page, kept.url());
  await writeAs(page, 'Alex');
  const theirs = await context.newPage();
  await visit(theirs, kept.url('check-in'));
  await writeAs(page, 'Robin');
  await answer(page, TOPIC, 'the lantern');

  await writeAs(page, 'Alex');
  await goToSettings(page);
  const { text: copy } = await downloaded(page, () => press(page, 'Save only what I can read'));
  assert.ok(copy.includes('Alex') && !copy.includes('lantern'));
  await press(page, 'As tables for a spreadsheet');
  await page.getByRole('button', { name: '2 people' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'weekly check-in' }).count(), 0);
  await visit(page, kept.url('journal/pages'));
  await page.getByLabel('Words in anything you wrote').fill('lantern');
  await says(page, '0 places');
  await theirs.bringToFront();
  for (const route of ['', 'check-in', 'check-in/talk', 'check-in/weekly', 'settings']) {
    await visit(theirs, kept.url(route));
    await onScreen(theirs, /./);
    const all = await theirs.evaluate(() => [document.body.innerText, ...[...document.querySelectorAll('textarea')].map(({ value }) => value)].join());
    assert.doesNotMatch(all, /lantern|Robin has answered/, route);
  }
});

// --- With the keyboard alone, and by ear ---

/** Presses Tab until the focus is on something whose name matches. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement: element } = document;
      const label = element.labels?.[0] ?? element;
      return (element.getAttribute('aria-label') ?? label.innerText ?? '').trim();
    });
    if (name.test(focused)) return;
  }
  assert.fail(`Tab never comes to ${name}`);
}

test('a hard moment, a check-in and a page can be had with the keyboard alone', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url());
  await tabTo(page, /hard moment: steady/);
  await page.keyboard.press('Enter');
  await onScreen(page, 'Steady');
  await tabTo(page, /^Without a pace$/);
  await page.keyboard.press('Space');
  await says(page, 'Look at one thing in front of you.');
  await tabTo(page, /^What now$/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Park the question$/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^The question$/);
  await page.keyboard.type('Who else knew?');
  await page.keyboard.press('Enter');
  await says(page, 'One question waits for its time.');

  await visit(page, kept.url('check-in/daily'));
  await page.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowRight');
  await tabTo(page, /^A line, if you like$/);
  await page.keyboard.type('Better than Sunday.');
  await tabTo(page, /^Save$/);
  await page.keyboard.press('Enter');
  await says(page, 'Saved on this device.');
  await visit(page, kept.url('check-in'));
  await eventually(async () => /Better than Sunday/.test((await earlierHere(page)).join()), true);

  await visit(page, kept.url('journal'));
  await comesIntoFocus(own(page));
  await page.keyboard.type('Without a mouse.');
  await says(page, 'Saved on this device.');
});

test('what a screen reader is told names every question, its ends, and where one is', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('check-in/daily'));
  const form = await page.getByRole('main').last().ariaSnapshot();
  assert.match(form, /heading "How is it today\?" \[level=1\]/);
  for (const question of ['Inside, I feel', 'Talking with each other is']) assert.match(form, new RegExp(`group "${question}`));
  for (const end of ['on edge', 'in between', 'at ease']) assert.match(form, new RegExp(`radio "[^"]*${end}`));
  assert.match(form, /textbox "A line, if you like"/);
  assert.match(form, /group "Who sees this\?"/);

  await visit(page, kept.url('listen'));
  await press(page, 'Begin');
  await page.getByLabel('One thing, in a few words').fill('Friday');
  for (const name of ['On', 'Robin']) await press(page, name);
  const turn = await page.getByRole('main').last().ariaSnapshot();
  assert.match(turn, /heading "Robin: speak" \[level=1\]/);
  for (const name of ['I have said it', 'I am flooded', 'Stop here']) assert.match(turn, new RegExp(`button "${name}"`));

  await visit(page, kept.url('steady'));
  const steady = await page.getByRole('main').last().ariaSnapshot();
  for (const name of ['Breathe', 'Name it', 'What now']) assert.match(steady, new RegExp(`"${name}"`));
});
