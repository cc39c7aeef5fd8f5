// Progress: pictures, what they say, and chosen moments.
//
// What the pictures look like is compared with tests/e2e/pictures/. KEPT_PICTURES=renew writes those anew; look at
// them before they are kept.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

import { copy, day, entry, mark, person, pulse, ritual } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import {
  again, choose, comeIn, eventually, follow, onScreen, press, says, stored, takeIn, visit, writeAs,
} from './steps.mjs';

const kept = await open();
const [ROBIN, ALEX] = ['robin0robin0robi', 'alex0alex0alex0a'];
const LEVELS = [1, 2, 2, 3, 2, 3, 4, 3, 4, 4, 5, 4];

/** Robin's answers of 30 days, five of them missing, and what else has a place in the pictures. */
const month = () => [
  person(ROBIN, 'Robin'),
  person(ALEX, 'Alex', { colour: 1 }),
  ...Array.from({ length: 30 }, (_, ago) => ago)
    .filter((ago) => ago < 10 || ago > 14)
    .map((ago) => pulse(ROBIN, ago, { signals: { safe: LEVELS[Math.floor((29 - ago) / 2.5)], easy: 1 + (ago % 5) } })),
  ritual(ROBIN, 'coffee', { title: 'Morning coffee' }, 40),
  ...Array.from({ length: 40 }, (_, ago) => mark(ROBIN, 'coffee', ago, ago % 9 === 4 ? 'not_done' : 'done')),
  entry(ROBIN, 'setback', 'setback/one', { day: day(20), weight: 'small', what: 'Came home late.' }, { ago: 20 }),
  entry(ROBIN, 'moment', `moment/slept/${day(6)}`, { day: day(6), what: 'The first night I slept' }, { ago: 6 }),
  pulse(ALEX, 3, { signals: { safe: 5, heard: 1 } }),
];

async function withMonth(page, more = []) {
  await visit(page, kept.url());
  await takeIn(page, copy([...month(), ...more]));
  await writeAs(page, 'Robin');
  await visit(page, kept.url('progress'));
  await page.getByRole('heading', { name: 'Morning coffee' }).waitFor();
}

const figure = (page, name) => page.locator('figure', { has: page.getByRole('heading', { name, exact: true }) });

test('with nothing there it says what appears here, and from when', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('progress'));
  await says(page, 'From four answers on, pictures say something here.');
  await says(page, 'Nothing noted about promises or rituals in this time.');
  assert.equal(await page.locator('figure').count(), 0);
  await expectAccessible(page);
});

test('a picture can be walked through by keyboard, and stands behind it as a table', async (t) => {
  const page = await kept.page(t);
  await withMonth(page);
  const safe = figure(page, 'Safe inside');
  const said = safe.getByRole('status');
  await safe.locator('.plot').focus();
  await page.keyboard.press('End');
  await eventually(() => said.textContent().then((text) => /: 4 of 5$/.test(text)), true);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Home');
  await eventually(() => said.textContent().then((text) => /: 1 of 5$/.test(text)), true);
  await page.keyboard.press('ArrowLeft');
  await eventually(() => said.textContent().then((text) => /: 1 of 5$/.test(text)), true);
  for (let steps = 0; steps < 9; steps += 1) await page.keyboard.press('ArrowRight');
  await eventually(() => said.textContent().then((text) => /a setback$/.test(text)), true);
  await expectAccessible(page);

  await safe.getByText('As a table').click();
  const rows = safe.locator('tbody tr');
  await eventually(() => rows.count(), 30);
  const cells = await safe.locator('tbody td').allTextContents();
  const expected = Array.from({ length: 30 }, (_, at) => {
    const ago = 29 - at;
    return ago < 10 || ago > 14 ? `${LEVELS[Math.floor(at / 2.5)]} of 5` : 'nothing noted';
  });
  assert.deepEqual(cells.map((cell) => cell.replace(/, a .*/, '')), expected);
  assert.match(cells[9], /a setback/);
  assert.match(cells[23], /a chosen moment/);
});

test('a touch on a picture says what is there', async (t) => {
  const page = await kept.page(t);
  await withMonth(page);
  const safe = figure(page, 'Safe inside');
  const plot = safe.locator('.plot');
  const { width, height } = await plot.boundingBox();
  await plot.click({ position: { x: width * (348 / 360), y: height / 2 } });
  await eventually(() => safe.getByRole('status').textContent().then((text) => /: 4 of 5$/.test(text)), true);
});

test('the spans show what they say', async (t) => {
  const page = await kept.page(t);
  await withMonth(page);
  const safe = () => figure(page, 'Safe inside');
  for (const [span, rows] of [['Week', 7], ['Quarter', 13]]) {
    await choose(page, span);
    await safe().getByText('As a table').click();
    await eventually(() => safe().locator('tbody tr').count(), rows, span);
  }
  await choose(page, 'All');
  await safe().getByText('As a table').click();
  await eventually(async () => (await safe().locator('tbody tr').count()) >= 6, true);
});

