// What people do with Kept, from the first visit on, told by what they see and hear of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { copy, day, mark, person, pulse, ritual } from './copies.mjs';
import { PHONE, kept as whole, open, started } from './harness.mjs';
import {
  again, beginAgain, choose, comeIn, comeInTogether, comesIntoFocus, deleteEverything, downloaded, earlier, earlierHere,
  eventually, everyAddress, follow, goTo, goToSettings, holdTidying, line, onScreen, openCopy, openDaily, openWeekly,
  press, save, saveCopy, says, signal, stored, takeIn, unfold, visit, writeAs,
} from './steps.mjs';

const kept = await open();
const CUT_OFF = [/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/];
const ROBIN = 'robin0robin0robi';
const ALEX = 'alex0alex0alex0a';

const focused = (page) => page.evaluate(() => document.activeElement.textContent);
const todaysRituals = (page) => page.getByRole('region', { name: 'Rituals' }).locator('li a:has(strong)').allTextContents();
const marks = (page, title, when) => page.getByRole('group', { name: `${title}, ${when}` });
const isOn = (where, name) => where.getByRole('button', { name, exact: true }).getAttribute('aria-pressed');

/** Robin's notebook with one ritual that is a month old, and its screen. */
async function withTea(page, entries = []) {
  await visit(page, kept.url());
  const tea = ritual(ROBIN, 'tea', { title: 'Tea on the step', minutes: 15 }, 30);
  await takeIn(page, copy([person(ROBIN, 'Robin', { ago: 30 }), tea, ...entries]));
  await goTo(page, 'Rituals');
}

// --- The first visit ---

test('a first visit asks four things, and Today shows what was chosen', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  await onScreen(page, 'When trust was broken');
  await press(page, 'Begin');
  await onScreen(page, 'A word for you alone');
  await press(page, 'Continue');

  await onScreen(page, 'Who is writing?');
  await page.getByLabel('Your name or a nickname').fill('Robin');
  await choose(page, 'I was hurt');
  await choose(page, 'We both write');
  await page.getByLabel("The other person's name").fill('Alex');
  await press(page, 'Continue');

  await onScreen(page, 'Something small to keep');
  const offer = (title) => page.getByRole('checkbox', { name: title });
  for (const title of [/^Morning coffee/, /^Old letters/, /^A weekend for fun/]) await offer(title).check();
  assert.ok(await offer(/^An hour without/).isDisabled(), 'a fourth would be a programme');
  await press(page, 'Done');

  const chosen = ['Morning coffee', 'Old letters', 'A weekend for fun'];
  await eventually(() => todaysRituals(page), chosen);
  const who = page.getByLabel('Writing:');
  assert.deepEqual(await who.getByRole('option').allTextContents(), ['Robin', 'Alex']);
  assert.equal(await who.evaluate((select) => select.selectedOptions[0].text), 'Robin');

  await again(page);
  await eventually(() => todaysRituals(page), chosen);
});

test('the introduction can be skipped at every step, and keeps what was said so far', async (t) => {
  for (const answered of [0, 1, 2]) {
    const page = await kept.page(t);
    await visit(page, kept.url());
    for (const name of ['Begin', 'Continue'].slice(0, answered)) await press(page, name);
    if (answered === 2) await page.getByLabel('Your name or a nickname').fill('Robin');
    await press(page, 'Skip the introduction');
    await says(page, 'Nothing waits today.');

    await again(page);
    await says(page, 'Nothing waits today.');
    await goToSettings(page);
    assert.equal(await page.getByLabel('Your name or a nickname').inputValue(), answered === 2 ? 'Robin' : '');
  }
});

test('nothing has to be answered: four times on, and Today is there', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  for (const name of ['Begin', 'Continue', 'Continue', 'Done']) await press(page, name);
  await says(page, 'Nothing waits today.');
  assert.ok(await page.getByLabel('Writing:').isHidden(), 'one person needs no choice of people');
});

test('going back in the introduction loses nothing that was said', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  for (const name of ['Begin', 'Continue']) await press(page, name);
  await page.getByLabel('Your name or a nickname').fill('Robin');
  await choose(page, 'I broke trust');
  await press(page, 'Back');
  await onScreen(page, 'A word for you alone');
  await eventually(() => focused(page), 'A word for you alone');
  await press(page, 'Continue');
  assert.equal(await page.getByLabel('Your name or a nickname').inputValue(), 'Robin');
  assert.ok(await page.getByRole('radio', { name: 'I broke trust' }).isChecked());
});

test('who reads the page about safety on the way comes back to where they were', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  for (const name of ['Begin', 'Continue']) await press(page, name);
  await page.getByLabel('Your name or a nickname').fill('Robin');
  await press(page, 'Back');
  await follow(page, 'a page about that');
  await onScreen(page, 'First, are you safe?');
  await page.goBack();
  await onScreen(page, 'A word for you alone');
  await press(page, 'Continue');
  assert.equal(await page.getByLabel('Your name or a nickname').inputValue(), 'Robin');
});

