// Days on which something goes wrong: no storage, no room, damage, two tabs, bad files. Nothing that
// was written is lost, and the page says what happened.
import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { copy, day, entry, file, mark, monday, person, pulse, ritual, value } from './copies.mjs';
import { twoPeople } from './fill.mjs';
import { open, scratch, started } from './harness.mjs';
import {
  again, beginAgain, choose, comeIn, comeInTogether, comesIntoFocus, deleteEverything, downloaded, earlier, earlierHere,
  eventually, follow, goTo, goToSettings, line, onScreen, openCopy, openDaily, openWeekly, press, save, saveCopy, says,
  settled, signal, stored, takeIn, trap, TRAPPED, unfold, visit,
} from './steps.mjs';

const kept = await open();
const ROBIN = 'robin0robin0robi';

const alerts = async (page) =>
  (await page.getByRole('alert').filter({ visible: true }).allTextContents()).join(' ').trim();
const hasBanner = (page) => alerts(page).then((text) => text !== '');
const drafts = (page) => stored(page, 'kept/draft/').then(Object.keys);

// --- Storage that is denied ---

const DENIALS = {
  'the browser denies it': () => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  },
  'there is none': () => {
    Object.defineProperty(window, 'localStorage', { value: null });
  },
  'it refuses every write': () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  },
};

for (const [how, deny] of Object.entries(DENIALS)) {
  test(`without storage, since ${how}, everything works until the tab is closed, and says so`, async (t) => {
    const page = await kept.page(t);
    await page.addInitScript(deny);
    await comeIn(page, kept.url());
    await says(page, 'This browser does not let Kept store anything here.');
    await goTo(page, 'Rituals');
    await press(page, 'Take it up : Morning coffee');
    await openDaily(page);
    await line(page).fill('a day in memory');
    await goTo(page, 'Guide');
    await openDaily(page);
    assert.equal(await line(page).inputValue(), 'a day in memory', 'drafts are kept as well');
    await press(page, 'Save');
    await page.getByRole('heading', { name: 'How is it?' }).waitFor();
    assert.match((await earlier(page)).join(), /a day in memory/);

    assert.match(await alerts(page), /This browser does not let Kept store anything here/, 'it stands on every screen');
    await follow(page.getByRole('alert'), 'Save a copy');
    await onScreen(page, 'Settings');
    assert.match(await saveCopy(page), /a day in memory/);
  });
}

// --- Storage that is full ---

/** Another site on the same origin takes all the room there is, to the last letter. */
const fillUp = (page) =>
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

/** Chinese characters in no order, which no packing makes much shorter; the same ones every time. */
const noise = (length) => {
  let state = 7;
  const letter = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return String.fromCharCode(0x4e00 + ((state >>> 12) % 20000));
  };
  return Array.from({ length }, letter).join('');
};

/** More than the room that packing gains in so small a notebook. */
const TOO_MUCH = noise(4000);

/** Robin's notebook with rituals that can be deleted, in a storage without room. */
async function withoutRoom(page) {
  await visit(page, kept.url());
  await takeIn(page, copy([
    person(ROBIN, 'Robin'),
    ritual(ROBIN, 'tea', { title: `Tea on the step ${noise(3000)}` }, 3),
    ritual(ROBIN, 'walk', { title: `A walk ${noise(6000).slice(3000)}` }, 3),
  ]));
  await settled(page);
  await fillUp(page);
}

test('in a full storage what was written stays on the screen until there is room', async (t) => {
  const context = await kept.context(t);
  const page = await context.newPage();
  await withoutRoom(page);
  const others = await stored(page, 'other/');
  await openDaily(page);
  await choose(signal(page, 'Inside, I feel'), 'at ease');
  await line(page).fill(`It does not fit anywhere. ${TOO_MUCH}`);
  await press(page, 'Save');
  await says(page, 'storage is full, so this was not saved');
  await onScreen(page, 'How is it today?');
  assert.equal(await line(page).inputValue(), `It does not fit anywhere. ${TOO_MUCH}`);
  assert.deepEqual(await stored(page, 'other/'), others, "somebody else's values are as they were");
  await press(page, 'Save');
  await eventually(() => hasBanner(page), true);

  // Another tab makes room.
  const other = await context.newPage();
  await visit(other, kept.url());
  await page.evaluate(() => addEventListener('storage', () => (window.heard = true)));
  await other.evaluate(() => localStorage.removeItem('other/0'));
  await page.waitForFunction(() => window.heard);
  await page.waitForTimeout(100);
  assert.equal(await hasBanner(page), true, 'nothing was saved yet, so the banner stays');
  await press(page, 'Save');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  await eventually(() => hasBanner(page), false);
  await again(page);
  assert.match((await earlier(page)).join(), /It does not fit anywhere/);
  await goTo(page, 'Rituals');
  await page.getByRole('link', { name: /^Tea on the step/ }).waitFor();
});

