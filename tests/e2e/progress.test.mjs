// Progress: pictures compared with those that were looked at and kept, their numbers counted again, and every way
// through them. KEPT_PICTURES=write keeps the pictures as they are now; look at them before they are committed.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

import { copy } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import { ALEX, NAMES, ROBIN, THERE, TODAY, answers, before, life, mondays, noted, stand } from './pictured.mjs';
import {
  again, choose, comeIn, eventually, follow, goTo, onScreen, press, says, stored, takeIn, unfold, visit, writeAs,
} from './steps.mjs';

const kept = await open();
const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url));
const writes = process.env.KEPT_PICTURES === 'write';

/** A page on which it is noon of that Sunday, and will be. */
async function sunday(t, options) {
  const page = await kept.page(t, { ...THERE, ...options });
  await stand(page);
  return page;
}

async function withEntries(t, entries, route = 'progress', options = {}) {
  const page = await sunday(t, options);
  await visit(page, kept.url());
  await takeIn(page, copy(entries));
  await visit(page, kept.url(route));
  return page;
}

const figure = (page, name) => page.getByRole('figure', { name, exact: true });
const slider = (page, name) => page.getByRole('slider', { name: `${name}, point by point` });

/** The numbers behind a picture, as the table says them: rows of cells. */
async function numbers(page, name) {
  const picture = figure(page, name);
  const details = picture.locator('details');
  if (!(await details.evaluate(({ open }) => open))) await details.locator('summary').click();
  await details.locator('tbody tr').first().waitFor();
  return details.locator('tbody tr').evaluateAll((rows) => rows.map(({ cells }) => [...cells].map(({ textContent }) => textContent)));
}

const long = (day, locale = 'en-GB') =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

// --- What is drawn ---

const DRAWN = ['signal-0', 'signal-4', 'promises', 'ritual-0', 'lighter', 'events'];
const WIDTHS = [320, 390, 1280];
/**
 * How different a pixel may be, and how many of a thousand of each picture: edges are smoothed a little differently
 * elsewhere. One answer that is one level higher changes ten of a thousand.
 */
const COLOUR = 0.15;
const PER_MILLE = 3;

/** Each picture without its words: fonts are the machine's. */
async function plots(page) {
  await page.evaluate(() => {
    for (const text of document.querySelectorAll('svg text')) text.style.visibility = 'hidden';
    document.activeElement.blur();
  });
  await page.mouse.move(0, 0);
  const pictures = [];
  for (const id of DRAWN) {
    const plot = page.locator(`#${id} .plot`);
    await plot.scrollIntoViewIfNeeded();
    pictures.push(PNG.sync.read(await plot.screenshot({ scale: 'css' })));
  }
  return pictures;
}

/** All of them in one, one below the other. */
function sheet(pictures) {
  const width = Math.max(...pictures.map((picture) => picture.width));
  const whole = new PNG({ width, height: pictures.reduce((sum, { height }) => sum + height, 0) });
  let y = 0;
  for (const picture of pictures) {
    PNG.bitblt(picture, whole, 0, 0, picture.width, picture.height, 0, y);
    y += picture.height;
  }
  return whole;
}

/** How many of a thousand pixels of each picture are not those of the sheet. */
function differences(pictures, known) {
  let y = 0;
  return pictures.map(({ width, height, data }) => {
    const was = new PNG({ width, height });
    PNG.bitblt(known, was, 0, y, width, height, 0, 0);
    y += height;
    return (1000 * pixelmatch(was.data, data, null, width, height, { threshold: COLOUR })) / (width * height);
  });
}

