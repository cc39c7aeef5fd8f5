// `make screenshots`: every screen on a phone and on a wide screen, light and dark, empty and
// full, as screenshots/<screen>-<size>-<theme>-<content>.png.
//
// With --store it makes instead the two in public/screenshots/ that the manifest shows before
// Kept is installed; they are committed.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { start } from '../../tools/serve.mjs';
import { CONTEXT, DIST, PHONE, WIDE, launch, markStart } from './browser.mjs';
import { fill } from './fill.mjs';
import { choose, follow, onScreen, press, signal, trap, visit } from './steps.mjs';

const SIZES = { phone: PHONE, wide: WIDE };

const server = await start({ dir: DIST });
const browser = await launch();
const show = (page, route) => visit(page, server.url + route);

/** Somebody answers, and has not saved yet. */
async function answer(page) {
  await choose(signal(page, 'Inside, I feel'), 'nearer to at ease');
  await choose(signal(page, 'Talking with each other is'), 'in between');
  await page.getByRole('textbox').first().fill('Two good evenings, and one that was not.\nWe stopped in time.');
}

/** Leads through every screen and yields its name when it is there. */
async function* walk(page, full) {
  await show(page, '');
  if (full) {
    await fill(page);
  } else {
    yield 'introduction-1-what';
    await press(page, 'Begin');
    yield 'introduction-2-safety';
    await press(page, 'Continue');
    await choose(page, 'We both write');
    yield 'introduction-3-who';
    await press(page, 'Continue');
    yield 'introduction-4-rituals';
    await press(page, 'Done');
  }
  const routes = {
    today: '',
    guide: 'guide',
    safety: 'guide/first',
    chapter: 'guide/step-1',
    'check-in': 'check-in',
    'check-in-daily': 'check-in/daily',
    'check-in-weekly': 'check-in/weekly',
    'check-in-talk': 'check-in/talk',
    rituals: 'rituals',
    journal: 'journal',
    'journal-pages': 'journal/pages',
    review: 'review',
    closing: 'closing',
    privacy: 'privacy',
    keepsakes: 'keepsakes',
    promises: 'promises',
    setbacks: 'promises/notes',
    agreements: 'agreements',
    progress: 'progress',
    'progress-quarter': 'progress?span=quarter',
    moments: 'progress/moments',
    listen: 'listen',
    lock: 'lock',
    steady: 'steady',
    questions: 'guide/questions',
    help: 'help',
    more: 'more',
    settings: 'settings',
    'not-found': 'nowhere',
  };
  for (const [name, route] of Object.entries(routes)) {
    await show(page, route);
    if (full && /^check-in-(daily|weekly)$/.test(name)) await answer(page);
    yield name;
  }
  await show(page, 'rituals');
  if (!full) await press(page, 'Take it up : Morning coffee');
  await follow(page, 'Morning coffee');
  await onScreen(page, 'Morning coffee');
  yield 'ritual';
  if (full) {
    await show(page, 'promise/noon');
    yield 'promise';
    await show(page, 'agreement/days');
    yield 'agreement';
  }
  await show(page, 'settings');
  await press(page, 'Delete everything');
  yield 'delete-everything';
  await show(page, '');
  await trap(page);
  yield 'stopped';
}

/** A page of that size and theme. */
async function open(size, theme) {
  const context = await browser.newContext({ ...CONTEXT, viewport: SIZES[size], colorScheme: theme });
  await markStart(context);
  return context.newPage();
}

/** A picture of all of a page, as on a screen that is tall enough: what is fixed stays at the edges. */
async function picture(page, path) {
  const { width, height } = page.viewportSize();
  const needed = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, needed) });
  await page.mouse.move(0, 0); // what was pressed last would look pointed at
  await page.screenshot({ path });
  await page.setViewportSize({ width, height });
}

function folder(path) {
  const made = fileURLToPath(new URL(`../../${path}/`, import.meta.url));
  mkdirSync(made, { recursive: true });
  return made;
}

async function takeAll(target, { size, theme, content }) {
  const page = await open(size, theme);
  for await (const name of walk(page, content === 'full')) {
    await picture(page, join(target, `${name}-${size}-${theme}-${content}.png`));
  }
  await page.context().close();
}

if (process.argv.includes('--store')) {
  const target = folder('public/screenshots');
  for (const size of Object.keys(SIZES)) {
    const page = await open(size, 'light');
    await show(page, '');
    await fill(page);
    await show(page, '');
    await page.screenshot({ path: join(target, `${size}-today.png`) });
    await page.context().close();
  }
} else {
  const target = folder('screenshots');
  for (const size of Object.keys(SIZES)) {
    for (const theme of ['light', 'dark']) {
      for (const content of ['empty', 'full']) await takeAll(target, { size, theme, content });
    }
  }
  console.log(`screenshots are in ${target}`);
}

await browser.close();
await server.close();