test('who follows the banner to save a copy and to make room finds the words again, and can save them', async (t) => {
  const page = await kept.page(t);
  await withoutRoom(page);
  await openWeekly(page);
  await page.getByRole('textbox').first().fill(`All of this, and no room. ${TOO_MUCH}`);
  await press(page, 'Save');
  await eventually(() => hasBanner(page), true);

  await follow(page.getByRole('alert'), 'Save a copy');
  await onScreen(page, 'Settings');
  assert.match(await saveCopy(page), /Tea on the step/);

  for (const title of [/^Tea on the step/, /^A walk/]) {
    await goTo(page, 'Rituals');
    await follow(page, title);
    await unfold(page, 'Change it');
    await press(page, 'Remove this ritual');
    await onScreen(page, 'Rituals');
  }
  await openWeekly(page);
  assert.equal(await page.getByRole('textbox').first().inputValue(), `All of this, and no room. ${TOO_MUCH}`);
  await save(page);
  await eventually(() => hasBanner(page), false);
  await again(page);
  assert.match((await earlier(page)).join(), /All of this, and no room/);
});

test('a text that outgrew the room comes back as it was last', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await openDaily(page);
  await line(page).fill('one, two, three');
  await eventually(async () => (await drafts(page)).length, 1);
  await fillUp(page);
  await line(page).fill(`one, two and a half, three ${TOO_MUCH}`);
  await eventually(() => hasBanner(page), true);
  await goTo(page, 'Guide');
  await openDaily(page);
  assert.equal(await line(page).inputValue(), `one, two and a half, three ${TOO_MUCH}`);
});

test('closing a tab with words that could not be kept asks first', async (t) => {
  const page = await kept.page(t);
  await withoutRoom(page);
  const asked = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.dismiss();
  });
  await openDaily(page);
  await line(page).pressSequentially('It does not fit anywhere.');
  await eventually(() => hasBanner(page), true);
  await page.close({ runBeforeUnload: true });
  await eventually(() => asked, ['beforeunload']);
  assert.equal(await line(page).inputValue(), 'It does not fit anywhere.');

  await page.evaluate(() => localStorage.removeItem('other/0'));
  await save(page);
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  assert.equal(asked.length, 1, 'what was saved needs no question');
});

test('who deletes everything is not asked about words that found no room', async (t) => {
  const page = await kept.page(t);
  await withoutRoom(page);
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    return dialog.dismiss();
  });
  await openDaily(page);
  await line(page).pressSequentially('It does not fit anywhere.');
  await eventually(() => hasBanner(page), true);
  await goToSettings(page);
  await deleteEverything(page);
  await beginAgain(page);
  assert.equal(asked, 0);
  assert.deepEqual(await stored(page), {});
});

test('a first visit in a full storage says so, and everything can be read', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  await fillUp(page);
  await again(page);
  await press(page, 'Skip the introduction');
  await eventually(() => hasBanner(page), true);
  await goTo(page, 'Guide');
  await follow(page, 'Own the hurt');
  await onScreen(page, 'Own the hurt');
});

// --- Damage ---

/** Flips one letter in the middle of a stored value, and returns what it is then. */
const damage = (page, key) =>
  page.evaluate((key) => {
    const value = localStorage.getItem(key);
    const at = Math.floor(value.length / 2);
    const damaged = value.slice(0, at) + (value[at] === '~' ? '!' : '~') + value.slice(at + 1);
    localStorage.setItem(key, damaged);
    return damaged;
  }, key);

