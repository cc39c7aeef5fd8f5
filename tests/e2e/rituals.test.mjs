// Rituals: every rhythm, any day, the timer, reminders, and habits from elsewhere.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { copy, day, mark, person, ritual } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import {
  again, ahead, choose, comeIn, comeInTogether, downloaded, eventually, follow, goTo, onScreen, press, says, settled,
  stored, takeIn, unfold, visit, writeAs,
} from './steps.mjs';

const kept = await open();
const ROBIN = 'robin';

/** Robin, with one ritual called Tea and what was noted of it: states by days ago. */
async function tea(t, body = {}, marks = {}) {
  const page = await kept.page(t);
  await visit(page, kept.url());
  const noted = Object.entries(marks).map(([ago, state]) => mark(ROBIN, 'tea', Number(ago), state));
  await takeIn(page, copy([person(ROBIN, 'Robin'), ritual(ROBIN, 'tea', { title: 'Tea', ...body }, 60), ...noted]));
  await visit(page, kept.url('rituals'));
  return page;
}
const openTea = (page) => visit(page, kept.url('rituals/tea')).then(() => onScreen(page, 'Tea'));
const lead = (page) => page.locator('.lead').textContent();
const change = async (page) => {
  await unfold(page, 'Change it');
  return page.locator('details').filter({ hasText: 'Change it' }).first();
};

test('every rhythm can be chosen, is said in words, and is there again', async (t) => {
  const page = await tea(t);
  await openTea(page);
  const form = await change(page);
  for (const [rhythm, more, said] of [
    ['on certain days of the week', async () => {
      for (const name of ['Mondays', 'Fridays']) await form.getByRole('checkbox', { name }).check();
    }, /on Mondays, Fridays/],
    ['so many times a week', () => form.getByLabel('How many times').fill('3'), /3 times a week/],
    ['so many times a month', () => form.getByLabel('How many times').fill('2'), /twice a month/],
    ['every so many days', () => form.getByLabel('Every how many days').fill('3'), /every 3 days/],
    ['once, on one day', async () => {}, /once/],
    ['every day', async () => {}, /every day/],
  ]) {
    await choose(form, rhythm);
    await more();
    await press(form, 'Save');
    await eventually(async () => said.test(await lead(page)), true, rhythm);
  }
  await again(page);
  assert.match(await lead(page), /every day/);
  assert.ok(await (await change(page)).getByRole('radio', { name: 'every day' }).isChecked());
});

test('what cannot be is said, and what was typed stays', async (t) => {
  const page = await tea(t);
  await openTea(page);
  const form = await change(page);
  await form.getByText('More: words').click();
  const cases = [
    ['every so many days', 'Every how many days', '0', 'Choose a number of days from 1'],
    ['every so many days', 'Every how many days', 'x', 'Choose a number of days from 1'],
    ['so many times a week', 'How many times', '8', 'A week has room for 7 times'],
    ['so many times a week', 'How many times', '', 'Choose at least one day'],
  ];
  for (const [rhythm, field, typed, sentence] of cases) {
    await choose(form, rhythm);
    await form.getByLabel(field).fill(typed);
    await press(form, 'Save');
    await says(page, sentence);
    assert.equal(await form.getByLabel(field).inputValue(), typed);
  }
  await choose(form, 'on certain days of the week');
  await press(form, 'Save');
  await says(page, 'Choose at least one day');
  await choose(form, 'every day');
  await form.getByLabel('Until, if it ends').fill('2020-01-01');
  await press(form, 'Save');
  await says(page, 'The end lies before the start.');
  await form.getByLabel('Until, if it ends').fill('');
  await press(form, 'Save');
  await says(page, 'Saved on this device.');
});

test('any past day can be marked, with a word, how it felt and when; and taken back and undone', async (t) => {
  const page = await tea(t);
  await openTea(page);
  const cell = page.getByRole('button', { name: /: not noted$/ }).first();
  const name = await cell.getAttribute('aria-label');
  await cell.click();
  const form = page.locator('#marking');
  await form.getByLabel('A word about it').fill('On the balcony.');
  await choose(form, 'light');
  await form.getByLabel('At what time').fill('07:30');
  await expectAccessible(page);
  await press(form, 'Save');
  const marked = page.getByRole('button', { name: name.replace('not noted', 'done'), exact: true });
  await marked.waitFor();
  await again(page);
  await marked.click();
  assert.equal(await form.getByLabel('A word about it').inputValue(), 'On the balcony.');
  assert.equal(await form.getByLabel('At what time').inputValue(), '07:30');
  assert.ok(await form.getByRole('radio', { name: 'light', exact: true }).isChecked());
  await press(form, 'Take the mark back');
  await page.getByRole('button', { name, exact: true }).waitFor();
  await press(page, 'Undo');
  await marked.waitFor();
});