test('looking at a form is no answer: the introduction is still there the next time', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  await openDaily(page, 'Check in');
  await goTo(page, 'Guide');
  await follow(page, 'Own the hurt');
  await press(page, 'I have read this, on to the next');
  await visit(page, kept.url());
  await onScreen(page, 'When trust was broken');
  assert.deepEqual(await stored(page), {});

  await openDaily(page, 'Check in');
  await line(page).fill('a word after all');
  await save(page);
  await visit(page, kept.url());
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
});

// --- The guide ---

test('a chapter that was read is remembered, and Today offers what it leads to', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await follow(page, /^The first days \d min/);
  await onScreen(page, 'The first days');
  await press(page, 'I have read this, on to the next');
  await onScreen(page, 'Why trust breaks');

  await goTo(page, 'Guide');
  const chapter = (title) => page.getByRole('listitem').filter({ hasText: title });
  assert.match(await chapter('The first days').textContent(), /min, read$/);
  assert.doesNotMatch(await chapter('Why trust breaks').textContent(), /, read$/);

  await again(page);
  assert.match(await chapter('The first days').textContent(), /min, read$/);
  await goTo(page, 'Today');
  await follow(page, /^Open a page for it/);
  await says(page, 'Which question is loudest just now?');
});

test('each step of the guide leads to its tool, and the last one back to the contents', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Guide');
  await follow(page, 'Do the slow emotional work');
  await follow(page, 'Open the weekly check-in');
  await onScreen(page, 'How are we doing?');
  await page.goBack();
  await onScreen(page, 'Do the slow emotional work');
  await goTo(page, 'Guide');
  await follow(page, 'Own the hurt');
  for (let step = 2; step <= 6; step += 1) {
    await press(page, 'I have read this, on to the next');
    await page.waitForURL(kept.url(`guide/step-${step}`));
  }
  await visit(page, kept.url('guide/crossroads'));
  await press(page, 'I have read this');
  await onScreen(page, 'The guide');
});

test('the passage for one’s own role comes first, and the other one is a tap away', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  const people = [person(ROBIN, 'Robin', { role: 'hurt' }), person(ALEX, 'Alex', { role: 'broke_trust', colour: 1 })];
  await takeIn(page, copy(people));
  await visit(page, kept.url('guide/step-1'));

  const passages = page.locator('article details');
  for (const [name, own, other] of [['Robin', 'was hurt', 'broke trust'], ['Alex', 'broke trust', 'was hurt']]) {
    await writeAs(page, name);
    await eventually(() => passages.first().textContent().then((text) => text.includes(`For the one who ${own}`)), true);
    assert.ok(await passages.first().locator('p').first().isVisible());
    assert.ok(await passages.last().locator('p').first().isHidden());
    await unfold(page, `For the one who ${other}`);
    assert.ok(await passages.last().locator('p').first().isVisible());
  }
});

test('the page about safety leaves nothing behind, whoever reads it', async (t) => {
  const page = await kept.page(t);
  for (const come of [visit, comeIn]) {
    await come(page, kept.url());
    const before = await stored(page, '');
    await visit(page, kept.url('guide/first'));
    await onScreen(page, 'First, are you safe?');
    await press(page, 'I have read this, on to the next');
    await onScreen(page, 'The first days');
    await page.goBack();
    await onScreen(page, 'First, are you safe?');
    const after = await stored(page, '');
    assert.doesNotMatch(JSON.stringify(after), /reading\/first|"first"/);
    // The next chapter may be noted; it is for everyone.
    if (come === visit) assert.deepEqual(after, before, 'a stranger who reads leaves no trace at all');
  }

  await visit(page, kept.url());
  await holdTidying(page); // or what is moved to its place meanwhile would look like a trace
  const before = await stored(page, '');
  await follow(page, 'If you are afraid, or it is too much');
  await onScreen(page, 'Help');
  await unfold(page, 'First, are you safe?');
  await page.getByLabel('Help lines in').selectOption({ label: 'Ireland' });
  await says(page, '1800 341 900');
  await goTo(page, 'Guide');
  await follow(page, 'First, are you safe?');
  await onScreen(page, 'First, are you safe?');
  assert.deepEqual(await stored(page, ''), before);
  const others = await page.evaluate(async () => ({
    session: sessionStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
  }));
  assert.deepEqual(others, { session: 0, cookies: '', databases: 0 });
});

// --- Check-ins ---