/** Some months of Robin's and Alex's; the key of one of Robin's. */
async function withMonths(page) {
  await visit(page, kept.url());
  await takeIn(page, copy(twoPeople(20)));
  await settled(page);
  const keys = Object.keys(await stored(page, `kept/entries/${ROBIN}/`));
  return keys.filter((key) => /\/\d{4}-\d\d\//.test(key)).at(-2);
}

test('a damaged part is set aside as it is, and everything else is there', async (t) => {
  const page = await kept.page(t);
  const key = await withMonths(page);
  const intact = await stored(page, 'kept/entries/');
  const damaged = await damage(page, key);
  await again(page);

  await says(page, 'One stored part could not be read. It was set aside unchanged; everything else is here.');
  const { [key]: gone, ...rest } = await stored(page, 'kept/entries/');
  assert.equal(gone, undefined);
  assert.deepEqual(rest, Object.fromEntries(Object.entries(intact).filter(([other]) => other !== key)));
  assert.ok((await earlier(page)).length > 0);
  await goTo(page, 'Rituals');
  await page.getByRole('link', { name: 'Morning coffee' }).waitFor();

  await follow(page.getByRole('alert'), 'See what it is');
  await onScreen(page, 'Settings');
  const region = page.getByRole('region', { name: 'Set aside' });
  await eventually(async () => {
    const { y, height } = await region.boundingBox();
    return y < page.viewportSize().height && y + height > 0;
  }, true, 'the link leads to the part itself');
  const saved = await downloaded(page, () => press(region, 'Save as a file'));
  assert.match(saved.name, /^notes-set-aside-\d{4}-\d\d-\d\d\.txt$/);
  assert.ok(saved.text.includes(damaged), 'it is in the file as it was found');
  assert.deepEqual(Object.values(await stored(page, 'kept/aside/')), [damaged]);

  // Writing goes on, into the same month too, and what was set aside stays until somebody says otherwise.
  await openDaily(page);
  await line(page).fill('life goes on');
  await save(page);
  await again(page);
  assert.equal(await hasBanner(page), false, 'it is said once');
  assert.match((await earlier(page)).join(), /life goes on/);
  assert.deepEqual(Object.values(await stored(page, 'kept/aside/')), [damaged]);

  await goToSettings(page);
  await press(region, 'Remove');
  const dialog = page.getByRole('dialog', { name: 'Remove what was set aside?' });
  await press(dialog, 'Keep everything');
  assert.deepEqual(Object.values(await stored(page, 'kept/aside/')), [damaged]);
  await press(region, 'Remove');
  await press(dialog, 'Remove');
  await region.waitFor({ state: 'hidden' });
  assert.deepEqual(await stored(page, 'kept/aside/'), {});
});

test('where the damage hits the part that says who somebody is, their words can still be read', async (t) => {
  for (const begin of [comeIn, comeInTogether]) {
    const page = await kept.page(t);
    await begin(page, kept.url());
    await openDaily(page);
    await line(page).fill('my own words');
    await save(page);
    await settled(page);
    const { 'kept/person': me } = await stored(page);
    await damage(page, `kept/entries/${me}/always/1`);
    await visit(page, kept.url());
    await says(page, 'One stored part could not be read.');
    await page.getByRole('heading', { name: 'How is it?' }).waitFor();
    assert.match((await earlier(page)).join(), /my own words/);
  }
});

test('a damaged draft costs no more than itself', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await openDaily(page);
  await line(page).fill('half a thought');
  await eventually(async () => (await drafts(page)).length, 1);
  await goTo(page, 'Today');
  const [key] = await drafts(page);
  const damaged = await damage(page, key);
  await openDaily(page);
  await line(page).fill('a whole one');
  await save(page);
  assert.deepEqual(Object.values(await stored(page, 'kept/aside/')), [damaged]);
  assert.match((await earlier(page)).join(), /a whole one/);
});

// --- A newer version's storage ---