test('a tap keeps the word that stands with a mark', async (t) => {
  const page = await tea(t);
  await openTea(page);
  await press(page.getByRole('group', { name: 'Tea, today' }), 'Done');
  await page.locator('.weeks').first().getByRole('button', { name: /: done$/ }).click();
  await page.locator('#marking').getByLabel('A word about it').fill('Short.');
  await press(page.locator('#marking'), 'Save');
  const done = page.getByRole('group', { name: 'Tea, today' }).getByRole('button', { name: 'Done' });
  await done.click();
  await eventually(() => done.getAttribute('aria-pressed'), 'false');
  await done.click();
  await eventually(() => done.getAttribute('aria-pressed'), 'true');
  await page.locator('.weeks').first().getByRole('button', { name: /: done$/ }).click();
  assert.equal(await page.locator('#marking').getByLabel('A word about it').inputValue(), 'Short.');
});

test('what the two do together one notes for both, and either can say otherwise for themselves', async (t) => {
  const page = await kept.page(t);
  await comeInTogether(page, kept.url());
  await goTo(page, 'Rituals');
  await press(page, 'Take it up : Morning coffee');
  const done = page.getByRole('group', { name: 'Morning coffee, today' }).getByRole('button', { name: 'Done' });
  await done.click();
  await eventually(() => done.getAttribute('aria-pressed'), 'true');
  await writeAs(page, 'Alex');
  await eventually(() => done.getAttribute('aria-pressed'), 'true', 'Robin noted it for both');
  await done.click();
  await eventually(() => done.getAttribute('aria-pressed'), 'false');
  await writeAs(page, 'Robin');
  await eventually(() => done.getAttribute('aria-pressed'), 'true', 'it stands for Robin');
});

test('the week of all rituals is a grid that can be tapped, also with the keyboard', async (t) => {
  const page = await tea(t);
  const cell = page.locator('.grid').getByRole('button').last();
  await cell.focus();
  await page.keyboard.press('Enter');
  await eventually(() => page.locator('.grid').getByRole('button', { name: /^Tea, .*: done$/ }).count(), 1);
  await page.getByRole('group', { name: 'Tea, today' }).getByRole('button', { name: 'Done', pressed: true }).waitFor();
  await page.locator('section').filter({ has: page.locator('.grid') }).getByRole('button', { name: 'Earlier' }).click();
  await eventually(() => page.locator('.grid').getByRole('button').count(), 7);
  await expectAccessible(page);
});

test('a finger across the card marks it: to the right done, to the left skipped', async (t) => {
  const page = await tea(t);
  const card = page.locator('.card.ritual').first();
  const swipe = (from, to) =>
    card.evaluate((element, [from, to]) => {
      const { top } = element.getBoundingClientRect();
      const touch = (x) => new Touch({ identifier: 1, target: element, clientX: x, clientY: top + 20 });
      const event = (name, x) => new TouchEvent(name, { changedTouches: [touch(x)], bubbles: true });
      element.dispatchEvent(event('touchstart', from));
      element.dispatchEvent(event('touchend', to));
    }, [from, to]);
  const pressed = (name) =>
    page.getByRole('group', { name: 'Tea, today' }).getByRole('button', { name }).getAttribute('aria-pressed');
  await swipe(50, 250);
  await eventually(() => pressed('Done'), 'true');
  await swipe(250, 50);
  await eventually(() => pressed('Skip'), 'true');
  await swipe(100, 130);
  await page.waitForTimeout(200);
  assert.equal(await pressed('Skip'), 'true', 'too short to mean anything');
});

test('strength grows with what was done, says since when, and a year can be looked at', async (t) => {
  const marks = Object.fromEntries([...Array(30).keys()].map((ago) => [ago + 1, 'done']));
  const page = await tea(t, {}, marks);
  await openTea(page);
  const meter = page.getByRole('meter', { name: /^Strength: \d+ of 100$/ });
  const strength = Number(await meter.getAttribute('value'));
  assert.ok(strength > 70 && strength < 90, `${strength}`);
  await says(page, /^Since \d+ \w+ \d{4}, 30 times\./);
  await press(page, 'The whole year');
  await page.getByRole('table', { name: /^\d{4}: done on \d+ days$/ }).waitFor();
  await expectAccessible(page);
});