for (const theme of ['light', 'dark']) {
  for (const width of WIDTHS) {
    test(`the pictures at ${width} in the ${theme} theme are those that were looked at`, async (t) => {
      const page = await withEntries(t, life(), 'progress', { viewport: { width, height: 900 }, colorScheme: theme });
      await page.locator('#ritual-0').waitFor();
      const drawn = await plots(page);
      const whole = sheet(drawn);
      const file = `${PICTURES}progress-${width}-${theme}.png`;
      if (writes) {
        mkdirSync(PICTURES, { recursive: true });
        writeFileSync(file, PNG.sync.write(whole));
        return;
      }
      assert.ok(existsSync(file), `${file} is there`);
      const known = PNG.sync.read(readFileSync(file));
      assert.deepEqual([whole.width, whole.height], [known.width, known.height]);
      for (const [at, different] of differences(drawn, known).entries()) {
        assert.ok(different <= PER_MILLE, `${different} of a thousand pixels of ${DRAWN[at]} are different`);
      }
    });
  }
}

test('one answer that is one level higher makes another picture', async (t) => {
  if (writes) return;
  const another = life().map((one) =>
    one.id === `pulse/${before(2)}` ? { ...one, body: { ...one.body, signals: { ...one.body.signals, safe: 5 } } } : one);
  assert.equal(answers(2).safe, 4);
  const page = await withEntries(t, another, 'progress', { viewport: { width: 1280, height: 900 } });
  await page.locator('#ritual-0').waitFor();
  const known = PNG.sync.read(readFileSync(`${PICTURES}progress-1280-light.png`));
  const [safe, ...others] = differences(await plots(page), known);
  assert.ok(safe > PER_MILLE, `${safe} of a thousand`);
  assert.ok(others.every((different) => different <= PER_MILLE), others.join());
});

test('axes have units and dates in the person’s language', async (t) => {
  for (const [locale, first, number] of [['en-GB', '24 Oct', '2.5 of 5'], ['de-DE', '24. Okt.', '2,5 of 5']]) {
    const page = await withEntries(t, life(), 'progress', { locale });
    const texts = await page.locator('#signal-0 text').allTextContents();
    assert.deepEqual(texts.slice(0, 4), ['1', '3', '5', first]);
    await says(page, '1 on edge, 5 at ease');
    await choose(page, 'Quarter');
    const rows = await numbers(page, 'Easy to talk');
    assert.ok(rows.flat().some((cell) => cell.includes(number.slice(1, 2)) && cell.endsWith(' of 5')), rows.join());
  }
});

// --- What the numbers are ---

test('the numbers behind the signals are the answers, and days without one are gaps', async (t) => {
  const page = await withEntries(t, life());
  const short = ['Safe inside', 'Easy to talk', 'Open', 'Heard', 'Hopeful'];
  for (const [at, name] of NAMES.entries()) {
    const expected = Array.from({ length: 30 }, (_, index) => {
      const level = answers(29 - index)?.[name];
      return [long(before(29 - index)), level ? `${level} of 5` : 'no answer'];
    });
    assert.deepEqual(await numbers(page, short[at]), expected, name);
    // Each stretch of answers is a stroke of its own.
    const strokes = await page.locator(`#signal-${at} .line`).getAttribute('d');
    const stretches = expected.filter(([, level], row) => level !== 'no answer' && (expected[row - 1]?.[1] ?? 'no answer') === 'no answer');
    assert.equal(strokes.match(/M/g).length, stretches.length, name);
  }
  await says(figure(page, 'Safe inside'), 'Safer inside than at the start of these 30 days.');
  await says(figure(page, 'Hopeful'), '2 answers in this time: too few to say more.');
  await says(figure(page, 'Heard'), 'Much the same all through this time.');
});

test('promises are counted as they were noted, week by week', async (t) => {
  const page = await withEntries(t, life());
  const mondayOf = (day) => {
    const date = new Date(`${day}T12:00:00Z`);
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    return date.toISOString().slice(0, 10);
  };
  const weeks = new Map();
  const first = mondayOf(before(29));
  for (let ago = 59; ago >= 0; ago -= 1) {
    const monday = mondayOf(before(ago));
    if (monday < first) continue;
    const week = weeks.get(monday) ?? [0, 0, 0];
    weeks.set(monday, week);
    const place = { kept: 0, kept_late: 0, told_first: 1, repaired: 1, missed: 2 }[noted(ago)];
    if (place !== undefined) week[place] += 1;
  }
  const expected = [...weeks].map(([monday, counts]) => [long(monday), ...counts.map(String)]);
  assert.deepEqual(await numbers(page, 'What became of them'), expected);
});