test('a weekly check-in is saved, stands under Earlier, and can be changed', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await openWeekly(page);
  await choose(signal(page, 'Inside, I feel'), 'nearer to at ease');
  await choose(signal(page, 'When I say what matters, I feel'), 'not heard');
  const question = page.getByRole('textbox').first();
  await question.fill('The evening on the step.\nNobody had to win.');
  await page.getByLabel('One thing you ask for in the next week').fill('One walk.');
  await says(page, 'Not saved yet; a draft is kept while you write.');
  await save(page);

  await onScreen(page, 'Check in');
  const [first, ...rest] = await earlierHere(page);
  assert.equal(rest.length, 0);
  const parts = [/^Week of/, /Safe inside: nearer to at ease/, /Heard: not heard/, /Nobody had to win\./, /One walk\./];
  for (const part of parts) assert.match(first, part);
  assert.ok(!first.includes('Hopeful'), 'what was left out is not there');

  await follow(page, /^How are we doing\?/);
  assert.equal(await question.inputValue(), 'The evening on the step.\nNobody had to win.');
  await question.fill('The evening on the step, and Sunday.');
  await save(page);
  await onScreen(page, 'Check in');
  const [changed, ...more] = await earlierHere(page);
  assert.equal(more.length, 0, 'it is the same check-in');
  assert.match(changed, /and Sunday\./);
  assert.doesNotMatch(changed, /Nobody had to win/);
  await goTo(page, 'Today');
  await says(page, 'Written. You can still change it.');
});

test('a daily check-in takes what is answered, and Clear takes an answer back', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await openDaily(page);
  const hopeful = signal(page, 'When I think of what comes, I am');
  const easy = signal(page, 'Talking with each other is');
  await choose(hopeful, 'hopeful');
  await choose(easy, 'very hard');
  await press(hopeful, 'Clear : When I think of what comes, I am');
  assert.equal(await hopeful.getByRole('radio', { checked: true }).count(), 0);
  await line(page).fill('Slept through.');
  await save(page);

  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  const [written] = await earlier(page);
  assert.match(written, /Easy to talk: very hard/);
  assert.match(written, /Slept through\./);
  assert.doesNotMatch(written, /Hopeful/);

  await openDaily(page);
  assert.ok(await easy.getByRole('radio', { name: 'very hard', exact: true }).isChecked());
  await press(easy, 'Clear : Talking with each other is');
  await line(page).fill('');
  await press(page, 'Save');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  assert.deepEqual(await earlier(page), [], 'an emptied check-in is gone');
});

// --- Rituals ---

test('a ritual of the library is taken up with one press', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Rituals');
  await says(page, 'The rituals you take up will stand here, to mark with one tap.');
  await press(page, 'Take it up : Morning coffee');
  await page.getByRole('link', { name: 'Morning coffee' }).waitFor();
  assert.ok(await page.getByRole('button', { name: 'Take it up : Morning coffee' }).isHidden());
  await goTo(page, 'Today');
  await eventually(() => todaysRituals(page), ['Morning coffee']);
});

test('a ritual of one’s own says what is missing, and keeps what is right', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Rituals');
  await press(page, 'Make one');
  const title = page.getByLabel('What is it called?');
  const minutes = page.getByLabel('Minutes, if it has a fixed length');
  const wrong = page.getByRole('main').getByRole('alert');
  await title.fill('   ');
  await minutes.fill('10');
  await press(page, 'Add');
  await says(wrong, 'Give it a name, so that you recognise it.');

  await title.fill('Tea on the step');
  for (const impossible of ['-1', '99999', 'abc', '1.5', '1441', '٣']) {
    await minutes.fill(impossible);
    await press(page, 'Add');
    await says(wrong, /^Minutes are a whole number/);
    assert.equal(await title.inputValue(), 'Tea on the step', 'what was typed stays');
    assert.equal(await minutes.inputValue(), impossible);
  }

  await minutes.fill(' 1440 ');
  await choose(page, 'so many times a week');
  await page.getByLabel('How many times').fill('2');
  await choose(page, 'at a distance');
  await press(page, 'Add');
  await follow(page, 'Tea on the step');
  await onScreen(page, 'Tea on the step');
  await says(page, '24 hours, twice a week, at a distance, 0 so far');
});

test('marks for today and yesterday can be set, changed and taken back', async (t) => {
  const page = await kept.page(t);
  await withTea(page);
  const [today, yesterday] = [marks(page, 'Tea on the step', 'today'), marks(page, 'Tea on the step', 'yesterday')];
  await press(today, 'Done');
  await press(yesterday, 'Skip');
  await eventually(() => isOn(today, 'Done'), 'true');
  await press(yesterday, 'Done');
  await eventually(() => isOn(yesterday, 'Done'), 'true');
  await eventually(() => isOn(yesterday, 'Skip'), 'false', 'done or skipped, not both');
  await press(yesterday, 'Skip');
  await press(today, 'Done');
  await eventually(() => isOn(today, 'Done'), 'false', 'a second press takes it back');
  await press(today, 'Done');

  await goTo(page, 'Today');
  await eventually(() => isOn(today, 'Done'), 'true');
  await again(page);
  await goTo(page, 'Rituals');
  await eventually(async () => [await isOn(today, 'Done'), await isOn(yesterday, 'Skip')], ['true', 'true']);
});

