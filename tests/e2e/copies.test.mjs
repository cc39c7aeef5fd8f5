// Copies with a passphrase: what they show to nobody, who opens them, and what becomes of a file that does not open.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { copy, person, pulse } from './copies.mjs';
import { open, scratch } from './harness.mjs';
import {
  beginAgain, comeIn, comesIntoFocus, deleteEverything, earlier, eventually, follow, goTo, goToSettings, onScreen,
  openCopy, press, saveCopy, says, settled, stored, takeIn, unfold, visit,
} from './steps.mjs';

const kept = await open();
const ROBIN = 'robin0robin0robi';
const ALEX = 'alex0alex0alex00';
const PASSPHRASE = 'with spaces, and größer 🌿';

const ours = () => copy([
  person(ROBIN, 'Robin'),
  person(ALEX, 'Alex', { colour: 1 }),
  pulse(ROBIN, 1, { line: 'The evening on the step' }),
  pulse(ALEX, 1, { line: 'Nobody but Alex' }),
]);

const region = (page) => page.getByRole('region', { name: 'A copy of everything' });
const button = (where, name) => where.getByRole('button', { name, exact: true });
const locked = (text, name = 'notes.age') => ({ name, mimeType: '', buffer: Buffer.from(text) });

/** Runs `age`, which asks for passphrases at a terminal only, in one that `script` makes. */
function age(folder, options, passphrase, times = 1) {
  execFileSync('script', ['--quiet', '--return', '--command', `age ${options}`, '/dev/null'], {
    cwd: folder,
    input: `${passphrase}\n`.repeat(times),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
}

/** Somebody with Robin's and Alex's pages, on the settings. */
async function withPages(t) {
  const page = await kept.page(t);
  await visit(page, kept.url());
  await takeIn(page, ours());
  return page;
}

/** Fills in the form for a locked copy. */
async function fillIn(where, first, second = first) {
  await unfold(where, 'Save it with a passphrase');
  await where.getByLabel('Passphrase', { exact: true }).fill(first);
  if (second !== undefined) await where.getByLabel('The same once more').fill(second);
}

/** Saves a locked copy and reads it. */
async function saveLocked(page, where = region(page), passphrase = PASSPHRASE) {
  await fillIn(where, passphrase);
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await press(where, 'Save the locked copy');
  const saved = await download;
  assert.match(saved.suggestedFilename(), /^notes-\d{4}-\d\d-\d\d\.age$/, 'the name says nothing');
  return readFileSync(await saved.path());
}

async function tryPassphrase(page, passphrase) {
  await page.getByLabel('Its passphrase').fill(passphrase);
  await press(region(page), 'Open it');
}

const WAIT = { timeout: 60_000 };
const saysSoon = (where, text) => where.getByText(text).first().waitFor(WAIT);

test('a locked copy shows nothing, the age tool opens it, and it brings everything back', async (t) => {
  const page = await withPages(t);
  const plain = JSON.parse(await saveCopy(page));
  const first = await saveLocked(page);
  await says(page, 'The locked copy is in your downloads.');
  assert.equal(await page.getByLabel('Passphrase', { exact: true }).inputValue(), '', 'the passphrase does not stay');
  const second = await saveLocked(page);
  assert.match(first.toString('latin1'), /^age-encryption\.org\/v1\n-> scrypt \S{22} 17\n/);
  for (const words of ['Robin', 'step', 'kept', 'entries']) assert.ok(!first.includes(words), words);
  const [salts, bodies, payloads] = [/scrypt (\S+)/, /\n(\S{43})\n/, /--- \S+\n([^]{16})/].map((part) =>
    [first, second].map((file) => file.toString('latin1').match(part)[1]));
  for (const [one, other] of [salts, bodies, payloads]) assert.notEqual(one, other, 'all of it is new for each file');

  const folder = scratch();
  writeFileSync(join(folder, 'sealed.age'), first);
  age(folder, '--decrypt --output opened sealed.age', PASSPHRASE);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'opened'), 'utf8')), plain);

  await deleteEverything(page);
  await beginAgain(page);
  await goToSettings(page);
  const before = await stored(page, '');
  await openCopy(page, locked(first, 'whatever it is called.json'));
  await says(page, 'This copy is locked with a passphrase.');
  await comesIntoFocus(page.locator('#passphrase-open'), 'it waits for the passphrase');
  await tryPassphrase(page, PASSPHRASE.toUpperCase());
  await saysSoon(page, 'This passphrase does not open the file.');
  await comesIntoFocus(page.locator('#passphrase-open'), 'ready for another try');
  assert.deepEqual(await stored(page, ''), before, 'byte for byte');
  await tryPassphrase(page, PASSPHRASE);
  await button(page, 'Add it to what is here').waitFor(WAIT);
  await press(page, 'Add it to what is here');
  await says(page, 'Everything in the file is here now.');
  assert.deepEqual(JSON.parse(await saveCopy(page)).entries, plain.entries);
  assert.match((await earlier(page)).join(), /The evening on the step/);
});

