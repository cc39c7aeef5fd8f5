// What people do with Kept, one step each, by what they see and hear of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { started } from './browser.mjs';

/** Opens an address and waits until the app runs. */
export async function visit(page, address) {
  await page.goto(address);
  await started(page);
}

export async function again(page) {
  await page.reload();
  await started(page);
}

/** Resolves when the screen with that heading is shown. */
export const onScreen = (page, heading) =>
  page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();


/** Whoever acts in a tab looks at it; a browser lets the others wait. */
const lookAt = (where) => (where.page?.() ?? where).bringToFront();

/** Presses a button, having brought it to the middle of the screen: what was just done may be said at its edge. */
export async function press(where, name) {
  await lookAt(where);
  const button = where.getByRole('button', { name, exact: true });
  await button.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await button.click();
}

/** Presses something without looking at the page: what happens in several tabs in the same moment. */
export const tap = (target) => target.evaluate((element) => element.click());

export async function follow(where, name) {
  await lookAt(where);
  await where.getByRole('link', { name }).first().click();
}

export const choose = (where, name) => where.getByRole('radio', { name, exact: true }).check();
export const says = (page, text) => page.getByText(text).first().waitFor();

/** Opens one of the places of the navigation. */
export const goTo = (page, place) =>
  follow(page.getByRole('navigation', { name: 'Main' }), place);

/** Opens a part that is folded up, unless it is open. */
export async function unfold(page, summary) {
  const part = page.locator('details').filter({ hasText: summary }).first();
  await part.waitFor();
  if (!(await part.evaluate(({ open }) => open))) await part.locator('summary').first().click();
}

/** From its next address on, a page's clock is so many days ahead of this machine's. */
export const ahead = (page, days) =>
  page.addInitScript((ms) => {
    const Here = Date;
    window.Date = class extends Here {
      constructor(...given) {
        if (given.length > 0) super(...given);
        else super(Here.now() + ms);
      }

      static now() {
        return Here.now() + ms;
      }
    };
  }, days * 24 * 60 * 60 * 1000);

