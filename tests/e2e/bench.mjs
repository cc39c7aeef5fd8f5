// `make bench`: how fast Kept starts and how it feels to type in it, on a processor four times
// slower than this one: about a five-year-old phone, seen from a desktop computer. Figures to
// look at and compare, not a test: they depend on the machine.
import { start } from '../../tools/serve.mjs';
import { CONTEXT, DIST, launch, markStart, started } from './browser.mjs';
import { decadeStored, pour } from './decade.mjs';

const SLOWDOWN = 4;
const RUNS = 5;
const FORM = 'check-in/weekly';
const TEXT = 'We talked for an hour and for once nobody had to win. It was not easy to stay in the room. '.repeat(4);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const row = (name, value) => console.log(`${name.padEnd(44)}${Math.round(value).toString().padStart(6)} ms`);

async function slowPage(browser) {
  const context = await browser.newContext(CONTEXT);
  await markStart(context);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.addInitScript(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: 'longtask' });
  });
  return page;
}

/** When something was first to be seen, and when the app answered: milliseconds after the request. */
const boot = async (page) => {
  await started(page);
  return page.evaluate(() => ({
    // A fast app is there before the browser has told of its first paint.
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    app: performance.getEntriesByName('started')[0].startTime,
  }));
};

async function bootTimes(browser, url) {
  const first = [];
  const later = [];
  for (let run = 0; run < RUNS; run += 1) {
    const page = await slowPage(browser);
    await page.goto(url);
    first.push(await boot(page));
    await page.evaluate(async () => navigator.serviceWorker.ready);
    await page.reload();
    later.push(await boot(page));
    await page.context().close();
  }
  for (const [name, times] of [['first visit', first], ['later visit, from the worker', later]]) {
    row(`${name}: first paint`, median(times.map(({ paint }) => paint)));
    row(`${name}: app started`, median(times.map(({ app }) => app)));
  }
}

async function typing(browser, url) {
  const page = await slowPage(browser);
  await page.goto(url + FORM);
  await started(page);
  const field = page.locator('textarea').first();
  await field.click();
  await page.evaluate(() => {
    window.longest = 0;
    window.slowest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.slowest = Math.max(window.slowest, duration);
    }).observe({ type: 'event', durationThreshold: 16 });
  });
  await field.pressSequentially(TEXT, { delay: 30 });
  await page.waitForTimeout(1000); // a draft is saved after a pause
  const { longest, slowest } = await page.evaluate(() => ({ longest, slowest }));
  // The browser reports only tasks of more than 50 ms and answers that took more than 16 ms.
  row(`typing ${TEXT.length} characters: longest task over 50`, longest);
  row(`typing ${TEXT.length} characters: slowest answer to a key`, slowest);
  await page.context().close();
}

/** A page with a processor as fast as it is, and what is stored already. */
async function pageWith(browser, url, values) {
  const context = await browser.newContext(CONTEXT);
  await markStart(context);
  const page = await context.newPage();
  await page.goto(`${url}read/`); // the app does not run there
  await pour(page, values);
  await page.goto(url);
  await started(page);
  return page;
}

/** Opening ten years against opening an empty notebook, by turns. */
async function opening(browser, url, decade) {
  const pages = [await pageWith(browser, url, decade), await pageWith(browser, url, {})];
  const times = [[], []];
  for (let run = 0; run < 2 * RUNS; run += 1) {
    for (const [at, page] of pages.entries()) {
      await page.bringToFront(); // what nobody looks at is not painted
      await page.reload();
      const { app } = await boot(page);
      if (run > 0) times[at].push(app);
    }
  }
  const [full, empty] = times.map(median);
  row('ten years: app started', full);
  row('an empty notebook: app started', empty);
  console.log(`${'  ratio'.padEnd(44)}${(full / empty).toFixed(2).padStart(6)}`);
  for (const [at, name] of ['ten years', 'an empty notebook'].entries()) {
    const devtools = await pages[at].context().newCDPSession(pages[at]);
    await devtools.send('Performance.enable');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const heap = metrics.find((metric) => metric.name === 'JSHeapTotalSize').value;
    console.log(`${`${name}: heap of the page`.padEnd(44)}${(heap / 2 ** 20).toFixed(1).padStart(6)} MB`);
  }
  await pages[1].context().close();
  return pages[0];
}