test('the months of a ritual show what was noted', async (t) => {
  const page = await kept.page(t);
  await withTea(page, [mark(ROBIN, 'tea', 2, 'done'), mark(ROBIN, 'tea', 3, 'skipped')]);
  await press(marks(page, 'Tea on the step', 'yesterday'), 'Done');
  await follow(page, 'Tea on the step');
  await onScreen(page, 'Tea on the step');
  const cell = (ago) => {
    const [year, month, date] = day(ago).split('-').map(Number);
    const called = new Date(year, month - 1, date).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
    return page.getByRole('button', { name: new RegExp(`^${called}: `) });
  };
  for (const [ago, said] of ['not noted', 'done', 'done', 'left out on purpose', 'not noted'].entries()) {
    if (day(ago).slice(0, 7) < day(Math.max(0, ago - 1)).slice(0, 7)) await press(page, 'Earlier');
    assert.match(await cell(ago).getAttribute('aria-label'), new RegExp(`: ${said}$`), `${ago} days ago`);
  }
  await again(page);
  await press(marks(page, 'Tea on the step', 'today'), 'Skip');
  await eventually(() => cell(0).getAttribute('aria-label').then((name) => /: left out on purpose$/.test(name)), true);
});

test('a ritual can be changed and removed, and the removal undone', async (t) => {
  const page = await kept.page(t);
  await withTea(page, [mark(ROBIN, 'tea', 1, 'done')]);
  await follow(page, 'Tea on the step');
  await unfold(page, 'Change it');
  const title = page.getByLabel('What is it called?');
  assert.equal(await title.inputValue(), 'Tea on the step');
  await title.fill('');
  await press(page, 'Save');
  await says(page, 'Give it a name, so that you recognise it.');
  await title.fill('Tea at the window');
  await page.getByLabel('Minutes, if it has a fixed length').fill('');
  await choose(page, 'so many times a week');
  await page.getByLabel('How many times').fill('3');
  await press(page, 'Save');
  await onScreen(page, 'Tea at the window');
  await says(page, /^3 times a week, together, \d so far$/);

  await unfold(page, 'Change it');
  await press(page, 'Remove this ritual');
  await onScreen(page, 'Rituals');
  await says(page, 'The ritual was removed.');
  assert.ok(await page.getByRole('link', { name: 'Tea at the window' }).isHidden());
  await press(page, 'Undo');
  await follow(page, 'Tea at the window');
  const yesterday = marks(page, 'Tea at the window', 'yesterday');
  await eventually(() => isOn(yesterday, 'Done'), 'true', 'its marks are there again');
  await again(page);
  await onScreen(page, 'Tea at the window');
});

test('the notice of what was just done can be scrolled clear of, and put away', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  await saveCopy(page);
  const notice = page.getByText('The copy is in your downloads.');
  await notice.waitFor();
  const last = page.getByRole('button', { name: 'Delete everything' });
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const isClear = () =>
    last.evaluate((button) => {
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const there = document.elementFromPoint((left + right) / 2, bottom - 2);
      return top >= 0 && button.contains(there);
    });
  await eventually(isClear, true, 'the last button of the page is not covered');
  await page.getByRole('button', { name: /^(Close|Dismiss)/ }).click();
  await notice.waitFor({ state: 'hidden' });
});

// --- Coming back ---

test('the browser is closed and opened again: everything is there, without a network too', async (t) => {
  const device = kept.device(t, { allow: CUT_OFF });
  const first = await device.start();
  await comeInTogether(first.page, kept.url());
  await whole(first.page);
  await goTo(first.page, 'Rituals');
  await press(first.page, 'Take it up : Morning coffee');
  await press(marks(first.page, 'Morning coffee', 'today'), 'Done');
  await openDaily(first.page);
  await line(first.page).fill('Slept through.');
  await save(first.page);
  await first.page.getByRole('heading', { name: 'How is it?' }).waitFor();
  await first.close();

  const { page } = await device.start();
  await visit(page, kept.url());
  const everything = async () => {
    await eventually(() => isOn(marks(page, 'Morning coffee', 'today'), 'Done'), 'true');
    assert.deepEqual(await page.getByLabel('Writing:').getByRole('option').allTextContents(), ['Robin', 'Alex']);
    assert.match((await earlier(page)).join(), /Slept through\./);
  };
  await everything();

  await kept.offline(page.context());
  await visit(page, kept.url());
  await everything();
  await openDaily(page);
  await line(page).fill('Slept through, and no network.');
  await save(page);
  await again(page);
  assert.match((await earlier(page)).join(), /and no network\./);
});