test('it can rest, be put away and be taken up again, and nothing of it is lost', async (t) => {
  const page = await tea(t, {}, { 1: 'done' });
  await openTea(page);
  await press(page, 'Let it rest');
  await says(page, 'It rests.');
  await goTo(page, 'Today');
  await says(page, 'Nothing waits today.');
  await openTea(page);
  await press(page, 'Go on with it');
  await goTo(page, 'Today');
  await page.getByRole('link', { name: 'Tea', exact: true }).waitFor();
  await openTea(page);
  await press(page, 'Put it away');
  await says(page, 'It is put away.');
  await visit(page, kept.url('rituals'));
  await eventually(() => page.locator('.card.ritual').count(), 0);
  await unfold(page, 'Put away');
  await follow(page.getByRole('main').last(), 'Tea');
  await says(page, /, once\./);
  await press(page, 'Go on with it');
  await page.getByRole('group', { name: 'Tea, today' }).waitFor();
});

test('a pause with dates can be added and removed, and one that ends before it begins is refused', async (t) => {
  const page = await tea(t);
  await openTea(page);
  await unfold(page, 'When it rests');
  await page.getByLabel('It rests from').fill(day(-5));
  await page.getByLabel('The last day of it').fill(day(-3));
  await press(page, 'Add this pause');
  await says(page, 'A pause ends before it begins.');
  await page.getByLabel('The last day of it').fill(day(-9));
  await press(page, 'Add this pause');
  await unfold(page, 'When it rests');
  await press(page, 'Remove');
  await eventually(() => page.getByRole('button', { name: 'Remove', exact: true }).count(), 0);
});

test('a timer goes on through a reload and a closed page, and ends softly with the ritual done', async (t) => {
  const page = await tea(t, { minutes: 5 });
  await openTea(page);
  await press(page, 'Start 5 minutes');
  const clock = page.locator('.clock');
  await eventually(async () => /^4:5\d$/.test(await clock.textContent()), true);
  await again(page);
  assert.match(await clock.textContent(), /^4:5\d$/);
  await press(page, 'Hold on');
  const held = await clock.textContent();
  await page.waitForTimeout(1500);
  assert.equal(await clock.textContent(), held);
  await press(page, 'Go on');
  await goTo(page, 'Today');
  await follow(page, /^A timer is running/);
  await onScreen(page, 'Tea');
  await expectAccessible(page);
  await page.addInitScript(() => {
    const Here = Date;
    window.Date = class extends Here {
      static now() {
        return Here.now() + 6 * 60_000;
      }
    };
  });
  await again(page);
  await says(page, 'The time is over. There is no hurry.');
  await press(page.getByRole('region', { name: 'Timer' }), 'Done');
  await page.getByRole('group', { name: 'Tea, today' }).getByRole('button', { name: 'Done', pressed: true }).waitFor();
  await again(page);
  assert.equal(await clock.count(), 0);
});

test('reminders are a file for the calendar that says nothing unless asked to', async (t) => {
  const page = await tea(t, { minute: 450 });
  await unfold(page, 'Reminders in your calendar');
  const neutral = await downloaded(page, () => press(page, 'Save the file'));
  assert.match(neutral.name, /^notes-\d{4}-\d\d-\d\d\.ics$/);
  assert.match(neutral.text, /^BEGIN:VCALENDAR\r\n/);
  assert.equal(neutral.text.match(/BEGIN:VEVENT/g).length, 2, 'the ritual and the check-in');
  assert.ok(!neutral.text.includes('Tea') && neutral.text.includes('SUMMARY:Reminder'));
  assert.match(neutral.text, /T073000/);
  const { timeZone } = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions());
  if (timeZone !== 'UTC') assert.ok(neutral.text.includes(`TZID:${timeZone}`));
  await page.getByRole('checkbox', { name: /^With the names/ }).check();
  await page.getByRole('checkbox', { name: /^The weekly check-in/ }).uncheck();
  const named = await downloaded(page, () => press(page, 'Save the file'));
  assert.ok(named.text.includes('SUMMARY:Tea'));
  assert.equal(named.text.match(/BEGIN:VEVENT/g).length, 1);
  const uid = /UID:(.*)\r/;
  assert.equal(named.text.match(uid)[1], neutral.text.match(uid)[1], 'a second import updates');
});

test('the browser is asked to say something only when somebody wants that, and says nothing telling', async (t) => {
  const page = await kept.page(t);
  await page.addInitScript(() => {
    window.told = [];
    Notification.requestPermission = async () => {
      window.told.push('asked');
      return 'granted';
    };
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
    ServiceWorkerRegistration.prototype.showNotification = async (title) => window.told.push(title);
  });
  await visit(page, kept.url());
  await takeIn(page, copy([person(ROBIN, 'Robin'), ritual(ROBIN, 'tea', { title: 'Tea', minutes: 1 }, 60)]));
  await openTea(page);
  await press(page, 'Start 1 minute');
  assert.deepEqual(await page.evaluate(() => window.told), []);
  await page.getByRole('checkbox', { name: /^Say so when it is over/ }).check();
  assert.deepEqual(await page.evaluate(() => window.told), ['asked']);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    const now = Date.now;
    Date.now = () => now() + 61_000;
  });
  await eventually(() => page.evaluate(() => window.told), ['asked', 'The time is over.']);
});