test('what a newer version stored is shown as far as it can be, and nothing of it is changed', async (t) => {
  const page = await kept.page(t);
  await withMonths(page);
  const key = `kept/entries/${ROBIN}/2031-01/1`;
  const newer = value(key, 'woven', 'kept 2 woven tight 7');
  await page.evaluate(([key, newer]) => localStorage.setItem(key, newer), [key, newer]);
  await visit(page, kept.url());
  const before = await stored(page);
  await says(page, 'What is stored here was written by a newer version of Kept.');
  assert.ok((await earlier(page)).length > 0);

  await openDaily(page);
  await line(page).fill('written with an old version');
  await press(page, 'Save');
  await onScreen(page, 'How is it today?');
  assert.equal(await line(page).inputValue(), 'written with an old version', 'the words stay on the screen');
  const said = await page.getByText('written by a newer version').count();
  await goTo(page, 'Rituals');
  await page.getByRole('button', { name: 'Done' }).first().click();
  await goToSettings(page);
  assert.match(await saveCopy(page), /"kept"/);

  const after = await stored(page);
  for (const draft of await drafts(page)) delete after[draft];
  assert.deepEqual(after, before, 'byte for byte');
  assert.equal(said, 1, 'it is said once');
});

// --- Two tabs ---

/** Two tabs of one browser, both at the same address. */
async function twoTabs(t, route) {
  const context = await kept.context(t);
  const one = await context.newPage();
  await comeIn(one, kept.url());
  const two = await context.newPage();
  for (const tab of [one, two]) await visit(tab, kept.url(route));
  return [one, two];
}

/** One check-in stands under Earlier and holds all of this; what another tab saved may take a moment. */
async function standsOnce(tab, parts) {
  await goTo(tab, 'Check in');
  const holdsAll = async () => {
    const all = await earlierHere(tab);
    return all.length === 1 && parts.every((part) => all[0].includes(part));
  };
  await eventually(holdsAll, true, `one check-in with ${parts.join(', ')}`);
}

test('the same form in two tabs: both texts are kept, and the second tab says so', async (t) => {
  const [one, two] = await twoTabs(t, 'check-in/daily');
  await line(one).fill('written in the first');
  await line(two).fill('written in the second');
  await choose(signal(two, 'Inside, I feel'), 'on edge');
  await choose(signal(one, 'Talking with each other is'), 'easy');
  await save(one);

  await says(two, 'This was also saved in another tab. When you save, both texts are kept.');
  assert.equal(await line(two).inputValue(), 'written in the second', 'nothing changes under the hands');
  await save(two);
  await two.getByRole('heading', { name: 'How is it?' }).waitFor();
  for (const tab of [one, two]) {
    await standsOnce(tab, ['written in the first', 'written in the second', 'Safe inside: on edge', 'Easy to talk: easy']);
  }
  assert.deepEqual(await drafts(one), []);
});

test('a draft that is older than what another tab saved does not replace it', async (t) => {
  const [one, two] = await twoTabs(t, 'check-in/daily');
  await line(two).fill('typed and left');
  await eventually(async () => (await drafts(one)).length, 1);
  await two.close();
  await line(one).fill('written and saved');
  await save(one);
  await one.getByRole('heading', { name: 'How is it?' }).waitFor();
  await openDaily(one);
  await save(one);
  await standsOnce(one, ['written and saved', 'typed and left']);
});

test('two tabs of somebody who has not said who they are belong to one person', async (t) => {
  const context = await kept.context(t);
  const [one, two] = [await context.newPage(), await context.newPage()];
  for (const tab of [one, two]) {
    await visit(tab, kept.url());
    await openDaily(tab, 'Check in');
  }
  await line(two).fill('written in the second');
  await two.evaluate(() =>
    addEventListener('storage', ({ newValue }) => (window.heard ||= newValue?.includes('written in the first'))),
  );
  await line(one).fill('written in the first');
  await save(one);
  await one.getByRole('heading', { name: 'How is it?' }).waitFor();
  await two.waitForFunction(() => window.heard);
  await eventually(async () => (await line(two).inputValue()).includes('written in the second'), true, 'it stays');
  await save(two);
  await two.getByRole('heading', { name: 'How is it?' }).waitFor();
  for (const tab of [one, two]) {
    await standsOnce(tab, ['written in the first', 'written in the second']);
    assert.ok(await tab.getByLabel('Writing:').isHidden(), 'nobody came to it');
  }
});