test('a sentence that was not saved is there again after the tab was closed', async (t) => {
  const context = await kept.context(t);
  const tab = await context.newPage();
  await comeIn(tab, kept.url());
  await openDaily(tab);
  await choose(signal(tab, 'Inside, I feel'), 'on edge');
  await line(tab).pressSequentially('I wanted to say that');
  await tab.close({ runBeforeUnload: true });

  const page = await context.newPage();
  await visit(page, kept.url('check-in/daily'));
  await eventually(() => line(page).inputValue(), 'I wanted to say that');
  assert.ok(await signal(page, 'Inside, I feel').getByRole('radio', { name: 'on edge', exact: true }).isChecked());
  await says(page, 'Not saved yet; a draft is kept while you write.');
  assert.deepEqual(await earlier(page), [], 'a draft is not saved for anybody to see');

  await openDaily(page);
  await save(page);
  assert.deepEqual(Object.keys(await stored(page, 'kept/draft/')), [], 'what was saved is no draft any longer');
});

test('a draft that is mended after a closed tab comes back mended, and only once', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  for (const words of ['one, two, three', 'one, two and a half, three', 'one, three', '']) {
    await visit(page, kept.url('check-in/daily'));
    await line(page).fill(words);
    await again(page);
    assert.equal(await line(page).inputValue(), words);
  }
});

test('who types and goes elsewhere at once finds the words again', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await openWeekly(page);
  // Within the same moment: the draft has no pause to be kept in.
  await page.evaluate(() => {
    const field = document.querySelector('textarea');
    field.value = 'half a thought';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    document.querySelector('nav a[href="guide"]').click();
  });
  await onScreen(page, 'The guide');
  await openWeekly(page);
  assert.equal(await page.getByRole('textbox').first().inputValue(), 'half a thought');
});

test('words are put away at once when the page is hidden', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await openDaily(page);
  // In one moment, as when the phone's screen is locked: it may never come back to this page.
  const put = await page.evaluate(() => {
    const field = document.querySelector('textarea');
    field.value = 'half a thought';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return Promise.resolve().then(() => {
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      const drafts = Object.keys(localStorage).filter((key) => key.startsWith('kept/draft/'));
      return drafts.map((key) => localStorage.getItem(key));
    });
  });
  assert.match(put.join(), /half a thought/);
});

test('a page that stays open overnight shows the new day, and a form stays with its own', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  /** The page is looked at again at that time. */
  const comeBack = async (...time) => {
    await page.clock.setFixedTime(new Date(...time));
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  };
  await comeBack(2031, 6, 1, 22, 0);
  await onScreen(page, 'Tuesday 1 July');
  await goTo(page, 'Rituals');
  await press(page, 'Take it up : Morning coffee');
  await press(marks(page, 'Morning coffee', 'today'), 'Done');
  await openDaily(page);
  await line(page).fill('begun before midnight');
  await comeBack(2031, 6, 2, 1, 0);
  await says(page, 'Tuesday 1 July');
  await save(page);
  await onScreen(page, 'Wednesday 2 July');
  await eventually(() => isOn(marks(page, 'Morning coffee', 'today'), 'Done'), 'false');
  await goTo(page, 'Rituals');
  await eventually(() => isOn(marks(page, 'Morning coffee', 'yesterday'), 'Done'), 'true');
  assert.match((await earlier(page)).join(), /1 July 2031.*begun before midnight/);
});

test('the chosen look is there before the app is', async (t) => {
  const context = await kept.context(t);
  const page = await context.newPage();
  await comeIn(page, kept.url());
  await goToSettings(page);
  const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground(page);
  await choose(page, 'Dark');
  await eventually(async () => (await ground(page)) !== light, true);
  const dark = await ground(page);

  const slow = await context.newPage();
  await slow.addInitScript(() => {
    WebAssembly.instantiateStreaming = () => new Promise(() => {});
  });
  await slow.goto(kept.url());
  assert.ok(await slow.locator('#first').isVisible(), 'the app has not started');
  assert.equal(await ground(slow), dark, 'no flash of the other look');

  await visit(page, kept.url('settings'));
  assert.ok(await page.getByRole('radio', { name: 'Dark' }).isChecked());
  await choose(page.getByRole('group', { name: 'Light or dark' }), 'As the device has it');
  await eventually(() => ground(page), light);
});

// --- Copies ---

