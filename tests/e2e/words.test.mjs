// Words: composing the two texts, looking them over, saying them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { day } from './copies.mjs';
import { expectAccessible, open } from './harness.mjs';
import {
  choose, comeIn, comeInTogether, eventually, follow, onScreen, press, says, stored, unfold, visit, writeAs,
} from './steps.mjs';

const kept = await open();

/** A new text on the screen. */
async function begin(page, what) {
  await visit(page, kept.url('words'));
  await press(page, what);
  await onScreen(page, what);
}

/** A new text that is written freely. */
async function freely(page, what, text) {
  await begin(page, what);
  await choose(page, 'Freely');
  await page.getByLabel('In your own order').fill(text);
}

async function saved(page) {
  await press(page, 'Save');
  await says(page, 'Saved on this device.');
}

const all = async (page) => JSON.stringify(await stored(page));

// --- Composing ---

test('part by part, left in the middle, found again, saved and listed', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await begin(page, 'Taking responsibility');
  await expectAccessible(page);
  await page.getByLabel('What I did', { exact: true }).fill('I wrote to Jo until August.');
  await page.getByLabel('What I am not asking for').fill('I am not asking for an answer.');
  await says(page, 'a draft is kept');
  await eventually(async () => (await all(page)).includes('until August'), true);
  await begin(page, 'Taking responsibility');
  assert.equal(await page.getByLabel('What I did', { exact: true }).inputValue(), 'I wrote to Jo until August.');
  await saved(page);
  await follow(page, 'All texts');
  await follow(page, /I wrote to Jo until August/);
  assert.equal(await page.getByLabel('What I am not asking for').inputValue(), 'I am not asking for an answer.');
  await begin(page, 'Taking responsibility');
  assert.equal(await page.getByLabel('What I did', { exact: true }).inputValue(), '', 'the next one is empty');
});

test('what it was before is kept, and can be brought back', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Saying the hurt', 'First version.');
  await saved(page);
  const text = page.getByLabel('In your own order');
  await text.fill('Second version.');
  await says(page, 'Not saved yet');
  await press(page, 'Save');
  await unfold(page, 'What it was before');
  await page.getByText('First version.').waitFor();
  await press(page, 'Bring this back');
  assert.equal(await text.inputValue(), 'First version.');
  await press(page, 'Save');
  await page.getByText('Second version.').waitFor();
});

test('what was written the other way is not part of it, and not lost', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await begin(page, 'Saying the hurt');
  await page.getByLabel('What I feel').fill('Tired of all of it.');
  await choose(page, 'Freely');
  await page.getByLabel('In your own order').fill('I am sad about Friday.');
  await saved(page);
  await unfold(page, 'What it was before');
  await page.getByText('Tired of all of it.').waitFor();
  await choose(page, 'Part by part');
  assert.equal(await page.getByLabel('What I feel').inputValue(), '');
});

test('three examples for each of the two', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  for (const what of ['Taking responsibility', 'Saying the hurt']) {
    await begin(page, what);
    await unfold(page, 'Three examples');
    assert.equal(await page.locator('details details').count(), 3);
    const texts = await page.locator('details details p').allTextContents();
    for (const text of texts) assert.ok(text.split('\n\n').length >= 4, text);
  }
});

test('what one will do becomes promises, once', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await begin(page, 'Taking responsibility');
  assert.equal(await page.getByRole('button', { name: /Make promises/ }).count(), 0);
  await page.getByLabel('What I will do, and by when').fill('Ring at noon on Friday\n\n Show the letters by Sunday ');
  await press(page, 'Make promises of what I will do');
  await says(page, 'Promises were made of it, one for each line.');
  await press(page, 'Make promises of what I will do');
  await says(page, 'These are among your promises already.');
  await visit(page, kept.url('promises'));
  assert.equal(await page.getByText('Show the letters by Sunday', { exact: true }).count(), 1);
});

// --- The review ---

test('it is looked over when asked, says why, and offers other words', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Saying the hurt', 'You always lie to me. On Friday you lied about the train.');
  assert.equal(await page.locator('mark').count(), 0, 'nobody asked');
  await press(page, 'Look it over');
  await says(page, 'One place to look at again, if you like.');
  assert.match(await page.locator('mark').textContent(), /always/i);
  await expectAccessible(page);
  await press(page, 'Put it like this');
  const text = page.getByLabel('In your own order');
  assert.doesNotMatch(await text.inputValue(), /always/i);
  assert.match(await text.inputValue(), /On Friday you lied about the train\.$/);
  await says(page, 'Nothing stands out.');
  await press(page, 'Put mine back');
  assert.equal(await text.inputValue(), 'You always lie to me. On Friday you lied about the train.');
  await says(page, 'One place to look at again');
});

test('what is to be left as it is stays so, wherever it stands in the text', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Saying the hurt', 'You always lie to me.');
  await press(page, 'Look it over');
  await press(page, 'Leave it as it is');
  await says(page, 'Nothing stands out.');
  await saved(page);
  await page.reload();
  await press(page, 'Look it over');
  await says(page, 'Nothing stands out.');
  await page.getByLabel('In your own order').fill('Since June. You always lie to me. You are pathetic.');
  await says(page, 'One place to look at again');
  assert.match(await page.locator('mark').textContent(), /pathetic/);
});