test('what one tab saves appears in the other without a reload', async (t) => {
  const [one, two] = await twoTabs(t, 'check-in');
  await openDaily(one);
  await line(one).fill('seen from elsewhere');
  await save(one);
  await eventually(async () => (await earlierHere(two)).join().includes('seen from elsewhere'), true);

  await goTo(one, 'Rituals');
  await goTo(two, 'Rituals');
  await press(one, 'Take it up : Morning coffee');
  await two.getByRole('link', { name: 'Morning coffee' }).waitFor();
  await two.getByRole('group', { name: 'Morning coffee, today' }).getByRole('button', { name: 'Done' }).click();
  const done = one.getByRole('group', { name: 'Morning coffee, today' }).getByRole('button', { name: 'Done' });
  await eventually(() => done.getAttribute('aria-pressed'), 'true');
});

test('a form without words of its own shows what the other tab saved', async (t) => {
  const [one, two] = await twoTabs(t, 'check-in/daily');
  await line(one).fill('from the other tab');
  await save(one);
  await eventually(() => line(two).inputValue(), 'from the other tab');
  await line(two).fill('from the other tab, and on');
  await save(two);
  await standsOnce(one, ['from the other tab, and on']);
});

test('a ritual that is being changed in one tab is not changed under the hands by the other', async (t) => {
  const [one, two] = await twoTabs(t, 'rituals');
  await press(one, 'Take it up : Morning coffee');
  for (const tab of [one, two]) {
    await follow(tab.getByRole('main'), 'Morning coffee');
    await unfold(tab, 'Change it');
  }
  const title = (tab) => tab.getByLabel('What is it called?');
  await title(two).fill('Coffee on the step');
  await choose(one, 'so many times a week');
  await one.getByLabel('How many times').fill('2');
  await save(one);
  await says(two, /twice a week/);
  assert.equal(await title(two).inputValue(), 'Coffee on the step');
});

test('deleting everything resets the other tab, and what was typed there does not come back', async (t) => {
  const [one, two] = await twoTabs(t, 'check-in/daily');
  await line(two).fill('kept as a draft');
  await eventually(async () => (await drafts(one)).length, 1);
  await goToSettings(one);
  await line(two).pressSequentially(' and some more');
  await deleteEverything(one);
  await onScreen(two, 'Everything was deleted');

  await two.waitForTimeout(600); // longer than a draft waits
  assert.deepEqual(await drafts(one), []);
  assert.doesNotMatch(JSON.stringify(await stored(one, '')), /kept as a draft|some more/);
  for (const tab of [one, two]) await beginAgain(tab);
  await openDaily(two, 'Check in');
  assert.equal(await line(two).inputValue(), '');
  await goTo(one, 'Check in');
  await says(one, 'What you write will stand here, newest first.');
});

// --- Files ---

const BINARY = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0xff, 0xfe, 0xc3, 0x28]);
const whole = () => copy([person(ROBIN, 'Robin'), pulse(ROBIN, 1, { line: 'naïve café' })]);
const cut = (file, end) => ({ ...file, buffer: file.buffer.subarray(0, end) });
const REFUSED = {
  'that is not JSON': [file('Dear diary,', 'diary.txt'), /not a JSON file/],
  'that is empty': [file(''), /not a JSON file/],
  'that is a picture': [{ name: 'a.png', mimeType: 'image/png', buffer: BINARY }, /not a JSON file/],
  'of another app': [file({ type: 'excalidraw', version: 2, elements: [] }), /not one that Kept made/],
  'that is JSON and nothing else': [file('[1, 2, 3]'), /not one that Kept made/],
  'that breaks off in its first entry': [cut(whole(), 60), /breaks off/],
  'from a newer version': [file({ format: 'kept', version: 2, entries: 'woven' }), /A newer version of Kept made this file/],
};

async function refuses(page, chosen, sentence) {
  await settled(page);
  const before = await stored(page, '');
  await openCopy(page, chosen);
  const region = page.getByRole('region', { name: 'A copy of everything' });
  await says(region, sentence);
  await says(region, /Nothing was changed\.$/);
  assert.ok(await page.getByRole('button', { name: 'Add it to what is here' }).isHidden());
  assert.deepEqual(await stored(page, ''), before, 'byte for byte');
}

test('a file that is no copy is refused with a sentence, and nothing changes', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  for (const [what, [chosen, sentence]] of Object.entries(REFUSED)) {
    await t.test(`a file ${what}`, () => refuses(page, chosen, sentence));
    // A good file between the bad ones takes the sentence away.
    await openCopy(page, whole());
    await page.getByRole('button', { name: 'Add it to what is here' }).waitFor();
  }
});

