// `make bench`: how fast Kept starts and how it feels to type in it, on a processor four times
// slower than this one: about a five-year-old phone, seen from a desktop computer. Figures to
// look at and compare, not a test: they depend on the machine.
import { start } from '../../tools/serve.mjs';
import { CONTEXT, DIST, launch, markStart, started } from './browser.mjs';

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
    paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
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

const server = await start({ dir: DIST });
const browser = await launch();
console.log(`on this processor, ${SLOWDOWN} times slower; medians of ${RUNS}`);
await bootTimes(browser, server.url);
await typing(browser, server.url);
await browser.close();
await server.close();
