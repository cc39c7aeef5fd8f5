// The page to bring along: what can go in, what is printed, and what never is.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

import { copy, day, entry, monday, person, pulse } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import { choose, comeIn, downloaded, eventually, press, says, stored, takeIn, visit, writeAs } from './steps.mjs';

const kept = await open();
const [ROBIN, ALEX] = ['robin0robin0robi', 'alex0alex0alex0a'];
const moment = (author, name, ago, what, shared) =>
  entry(author, 'moment', `moment/${name}/${day(ago)}`, { day: day(ago), what }, { ago, shared });

const entries = () => [
  person(ROBIN, 'Robin'),
  person(ALEX, 'Alex', { colour: 1 }),
  moment(ROBIN, 'lake', 9, 'The walk around the lake'),
  moment(ROBIN, 'rain', 8, 'Soup in the rain', true),
  moment(ALEX, 'key', 7, 'The key on the table', true),
  moment(ALEX, 'own', 6, 'Something of my own'),
  moment(ROBIN, 'old', 300, 'Long ago at the sea'),
  entry(ROBIN, 'setback', 'setback/late', { day: day(5), weight: 'painful', what: 'Two hours late' }, { ago: 5 }),
  entry(ROBIN, 'safety-word', 'safety-word', { since: day(30), word: 'pineapple' }, { ago: 30 }),
  entry(ROBIN, 'reading', 'reading/first', { chapter: 'first', opened: day(3), section: 0 }, { ago: 3 }),
  entry(ROBIN, 'check-in', `check-in/${monday(7)}`, { week: monday(7), topic: 'Money, and my sister' }, { ago: 7 }),
  pulse(ROBIN, 2, { signals: { safe: 2 }, line: 'Slept badly.' }),
];

async function atThePage(page) {
  await visit(page, kept.url());
  await takeIn(page, copy(entries()));
  await writeAs(page, 'Robin');
  await visit(page, kept.url('summary'));
  await page.locator('summary', { hasText: 'Chosen moments' }).waitFor();
  await unfoldAll(page);
}

const unfoldAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
const choice = (page, name) => page.getByRole('checkbox', { name });

/** What is printed: for each sheet its size and its texts with their places. */
async function printed(page) {
  const pdf = await getDocument({ data: new Uint8Array(await page.pdf({ format: 'A4', preferCSSPageSize: true })), verbosity: 0 }).promise;
  const sheets = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const sheet = await pdf.getPage(number);
    const { items } = await sheet.getTextContent();
    const [, , width, height] = sheet.view;
    for (const { str, transform, width: length } of items) {
      const [left, bottom] = transform.slice(4);
      const isWithin = left >= 0 && left + length <= width && bottom >= 0 && bottom <= height;
      assert.ok(isWithin, `“${str}” is cut off at ${left}, ${bottom}`);
    }
    sheets.push(items.map(({ str }) => str).join(' ').replace(/\s+/g, ' '));
  }
  await pdf.destroy();
  return sheets;
}

test('nothing is chosen at first, and nothing is on the page', async (t) => {
  const page = await kept.page(t);
  await atThePage(page);
  assert.equal(await page.locator('input[type=checkbox]:checked').count(), 0);
  await says(page, 'Nothing is on the page yet.');
  await expectAccessible(page);
});

test('what is printed is what was chosen, and nothing else', async (t) => {
  const page = await kept.page(t);
  await atThePage(page);
  await page.getByLabel('Your own words, on top').fill('I would like to begin with sleep.');
  for (const name of [/walk around the lake/, /Two hours late/, /Slept badly/]) await choice(page, name).check();
  await says(page, 'It fits on one sheet of paper.');
  await expectAccessible(page);
  const sheets = await printed(page);
  assert.equal(sheets.length, 1);
  const [sheet] = sheets;
  for (const there of ['begin with sleep', 'The walk around the lake', 'Two hours late', 'Slept badly.', 'Chosen moments', 'Setbacks']) {
    assert.ok(sheet.includes(there), there);
  }
  for (const absent of [
    'Soup', 'key on the table', 'my own', 'Money', 'pineapple', 'Kept', 'Leave quickly', 'Print it', 'Nothing is chosen', 'How far back',
  ]) {
    assert.ok(!sheet.includes(absent), absent);
  }
  await choice(page, /Two hours late/).uncheck();
  assert.ok(!(await printed(page))[0].includes('Two hours late'));
});