test('everything is saved, deleted after a second question, and read back in', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await goTo(page, 'Rituals');
  await press(page, 'Take it up : Morning coffee');
  await press(marks(page, 'Morning coffee', 'today'), 'Done');
  await openWeekly(page);
  await page.getByRole('textbox').first().fill('Two good evenings.');
  await save(page);

  await goToSettings(page);
  const saved = JSON.parse(await saveCopy(page));
  assert.equal(saved.format, 'kept');
  assert.deepEqual(saved.entries.map(({ kind }) => kind).sort(), ['check-in', 'mark', 'person', 'person', 'ritual']);

  const dialog = page.getByRole('dialog', { name: 'Delete everything on this device?' });
  await press(page, 'Delete everything');
  await dialog.waitFor();
  const offered = await downloaded(page, () => press(dialog, 'Save a copy first'));
  assert.deepEqual(JSON.parse(offered.text), saved);
  await press(dialog, 'Keep everything');
  await dialog.waitFor({ state: 'hidden' });
  assert.match((await earlier(page)).join(), /Two good evenings/);

  await goToSettings(page);
  await deleteEverything(page);
  assert.deepEqual(await stored(page), {}, 'nothing of ours is left');
  await beginAgain(page);
  await onScreen(page, 'When trust was broken');

  await goToSettings(page);
  await openCopy(page, { name: 'a copy.json', mimeType: 'application/json', buffer: Buffer.from(offered.text) });
  for (const what of ['2 people to add', '1 weekly check-in to add', '1 ritual to add', '1 mark on a ritual to add']) {
    await says(page, what);
  }
  assert.doesNotMatch(JSON.stringify(await stored(page)), /Two good evenings/, 'a preview changes nothing');
  await press(page, 'Add it to what is here');
  await says(page, 'Everything in the file is here now.');
  assert.match((await earlier(page)).join(), /Two good evenings/);
  await goTo(page, 'Today');
  await eventually(() => isOn(marks(page, 'Morning coffee', 'today'), 'Done'), 'true');
  await goToSettings(page);
  assert.deepEqual(JSON.parse(await saveCopy(page)), saved);
});

test('a copy that was read in before brings nothing new', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  const text = await saveCopy(page);
  await openCopy(page, { name: 'a.json', mimeType: '', buffer: Buffer.from(text) });
  await says(page, 'There is nothing new in it.');
  await says(page, '1 already here');
});

test('an older copy never takes back what was written since', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  const old = copy([person(ROBIN, 'Robin'), pulse(ROBIN, 0, { line: 'old words' })]);
  await takeIn(page, old);
  await openDaily(page);
  await line(page).fill('new words');
  await save(page);
  await goToSettings(page);
  await openCopy(page, old);
  await says(page, 'There is nothing new in it.');
  assert.match((await earlier(page)).join(), /new words/);
});

// --- Two people ---

test('the other person can be added later, and says who they are', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  await page.getByLabel('Your name or a nickname').fill('Robin');
  await save(page);
  await press(page, 'Add the other person');
  await says(page, 'Now the other person is writing.');
  const name = page.getByLabel('Your name or a nickname');
  await eventually(() => name.inputValue(), '');
  await name.fill('Alex');
  await choose(page, 'Both');
  await page.getByRole('region', { name: 'Who writes' }).getByRole('button', { name: 'Save' }).click();

  const who = page.getByLabel('Writing:');
  await eventually(() => who.getByRole('option').allTextContents(), ['Robin', 'Alex']);
  assert.ok(await page.getByRole('button', { name: 'Add the other person' }).isHidden());
  await again(page);
  await eventually(() => who.evaluate((select) => select.selectedOptions[0].text), 'Alex', 'who wrote last writes on');
  await writeAs(page, 'Robin');
  await eventually(() => page.getByLabel('Your name or a nickname').inputValue(), 'Robin');
});

test('who has not said anything yet can add the other person, too', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  await goToSettings(page);
  await press(page, 'Add the other person');
  await eventually(() => page.getByLabel('Writing:').getByRole('option').count(), 2);
  await again(page);
  await eventually(() => page.getByLabel('Writing:').getByRole('option').count(), 2);
});

test('two people who gave no names can still tell whose words they read', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  await press(page, 'Add the other person');
  const options = page.getByLabel('Writing:').getByRole('option');
  await eventually(() => options.count(), 2);
  const names = await options.allTextContents();
  assert.notEqual(names[0], names[1]);

  await openDaily(page);
  await line(page).fill('from the other one');
  await choose(page, 'Both of us, now');
  await save(page);
  await page.getByLabel('Writing:').selectOption({ index: 0 });
  const [theirs] = await earlier(page);
  assert.doesNotMatch(theirs, /by You/);
});

test('what is private stays with its author, what is shared is shown, and can be taken back', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await openDaily(page);
  await line(page).fill('for myself');
  await save(page);
  await openWeekly(page);
  await page.getByRole('textbox').first().fill('for both of us');
  await choose(page, 'Both of us, now');
  await save(page);
  await onScreen(page, 'Check in');
  await eventually(async () => (await earlierHere(page)).length, 2);

  await writeAs(page, 'Alex');
  await eventually(async () => (await earlierHere(page)).length, 1);
  const [shared] = await earlierHere(page);
  assert.match(shared, /by Robin/);
  assert.match(shared, /for both of us/);
  assert.doesNotMatch(await page.locator('body').textContent(), /for myself/);
  await goTo(page, 'Today');
  assert.equal(await page.getByText('Written. You can still change it.').count(), 0, 'nothing tells that Robin wrote');
  await openDaily(page);
  assert.equal(await line(page).inputValue(), '', 'a form of one’s own');

  await writeAs(page, 'Robin');
  await eventually(() => line(page).inputValue(), 'for myself');
  await openWeekly(page);
  await choose(page, 'I alone');
  await says(page, 'Not saved yet');
  await save(page);
  await onScreen(page, 'Check in');
  await writeAs(page, 'Alex');
  await eventually(() => earlierHere(page), []);
});