test('of a file that breaks off what is whole can be added, and never takes the place of everything', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  await openCopy(page, cut(whole(), whole().buffer.indexOf('ï') + 1)); // within a letter of two bytes
  const region = page.getByRole('region', { name: 'A copy of everything' });
  await says(region, /This file is damaged\./);
  await says(region, '1 person to add');
  assert.ok(await page.getByRole('button', { name: 'Use it in place of what is here' }).isHidden());
  await press(page, 'Add it to what is here');
  await says(page, 'Everything in the file is here now.');
});

test('a file of 50 MB is refused before it is read', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  const path = join(scratch(), 'large.json');
  writeFileSync(path, '{"format":"kept","version":1,"entries":[');
  truncateSync(path, 50 * 1024 * 1024);
  await refuses(page, path, /This file has 50 MB/);
});

test('what cannot be read in a file is listed, and the rest is taken', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  const later = entry(ROBIN, 'garden', 'garden/1', { beds: 3 });
  const broken = { ...pulse(ROBIN, 2), stamp: 'yesterday' };
  await goToSettings(page);
  await openCopy(page, copy([person(ROBIN, 'Robin'), pulse(ROBIN, 1, { line: 'readable' }), broken, 'a word', later]));
  await says(page, '2 that cannot be read');
  await says(page, '1 entry from a newer version to add');
  await press(page, 'Add it to what is here');
  await says(page, 'Everything in the file is here now.');
  assert.match((await earlier(page)).join(), /readable/);
  await goToSettings(page);
  const saved = JSON.parse(await saveCopy(page));
  assert.deepEqual(saved.entries.find(({ kind }) => kind === 'garden'), later, 'it is carried along as it is');
});

test('a file that asks for words to be run shows them as words', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  const nasty = '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>';
  const week = { week: monday(7), question: nasty, answer: nasty, ask: nasty };
  await takeIn(page, copy([
    person(ROBIN, nasty),
    pulse(ROBIN, 1, { line: nasty }),
    entry(ROBIN, 'check-in', `check-in/${monday(7)}`, week),
    ritual(ROBIN, 'r', { title: nasty }, 2),
    mark(ROBIN, 'r', 1, 'done'),
  ]));
  assert.equal((await earlier(page)).filter((text) => text.includes(nasty)).length, 2);
  for (const place of ['Rituals', 'Today']) await goTo(page, place);
  assert.equal(await page.title(), 'Today · Kept');
});

// --- The app stops ---

test('when the app stops for good, what is stored can be carried to another browser', async (t) => {
  const page = await kept.page(t, { allow: TRAPPED });
  await withMonths(page);
  await visit(page, kept.url('check-in/daily'));
  await line(page).fill('in the middle of a word');
  await eventually(async () => (await drafts(page)).length, 1);
  await trap(page);
  const panel = page.getByRole('alertdialog', { name: 'Something went wrong' });
  await says(panel, 'What you wrote is safe on this device.');
  await comesIntoFocus(panel);
  const { name, text } = await downloaded(page, () => press(panel, 'Save a copy'));
  assert.match(name, new RegExp(`^notes-raw-${day()}\\.json$`));
  assert.deepEqual(JSON.parse(text).values, await stored(page));
  const reloaded = page.waitForEvent('load');
  await press(panel, 'Open again');
  await reloaded;
  await started(page);
  await eventually(() => line(page).inputValue(), 'in the middle of a word');
  const before = await earlier(page);

  const fresh = await kept.page(t);
  await visit(fresh, kept.url());
  await takeIn(fresh, { name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await again(fresh);
  assert.deepEqual(await earlier(fresh), before);
});

test('a mistake of somebody else does not bring the panel, a trap of the app does', async (t) => {
  const page = await kept.page(t, { allow: TRAPPED });
  await comeIn(page, kept.url());
  const panel = page.getByRole('alertdialog', { name: 'Something went wrong' });
  // An extension's mistakes are none of ours.
  await page.evaluate(() => dispatchEvent(new ErrorEvent('error', { error: new TypeError('of somebody else') })));
  assert.ok(await panel.isHidden());
  await trap(page);
  await panel.waitFor();
});