test('agreements get lighter, and what happened stands on one line and in words', async (t) => {
  const page = await withEntries(t, life());
  const things = (await numbers(page, 'Still agreed on')).map(([, count]) => count).join('');
  // Three from the 25th day back on, two once the message came by itself, and nothing after the end.
  assert.equal(things, `${'0'.repeat(4)}${'3'.repeat(14)}${'2'.repeat(9)}${'0'.repeat(3)}`);
  await says(figure(page, 'Still agreed on'), 'Of 3 things, 3 have ended.');
  await says(figure(page, 'On one line'), '1 setback and 1 chosen moment in this time.');
  const list = await page.locator('.happened').first().locator('li').allTextContents();
  assert.deepEqual(list, [
    `● Chosen moment, ${long(before(9))}The first night I slept.`,
    `◇ Setback, ${long(before(16))}Two hours late, and no word.`,
  ]);
});

// --- Ways through it ---

test('keys move through the points of a picture, and each is said', async (t) => {
  const page = await withEntries(t, life());
  const points = slider(page, 'Safe inside');
  await points.focus();
  const said = () => points.getAttribute('aria-valuetext');
  const readout = figure(page, 'Safe inside').locator('.readout');
  for (const [key, ago] of [[null, 0], ['ArrowLeft', 1], ['ArrowLeft', 2], ['ArrowRight', 1], ['Home', 29], ['End', 0]]) {
    if (key) await page.keyboard.press(key);
    const level = answers(ago)?.safe;
    const expected = `${long(before(ago))}: ${level ? `${level} of 5` : 'no answer'}`;
    await eventually(said, expected, key);
    assert.equal(await readout.textContent(), expected);
  }
  const sentence = await points.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby')).textContent);
  assert.equal(sentence, 'Safer inside than at the start of these 30 days.');
  const promises = slider(page, 'What became of them');
  await promises.focus();
  assert.match(await promises.getAttribute('aria-valuetext'), /^Week of 16 November 2026: \d kept, \d told or repaired, \d missed$/);
});

test('the span stands in the address, and is there again after a reload', async (t) => {
  const page = await withEntries(t, life());
  for (const [name, word, count] of [['Week', 'week', 7], ['Quarter', 'quarter', 13], ['All', 'all', 9], ['Month', 'month', 30]]) {
    await choose(page, name);
    await page.waitForURL(kept.url(`progress?span=${word}`));
    await eventually(async () => (await numbers(page, 'Safe inside')).length, count, name);
  }
  await choose(page, 'Quarter');
  await again(page);
  assert.ok(await page.getByRole('radio', { name: 'Quarter' }).isChecked());
  await eventually(async () => (await numbers(page, 'Safe inside')).length, 13);
});

test('it is one’s own; the other’s only where shown, by choice, and never beside it', async (t) => {
  const page = await withEntries(t, life());
  await figure(page, 'Easy to talk').waitFor();
  assert.equal(await page.locator('#signal-0').count(), 1);
  await choose(page, 'What Alex shows me');
  await eventually(() => figure(page, 'Easy to talk').count(), 0);
  assert.equal(await page.locator('#signal-0').count(), 1, 'one person at a time');
  const shown = (await numbers(page, 'Safe inside')).filter(([, level]) => level !== 'no answer');
  assert.deepEqual(shown, [[long(before(4)), '2 of 5'], [long(before(1)), '5 of 5']], 'what is kept is not there');
  assert.equal(await page.getByRole('heading', { name: 'Beside your answers' }).count(), 0);
  assert.doesNotMatch(await page.getByRole('main').last().textContent(), /Two hours late|I slept/);
  await writeAs(page, 'Alex');
  await eventually(() => page.getByRole('radio', { name: 'My own' }).isChecked(), true, 'the next one begins with their own');
  // Robin shows answers of nothing.
  const quiet = await withEntries(t, life().filter(({ author, kind }) => author === ALEX || kind === 'person'));
  await writeAs(quiet, 'Alex');
  await figure(quiet, 'Safe inside').waitFor();
  assert.equal(await quiet.getByRole('group', { name: 'Whose' }).count(), 0);
});

