// Promises, agreements and setbacks: two people on one device.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { day } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import {
  again, ahead, choose, comeIn, comeInTogether, eventually, follow, goTo, onScreen, press, says, stored, unfold, visit,
  writeAs,
} from './steps.mjs';

const kept = await open();

/** A promise of whoever is writing, and its screen. */
async function promised(page, text, fill = async () => {}) {
  await visit(page, kept.url('promises'));
  await press(page, 'Make a promise');
  await page.getByLabel('What you will do').fill(text);
  await fill(page);
  await press(page, 'Save');
  await onScreen(page, text);
}

async function noted(page, outcome, { on, note } = {}) {
  await choose(page, outcome);
  if (on) await page.getByLabel('On which day').fill(on);
  if (note) await page.getByLabel('A word about it').fill(note);
  await press(page, 'Note it');
  await says(page, 'Noted.');
}

// --- Promises ---

test('a vague promise is asked about and can be made all the same; a concrete one is asked nothing', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('promises'));
  await expectAccessible(page);
  await press(page, 'Make a promise');
  await page.getByLabel('What you will do').fill('be better');
  await says(page, 'What would the other see or hear you do?');
  await page.getByLabel('What you will do').fill('Ring at noon on Friday');
  await page.getByLabel('By when').fill(day(-3));
  await page.getByLabel('How you would both know').fill('The phone rings');
  await eventually(() => page.locator('form ul.hint li').count(), 0);
  await expectAccessible(page);
  await press(page, 'Save');
  await onScreen(page, 'Ring at noon on Friday');
  await expectAccessible(page);
});

test('what cannot be is said with a sentence, and nothing typed is lost', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('promises'));
  await press(page, 'Make a promise');
  const text = page.getByLabel('What you will do');
  await press(page, 'Save');
  await says(page, 'Say what you will do.');
  await text.fill('x'.repeat(10_000));
  await press(page, 'Save');
  await says(page, 'This is longer than there is room for here.');
  assert.equal((await text.inputValue()).length, 10_000);
  await text.fill('My PIN is 4711');
  await press(page, 'Save');
  await says(page, 'This looks like a password or a PIN.');
  await text.fill('اتصل بك كل مساء 🕯️');
  for (const [until, sentence] of [['1900-01-01', 'This day is already past.'], ['9999-01-01', 'more than a year away']]) {
    await page.getByLabel('By when').fill(until);
    await press(page, 'Save');
    await says(page, sentence);
  }
  await page.getByLabel('By when').fill(day(0));
  await press(page, 'Save');
  await onScreen(page, 'اتصل بك كل مساء 🕯️');
});

test('what is typed and left is there when the same is begun again', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('promises'));
  await press(page, 'Make a promise');
  await page.getByLabel('What you will do').fill('Half a sentence that');
  await goTo(page, 'Today');
  await visit(page, kept.url('promises'));
  await press(page, 'Make a promise');
  await eventually(() => page.getByLabel('What you will do').inputValue(), 'Half a sentence that');
});

test('each marks for themselves, both stay visible side by side, and counts come with their list', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await promised(page, 'Ring at noon', async () => {
    await choose(page, 'Again and again');
    await choose(page, 'every day');
  });
  for (let ago = 1; ago <= 5; ago += 1) await noted(page, 'kept', { on: day(ago) });
  await noted(page, 'missed', { on: day(6), note: 'The meeting ran over.' });
  await says(page, /^Robin: 5 of 6 in the last 30 days$/);
  await writeAs(page, 'Alex');
  await noted(page, 'kept late', { on: day(6) });
  await says(page, /^Alex: 1 of 1, too few to say more$/);
  await unfold(page, 'Day by day');
  const row = page.locator('li.card').filter({ hasText: 'The meeting ran over.' });
  assert.match(await row.textContent(), /Robin: missed: The meeting ran over\..*Alex: kept late|Alex: kept late.*Robin: missed/);
  await expectAccessible(page);
  await visit(page, kept.url('promises'));
  await says(page, '5 of 6 in the last 30 days');
});