test('answers of a week open once both have answered, and not before', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await openWeekly(page);
  assert.ok(await page.getByRole('radio', { name: 'Both of us, once we have both answered' }).isChecked());
  await page.getByLabel('One thing to talk about').fill('the summer');
  await save(page);
  await onScreen(page, 'Check in');

  await writeAs(page, 'Alex');
  await eventually(() => earlierHere(page), [], 'nothing tells that Robin answered');
  await openWeekly(page);
  await page.getByLabel('What I need to feel safe next week').fill('a message on Friday');
  await save(page);
  await eventually(async () => (await earlierHere(page)).length, 2);
  assert.match((await earlierHere(page)).join(), /by Robin[^]*the summer/);
  await writeAs(page, 'Robin');
  await eventually(async () => (await earlierHere(page)).filter((text) => text.includes('a message on Friday')).length, 1);
});

test('words that were no longer to be shared stay unshared over a closed tab', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await openDaily(page);
  await line(page).fill('for both of us');
  await choose(page, 'Both of us, now');
  await save(page);
  await openDaily(page);
  await choose(page, 'I alone');
  await line(page).fill('not for Alex after all');
  await again(page);
  await eventually(() => line(page).inputValue(), 'not for Alex after all');
  assert.ok(await page.getByRole('radio', { name: 'I alone' }).isChecked());
});

// --- Keyboard, focus, addresses ---

/** Presses Tab until `target` has the focus. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`Tab never comes to ${target}`);
}

test('the keyboard is enough: skip link, navigation, a check-in, a dialog', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await again(page);
  await page.keyboard.press('Tab');
  assert.equal((await focused(page)).trim(), 'Leave quickly');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to what is on this page' });
  assert.equal(await focused(page), 'Skip to what is on this page');
  await eventually(async () => (await skip.boundingBox()).y >= 0, true, 'it shows itself');
  await page.keyboard.press('Enter');
  await eventually(() => page.evaluate(() => document.activeElement.tagName), 'H1');
  assert.equal(page.url(), kept.url());

  await tabTo(page, page.getByRole('link', { name: /^Today Half a minute/ }));
  await page.keyboard.press('Enter');
  await onScreen(page, 'How is it today?');
  await eventually(() => focused(page), 'How is it today?');
  const safe = signal(page, 'Inside, I feel');
  await tabTo(page, safe.getByRole('radio').first());
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.ok(await safe.getByRole('radio', { name: 'in between' }).isChecked());
  const easy = signal(page, 'Talking with each other is');
  await tabTo(page, safe.getByRole('button', { name: /^Clear/ }));
  await tabTo(page, easy.getByRole('radio').first());
  await page.keyboard.press('Space');
  await tabTo(page, line(page));
  await page.keyboard.type('By keyboard.');
  await tabTo(page, page.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  const [written] = await earlier(page);
  for (const part of [/Safe inside: in between/, /Easy to talk: very hard/, /By keyboard\./]) assert.match(written, part);

  await visit(page, kept.url('settings'));
  const opener = page.getByRole('button', { name: 'Delete everything' });
  await tabTo(page, opener);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await eventually(() => focused(page), 'Keep everything', 'the harmless answer is the one at hand');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await comesIntoFocus(opener, 'the focus is where it was');
  assert.match((await earlier(page)).join(), /By keyboard/);
});

test('a new screen takes the focus to its heading, and opening the page does not', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BODY');
  await press(page, 'Begin');
  await eventually(() => focused(page), 'A word for you alone');
  await press(page, 'Skip the introduction');
  await eventually(() => page.evaluate(() => document.activeElement.tagName), 'H1');
  const current = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current="page"]');
  for (const place of ['Guide', 'Check in', 'Rituals', 'More']) {
    await goTo(page, place);
    await eventually(() => focused(page), place === 'Guide' ? 'The guide' : place);
    assert.equal((await current.allTextContents()).join().trim(), place);
  }
});

test('back and forward go through the screens, each from its top', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Guide');
  await follow(page, 'The first days');
  await onScreen(page, 'The first days');
  await page.mouse.wheel(0, 1500);
  await press(page, 'I have read this, on to the next');
  await onScreen(page, 'Why trust breaks');
  await eventually(() => page.evaluate(() => scrollY), 0, 'a new screen begins at its top');
  await page.goBack();
  await onScreen(page, 'The first days');
  await page.goBack();
  await onScreen(page, 'The guide');
  await eventually(() => focused(page), 'The guide');
  await page.goForward();
  await onScreen(page, 'The first days');
  assert.equal(page.url(), kept.url('guide/days'));
  await page.goBack();
  await page.goBack();
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
});

test('an address that leads nowhere says so, and knows the way to Today', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  const strays = ['nowhere', 'guide/nowhere', 'rituals/nowhere', 'rituals/%C3%A4', 'check-in/yearly', 'settings/more'];
  for (const nowhere of strays) {
    await visit(page, kept.url(nowhere));
    await onScreen(page, 'There is nothing at this address');
    await follow(page, 'Go to Today');
    await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  }
});

const TELLING = /trust|hurt|betray|affair|cheat|apolog|forgiv|safe|afraid|couple|partner|repair|therap|secret/i;
const TITLE =
  /^((Today|Guide|Step \d|Questions|Check in|Rituals|Journal|Keepsakes|Words|Progress|Summary|Review|Closing|Privacy|Lock|Promises|Agreements|Listen|Steady|Help|More|Settings|Not found) · )?Kept$/;

test('the plain pages, the installed app and its shortcuts say as little', async (t) => {
  const page = await kept.page(t);
  await page.goto(kept.url('read/'));
  const links = await page.locator('a[href*="read/"]').evaluateAll((all) => all.map(({ href }) => href));
  assert.ok(links.length > 10);
  for (const address of new Set(links)) {
    await page.goto(address);
    assert.match(await page.title(), TITLE, address);
    assert.doesNotMatch(new URL(address).pathname, TELLING);
  }
  const manifest = await page.request.get(kept.url('manifest.webmanifest'));
  assert.doesNotMatch(await manifest.text(), TELLING);
});

/** What makes the page wider than its window, or looks out from behind its edge, if anything does. */
const overflow = (page) =>
  page.evaluate(() => {
    const skip = document.querySelector('a[href="#heading"]').getBoundingClientRect();
    if (skip.bottom > 0) return `the skip link shows, ${skip.bottom} high`;
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return '';
    const all = [...document.body.querySelectorAll('*')];
    const out = all.filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    const names = out.map(({ tagName, classList }) => [tagName.toLowerCase(), ...classList].join('.'));
    return `${scrollWidth} wide in ${clientWidth}: ${[...new Set(names)].slice(0, 6).join(', ')}`;
  });