test('a file that the age tool locked opens, in letters too', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  const folder = scratch();
  writeFileSync(join(folder, 'plain'), ours().buffer);
  age(folder, '--passphrase --armor --output sealed.txt plain', PASSPHRASE, 2);
  await openCopy(page, locked(readFileSync(join(folder, 'sealed.txt')), 'sealed.txt'));
  await tryPassphrase(page, PASSPHRASE);
  await saysSoon(region(page), '2 daily check-ins to add');
});

test('what cannot be opened says why, changes nothing, and does not keep the next file from opening', async (t) => {
  const page = await withPages(t);
  const whole = await saveLocked(page);
  await settled(page);
  const before = await stored(page, '');
  const header = whole.indexOf('--- ') + 4 + 43 + 1;
  const text = whole.toString('latin1');
  const changed = (at) => Buffer.from(whole.map((byte, place) => (place === at ? byte ^ 1 : byte)));
  const letter = (at) => Buffer.from(whole.map((byte, place) => (place === at ? 65 + (byte === 65) : byte)));
  const armored = `-----BEGIN AGE ENCRYPTED FILE-----\n${whole.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END AGE ENCRYPTED FILE-----\n`;
  const worth = (work) => Buffer.from(text.replace(/ 17\n/, ` ${work}\n`), 'latin1');
  const key = '-> X25519 8SHBz/ldWnjyGFQqfjat6uNBarWqqEMDS7W8X7+Xq5Q';

  /** Without a passphrase being asked for. */
  const AT_ONCE = {
    'that breaks off in its header': [whole.subarray(0, 60), /The beginning of this file is damaged/],
    'that breaks off behind its header': [whole.subarray(0, header + 20), /This file breaks off/],
    'in letters that breaks off': [Buffer.from(armored.slice(0, 400)), /This file is damaged or breaks off/],
    'that asks for a lot of work': [worth(21), /keep this device busy for far too long/],
    'that asks for endless work': [worth('9'.repeat(1000)), /keep this device busy for far too long/],
    'for the holder of a key': [Buffer.from(text.replace(/-> scrypt .*/, key), 'latin1'), /locked for somebody with a secret file/],
    'of a later format': [Buffer.from('age-encryption.org/v2\nwoven'), /newer than this version of Kept/],
  };
  for (const [what, [file, sentence]] of Object.entries(AT_ONCE)) {
    await t.test(`a file ${what}`, async () => {
      await openCopy(page, locked(file));
      await says(region(page), sentence);
      await says(region(page), /Nothing was changed\.$/);
      assert.ok(await page.getByLabel('Its passphrase').isHidden());
    });
  }
  const WITH_PASSPHRASE = {
    'with a changed header': [letter(header - 5), /is damaged, so nothing of it is taken/],
    'with a changed byte': [changed(header + 40), /is damaged, so nothing of it is taken/],
    'with a changed last byte': [changed(whole.length - 1), /is damaged, so nothing of it is taken/],
    'that ends early': [whole.subarray(0, whole.length - 10), /is damaged, so nothing of it is taken/],
    'with a changed key': [letter(header - 60), /This passphrase does not open the file/],
  };
  for (const [what, [file, sentence]] of Object.entries(WITH_PASSPHRASE)) {
    await t.test(`a file ${what}`, async () => {
      await openCopy(page, locked(file));
      await tryPassphrase(page, PASSPHRASE);
      await saysSoon(region(page), sentence);
      assert.ok(await button(page, 'Add it to what is here').isHidden());
    });
  }
  assert.deepEqual(await stored(page, ''), before, 'byte for byte');
  await openCopy(page, locked(armored));
  await tryPassphrase(page, PASSPHRASE);
  await saysSoon(region(page), 'There is nothing new in it.');
});

