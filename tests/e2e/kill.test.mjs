// The browser, or a tab, ends from one moment to the next while somebody writes: what is found then is
// what was there at some moment, whole, and nothing is taken for damaged.
//
// Chromium keeps what a page stored in a process of its own, from which it writes it to the disk: five
// seconds after the first change since it was started, then once a minute (more seldom after a lot was
// written), and at once when the last process that shows the place ends. A browser that is killed loses
// what came after that, whatever a page does; so the tests ask for no more.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { day, file } from './copies.mjs';
import { decadeFile } from './decade.mjs';
import { open } from './harness.mjs';
import { crash, goToSettings, openCopy, press, saveCopy, says, stored, visit } from './steps.mjs';

const kept = await open();

const SEED = Number(process.env.KEPT_SEED ?? Date.now() % 1_000_000);

/** Numbers between 0 and 1, the same ones for the same seed (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const SIDE_BY_SIDE = { concurrency: 4 };

/** Opens the browser of a device, and says how to end it with all its processes, as when the battery is taken out. */
async function turnOn(device) {
  const { page } = await device.start();
  const devtools = await page.context().browser().newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const { id } = processInfo.find(({ type }) => type === 'browser');
  const kill = async () => {
    const gone = page.context().waitForEvent('close');
    process.kill(-id, 'SIGKILL'); // the whole group
    await gone;
  };
  return { page, kill };
}

/**
 * Somebody writes as fast as the app takes it: the day's line, number after number, and after each a ritual of
 * their own with the same number. `said` is called with each number once both were said to be saved.
 */