/** Widths and text sizes at which nothing may stick out: the narrowest screen, and text at 200 %. */
const READERS = [{ width: 320, text: 100 }, { width: PHONE.width, text: 200 }, { width: 1280, text: 200 }];

/** What sticks out of the screen that is shown, for any of those readers. */
async function tooWide(page, what) {
  const problems = [];
  for (const { width, text } of READERS) {
    await page.setViewportSize({ width, height: PHONE.height });
    await page.evaluate((text) => (document.documentElement.style.fontSize = `${text}%`), text);
    const found = await overflow(page);
    if (found) problems.push(`${what} with text at ${text} %: ${found}`);
  }
  await page.setViewportSize(PHONE);
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  return problems;
}

test('the introduction fits a narrow screen and large text', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  const problems = [];
  for (const name of ['Begin', 'Continue', 'Continue', 'Done']) {
    const both = page.getByRole('radio', { name: 'We both write' });
    if (await both.isVisible()) await both.check();
    problems.push(...(await tooWide(page, await page.getByRole('heading', { level: 1 }).textContent())));
    await press(page, name);
  }
  assert.deepEqual(problems, []);
});

test('every screen has a title and an address that say nothing, and fits a narrow screen and large text', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  // As long as people can make them, and without a place to break.
  const title = 'Wolkenkuckucksheimspaziergangsverabredung'.repeat(2).slice(0, 80);
  const line = 'x'.repeat(300);
  await takeIn(page, copy([
    person(ROBIN, 'R'.repeat(40)),
    person(ALEX, 'A'.repeat(40), { colour: 1 }),
    ritual(ROBIN, 'long', { title, minutes: 1439 }, 2),
    pulse(ROBIN, 0, { line }),
    pulse(ALEX, 0, { line, shared: true }),
  ]));

  const addresses = await everyAddress(page, kept.url());
  for (const route of ['guide/step-6', 'guide/first', 'check-in/daily', 'check-in/weekly', 'settings', 'rituals/long']) {
    assert.ok(addresses.includes(kept.url(route)), `${route} can be found`);
  }
  const problems = [];
  for (const address of [...addresses, kept.url('nowhere')]) {
    await visit(page, address);
    const heading = page.getByRole('heading', { level: 1 });
    assert.equal(await heading.count(), 1, address);
    assert.match(await page.title(), TITLE, address);
    assert.doesNotMatch(`${await page.title()} ${new URL(address).pathname}`, TELLING);
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    problems.push(...(await tooWide(page, address)));
  }
  assert.deepEqual(problems, []);
});