test('nothing that it finds is stored, and nothing is sent', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Taking responsibility', 'I was drunk and you provoked me. Mistakes were made. I want to die.');
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await press(page, 'Look it over');
  await page.getByRole('button', { name: 'Leave it as it is' }).first().click();
  await saved(page);
  const values = await all(page);
  for (const word of ['excuse', 'blame', 'agentless', 'self_harm', 'safety_', 'finding', 'care']) {
    assert.ok(!values.includes(word), word);
  }
  assert.deepEqual(requests, []);
});

test('a free text shows which parts it has', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Saying the hurt', 'I feel sick and sad.');
  const there = page.locator('.checklist .there');
  await eventually(() => there.count(), 1);
  assert.match(await there.textContent(), /What I feel/);
  await page.getByLabel('In your own order').fill('I feel sick and sad. It is about the letter I found on Tuesday. I need you to answer my questions on Sunday.');
  await eventually(() => there.count(), 3);
  await expectAccessible(page);
});

test('fear and despair lead to help, unasked, and are not put better', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Saying the hurt', 'I am afraid of you when you come home drunk.');
  await says(page, 'Nobody should have to be afraid at home.');
  await expectAccessible(page);
  await press(page, 'Look it over');
  await says(page, 'Nothing stands out.');
  assert.equal(await page.locator('mark').count(), 0);
  await page.getByLabel('In your own order').fill('I do not want to live any more.');
  await says(page, 'please talk to somebody now');
  await page.locator('main').getByRole('link', { name: 'Help' }).click();
  await onScreen(page, 'Help');
});

// --- Saying it ---

test('it is read aloud a paragraph at a time, saved or not', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Saying the hurt', 'One.\n\nTwo.');
  await follow(page, 'Read it aloud');
  await onScreen(page, 'To read aloud');
  const shown = page.locator('.aloud');
  assert.equal(await shown.textContent(), 'One.');
  assert.equal(await page.getByRole('button', { name: 'Back', exact: true }).count(), 0);
  await expectAccessible(page);
  await press(page, 'On');
  await eventually(() => shown.textContent(), 'Two.');
  await page.getByText('2 of 2').waitFor();
  await page.context().grantPermissions(['clipboard-write']);
  await press(page, 'Copy it');
  await says(page, 'Copied.');
  await page.evaluate(() => (window.print = () => (window.isPrinted = true)));
  await press(page, 'Print it');
  assert.ok(await page.evaluate(() => window.isPrinted));
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.on-paper').isVisible(), 'all of it is printed');
  assert.ok(await shown.isHidden());
  await page.emulateMedia({ media: null });
  await follow(page, 'Back to writing');
  const text = page.getByLabel('In your own order');
  assert.equal(await text.inputValue(), 'One.\n\nTwo.');
  await text.press('ControlOrMeta+A');
  await text.press('ControlOrMeta+V');
  assert.equal(await text.inputValue(), 'One.\n\nTwo.', 'what was copied is all of it');
});

test('the day on which it was said, and how that went', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Taking responsibility', 'I did it.');
  await unfold(page, 'It was said');
  await page.getByLabel('On which day').fill(day(0));
  await page.getByLabel('How it went').fill('Quietly. We sat for a while.');
  await press(page, 'Note it');
  await says(page, 'Noted.');
  await page.reload();
  await unfold(page, 'It was said');
  assert.equal(await page.getByLabel('How it went').inputValue(), 'Quietly. We sat for a while.');
  await follow(page, 'All texts');
  await page.getByText(/said on/).waitFor();
});

test('the other reads what is shared, and nothing of how it came about', async (t) => {
  const page = await kept.page(t);
  const [robin, alex] = ['Robin', 'Alex'];
  await comeInTogether(page, kept.url());
  await freely(page, 'Taking responsibility', 'An angry first version.');
  await saved(page);
  const address = page.url();
  await writeAs(page, alex);
  await visit(page, kept.url('words'));
  assert.equal(await page.getByText('An angry first version.').count(), 0);
  await visit(page, address);
  assert.equal(await page.getByLabel('What I did', { exact: true }).inputValue(), '', 'a page of their own');

  await writeAs(page, robin);
  await visit(page, address);
  await page.getByLabel('In your own order').fill('I lied to you on Friday.');
  await page.getByRole('checkbox', { name: /Show this to/ }).check();
  await press(page, 'Save');
  await says(page, 'Saved on this device.');
  await writeAs(page, alex);
  await visit(page, kept.url('words'));
  await follow(page, /I lied to you on Friday/);
  await onScreen(page, 'To read aloud');
  assert.equal(await page.locator('.aloud').textContent(), 'I lied to you on Friday.');
  assert.equal(await page.getByText('An angry first version.').count(), 0);
  assert.equal(await page.getByText('What it was before').count(), 0);
  await expectAccessible(page);
});

test('it can be deleted, and the deletion undone', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await freely(page, 'Saying the hurt', 'Not this.');
  await saved(page);
  await press(page, 'Delete it');
  await onScreen(page, 'Words');
  await says(page, 'The text was deleted.');
  await press(page, 'Undo');
  await page.getByText('Not this.').waitFor();
});
