// The guide as people use it: reading, being shown the way, finding answers, finding help.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { copy, day, entry, person } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import {
  again, choose, comeIn, comesIntoFocus, crash, eventually, follow, goTo, goToSettings, onScreen, press, says, settled,
  stored, takeIn, unfold, visit, writeAs,
} from './steps.mjs';

const kept = await open();
const ROBIN = 'robin0robin0robi';
const ALEX = 'alex0alex0alex0a';

/** The front matter of the texts in a folder of the guide's sources. */
function sources(folder) {
  const path = fileURLToPath(new URL(`../../src/guide/${folder}/`, import.meta.url));
  return readdirSync(path).sort().map((name) => {
    const [, front] = readFileSync(join(path, name), 'utf8').split(/^---\n/m);
    return Object.fromEntries(front.trim().split('\n').map((line) => line.split(/: (.*)/)));
  });
}
const CHAPTERS = sources('chapters');
const QUESTIONS = sources('questions');

const squeeze = (text) => text.replace(/\s+/g, ' ').trim();
const path = (address) => new URL(address).pathname + new URL(address).search;

/** Robin's notebook with what is given, and the start. */
async function robins(page, entries = [], own = {}) {
  await visit(page, kept.url());
  await takeIn(page, copy([person(ROBIN, 'Robin', { ago: 9, ...own }), ...entries]));
}

const read = (chapter, ago) =>
  entry(ROBIN, 'reading', `reading/${chapter}`, { chapter, opened: day(ago), finished: day(ago) }, { ago });
const pageWritten = (ago) =>
  entry(ROBIN, 'journal', `journal/${day(ago)}`, { day: day(ago), text: 'A page.' }, { ago });

/** What is suggested in the guide: the name of it, and the line below. */
const suggested = async (page, heading = 'The guide') => {
  const way = page.getByRole('region', { name: heading, exact: true }).getByRole('link');
  return { name: await way.locator('strong').textContent(), hint: await way.locator('.hint').textContent() };
};
const suggests = (page, name, heading) =>
  eventually(async () => (await suggested(page, heading)).name, name, 'what is suggested');

// --- Reading ---

/** The passages for one role, in their order: whose, and whether it is open. */
const passages = (page) =>
  page.locator('article details').evaluateAll((all) => all.map(({ className, open }) => [className, open]));

test('the passage for one’s own role comes first and is open, the other is one tap away', async (t) => {
  const page = await kept.page(t);
  const both = [['hurt', true], ['broke', true]];
  await visit(page, kept.url('guide/step-1'));
  assert.deepEqual(await passages(page), both, 'a stranger has both open');
  await robins(page);
  for (const [role, expected] of [
    ['I was hurt', [['hurt', true], ['broke', false]]],
    ['I broke trust', [['broke', true], ['hurt', false]]],
    ['Both', both],
    ['Not sure, or I would rather not say', both],
  ]) {
    await goToSettings(page);
    await choose(page, role);
    await press(page.getByRole('region', { name: 'Who writes' }), 'Save');
    for (const chapter of ['Own the hurt', 'Forgiveness, if it comes']) {
      await goTo(page, 'Guide');
      await follow(page, chapter);
      await onScreen(page, chapter);
      assert.deepEqual(await passages(page), expected, `${role}: ${chapter}`);
      for (const [whose, isOpen] of expected) {
        const text = page.locator(`details.${whose} p`).first();
        assert.equal(await text.isVisible(), isOpen);
        if (!isOpen) {
          await page.locator(`details.${whose} summary`).click();
          assert.ok(await text.isVisible(), 'one tap opens it');
        }
      }
    }
  }
});

test('whoever takes over the device sees their own passage first', async (t) => {
  const page = await kept.page(t);
  await robins(page, [person(ALEX, 'Alex', { role: 'broke_trust', colour: 1, ago: 9 })], { role: 'hurt' });
  await visit(page, kept.url('guide/step-3'));
  for (const [name, expected] of [
    ['Robin', [['hurt', true], ['broke', false]]],
    ['Alex', [['broke', true], ['hurt', false]]],
  ]) {
    await writeAs(page, name);
    await eventually(() => passages(page), expected, name);
  }
});