async function writeOn(page, from, said) {
  await page.exposeFunction('said', said);
  const robot = async (from) => {
    const seen = async (find) => {
      for (;;) {
        const found = find();
        if (found) return found;
        await new Promise((done) => setTimeout(done));
      }
    };
    const first = (selector) => seen(() => document.querySelector(selector));
    const named = (tag, words) =>
      seen(() => [...document.querySelectorAll(`main ${tag}`)].find(({ textContent }) => textContent.trim() === words));
    const type = (field, words) => {
      field.value = words;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    for (let number = from; ; number += 1) {
      (await first('nav a[href="check-in"]')).click();
      (await first('main a[href="check-in/daily"]')).click();
      type(await first('main textarea'), `line ${number}`);
      (await named('button', 'Save')).click();
      await named('h2', 'How is it?');
      (await first('nav a[href="rituals"]')).click();
      (await named('button', 'Make one')).click();
      type(await first('main form input'), `ritual ${number}`);
      (await named('button', 'Add')).click();
      await named('a', `ritual ${number}`);
      window.said(number);
    }
  };
  // It ends with the page.
  page.evaluate(robot, from).catch(() => {});
}

/** Everything there is after a disaster, by a copy of it; nothing of it may be damaged. */
async function everything(page) {
  await visit(page, kept.url());
  await goToSettings(page);
  const { entries } = JSON.parse(await saveCopy(page));
  assert.ok(await page.getByRole('alertdialog').isHidden(), 'the app runs');
  const alerts = await page.getByRole('alert').filter({ visible: true }).allTextContents();
  assert.equal(alerts.join('').trim(), '', 'nothing could not be read');
  assert.deepEqual(await stored(page, 'kept/aside/'), {});
  return entries;
}

/** The number up to which everything that was written is there: it is a state of some moment, without gaps. */
async function reached(page) {
  const entries = await everything(page);
  const numbers = (kind, of) => {
    const texts = entries.filter((entry) => entry.kind === kind).map(({ body }) => of(body));
    return texts.map((text) => Number(text.split(' ')[1])).sort((a, b) => a - b);
  };
  const [line = 0, ...lines] = numbers('pulse', (body) => body.line);
  assert.deepEqual(lines, [], 'one day, one line');
  const rituals = numbers('ritual', (body) => body.title);
  assert.deepEqual(rituals, rituals.map((_, at) => at + 1), 'each ritual, once');
  assert.ok(line === rituals.length || line === rituals.length + 1, `line ${line} after ritual ${rituals.length}`);
  return rituals.length;
}

describe('a browser that is killed', SIDE_BY_SIDE, () => {
  for (const lane of [1, 2]) {
    test(`at any moment opens to what was there at some moment before (${lane})`, async (t) => {
      const roll = dice(SEED + lane);
      const device = kept.device(t);
      let { page, kill } = await turnOn(device);
      let there = await reached(page);
      for (let round = 1; round <= 3; round += 1) {
        let acknowledged = there;
        await writeOn(page, there + 1, (number) => (acknowledged = number));
        const moment = 500 + roll() * 7000;
        await pause(moment);
        await kill();

        ({ page, kill } = await turnOn(device));
        const found = await reached(page);
        const after = `seed ${SEED}, round ${round}, killed after ${Math.round(moment)} ms of writing`;
        t.diagnostic(`${after}: ${found} found, ${acknowledged} said to be saved`);
        assert.ok(found >= there, `${after}: ${found} after ${there}`);
        there = found;
      }
    });
  }

  test('a minute after the last word has all words', async (t) => {
    const device = kept.device(t);
    const { page, kill } = await turnOn(device);
    await visit(page, kept.url());
    let acknowledged = 0;
    await writeOn(page, 1, (number) => (acknowledged = number));
    await pause(7000); // longer than until the first changes are on the disk
    const last = await reached(page);
    assert.ok(last > 0 && last >= acknowledged);
    await pause(62_000);
    await kill();
    const { page: opened } = await turnOn(device);
    assert.equal(await reached(opened), last);
  });

  test('right after its last tab crashed has all words', async (t) => {
    const device = kept.device(t);
    const { page, kill } = await turnOn(device);
    await page.context().newPage(); // which keeps the browser open
    await visit(page, kept.url());
    let acknowledged = 0;
    await writeOn(page, 1, (number) => (acknowledged = number));
    await pause(7000); // what is written then would wait for a minute
    const last = acknowledged;
    await crash(page);
    await pause(1000);
    await kill();
    const { page: opened } = await turnOn(device);
    const found = await reached(opened);
    t.diagnostic(`${found} found, ${last} said to be saved`);
    assert.ok(last > 0 && found >= last, `${found} of ${last}`);
  });

  test('in the middle of taking in a large file has nothing of it, and can take it in then', async (t) => {
    const years = await decadeFile(4, day(1));
    const device = kept.device(t);
    const { page, kill } = await turnOn(device);
    await page.context().newPage();
    await visit(page, kept.url());
    await goToSettings(page);
    await openCopy(page, file(years));
    await press(page, 'Add it to what is here');
    const bar = page.getByRole('progressbar', { name: 'Writing it down' });
    await bar.waitFor();
    while ((await bar.evaluate(({ value, max }) => value / max)) < 0.1);
    // What is written so far gets to the disk with the end of the tab.
    await crash(page);
    await pause(1000);
    await kill();

    const { page: opened } = await turnOn(device);
    assert.deepEqual(await everything(opened), []);
    assert.equal(Object.keys(await stored(opened, 'kept/building/')).length, 1, 'it was in the middle');
    await openCopy(opened, file(years));
    await press(opened, 'Add it to what is here');
    await says(opened, 'Everything in the file is here now.');
    assert.equal((await everything(opened)).length, years.entries.length);
  });
});

test('a tab that crashes while somebody writes loses nothing that was said to be saved', async (t) => {
  const roll = dice(SEED);
  const context = await kept.context(t);
  let page = await context.newPage();
  let there = await reached(page);
  for (let round = 1; round <= 4; round += 1) {
    let acknowledged = there;
    await writeOn(page, there + 1, (number) => (acknowledged = number));
    while (acknowledged === there) await pause(50);
    await pause(roll() * 2500);
    const last = acknowledged;
    await crash(page);
    page = await context.newPage();
    const found = await reached(page);
    t.diagnostic(`seed ${SEED}, round ${round}: ${found} found, ${last} said to be saved`);
    assert.ok(found >= last && last > there, `${found} of ${last}`);
    there = found;
  }
});