/** Asks until the answer is the expected one, for what the page does in its own time. */
export async function eventually(ask, expected, what, ms = 20_000) {
  let answer;
  for (let attempt = 0; attempt < ms / 50; attempt += 1) {
    answer = await ask();
    try {
      assert.deepEqual(answer, expected);
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  assert.deepEqual(answer, expected, what);
}

/** The focus comes to it, where it goes by itself. */
export const comesIntoFocus = (target, what = 'it has the focus') =>
  eventually(() => target.evaluate((element) => element === document.activeElement), true, what);

/** The app stops for good, as after a panic: the page has to `allow` TRAPPED. */
export const trap = (page) =>
  page.evaluate(() => setTimeout(() => {
    throw new WebAssembly.RuntimeError('unreachable');
  }));
export const TRAPPED = [/RuntimeError/];

/** The tab's process ends as it stands, with no chance to put anything away. */
export async function crash(page) {
  const crashed = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  devtools.send('Page.crash').catch(() => {}); // nobody is left to answer
  await crashed;
}

/** Somebody without a name or a past: the introduction is skipped, and Today is there. */
export async function comeIn(page, address) {
  await visit(page, address);
  await press(page, 'Skip the introduction');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
}

/** Two people with names; Robin is writing. */
export async function comeInTogether(page, address) {
  await visit(page, address);
  await press(page, 'Begin');
  await press(page, 'Continue');
  await page.getByLabel('Your name or a nickname').fill('Robin');
  await choose(page, 'We both write');
  await page.getByLabel("The other person's name").fill('Alex');
  await press(page, 'Continue');
  await press(page, 'Done');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
}

/** Hands the device over. */
export const writeAs = (page, name) => page.getByLabel('Writing:').selectOption({ label: name });

/** The daily check-in's line. */
export const line = (page) => page.getByLabel('A line, if you like');

/** A signal's question with its five answers. */
export const signal = (page, question) => page.getByRole('group', { name: question });

/** Opens the daily check-in from Today, or from the other place that leads there. */
export async function openDaily(page, from = 'Today') {
  await goTo(page, from);
  await follow(page.getByRole('main'), /^Today/);
  await onScreen(page, 'How is it today?');
}

export async function openWeekly(page) {
  await goTo(page, 'Check in');
  await follow(page, /^How are we doing\?/);
  await onScreen(page, 'How are we doing?');
}

/** Saves what a form holds and waits until it was. */
export async function save(page) {
  await press(page, 'Save');
  await page.getByText('Saved on this device.').first().waitFor();
}

/** The earlier check-ins, newest first, as their readable text. */
export async function earlier(page) {
  await goTo(page, 'Check in');
  return earlierHere(page);
}

/** The same, where the list is on the screen already. */
export const earlierHere = (page) =>
  page.getByRole('region', { name: 'Earlier' }).locator('details').allTextContents();

export async function goToSettings(page) {
  await goTo(page, 'More');
  await follow(page, /^Settings/);
  await onScreen(page, 'Settings');
}

/** Deletes everything, from the settings, and waits until Kept says what is left. */
export async function deleteEverything(page) {
  await press(page, 'Delete everything');
  await press(page.getByRole('dialog', { name: 'Delete everything on this device?' }), 'Delete everything');
  await onScreen(page, 'Everything is deleted');
}

/** From there, or in another tab, to a Kept that knows nobody. */
export async function beginAgain(page) {
  const loaded = page.waitForEvent('load');
  await press(page, 'Begin again');
  await loaded;
  await started(page);
}

/** Presses something that saves a file, and reads it. */
export async function downloaded(page, act) {
  const download = page.waitForEvent('download');
  await act();
  const saved = await download;
  return { name: saved.suggestedFilename(), text: readFileSync(await saved.path(), 'utf8') };
}

/** Everything as Settings saves it. */
export async function saveCopy(page) {
  const region = page.getByRole('region', { name: 'A copy of everything' });
  const { name, text } = await downloaded(page, () => press(region, 'Save a copy'));
  assert.match(name, /^notes-\d{4}-\d\d-\d\d\.json$/, 'the name of the file says nothing');
  return text;
}

/** Chooses a file to read back in, on the settings. */
export const openCopy = (page, file) => page.getByLabel('Open a copy').setInputFiles(file);

/** Reads a file back in, from wherever the page is. */
export async function takeIn(page, file) {
  await goToSettings(page);
  await openCopy(page, file);
  await press(page, 'Add it to what is here');
  await says(page, 'Everything in the file is here now.');
}

/**
 * What was saved has got from the tabs' logs to the place where it stays, and the logs are gone. Tabs take turns at it:
 * one that had to wait comes back to it ten seconds later.
 */
export const settled = (page) =>
  eventually(async () => Object.keys(await stored(page, 'kept/log/')), [], 'everything is in its place', 40_000);

/** From now on nothing is moved to its place in any tab, until this one is opened again. */
export const holdTidying = (tab) =>
  tab.evaluate(() => new Promise((held) => {
    void navigator.locks.request('kept/tidy', () => new Promise(() => held()));
  }));

/** What is stored under keys that begin like that: ours, where nothing else is said. */
export const stored = (page, prefix = 'kept/') =>
  page.evaluate(
    (prefix) =>
      Object.fromEntries(
        Object.keys(localStorage)
          .filter((key) => key.startsWith(prefix))
          .sort()
          .map((key) => [key, localStorage.getItem(key)]),
      ),
    prefix,
  );

/** Another site on the same origin takes all the room there is, to the last letter. */
export const fillUp = (page) =>
  page.evaluate(() => {
    let count = 0;
    for (let size = 2 ** 22; size >= 1; ) {
      try {
        localStorage.setItem(`other/${count}`, 'x'.repeat(size));
        count += 1;
      } catch {
        size = Math.floor(size / 2);
      }
    }
  });

/** Every address that the app's own links lead to, one of a kind, as a newcomer to it would find them. */
export async function everyAddress(page, start) {
  // Of screens that there are many of, one is enough.
  const kind = (address) => address.replace(/\/(rituals|journal|words)[/?](?!new|pages|together).+/, '/$1/one').replace(/(take=).+/, '$1one');
  const found = new Map([[kind(start), start]]);
  // A map goes on to what is added while it is walked.
  for (const address of found.values()) {
    await visit(page, address);
    const links = await page.locator('a[href]').evaluateAll((all) => all.map(({ href }) => href.replace(/#.*/, '')));
    for (const link of links) if (link.startsWith(start) && !found.has(kind(link))) found.set(kind(link), link);
  }
  return [...found.values()];
}