/** A mark on a ritual, from the press to the value in storage, against setting the same value. */
async function saving(page) {
  const { save, bare } = await page.evaluate(async (runs) => {
    const setItem = Storage.prototype.setItem;
    const written = [];
    Storage.prototype.setItem = function set(key, value) {
      written.push([key, value]);
      setItem.call(this, key, value);
    };
    const save = [];
    const bare = [];
    for (let run = 0; run < runs; run += 1) {
      const button = document.querySelector('button.mark');
      written.length = 0;
      let began = performance.now();
      button.click();
      save.push(performance.now() - began);
      const values = [...written];
      began = performance.now();
      for (const [key, value] of values) setItem.call(localStorage, `bench/${key}`, value);
      bare.push(performance.now() - began);
      await new Promise((done) => setTimeout(done, 50));
    }
    return { save, bare };
  }, 15);
  console.log(`${'a mark, pressed and saved'.padEnd(44)}${median(save).toFixed(1).padStart(6)} ms`);
  console.log(`${'  setItem of the same value'.padEnd(44)}${median(bare).toFixed(1).padStart(6)} ms`);
}

/** Typing in the middle of twenty thousand words, with ten years of pages behind them. */
async function longPage(page, url) {
  await page.goto(`${url}journal`);
  await started(page);
  await page.getByLabel('Your page').fill('a word or two of it all '.repeat(20_000 / 7));
  await page.waitForTimeout(3000); // it is saved after a pause
  const times = await page.evaluate(async () => {
    const field = document.getElementById('page');
    field.focus();
    field.setSelectionRange(field.value.length / 2, field.value.length / 2);
    const times = [];
    for (let typed = 0; typed < 100; typed += 1) {
      const began = performance.now();
      document.execCommand('insertText', false, 'x');
      times.push(performance.now() - began);
      // Longer than a draft waits, at times, so that those are between the letters as well.
      await new Promise((done) => setTimeout(done, typed % 20 ? 30 : 600));
    }
    return times;
  });
  row('a letter in 20,000 words: median', median(times));
  row('a letter in 20,000 words: slowest', Math.max(...times));
}

/** The rituals with ten years of marks behind them: opening the list and one of them, and scrolling. */
async function rituals(page, url) {
  await page.goto(url);
  await started(page);
  const through = async (name, press) => {
    await press();
    const times = await page.evaluate(async () => {
      const frame = () => new Promise(requestAnimationFrame);
      const began = performance.now();
      await frame();
      await frame();
      const opened = performance.now() - began;
      const frames = [];
      let last = await frame();
      for (let scrolled = 0; scrolled < 60; scrolled += 1) {
        scrollBy(0, scrolled < 30 ? 120 : -120);
        const now = await frame();
        frames.push(now - last);
        last = now;
      }
      return { opened, frames };
    });
    row(`${name}: to its second frame`, times.opened);
    row(`${name}: median frame while it scrolls`, median(times.frames));
  };
  await through('rituals', () => page.getByRole('link', { name: 'Rituals', exact: true }).first().click());
  await through('one ritual', () => page.locator('.card.ritual a').first().click());
  await through('a year of it', () => page.getByRole('button', { name: 'The whole year' }).first().click());
}

/** Opening Progress with ten years behind it against one year: its first pictures, and all of them. */
async function progress(browser, url, decade, year) {
  const pages = [await pageWith(browser, url, decade), await pageWith(browser, url, year)];
  const times = [[], []];
  for (let run = 0; run < 2 * RUNS; run += 1) {
    for (const [at, page] of pages.entries()) {
      await page.bringToFront();
      await page.goto(`${url}more`); // what was read once is read
      await started(page);
      const opened = await page.evaluate(async () => {
        const there = async (id) => {
          while (!document.getElementById(id)) await new Promise(requestAnimationFrame);
        };
        const began = performance.now();
        document.querySelector('main a[href$="progress"]').click();
        await there('signals');
        const first = performance.now() - began;
        await there('strengths');
        await there('together');
        return { first, all: performance.now() - began };
      });
      if (run > 0) times[at].push(opened);
    }
  }
  for (const what of ['first', 'all']) {
    const [full, small] = times.map((of) => median(of.map((opened) => opened[what])));
    row(`Progress with ten years: ${what} pictures`, full);
    row(`Progress with one year: ${what} pictures`, small);
    console.log(`${'  ratio'.padEnd(44)}${(full / small).toFixed(2).padStart(6)}`);
  }
  await Promise.all(pages.map((page) => page.context().close()));
}

const server = await start({ dir: DIST });
const browser = await launch();
console.log(`on this processor, ${SLOWDOWN} times slower; medians of ${RUNS}`);
await bootTimes(browser, server.url);
await typing(browser, server.url);
const today = new Date().toISOString().slice(0, 10);
const decade = await decadeStored(10, today);
const page = await opening(browser, server.url, decade);
await saving(page);
await longPage(page, server.url);
await rituals(page, server.url);
await progress(browser, server.url, decade, await decadeStored(1, today));
await browser.close();
await server.close();