/** Scrolls the third section of a chapter, or a later one, to the middle, and returns its heading. */
const scrollInto = (page) =>
  page.evaluate(() => {
    const headings = [...document.querySelectorAll('article h2')];
    const top = (heading) => heading.getBoundingClientRect().top;
    // One that is longer than half a screen, so that it is the last to begin above the middle.
    const long = headings.findIndex(
      (heading, at) => at >= 2 && top(headings[at + 1]) - top(heading) > innerHeight / 2,
    );
    scrollBy(0, top(headings[long]) - innerHeight / 4);
    return headings[long].textContent;
  });
/** The heading at which reading goes on, and whether it is in sight and has the focus. */
const placeOf = (page, heading) =>
  page.getByRole('heading', { name: heading, exact: true }).evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    return { isSeen: top >= 0 && top < innerHeight / 2, isFocused: document.activeElement === element };
  });

test('reading goes on where it stopped, after another screen and after a closed page', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  const goOn = page.getByRole('button', { name: 'Go on where you stopped' });
  await goTo(page, 'Guide');
  await follow(page, 'The first days');
  await onScreen(page, 'The first days');
  assert.ok(await goOn.isHidden(), 'nobody stopped yet');
  const heading = await scrollInto(page);
  await page.waitForTimeout(100); // scrolling is told with the next frame

  const ways = {
    'another screen': async () => {
      await goTo(page, 'Today');
      await follow(page, /^The first days Go on reading/);
    },
    'a page that was closed': () => visit(page, kept.url('guide/days')),
    'a page opened again': () => again(page),
  };
  for (const [name, leave] of Object.entries(ways)) {
    await leave();
    await onScreen(page, 'The first days');
    await press(page, 'Go on where you stopped');
    assert.deepEqual(await placeOf(page, heading), { isSeen: true, isFocused: true }, name);
    await page.waitForTimeout(100);
  }

  await press(page, 'I have read this, on to the next');
  await onScreen(page, 'Why trust breaks');
  await visit(page, kept.url('guide/days'));
  await onScreen(page, 'The first days');
  assert.ok(await goOn.isHidden(), 'what was read has no place to go on at');
});

test('a chapter that was read leads to the next, and stays read when it is looked at again', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await suggests(page, 'The first days');
  assert.match((await suggested(page)).hint, /^\d min\. To get through the first days/);
  await follow(page, /^The first days/);
  await press(page, 'I have read this, on to the next');
  await onScreen(page, 'Why trust breaks');
  await goTo(page, 'Today');
  // The next one was opened and no more; doing something comes before it.
  await suggests(page, 'Open a page for it');
  await goTo(page, 'Guide');
  await follow(page, 'Why trust breaks');
  await onScreen(page, 'Why trust breaks');
  await page.locator('article h2').nth(1).evaluate((heading) => heading.scrollIntoView());
  await page.waitForTimeout(100); // scrolling is told with the next frame
  await goTo(page, 'Today');
  await eventually(() => suggested(page), { name: 'Why trust breaks', hint: 'Go on reading' });

  await goTo(page, 'Guide');
  await follow(page, 'The first days');
  await onScreen(page, 'The first days');
  await goTo(page, 'Today');
  await suggests(page, 'Why trust breaks');
});

test('after a chapter the thing to do is suggested, and once it is done the next chapter', async (t) => {
  const page = await kept.page(t);
  await robins(page, [read('days', 2)]);
  await goTo(page, 'Today');
  const { name, hint } = await suggested(page);
  assert.equal(name, 'Open a page for it');
  assert.match(hint, /^Drink a glass of water/);
  await follow(page, /^Open a page for it/);
  await says(page, 'Which question is loudest just now?');
  await page.getByLabel('Your page').fill('Where were you on Thursday?');
  await says(page, 'Saved on this device.');
  for (const [place, heading] of [['Today', 'The guide'], ['Guide', 'A way to go on']]) {
    await goTo(page, place);
    await suggests(page, 'Why trust breaks', heading);
  }
});