test('an empty notebook says kindly what will stand here, and from when', async (t) => {
  const page = await sunday(t);
  await comeIn(page, kept.url());
  await goTo(page, 'More');
  await follow(page, /^Progress/);
  await onScreen(page, 'Progress');
  await says(page, /first point stands here with your first check-in/);
  await says(page, /^From four points on/);
  assert.equal(await page.locator('figure').count(), 0);
  await expectAccessible(page);
});

test('a pattern comes with its numbers, can be hidden, stays so, and only for who hid it', async (t) => {
  const page = await withEntries(t, mondays());
  const pattern = page.getByText('26 of 26 Mondays were among your hardest days, and 0 of 156 other days.');
  await pattern.waitFor();
  await expectAccessible(page);
  await press(page, 'Do not show me this');
  await eventually(() => pattern.count(), 0);
  assert.deepEqual(await stored(page, 'kept/hidden-patterns'), { [`kept/hidden-patterns-${ROBIN}`]: 'weekday' });
  await again(page);
  await page.getByRole('button', { name: 'Show what is hidden' }).waitFor();
  assert.equal(await pattern.count(), 0);
  await press(page, 'Show what is hidden');
  await pattern.waitFor();
  assert.deepEqual(await stored(page, 'kept/hidden-patterns'), {});
});

test('a picture is saved as an image, with its name and what it shows', async (t) => {
  const page = await withEntries(t, life());
  const images = [];
  for (const name of ['Safe inside', 'What became of them']) {
    const download = page.waitForEvent('download');
    await press(figure(page, name), `Save as image : ${name}`);
    const saved = await download;
    assert.equal(saved.suggestedFilename(), `notes-${TODAY}.png`);
    const bytes = readFileSync(await saved.path());
    assert.ok(bytes.length > 8_000, `${bytes.length} bytes`);
    if (process.env.KEPT_IMAGES) writeFileSync(`${process.env.KEPT_IMAGES}/${images.length}.png`, bytes);
    images.push(PNG.sync.read(bytes));
  }
  for (const { width, height, data } of images) {
    assert.deepEqual([width, height], [1400, 775]);
    const colours = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const colour = data.readUInt32BE(at);
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    // The sheet, the line's colour and the words'.
    const [sheet] = [...colours].sort(([, one], [, other]) => other - one)[0];
    assert.equal(sheet >>> 0, 0xfffdf8ff);
    assert.ok(colours.get(0x285a55ff) > 500, 'the line is there');
    assert.ok(colours.get(0x2a2622ff) > 500, 'the words are there');
  }
});

test('a moment is chosen, stands in the pictures, and can be taken back', async (t) => {
  const page = await sunday(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('progress/moments'));
  await press(page, 'Save');
  await says(page, 'Say what happened.');
  await page.getByLabel('What it was').fill('Slept on the train, both of us.');
  await page.getByLabel('On which day').fill('2026-11-23');
  await press(page, 'Save');
  await says(page, 'This day is still to come.');
  await page.getByLabel('On which day').fill(before(3));
  await press(page, 'Save');
  await page.locator('.card').filter({ hasText: 'Slept on the train' }).waitFor();
  assert.equal(await page.getByLabel('What it was').inputValue(), '');
  await expectAccessible(page);
  await follow(page, 'All pictures');
  await says(page, '1 chosen moment in this time.');
  await says(page, 'Slept on the train, both of us.');
  await follow(page, 'Choose a moment');
  await press(page, 'Delete');
  await eventually(() => page.locator('.card').filter({ hasText: 'Slept on the train' }).count(), 0);
});