test('only what the other shares is there, in the place of one’s own', async (t) => {
  const page = await kept.page(t);
  await withMonth(page);
  assert.equal(await page.getByRole('radio', { name: /What Alex shares/ }).count(), 0, 'Alex shares nothing');

  const again = await kept.page(t);
  await withMonth(again, [pulse(ALEX, 1, { signals: { hopeful: 2 }, shared: true })]);
  await choose(again, 'What Alex shares');
  const hopeful = figure(again, 'Hopeful');
  await hopeful.getByText('As a table').click();
  await eventually(() => hopeful.locator('td').filter({ hasText: 'of 5' }).allTextContents(), ['2 of 5']);
  const safe = figure(again, 'Safe inside');
  await safe.getByText('As a table').click();
  await eventually(() => safe.locator('td').filter({ hasText: 'of 5' }).count(), 0, 'what Alex keeps is not there');
  assert.equal(await again.getByText('Came home late.').count(), 0, 'nor what is Robin’s');
});

test('a moment is noted, stands on the time line, and can be changed', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('progress'));
  await press(page, 'Note a moment');
  await onScreen(page, 'A moment');
  await press(page, 'Save');
  await expectAccessible(page);
  await page.getByLabel('What it was').fill('The walk around the lake');
  await page.getByLabel('On which day').fill('2999-01-01');
  await press(page, 'Save');
  await onScreen(page, 'A moment');
  await page.getByLabel('On which day').fill(day(2));
  await press(page, 'Save');
  await onScreen(page, 'Progress');
  await says(page, '1 chosen moment in this time.');
  await follow(page, 'The walk around the lake');
  await page.getByLabel('What it was').fill('The walk around the big lake');
  await press(page, 'Save');
  await follow(page, 'The walk around the big lake');
  await press(page, 'Delete it');
  await onScreen(page, 'Progress');
  await says(page, 'The moment was deleted.');
  assert.equal(await page.getByRole('link', { name: /lake/ }).count(), 0);
});

test('what came together has its numbers, and what somebody hides stays hidden', async (t) => {
  const page = await kept.page(t);
  // A year in which Sundays are hard.
  const days = Array.from({ length: 300 }, (_, ago) => ago);
  const isSunday = (ago) => new Date(`${day(ago)}T12:00`).getDay() === 0;
  const levels = (ago) => (isSunday(ago) ? 1 : 3 + (ago % 3));
  const all = days.map((ago) => {
    const level = levels(ago);
    return pulse(ROBIN, ago, { signals: { safe: level, easy: level, open: level, heard: level, hopeful: level } });
  });
  await withMonth(page, all);
  const card = page.locator('.card', { hasText: 'Sundays were among your hardest days' });
  await card.waitFor();
  assert.match(await card.textContent(), /\d+ of \d+ Sundays/);
  await expectAccessible(page);
  await press(card, 'Do not show this');
  await eventually(() => card.count(), 0);
  await again(page);
  await page.getByRole('heading', { name: 'What came together' }).waitFor();
  await page.getByRole('heading', { name: 'Morning coffee' }).waitFor();
  assert.equal(await card.count(), 0);
  assert.ok(!JSON.stringify(await stored(page)).includes('Sundays'));
});

test('a picture can be saved, with its title and nothing telling in its name', async (t) => {
  const page = await kept.page(t);
  await withMonth(page);
  const download = page.waitForEvent('download');
  await press(figure(page, 'Safe inside'), 'Save as a picture');
  const file = await download;
  assert.match(file.suggestedFilename(), /^picture-\d{4}-\d\d-\d\d\.png$/);
  const picture = PNG.sync.read(readFileSync(await file.path()));
  assert.deepEqual([picture.width, picture.height], [1080, 612]);
  const colours = new Set();
  for (let at = 0; at < picture.data.length; at += 4) colours.add(picture.data.readUInt32BE(at));
  assert.ok(colours.size > 10, 'something is drawn');
});

for (const width of [320, 390, 1280]) {
  for (const theme of ['light', 'dark']) {
    test(`the pictures look as they did: ${width} wide, ${theme}`, async (t) => {
      const page = await kept.page(t, { viewport: { width, height: 900 }, colorScheme: theme });
      await withMonth(page);
      assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
        'nothing is wider than the screen',
      );
      // Letters look different on every machine. Their size is seen to be readable, the rest is compared.
      const sizes = await page.locator('.plot text').evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
      assert.ok(Math.min(...sizes) >= 10, `letters of ${Math.min(...sizes)} px`);
      for (const [name, title] of [['safe', 'Safe inside'], ['easy', 'Easy to talk'], ['coffee', 'Morning coffee']]) {
        const plot = figure(page, title).locator('svg');
        await plot.evaluate((svg) => svg.querySelectorAll('text').forEach((text) => text.remove()));
        await page.evaluate(() => document.querySelectorAll('.bar, .leave').forEach((part) => (part.hidden = true)));
        const now = PNG.sync.read(await plot.screenshot());
        const stored = new URL(`pictures/${name}-${width}-${theme}.png`, import.meta.url);
        if (process.env.KEPT_PICTURES === 'renew') writeFileSync(stored, PNG.sync.write(now));
        assert.ok(existsSync(stored), `${stored.pathname} is missing; see the top of this file`);
        const before = PNG.sync.read(readFileSync(stored));
        assert.deepEqual([now.width, now.height], [before.width, before.height], name);
        const different = pixelmatch(now.data, before.data, undefined, now.width, now.height, { threshold: 0.2 });
        // A line that is one pixel off somewhere is let pass; one that goes elsewhere is not.
        assert.ok(different <= 0.004 * now.width * now.height, `${name}: ${different} pixels are different`);
      }
    });
  }
}