test('a way of one’s own changes what is suggested and nothing else, and is never asked for', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('guide'));
  assert.ok(await page.getByRole('radio').first().isHidden(), 'a stranger is asked nothing');
  await robins(page, [read('days', 3), pageWritten(1)]);
  await goTo(page, 'Guide');
  const suggestion = 'A way to go on';
  await suggests(page, 'Why trust breaks', suggestion);
  assert.ok(await page.getByRole('radio', { name: 'I would rather not say' }).isChecked());
  const contents = () => page.locator('ol.contents a').allTextContents();
  const before = await contents();

  for (const [way, expected] of [
    ['I do not know yet: rebuild, pause or part', 'What it does to you'],
    ['We both work on it', 'Why trust breaks'],
    ['I would rather not say', 'Why trust breaks'],
    ['I do not know yet: rebuild, pause or part', 'What it does to you'],
  ]) {
    await choose(page, way);
    await suggests(page, expected, suggestion);
  }
  assert.deepEqual(await contents(), before, 'nothing is locked or moved');
  await again(page);
  assert.ok(await page.getByRole('radio', { name: 'I do not know yet' }).isChecked());
  await suggests(page, 'What it does to you', suggestion);
  await goTo(page, 'Today');
  await suggests(page, 'What it does to you');
  assert.deepEqual(await passagesOfNextStep(page), [['hurt', true], ['broke', true]], 'the role is another question');
});

async function passagesOfNextStep(page) {
  await goTo(page, 'Guide');
  await follow(page, 'Own the hurt');
  await onScreen(page, 'Own the hurt');
  return passages(page);
}

test('who works on it alone is never first sent to something that needs the other', async (t) => {
  const page = await kept.page(t);
  const alone = ['days', 'why', 'within', 'messy'];
  await robins(page, [...alone.map((chapter) => read(chapter, 3)), pageWritten(1)]);
  await goTo(page, 'Guide');
  await suggests(page, 'Own the hurt', 'A way to go on');
  await choose(page, 'I work on it for myself, whatever the other one does');
  await suggests(page, 'Triggers, anniversaries, going round in circles', 'A way to go on');
});

// --- Finding answers ---

const search = (page) => page.getByRole('searchbox', { name: 'Search the guide' });
const answers = (page) => page.locator('.question').evaluateAll((all) =>
  all.map((one) => one.querySelector('strong').textContent));
const openAnswer = (page) => page.locator('details.question[open]');

test('an answer is found while it is typed, over small slips, the best first', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('guide/questions'));
  assert.equal((await answers(page)).length, QUESTIONS.length, 'all of them before anything is typed');
  for (const [typed, expected] of [
    ['forgivness', 'Forgiveness, if it comes'],
    ['forgeting', 'Does forgiving mean forgetting?'],
    ['phnoes', 'Should we read each other’s phones?'],
    ['theraphist', 'Do we need a therapist?'],
    ['how long does it take', 'How long does it take?'],
    ['Gambling', 'How do we handle money after hidden debts?'],
    ['cannot stop going over it', 'How do I stop going over it?'],
    ['kids', 'What about the children?'],
    ['why trust breaks', 'Why trust breaks'],
    ['annivers', 'Triggers, anniversaries, going round in circles'],
  ]) {
    await search(page).fill('');
    await search(page).pressSequentially(typed);
    const [first] = await answers(page);
    assert.equal(first, expected, typed);
    await says(page.getByRole('status'), /^\d+ answers?$/);
  }
  await search(page).fill('   ');
  assert.equal((await answers(page)).length, QUESTIONS.length);
  await search(page).fill('xylophone zeppelin');
  await says(page, 'Nothing in the guide has these words.');
  assert.deepEqual(await answers(page), []);
  await says(page.getByRole('status'), '0 answers');
});

test('answers come with the keystroke, without a network, and nothing of it is kept', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('guide/questions'));
  const before = await stored(page, '');
  const asked = kept.served().size;
  const times = await search(page).evaluate(async (field) => {
    const times = [];
    const text = 'does forgivness mean forgeting';
    for (let length = 1; length <= text.length; length += 1) {
      field.value = text.slice(0, length);
      const began = performance.now();
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      // What the app does with it, it does in tasks that come before the next frame.
      await new Promise((done) => queueMicrotask(done));
      document.querySelector('.question')?.getBoundingClientRect();
      times.push(performance.now() - began);
      await new Promise((done) => requestAnimationFrame(done));
    }
    return times.sort((a, b) => a - b);
  });
  const median = times[Math.floor(times.length / 2)];
  t.diagnostic(`median ${median.toFixed(1)} ms, longest ${times.at(-1).toFixed(1)} ms`);
  assert.ok(median < 50, `${median} ms; 16 are what a person would notice, and this machine may be busy`);
  assert.equal((await answers(page))[0], 'Does forgiving mean forgetting?');
  assert.deepEqual(await stored(page, ''), before);
  assert.equal(kept.served().size, asked);
  assert.equal(path(page.url()), path(kept.url('guide/questions')), 'not in the address either');
});