test('a promise is due on Today until somebody notes what became of it', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await promised(page, 'Ring at noon', () => page.getByLabel('By when').fill(day(0)));
  await goTo(page, 'Today');
  await follow(page, /Ring at noon today$/);
  await onScreen(page, 'Ring at noon');
  await noted(page, 'kept');
  await goTo(page, 'Today');
  await onScreen(page, /./);
  assert.equal(await page.getByRole('link', { name: /Ring at noon/ }).count(), 0);
});

test('changing a promise later says why, and what it was stays', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await promised(page, 'Home by six');
  await ahead(page, 3);
  await again(page);
  await follow(page, 'Change it together');
  await onScreen(page, 'To change a promise');
  await page.getByLabel('What you will do').fill('Home by seven');
  await press(page, 'Save');
  await says(page, 'Say in a few words why it changes');
  await page.getByLabel('Why it changes').fill('The new shift');
  await press(page, 'Save');
  await onScreen(page, 'Home by seven');
  await unfold(page, 'What it was before');
  await says(page, 'Home by six');
  await says(page, /The new shift/);
  await visit(page, kept.url('promises'));
  assert.equal(await page.getByRole('link', { name: /Home by/ }).count(), 1);
});

// --- Agreements ---

async function writtenDown(page, { details = 'From nine to six' } = {}) {
  await visit(page, kept.url('agreements'));
  await press(page, 'Openness for a while');
  await page.getByRole('checkbox', { name: 'the calendar can be seen' }).check();
  await page.getByLabel('What exactly, so that you both mean the same').fill(details);
  await page.getByLabel('What it is for').fill('Less guessing');
  await press(page, 'Write it down');
  await onScreen(page, 'the calendar can be seen');
}

async function sayYes(page, words) {
  await page.getByLabel('My yes, in my own words').fill(words);
  await press(page, 'I say yes');
  await says(page, 'You have said yes.');
}

test('an agreement counts once both have said yes, each without the words of the other', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('agreements'));
  await says(page, 'No passwords, no hidden apps');
  await expectAccessible(page);
  await writtenDown(page);
  await says(page, 'written down, nobody has said yes');
  await expectAccessible(page);
  await press(page, 'I say yes');
  await says(page, 'Say it in your own words');
  await sayYes(page, 'I want the lantern lit');
  await says(page, 'one has said yes');

  await writeAs(page, 'Alex');
  await says(page, 'Said yes: Robin');
  assert.doesNotMatch(await page.locator('body').textContent(), /lantern/);
  await goTo(page, 'Today');
  await follow(page, /waits for your word/);
  await sayYes(page, 'So do I');
  await says(page, /^agreed, until /);
  await says(page, 'I want the lantern lit');
  await says(page, 'So do I');
  await expectAccessible(page);
});

test('either stops it in one tap, and a stopped one does not come back by itself', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await writtenDown(page);
  await sayYes(page, 'Yes');
  await writeAs(page, 'Alex');
  await sayYes(page, 'Yes, too');
  await says(page, /^agreed, until /);
  await press(page, 'Stop it');
  await page.locator('.lead').filter({ hasText: /^stopped$/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0);
  await writeAs(page, 'Robin');
  await page.locator('.lead').filter({ hasText: /^stopped$/ }).waitFor();
  await press(page, 'Go on, with a new yes from both');
  await says(page, 'written down, nobody has said yes');
});

test('it ends by itself, and gets lighter on the way', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await writtenDown(page);
  await sayYes(page, 'Yes');
  await writeAs(page, 'Alex');
  await sayYes(page, 'Yes, too');
  await unfold(page, 'Look at it again');
  await page.getByRole('checkbox', { name: 'It happens by itself by now' }).check();
  const now = page.getByRole('table', { name: 'How it gets lighter' }).getByRole('cell').last();
  await eventually(() => now.textContent(), 'by itself by now');
  await ahead(page, 40);
  await again(page);
  await page.locator('.lead').filter({ hasText: 'over, as it was meant to be' }).waitFor();
  await eventually(() => now.textContent(), 'over');
});