test('what is long goes over to a second sheet, is said, and is not cut off', async (t) => {
  const page = await kept.page(t);
  await atThePage(page);
  const words = Array.from({ length: 60 }, (_, at) => `Line ${at} of what I would say first.`);
  await page.getByLabel('Your own words, on top').fill(words.join('\n'));
  await says(page, 'It fits on two sheets of paper.');
  const sheets = await printed(page);
  assert.equal(sheets.length, 2);
  assert.ok(sheets.join(' ').includes('Line 0 ') && sheets.join(' ').includes('Line 59 '));
  await page.getByLabel('Large letters').check();
  await says(page, 'It fits on two sheets of paper.');
  assert.equal((await printed(page)).length, 2);
  await page.getByLabel('Your own words, on top').fill([...words, ...words, ...words].join('\n'));
  await says(page, 'Two are easier to talk about');
});

test('of the other only what is shared is offered, and to both only what both share', async (t) => {
  const page = await kept.page(t);
  await atThePage(page);
  await choice(page, /key on the table/).check();
  assert.equal(await choice(page, /of my own/).count(), 0);
  assert.equal(await page.getByText(/pineapple/).count(), 0);
  await choice(page, /walk around the lake/).check();
  await page.getByLabel('Your own words, on top').fill('For my therapist alone.');
  await choose(page, 'What Alex and I both share');
  await eventually(() => choice(page, /walk around the lake/).count(), 0);
  await unfoldAll(page);
  assert.equal(await page.locator('.choices input:checked').count(), 0, 'nothing is chosen for both by a switch');
  assert.equal(await page.getByLabel('Your own words, on top').inputValue(), '');
  for (const name of [/Soup in the rain/, /key on the table/]) await choice(page, name).check();
  const [sheet] = await printed(page);
  assert.ok(sheet.includes('Soup in the rain') && sheet.includes('The key on the table'));
  assert.ok(!/lake|therapist/.test(sheet), 'what was on one’s own page is not on it');
  await choose(page, 'What I may see');
  await eventually(() => page.getByLabel('Your own words, on top').inputValue(), 'For my therapist alone.');
});

test('how far back it goes', async (t) => {
  const page = await kept.page(t);
  await atThePage(page);
  assert.equal(await choice(page, /Long ago/).count(), 0);
  await choose(page, 'A year');
  await unfoldAll(page);
  await choice(page, /Long ago at the sea/).check();
  await choose(page, '4 weeks');
  await eventually(async () => (await page.locator('#sheet').count()) === 0, true);
  await choose(page, 'From a day on');
  await page.getByLabel('From which day on').fill(day(320));
  await unfoldAll(page);
  await choice(page, /Long ago at the sea/).waitFor();
  await page.getByLabel('From which day on').fill(day(2));
  await eventually(() => choice(page, /Long ago/).count(), 0);
});

test('the words on top are kept for their author alone, and what was chosen is not kept at all', async (t) => {
  const page = await kept.page(t);
  await atThePage(page);
  await page.getByLabel('Your own words, on top').fill('I am not sure about July.');
  await choice(page, /walk around the lake/).check();
  await eventually(async () => JSON.stringify(await stored(page)).includes('not sure about July'), true);
  await writeAs(page, 'Alex');
  await eventually(() => page.getByLabel('Your own words, on top').inputValue(), '');
  assert.equal(await page.getByText('lake').count(), 0);
  await writeAs(page, 'Robin');
  await eventually(() => page.getByLabel('Your own words, on top').inputValue(), 'I am not sure about July.');
  assert.equal(await page.locator('input[type=checkbox]:checked').count(), 0);
});

test('as a file it has the same words, and can be read without Kept', async (t) => {
  const page = await kept.page(t);
  await atThePage(page);
  await page.getByLabel('Your own words, on top').fill('<b>First</b> & sleep\nThen July');
  await choice(page, /walk around the lake/).check();
  const { name, text } = await downloaded(page, () => press(page, 'Save it as a file'));
  assert.match(name, /^notes-\d{4}-\d\d-\d\d\.html$/);
  assert.ok(text.includes('&lt;b&gt;First&lt;/b&gt; &amp; sleep\nThen July') && text.includes('The walk around the lake'));
  assert.ok(!/<script|<b>|Soup/.test(text));
  const reader = await page.context().newPage();
  await reader.setContent(text);
  assert.match(await reader.locator('body').innerText(), /sleep\nThen July/, 'lines stay lines');
});

test('with nothing written yet it says so', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('summary'));
  await says(page, 'Nothing is on the page yet.');
  await expectAccessible(page);
});