test('a passphrase is typed twice or seen, and what is locked can be one’s own only', async (t) => {
  const page = await withPages(t);
  const where = region(page);
  let downloads = 0;
  page.on('download', () => (downloads += 1));
  await fillIn(where, '');
  await press(where, 'Save the locked copy');
  await says(where, 'Choose a passphrase first.');
  await fillIn(where, 'one', 'two');
  await press(where, 'Save the locked copy');
  await says(where, 'This is not the same.');
  await comesIntoFocus(page.locator('#passphrase-again'));
  assert.equal(downloads, 0);
  const field = where.getByLabel('Passphrase', { exact: true });
  assert.equal(await field.getAttribute('type'), 'password');

  await where.getByLabel('Show what I type').check();
  assert.equal(await field.getAttribute('type'), 'text');
  assert.ok(await where.getByLabel('The same once more').isHidden());
  await where.getByLabel('Only what I can read').check();
  const download = page.waitForEvent('download', WAIT);
  await press(where, 'Save the locked copy');
  const folder = scratch();
  await (await download).saveAs(join(folder, 'sealed.age'));
  age(folder, '--decrypt --output opened sealed.age', 'one');
  const opened = readFileSync(join(folder, 'opened'), 'utf8');
  assert.match(opened, /The evening on the step/);
  assert.doesNotMatch(opened, /Nobody but Alex/);
  assert.doesNotMatch(JSON.stringify(await stored(page, '')), /one'|"one"/, 'the passphrase is nowhere');
  await says(where, 'There is no copy yet.');
});

test('the page goes on while a file is opened, which can be stopped, and ends with the screen', async (t) => {
  const page = await kept.page(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  // The most work that is taken on: seconds of it, here as well.
  const slow = `age-encryption.org/v1\n-> scrypt ajMFur+EJLGaohv/dLRGnw 20\n8SHBz/ldWnjyGFQqfjat6uNBarWqqEMDS7W8X7+Xq5Q\n--- 8SHBz/ldWnjyGFQqfjat6uNBarWqqEMDS7W8X7+Xq5Q\n${'x'.repeat(40)}`;
  await openCopy(page, locked(slow));
  await page.evaluate(() => {
    window.ticks = [performance.now()];
    setInterval(() => window.ticks.push(performance.now()), 10);
  });
  const bar = region(page).getByRole('progressbar');
  await tryPassphrase(page, 'anything');
  await bar.waitFor();
  await eventually(async () => (await bar.evaluate(({ value }) => value)) > 1, true, 'it moves', 20_000);
  await press(region(page), 'Stop');
  await bar.waitFor({ state: 'hidden' });
  await comesIntoFocus(page.locator('#passphrase-open'));
  assert.equal(await page.getByLabel('Its passphrase').inputValue(), 'anything', 'ready for another try');
  assert.equal(await page.getByText('This passphrase does not open the file.').count(), 0);

  await tryPassphrase(page, 'anything else');
  await bar.waitFor();
  const gaps = await page.evaluate(() => window.ticks.slice(1).map((tick, at) => tick - window.ticks[at]));
  const longest = Math.max(...gaps);
  t.diagnostic(`the longest pause was ${Math.round(longest)} ms`);
  assert.ok(longest < 300, `the page stood still for ${longest} ms`);
  await goTo(page, 'Today');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  await goToSettings(page);
  assert.ok(await page.getByLabel('Its passphrase').isHidden());
});

test('where people finish, a copy can be locked as well', async (t) => {
  const page = await withPages(t);
  await goTo(page, 'More');
  await follow(page, /^Closing/);
  await onScreen(page, 'When you want to finish');
  const where = page.getByRole('region', { name: 'To keep a copy' });
  const file = await saveLocked(page, where);
  assert.match(file.toString('latin1'), /^age-encryption\.org\/v1\n/);
});