test('the keyboard is enough to find an answer and to go on from it', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('guide/questions'));
  await page.getByRole('heading', { level: 1 }).focus();
  const focusedText = () => page.evaluate(() => document.activeElement.textContent.trim());
  await page.keyboard.press('Tab');
  assert.ok(await search(page).evaluate((field) => field === document.activeElement));
  await page.keyboard.type('forgetting');
  await eventually(async () => (await answers(page))[0], 'Does forgiving mean forgetting?');
  await page.keyboard.press('Tab');
  assert.equal(await focusedText(), 'Does forgiving mean forgetting?');
  await page.keyboard.press('Enter');
  assert.match(await openAnswer(page).textContent(), /nobody can forget on command/);
  await page.keyboard.press('Tab');
  assert.equal(await focusedText(), 'Forgiveness, if it comes');
  await page.keyboard.press('Enter');
  await onScreen(page, 'Forgiveness, if it comes');
  assert.equal(await focusedText(), 'Forgiveness, if it comes', 'the focus is on the heading of the chapter');
});

test('every answer links to its chapter and to a tool', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('guide/questions'));
  const linked = await page.locator('details.question').evaluateAll((all) =>
    all.map((one) => {
      const links = [...one.querySelectorAll(':scope > p a')];
      return links.map((link) => [link.textContent, link.getAttribute('href')]);
    }));
  const title = (slug) => CHAPTERS.find((chapter) => chapter.slug === slug).title;
  assert.deepEqual(linked, QUESTIONS.map(({ chapter, tool, 'tool-label': label }) =>
    [[title(chapter), `guide/${chapter}`], [label, tool]]));

  await page.getByText('Do we need a therapist?').click();
  await openAnswer(page).getByRole('link', { name: 'Read how to find someone' }).click();
  await onScreen(page, 'Know when to ask for help');
  await page.goBack();
  await page.getByText('How long does it take?').click();
  await openAnswer(page).getByRole('link', { name: 'Open the weekly check-in' }).click();
  await onScreen(page, 'How are we doing?');
});

test('every link of every chapter, answer and word about help leads somewhere', async (t) => {
  const page = await kept.page(t);
  const links = new Map();
  const collect = async () => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    const all = await page
      .locator('main a[href]')
      .evaluateAll((found) => found.map(({ href, rel }) => ({ href, rel })));
    for (const { href, rel } of all) links.set(href, { from: page.url(), rel });
  };
  await visit(page, kept.url('guide'));
  const chapters = await page.locator('ol.contents a').evaluateAll((all) => all.map(({ href }) => href));
  assert.deepEqual(chapters.map(path), CHAPTERS.map(({ slug }) => path(kept.url(`guide/${slug}`))));
  for (const address of [...chapters, kept.url('guide/questions'), kept.url('help')]) {
    await visit(page, address);
    await collect();
  }
  for (const name of await country(page).locator('option').allTextContents()) {
    await country(page).selectOption({ label: name });
    await collect();
  }
  for (const [href, { from, rel }] of links) {
    const { protocol, origin } = new URL(href);
    if (['tel:', 'sms:'].includes(protocol)) continue;
    if (origin !== new URL(kept.url()).origin) {
      assert.equal(protocol, 'https:', `${href} on ${from}`);
      assert.match(rel, /noreferrer/, `${href} on ${from}`);
      continue;
    }
    await visit(page, href);
    const heading = await page.getByRole('heading', { level: 1 }).textContent();
    assert.ok(heading && heading !== 'There is nothing at this address', `${href} on ${from}`);
  }
  assert.ok(links.size > 80, `${links.size} links`);
});

// --- What a chapter leads to ---

