// Looking back on a month, and the page to finish.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { copy, day, entry, mark, person, pulse, ritual } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import {
  ahead, choose, comeIn, downloaded, eventually, follow, goTo, onScreen, press, says, settled, stored, takeIn, unfold,
  visit, writeAs,
} from './steps.mjs';

const kept = await open();
const [ROBIN, ALEX] = ['robin0robin0robi', 'alex0alex0alex0a'];

/** How many days ago the day of that number of last month was, and how many days from now the one of next month is. */
const today = new Date();
const lastMonth = (number) => Math.round((today.setHours(12, 0, 0, 0) - new Date(today.getFullYear(), today.getMonth() - 1, number, 12)) / 86_400_000);
const untilNextMonth = (number) => Math.round((new Date(today.getFullYear(), today.getMonth() + 1, number, 12) - today.setHours(12, 0, 0, 0)) / 86_400_000);
const monthName = (back) =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' }).format(new Date(today.getFullYear(), today.getMonth() - back, 1));

const promise = (author, name, text, ago) =>
  entry(author, 'promise', `promise/${name}`, { since: day(ago), text, rhythm: { times: 1, per: 'day' } }, { shared: true, ago });
const outcome = (author, name, ago, state) =>
  entry(author, 'promise-mark', `promise-mark/promise/${name}/${day(ago)}`, { promise: `promise/${name}`, day: day(ago), state }, { shared: true, ago });
const moment = (author, name, ago, what, shared) =>
  entry(author, 'moment', `moment/${name}/${day(ago)}`, { day: day(ago), what }, { ago, shared });

/** What two people noted in the first days of last month. */
function written() {
  const days = [2, 3, 4, 5, 6].map(lastMonth);
  return [
    person(ROBIN, 'Robin'),
    person(ALEX, 'Alex', { colour: 1 }),
    promise(ALEX, 'noon', 'Ring at noon', lastMonth(1)),
    ritual(ROBIN, 'tea', { title: 'Tea at four' }, lastMonth(1)),
    moment(ROBIN, 'night', lastMonth(4), 'The first night I slept'),
    moment(ROBIN, 'lake', lastMonth(5), 'Around the lake', true),
    moment(ALEX, 'own', lastMonth(5), 'Something of my own'),
    ...days.flatMap((ago, at) => [
      pulse(ROBIN, ago, { signals: { safe: 3 } }),
      mark(ROBIN, 'tea', ago, at < 3 ? 'done' : 'skipped'),
      outcome(ALEX, 'noon', ago, at < 4 ? 'kept' : 'missed'),
    ]),
  ];
}

async function withTwo(page, entries = written()) {
  await visit(page, kept.url());
  await takeIn(page, copy(entries));
  await writeAs(page, 'Robin');
}

/** The screen, on the month before this one, on whichever day the test runs. */
async function lookingBack(page) {
  await visit(page, kept.url('review'));
  await onScreen(page, 'Looking back');
  const name = page.locator('#month');
  await name.waitFor();
  if ((await name.textContent()) !== monthName(1)) await press(page, 'Earlier');
  await eventually(() => name.textContent(), monthName(1));
}

const part = (page, name) => page.getByRole('region', { name });

test('a month is told in what was noted, and nothing of the other that is private', async (t) => {
  const page = await kept.page(t);
  await withTwo(page);
  await lookingBack(page);
  const noted = part(page, 'What was kept');
  await eventually(
    () => noted.getByRole('listitem').allTextContents(),
    [
      'Ring at noon: 4 of 5 kept, in time or late.',
      'Tea at four: done 3 times.',
      '5 daily check-ins.',
      'The first night I slept',
      'Around the lake',
    ],
  );
  await unfold(page, 'What goes on for now');
  await page.getByRole('link', { name: 'Tea at four' }).last().waitFor();
  await expectAccessible(page);
  await follow(noted, 'Ring at noon');
  await onScreen(page, 'Ring at noon');
  await page.goBack();
  await onScreen(page, 'Looking back');
  await writeAs(page, 'Alex');
  await lookingBack(page);
  await eventually(async () => (await noted.textContent()).includes('Something of my own'), true);
  const text = await page.locator('main').last().textContent();
  assert.ok(!text.includes('The first night I slept') && !text.includes('Around the lake'), 'each their own');
});

test('a month in which nothing was noted says so, and the months can be turned over by keyboard', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('review'));
  await says(page, 'Nothing was noted in this month. That says nothing about the month.');
  await expectAccessible(page);
  const before = await page.locator('#month').textContent();
  await page.getByRole('button', { name: 'Earlier' }).focus();
  await page.keyboard.press('Enter');
  await eventually(async () => (await page.locator('#month').textContent()) !== before, true);
  for (let times = 0; times < 4; times += 1) await press(page, 'Later');
  await eventually(() => page.locator('#month').textContent(), monthName(0), 'and not beyond this one');
});

