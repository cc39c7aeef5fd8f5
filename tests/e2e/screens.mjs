// `make screenshots`: every screen on a phone and on a wide screen, light and dark, empty and
// full, as screenshots/<screen>-<size>-<theme>-<content>.png.
//
// With --store it makes instead the two in public/screenshots/ that the manifest shows before
// Kept is installed; they are committed.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { start } from '../../tools/serve.mjs';
import { CONTEXT, DIST, PHONE, WIDE, launch, markStart, started } from './browser.mjs';
import { fill } from './fill.mjs';

const SCREENS = {
  today: '',
  guide: 'guide',
  'check-in-daily': 'check-in/daily',
  'check-in-weekly': 'check-in/weekly',
  rituals: 'rituals',
  settings: 'settings',
  'not-found': 'nowhere',
};
const SIZES = { phone: PHONE, wide: WIDE };

const server = await start({ dir: DIST });
const browser = await launch();

/** Opens every screen of one size, theme and content, and gives it to `use`. */
async function visit({ screens, size, theme, full }, use) {
  const context = await browser.newContext({ ...CONTEXT, viewport: SIZES[size], colorScheme: theme });
  await markStart(context);
  const page = await context.newPage();
  const show = async (route) => {
    await page.goto(server.url + route);
    await started(page);
  };
  await show('');
  if (full) await fill(page);
  for (const [name, route] of Object.entries(screens)) {
    await page.setViewportSize(SIZES[size]);
    await show(route);
    await use(page, name);
  }
  await context.close();
}

/** A picture of all of a page, as on a screen that is tall enough: what is fixed stays at the edges. */
async function picture(page, path) {
  const { width, height } = page.viewportSize();
  const needed = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, needed) });
  await page.screenshot({ path });
}

function folder(path) {
  const made = fileURLToPath(new URL(`../../${path}/`, import.meta.url));
  mkdirSync(made, { recursive: true });
  return made;
}

if (process.argv.includes('--store')) {
  const target = folder('public/screenshots');
  for (const size of Object.keys(SIZES)) {
    await visit({ screens: { today: '' }, size, theme: 'light', full: true }, (page, name) =>
      page.screenshot({ path: join(target, `${size}-${name}.png`) }),
    );
  }
} else {
  const target = folder('screenshots');
  for (const size of Object.keys(SIZES)) {
    for (const theme of ['light', 'dark']) {
      for (const content of ['empty', 'full']) {
        await visit({ screens: SCREENS, size, theme, full: content === 'full' }, (page, name) =>
          picture(page, join(target, `${name}-${size}-${theme}-${content}.png`)),
        );
      }
    }
  }
  console.log(`screenshots are in ${target}`);
}

await browser.close();
await server.close();