test('a chapter that leads to the journal opens it with its prompt above the page', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  const leading = CHAPTERS.filter(({ prompt }) => prompt);
  assert.ok(leading.length >= 10);
  for (const { slug, prompt, 'tool-label': label, title } of leading) {
    await visit(page, kept.url(`guide/${slug}`));
    await onScreen(page, title);
    await doTheThing(page, label);
    await page.getByLabel('Your page').waitFor();
    assert.equal(await page.locator('.prompt p').textContent(), prompt, slug);
  }
  await comesIntoFocus(page.getByLabel('Your page'));
  await press(page, 'Another prompt');
  const { prompt } = leading.at(-1);
  await eventually(async () => (await page.locator('.prompt p').textContent()) !== prompt, true);
  await press(page, 'No prompt');
  await page.locator('.prompt').waitFor({ state: 'hidden' });
});

/** Follows the link of the thing to do. */
const doTheThing = (page, label) => page.locator('.action').getByRole('link', { name: label, exact: true }).click();

test('the chapter about rituals opens one already filled in, which is taken up as it is', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('guide/step-5'));
  await doTheThing(page, 'Take up the morning coffee');
  assert.equal(await page.getByLabel('What is it called?').inputValue(), 'Morning coffee');
  assert.equal(await page.getByLabel('Minutes, if it has a fixed length').inputValue(), '5');
  assert.ok(await page.getByRole('radio', { name: 'every day' }).isChecked());
  const rituals = Object.keys(await stored(page)).filter((key) => /ritual/.test(key));
  assert.deepEqual(rituals, [], 'not before it is taken up');
  await press(page, 'Take it up');
  await follow(page, 'Morning coffee');
  await says(page.getByRole('main'), /^5 minutes, every day, together/);
  await goTo(page, 'Rituals');
  const offer = page.getByRole('button', { name: 'Take it up : Morning coffee' });
  assert.ok(await offer.isHidden(), 'it is the one of the library');
});

// --- The journal ---

test('a page is saved by itself, and is there after a crash and in another tab', async (t) => {
  const context = await kept.context(t);
  let page = await context.newPage();
  await comeIn(page, kept.url());
  await visit(page, kept.url('journal'));
  const text = (page) => page.getByLabel('Your page');
  await text(page).pressSequentially('Rain all day.\nWe spoke at six.');
  await says(page, 'Saved on this device.');
  await crash(page);

  page = await context.newPage();
  await visit(page, kept.url('journal'));
  assert.equal(await text(page).inputValue(), 'Rain all day.\nWe spoke at six.');
  const other = await context.newPage();
  await visit(other, kept.url('journal'));
  assert.equal(await text(other).inputValue(), 'Rain all day.\nWe spoke at six.');
  await text(page).press('ControlOrMeta+End');
  await text(page).pressSequentially(' For an hour.');
  await says(page, 'Saved on this device.');
  const both = 'Rain all day.\nWe spoke at six. For an hour.';
  await eventually(() => text(other).inputValue(), both, 'the other tab follows');
});

test('what was typed a moment before a crash, and was not said to be saved, is there as a draft', async (t) => {
  const context = await kept.context(t);
  let page = await context.newPage();
  await comeIn(page, kept.url());
  await visit(page, kept.url('journal'));
  await page.getByLabel('Your page').pressSequentially('in the middle of');
  await page.waitForTimeout(600); // a draft is kept sooner than the page is saved
  await crash(page);
  page = await context.newPage();
  await visit(page, kept.url('journal'));
  assert.equal(await page.getByLabel('Your page').inputValue(), 'in the middle of');
});

test('a page that was emptied is no page, and one of another day has its own address', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url('journal'));
  const text = page.getByLabel('Your page');
  await text.fill('A word.');
  await says(page, 'Saved on this device.');
  await follow(page, 'The day before');
  await page.waitForURL(kept.url(`journal/${day(1)}`));
  assert.equal(await text.inputValue(), '');
  await text.fill('Yesterday.');
  await says(page, 'Saved on this device.');
  await follow(page, 'The day after');
  await eventually(() => text.inputValue(), 'A word.');
  await text.fill('');
  await says(page, 'Saved while you write, for you alone.');
  await again(page);
  assert.equal(await text.inputValue(), '');
});

// --- Help ---

const country = (page) => page.getByLabel('Help lines in');
const lines = (page) => page.locator('.lines li').filter({ visible: true });