const LOOP = fileURLToPath(new URL('../fixtures/loop/export.zip', import.meta.url));
const openExport = (page, file) => page.getByLabel('Open an export').setInputFiles(file);

test('habits of Loop come in with everything noted, once, and go out in the same shape', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Rituals');
  await unfold(page, 'From Loop Habit Tracker');
  await openExport(page, LOOP);
  await says(page, /^Found: 4 habits with [1-9]\d* marks/);
  await press(page, 'Take them over');
  await page.getByRole('link', { name: 'Morning walk' }).first().waitFor();
  await openExport(page, LOOP);
  await press(page, 'Take them over');
  await says(page, 'They are among your rituals now.');
  assert.equal(await page.locator('.card.ritual').filter({ hasText: 'Morning walk' }).count(), 1);
  const download = page.waitForEvent('download');
  await press(page, 'Save rituals for it');
  const saved = await download;
  assert.match(saved.suggestedFilename(), /^notes-.*\.zip$/);
  const archive = readFileSync(await saved.path());
  assert.equal(archive.subarray(0, 2).toString(), 'PK');
  assert.ok(archive.includes('Habits.csv') && archive.includes('Morning walk'));
});

test('what is no export, or a damaged one, is refused with a sentence and changes nothing', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Rituals');
  await settled(page); // else what was saved is still on its way to its place
  await unfold(page, 'From Loop Habit Tracker');
  const before = await stored(page, 'kept/entries/');
  const whole = readFileSync(LOOP);
  const broken = Buffer.from(whole);
  for (let at = 60; at < 400; at += 7) broken[at] ^= 0x55;
  for (const [name, buffer] of [
    ['a.csv', Buffer.from('shopping,amount\nmilk,2\n')],
    ['a.zip', Buffer.from('not a zip at all')],
    ['a.zip', whole.subarray(0, 200)],
    ['a.zip', broken],
    ['a.csv', Buffer.alloc(0)],
  ]) {
    await openExport(page, { name, mimeType: 'application/zip', buffer });
    await page.locator('.problem').filter({ hasText: /Nothing was changed|nothing of it was taken over/ }).waitFor();
    await page.reload();
    await unfold(page, 'From Loop Habit Tracker');
  }
  assert.deepEqual(await stored(page, 'kept/entries/'), before);
  assert.deepEqual(await stored(page, 'kept/log/'), {});
});

test('a small gesture is done, or another one is offered, and what is refused does not come back tomorrow', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await visit(page, kept.url());
  const gesture = page.locator('.gesture p[aria-live]');
  const first = await gesture.textContent();
  await press(page, 'Another one');
  await eventually(async () => (await gesture.textContent()) !== first, true);
  const second = await gesture.textContent();
  await again(page);
  assert.equal(await gesture.textContent(), second, 'what was refused stays refused');
  await press(page.locator('.gesture'), 'Done');
  await says(page, 'Done today.');
  await ahead(page, 1);
  await visit(page, kept.url());
  assert.notEqual(await gesture.textContent(), first);
});

test('weeks begin where they begin for the person', async (t) => {
  for (const [locale, first] of [['de-DE', 'M'], ['en-US', 'S'], ['fa-IR', 'Saturday']]) {
    const page = await kept.page(t, { locale });
    await comeIn(page, kept.url());
    await goTo(page, 'Rituals');
    await press(page, 'Take it up : Morning coffee');
    const head = await page.locator('.grid thead th').nth(1).textContent();
    const starts = await page.evaluate(() => {
      const locale = new Intl.Locale(navigator.language);
      return (locale.getWeekInfo?.() ?? locale.weekInfo).firstDay;
    });
    const expected = { 'de-DE': 1, 'en-US': 7, 'fa-IR': 6 }[locale];
    assert.equal(starts, expected, locale);
    if (first.length === 1) assert.equal(head[0], first, locale);
    await page.context().close();
  }
});

test('five hundred rituals are listed and marked', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  const many = [...Array(500).keys()].map((at) => ritual(ROBIN, `many${at}`, { title: `Ritual ${at}` }, 3));
  await takeIn(page, copy([person(ROBIN, 'Robin'), ...many]));
  await goTo(page, 'Rituals');
  await eventually(() => page.locator('.card.ritual').count(), 500, 'all of them', 20_000);
  const done = page.getByRole('group', { name: 'Ritual 499, today' }).getByRole('button', { name: 'Done' });
  await done.evaluate((button) => button.click());
  await eventually(() => done.getAttribute('aria-pressed'), 'true');
});