test('a boundary is without an end only if both say so', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('agreements'));
  await press(page, 'A boundary for both');
  await onScreen(page, 'A boundary for both');
  await page.getByRole('checkbox', { name: 'secrets' }).check();
  await page.getByLabel('What it is for').fill('Quiet');
  await page.getByLabel('The last day').fill('');
  await press(page, 'Write it down');
  const endless = page.getByRole('checkbox', { name: 'For me it needs no end' });
  await endless.check();
  await sayYes(page, 'Yes');
  await writeAs(page, 'Alex');
  await sayYes(page, 'Yes, for now');
  await says(page, /^agreed, until /);

  await visit(page, kept.url('agreements'));
  await press(page, 'A boundary for both');
  await page.getByRole('checkbox', { name: 'alcohol' }).check();
  await page.getByLabel('What it is for').fill('Quiet');
  await page.getByLabel('The last day').fill('');
  await press(page, 'Write it down');
  await endless.check();
  await sayYes(page, 'Yes');
  await writeAs(page, 'Robin');
  await endless.check();
  await sayYes(page, 'Yes, too');
  await says(page, /^agreed, without an end$/);
});

test('what an agreement cannot be is said with a sentence', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('agreements'));
  await press(page, 'Openness for a while');
  await press(page, 'Write it down');
  await says(page, 'Say what it covers');
  await page.getByRole('checkbox', { name: 'the phone is left open' }).check();
  await page.getByLabel('What exactly').fill('The PIN is 1234');
  await page.getByLabel('What it is for').fill('Quiet nights');
  await press(page, 'Write it down');
  await says(page, 'This looks like a password or a PIN.');
  await page.getByLabel('What exactly').fill('On the table at night');
  for (const [until, sentence] of [
    [day(3), 'The last day comes before the first one.'],
    [day(-200), '90 days at most.'],
    ['', 'Openness of this kind has an end.'],
  ]) {
    await page.getByLabel('The last day').fill(until);
    await press(page, 'Write it down');
    await says(page, sentence);
  }
  assert.equal(await page.getByLabel('What exactly').inputValue(), 'On the table at night');
});

test('the private word is for its author alone', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await visit(page, kept.url('agreements'));
  await unfold(page, 'A private word for help');
  await page.getByLabel('The word, if you want it here').fill('marzipan');
  await press(page, 'I have one');
  await says(page, 'Noted, for you alone.');
  await writeAs(page, 'Alex');
  await again(page);
  await unfold(page, 'A private word for help');
  assert.equal(await page.getByLabel('The word, if you want it here').inputValue(), '');
});

// --- Setbacks ---

test('a second breach within ninety days opens the way that the guide knows; nothing is counted on Today', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('promises/notes'));
  const note = async (what, ago) => {
    await unfold(page, 'Note one');
    await page.getByLabel('What happened').fill(what);
    await page.getByLabel('On which day').fill(day(ago));
    await choose(page, 'trust was broken again');
    await choose(page, 'it was told');
    await press(page, 'Save');
    await page.locator('.card').filter({ hasText: what }).waitFor();
  };
  await unfold(page, 'Note one');
  await press(page, 'Save');
  await says(page, 'Say what happened.');
  await note('A message', 60);
  assert.equal(await page.getByRole('link', { name: 'When it happens again' }).count(), 0);
  await note('A second letter', 2);
  await page.getByRole('link', { name: 'When it happens again' }).waitFor();
  await expectAccessible(page);
  await goTo(page, 'Today');
  await onScreen(page, /./);
  assert.doesNotMatch(await page.getByRole('main').last().textContent(), /setback|broken|second letter/i);
  assert.ok(Object.keys(await stored(page)).length > 0);
});