test('the lines of a country can be rung and written to, and say when they were checked', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('help'));
  const names = await country(page).locator('option').allTextContents();
  assert.equal(names[0], 'Choose a country');
  assert.equal(await country(page).inputValue(), '', 'nobody’s country is guessed');
  assert.ok(names.includes('Scotland') && !names.includes('United Kingdom'), 'people choose their part of it');
  assert.ok(await page.locator('a[href="https://findahelpline.com"]').first().isVisible(), 'and there is the rest');
  for (const name of names.slice(1)) {
    await country(page).selectOption({ label: name });
    const shown = page.locator('[aria-live] .lines li');
    const all = await shown.evaluateAll((items) => items.map((item) => ({
      text: item.textContent,
      links: [...item.querySelectorAll('a')].map((link) => link.getAttribute('href')),
    })));
    assert.ok(all.length >= 2, `${name}: somebody for fear, somebody for despair`);
    for (const { text, links } of all) {
      assert.match(text, /Checked \d{1,2} [A-Z][a-z]+ 20\d\d/, `${name}: ${text}`);
      for (const link of links) {
        assert.match(link, /^(tel:(%23)?\d+|sms:\d+(\?body=[A-Z]+)?|https:\/\/[^\s]+)$/, `${name}: ${link}`);
      }
    }
    assert.ok(await page.locator('.notice a[href^="tel:"]').first().isVisible(), `${name}: the emergency number`);
  }
  await country(page).selectOption({ label: 'United States' });
  const message = page.getByRole('link', { name: 'Message START to 88788' });
  assert.equal(await message.getAttribute('href'), 'sms:88788?body=START');
  await country(page).selectOption('');
  assert.equal(await page.locator('[aria-live] .lines').count(), 0, 'and the choice can be taken back');
});

test('a part of a country has its own lines and those of the whole, and not its neighbour’s', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('help'));
  const own = {
    Scotland: 'Scotland’s Domestic Abuse and Forced Marriage Helpline',
    England: 'National Domestic Abuse Helpline (Refuge)',
    Wales: 'Live Fear Free',
    'Northern Ireland': 'Domestic and Sexual Abuse Helpline',
  };
  for (const [part, line] of Object.entries(own)) {
    await country(page).selectOption({ label: part });
    const text = await page.locator('[aria-live]').filter({ has: page.locator('.lines') }).textContent();
    for (const expected of [line, 'Samaritans', 'Shout', 'Men’s Advice Line']) {
      assert.ok(text.includes(expected), `${part}: ${expected}`);
    }
    for (const [other, theirs] of Object.entries(own)) {
      assert.equal(text.includes(theirs), other === part, `${part}: ${theirs}`);
    }
  }
});

test('nothing of what is chosen, ticked or read about help is kept anywhere', async (t) => {
  const page = await kept.page(t);
  const traces = async () => ({
    local: await stored(page, ''),
    others: await page.evaluate(async () => [
      sessionStorage.length, document.cookie, (await indexedDB.databases()).length, location.href, history.state,
    ]),
  });
  for (const come of [visit, comeIn]) {
    await come(page, kept.url());
    await settled(page); // before the page that saved it is gone
    await visit(page, kept.url('help'));
    const before = await traces();
    await country(page).selectOption({ label: 'Ireland' });
    await lines(page).first().waitFor();
    await unfold(page, 'When it is about life and death');
    await unfold(page, 'Some sentences to compare with your life');
    const sentences = page.getByRole('checkbox');
    assert.ok((await sentences.count()) >= 5);
    for (const sentence of await sentences.all()) await sentence.check();
    await says(page, 'If one of the first eight was true');
    await unfold(page, 'If they check your phone');
    assert.deepEqual(await traces(), before);

    for (const comeBack of [() => again(page), () => goTo(page, 'Guide').then(() => page.goBack())]) {
      await comeBack();
      await onScreen(page, 'Help');
      assert.equal(await country(page).inputValue(), '', 'it is asked anew');
      await unfold(page, 'Some sentences to compare with your life');
      assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 0);
    }
  }
});

test('the self-check counts nothing: what it says is the same, whatever is ticked', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('help'));
  await unfold(page, 'Some sentences to compare with your life');
  const said = () => page.getByRole('main').innerText();
  const before = await said();
  for (const sentence of await page.getByRole('checkbox').all()) {
    await sentence.check();
    assert.equal(await said(), before);
  }
});