test('what one says about a month waits for the other', async (t) => {
  const page = await kept.page(t);
  await withTwo(page);
  await lookingBack(page);
  await page.getByLabel('What was kept, as you see it?').fill('The lantern by the door');
  await page.getByLabel('What is lighter than it was?').fill('Sundays');
  await choose(page, 'Both of us, once we have both answered');
  await press(page, 'Save');
  await says(page, 'Saved on this device.');
  await writeAs(page, 'Alex');
  await lookingBack(page);
  await eventually(() => page.getByLabel('What was kept, as you see it?').inputValue(), '');
  assert.ok(!(await page.locator('body').textContent()).includes('lantern'));
  await page.getByLabel('What do you want to carry on, and what can rest?').fill('The calls');
  await choose(page, 'Both of us, once we have both answered');
  await press(page, 'Save');
  const robin = part(page, 'Robin');
  await robin.getByText('The lantern by the door').waitFor();
  await expectAccessible(page);
  await writeAs(page, 'Robin');
  await lookingBack(page);
  await part(page, 'Alex').getByText('The calls').waitFor();
  await eventually(() => page.getByLabel('What is lighter than it was?').inputValue(), 'Sundays');
});

test('Today offers it in the first days of the next month, once, and not again after “Not this time”', async (t) => {
  const page = await kept.page(t);
  const thisMonth = Array.from({ length: 4 }, (_, at) => at).filter((ago) => ago < today.getDate());
  const entries = [
    person(ROBIN, 'Robin'),
    ...(thisMonth.length === 4 ? thisMonth.map((ago) => pulse(ROBIN, ago, { line: 'x' })) : written()),
  ];
  await visit(page, kept.url());
  await takeIn(page, copy(entries));
  if (thisMonth.length === 4) await ahead(page, untilNextMonth(2));
  await visit(page, kept.url());
  const offer = page.getByRole('region', { name: monthName(thisMonth.length === 4 ? 0 : 1) });
  await offer.waitFor();
  await expectAccessible(page);
  await follow(offer, 'Look back');
  await onScreen(page, 'Looking back');
  await goTo(page, 'Today');
  await press(offer, 'Not this time');
  await eventually(() => offer.count(), 0);
  await visit(page, kept.url());
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  assert.equal(await offer.count(), 0);
});

test('whoever wrote about a month is not asked again', async (t) => {
  const page = await kept.page(t);
  const review = { month: day(lastMonth(1)), kept: 'Tea' };
  await withTwo(page, [...written(), entry(ROBIN, 'month-review', `month-review/${day(lastMonth(1))}`, review)]);
  await visit(page, kept.url());
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Look back' }).count(), 0);
});

test('to finish: numbers that both may see, and nothing happens by opening it', async (t) => {
  const page = await kept.page(t);
  await withTwo(page);
  await settled(page);
  const before = await stored(page, 'kept/entries');
  await visit(page, kept.url('closing'));
  await onScreen(page, 'When you want to finish');
  await eventually(
    () => part(page, 'What you built').getByRole('listitem').allTextContents(),
    ['1 ritual, done 3 times', 'Promises: 4 of 5 kept, in time or late.', '1 chosen moment'],
  );
  await says(page, 'Counted is what both of you may see.');
  await expectAccessible(page);
  assert.deepEqual(await stored(page, 'kept/entries'), before);
  await follow(page, 'Back to Today');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
});

test('a thank you is kept, shown to the other, and is in the copy', async (t) => {
  const page = await kept.page(t);
  await withTwo(page);
  await visit(page, kept.url('closing'));
  const words = page.getByLabel('Thank you for');
  await press(page, 'Save');
  assert.equal(await page.getByText('It is among the keepsakes.').count(), 0, 'nothing is nothing to keep');
  await words.fill('For the soup on the worst evening');
  await press(page, 'Save');
  await says(page, 'It is among the keepsakes.');
  await eventually(() => words.inputValue(), '');
  const { text } = await downloaded(page, () => press(part(page, 'To keep a copy'), 'Save a copy'));
  assert.ok(text.includes('For the soup on the worst evening'));
  await writeAs(page, 'Alex');
  await visit(page, kept.url('keepsakes'));
  await unfold(page, 'A thank you');
  await says(page, 'For the soup on the worst evening');
});

test('the way to deleting everything asks once more, and there is a way back', async (t) => {
  const page = await kept.page(t);
  await withTwo(page);
  await visit(page, kept.url('closing'));
  await follow(page, 'To deleting everything');
  await onScreen(page, 'Settings');
  await press(page, 'Delete everything');
  const dialog = page.getByRole('dialog');
  await press(dialog, 'Keep everything');
  await page.goBack();
  await onScreen(page, 'When you want to finish');
});