test('the wording about safety is the same on the page, in the help and in the plain pages', async (t) => {
  const page = await kept.page(t);
  const textOf = async (route, selector) => {
    await page.goto(kept.url(route));
    return squeeze(await page.locator(selector).first().textContent());
  };
  const chapter = await textOf('guide/first', 'article.prose');
  assert.ok(chapter.length > 3000);
  await page.goto(kept.url('help'));
  const folds = await page.locator('details.fold .prose').allTextContents();
  assert.ok(folds.map(squeeze).includes(chapter));
  assert.ok((await textOf('read/first/', 'main')).includes(chapter));
});

// --- Comfort ---

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test('the size of text is there before the app is, and everything fits', async (t) => {
  const context = await kept.context(t);
  const page = await context.newPage();
  await comeIn(page, kept.url());
  await goToSettings(page);
  const size = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  const usual = await size(page);
  await choose(page, 'Larger');
  await eventually(async () => (await size(page)) > usual, true);
  const larger = await size(page);
  await choose(page, 'Largest');
  await eventually(async () => (await size(page)) > larger, true);
  const largest = await size(page);

  const slow = await context.newPage();
  await slow.addInitScript(() => {
    WebAssembly.instantiateStreaming = () => new Promise(() => {});
  });
  await slow.goto(kept.url());
  assert.ok(await slow.locator('#first').isVisible(), 'the app has not started');
  assert.equal(await size(slow), largest, 'no jump');

  await page.setViewportSize({ width: 320, height: 640 });
  for (const route of ['', 'guide', 'guide/step-1', 'guide/questions', 'help', 'journal', 'settings']) {
    await visit(page, kept.url(route));
    assert.ok(await fits(page), `/${route}`);
  }
  assert.ok(await page.getByRole('radio', { name: 'Largest' }).isChecked());
  await page.getByRole('group', { name: 'Size of text' }).getByRole('radio', { name: 'As the device has it' }).check();
  await eventually(() => size(page), usual);
  await again(page);
  assert.equal(await size(page), usual);
});

test('headings come in order, and the text is tagged with its language', async (t) => {
  const page = await kept.page(t);
  for (const { slug } of CHAPTERS) {
    for (const route of [`guide/${slug}`, `read/${slug}/`]) {
      await page.goto(kept.url(route));
      await page.locator('.prose h2').first().waitFor();
      const levels = await page
        .locator('main:not(#cover) :is(h1, h2, h3, h4)')
        .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
      assert.equal(levels[0], 1, route);
      assert.equal(levels.filter((level) => level === 1).length, 1, route);
      levels.forEach((level, at) => assert.ok(at === 0 || level <= levels[at - 1] + 1, `${route}: ${levels}`));
      assert.match(await page.locator('.prose').first().evaluate((text) => text.closest('[lang]').lang), /^en/);
    }
  }
});

/** Whether something is painted, wherever on the page. */
const isPainted = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().height > 0;

test('a printed chapter has all of its text and none of the buttons', async (t) => {
  const page = await kept.page(t);
  await robins(page, [], { role: 'hurt' });
  for (const route of ['guide/step-2', 'guide/closeness']) {
    await visit(page, kept.url(route));
    const other = page.locator('details.broke p').first();
    assert.equal(await other.evaluate(isPainted), false, 'the passage for the other is folded up');
    await page.emulateMedia({ media: 'print' });
    for (const text of await page.locator('article :is(h2, p, li, summary)').all()) {
      assert.ok(await text.evaluate(isPainted), await text.textContent());
    }
    const extras = page.locator('.places, #leave, button, .skip-link').filter({ visible: true });
    assert.deepEqual(await extras.allTextContents(), []);
    assert.ok(await fits(page));
    await page.emulateMedia({ media: null });
    // On paper as well: what is folded up takes as much room there as what is open.
    const folded = pagesOf(await page.pdf(SMALL_PAPER));
    await page.locator('details.broke summary').click();
    assert.equal(folded, pagesOf(await page.pdf(SMALL_PAPER)));
  }
});

const SMALL_PAPER = { width: '10cm', height: '6cm' };
/** How many pages a PDF has. */
const pagesOf = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;

// --- The plain pages ---

test('the plain pages have the same text, need no script, and lead on to each other and to the app', async (t) => {
  const app = await kept.page(t);
  const plain = await kept.page(t, { javaScriptEnabled: false });
  await plain.goto(kept.url('read/'));
  for (const { slug, title, summary, do: action } of CHAPTERS) {
    await plain.getByRole('link', { name: title, exact: true }).click();
    assert.equal(path(plain.url()), path(kept.url(`read/${slug}/`)));
    assert.equal(await plain.locator('h1').textContent(), title);
    assert.equal(await plain.locator('script').count(), 0);
    const text = squeeze(await plain.locator('main').textContent());
    await visit(app, kept.url(`guide/${slug}`));
    const same = squeeze(await app.locator('article.prose').textContent());
    assert.ok(text.includes(same), `${slug} has the same text`);
    for (const more of [summary, action]) assert.ok(text.includes(more), more);
    const folded = plain.locator('details p').filter({ visible: false });
    assert.equal(await folded.count(), 0, 'nothing is folded up');
    await plain.goto(kept.url('read/'));
  }

  // From the first chapter through all of them.
  await plain.goto(kept.url('read/first/'));
  for (const { title } of CHAPTERS.slice(1)) {
    await plain.getByRole('link', { name: `Next: ${title}`, exact: true }).click();
    assert.equal(await plain.locator('h1').textContent(), title);
  }
});

test('the questions and the help are plain pages as well', async (t) => {
  const page = await kept.page(t, { javaScriptEnabled: false });
  await page.goto(kept.url('read/'));
  await page.getByRole('link', { name: 'Questions people ask' }).click();
  for (const { question } of QUESTIONS) {
    await page.getByRole('heading', { name: question, exact: true }).waitFor();
  }
  await page.goto(kept.url('read/'));
  await page.getByRole('link', { name: /^Help/ }).click();
  await page.getByRole('heading', { name: 'If you are thinking of ending your life' }).waitFor();
  await page.getByText('Scotland', { exact: true }).click();
  const part = page.locator('details[open]');
  assert.match(await part.textContent(), /Scotland’s Domestic Abuse .*Samaritans/s);
  assert.ok(await part.locator('a[href="tel:08000271234"]').isVisible());
});

test('every link of the plain pages leads somewhere', async (t) => {
  const page = await kept.page(t);
  const start = kept.url('read/');
  const found = new Map([[start, start]]);
  const inApp = new Set();
  for (const address of found.keys()) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, `${address}, from ${found.get(address)}`);
    const links = await page.locator('a[href]').evaluateAll((all) => all.map(({ href }) => href.replace(/#.*/, '')));
    for (const link of links) {
      if (link.startsWith(start)) found.set(link, found.get(link) ?? address);
      else if (link.startsWith(kept.url())) inApp.add(link);
      else assert.match(link, /^(https:\/\/|tel:|sms:)/, `${link} on ${address}`);
    }
  }
  assert.equal(found.size, CHAPTERS.length + 3, [...found.keys()].join(' '));
  for (const link of inApp) {
    await visit(page, link);
    const heading = await page.getByRole('heading', { level: 1 }).textContent();
    assert.notEqual(heading, 'There is nothing at this address', link);
  }
  assert.ok(inApp.size >= 5);
});

test('the plain pages look like the app', async (t) => {
  const page = await kept.page(t);
  const look = () => page.locator('.prose').first().evaluate((text) => {
    const { fontFamily, fontSize, lineHeight, color } = getComputedStyle(text);
    return { fontFamily, fontSize, lineHeight, color, ground: getComputedStyle(document.body).backgroundColor };
  });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await visit(page, kept.url('guide/why'));
    const app = await look();
    await page.goto(kept.url('read/why/'));
    assert.deepEqual(await look(), app, colorScheme);
  }
});

/** Opens whatever is folded up. */
const openAll = (page) =>
  page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));

test('axe has nothing to say about the guide, the questions, a page and the help', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url('guide/questions'));
  await search(page).fill('forget');
  await expectAccessible(page);
  for (const route of ['guide', 'guide/step-1', 'guide/questions', 'journal', 'help']) {
    await visit(page, kept.url(route));
    if (route === 'help') await country(page).selectOption({ label: 'Japan' });
    await openAll(page);
    await expectAccessible(page);
  }
});

test('axe has nothing to say about any of the plain pages', async (t) => {
  const page = await kept.page(t);
  for (const name of ['', 'questions/', 'help/', ...CHAPTERS.map(({ slug }) => `${slug}/`)]) {
    await page.goto(kept.url(`read/${name}`));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await openAll(page);
    await expectAccessible(page);
  }
});
