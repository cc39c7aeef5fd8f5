// Leave quickly: away at once from whatever is on the screen, by the button or by Shift, and back to nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { DIST, PHONE, WIDE, expectAccessible, kept as whole, open } from './harness.mjs';
import {
  again, choose, comeIn, comesIntoFocus, eventually, everyAddress, fillUp, follow, goTo, goToSettings, line, onScreen,
  openDaily, press, says, settled, stored, trap, TRAPPED, visit,
} from './steps.mjs';

const kept = await open();
const CUT_OFF = [/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/];
const BROKEN = [/Failed to|error|Error|WebAssembly|integrity checks/];
const AWAY = 'https://www.wikipedia.org/';
/** The one request to another origin that there may be. */
const LEAVING = [/^request: https:\/\/www\.wikipedia\.org\/$/];
const MEASURES = 'Kitchen measures';

/**
 * A visitor for whom there is a network and, on it, a page to go to. With `stuck` that page has no content, so that
 * the browser stays where it is and shows what somebody sees who waits for it.
 */
async function visitor(t, { allow = LEAVING, away = AWAY, stuck = false, ...options } = {}) {
  const context = await kept.context(t, { allow, ...options });
  const body = '<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>';
  const answer = stuck ? { status: 204 } : { contentType: 'text/html', body };
  await context.route(`${away}**`, (route) => route.fulfill(answer));
  return { context, page: await context.newPage() };
}

const button = (page) => page.locator('#leave');
const leave = (page) => button(page).click({ noWaitAfter: true });
const isAway = (page, address = AWAY) => page.waitForURL(address);
const cover = (page) => page.locator('#cover');
/** All there is to read on the cover: what somebody might have noted. */
const COVER = /^This week Milk, bread, [^]* Parcel for no\. 12 Open$/;
const announced = (page) => page.locator('#leave-status').textContent();

/** What somebody who looks at the page can read. */
const readable = (page) => page.evaluate(() => document.body.innerText.replace(/\s+/g, ' ').trim());

/** Whether a finger on the middle of the button would hit it. */
const canBePressed = (page) =>
  button(page).evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return { isHit: element.contains(hit), isLarge: width >= 24 && height >= 24, isOnScreen: left >= 0 && top >= 0 };
  });
const PRESSABLE = { isHit: true, isLarge: true, isOnScreen: true };

// --- Where it is ---

test('the button is on every screen, large and narrow, with nothing over it', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  const addresses = [...(await everyAddress(page, kept.url())), kept.url('nowhere'), kept.url('help')];
  for (const address of addresses.filter((address) => !address.startsWith(kept.url('read/')))) {
    await visit(page, address);
    for (const size of [PHONE, WIDE, { width: 320, height: 480 }]) {
      await page.setViewportSize(size);
      assert.deepEqual(await canBePressed(page), PRESSABLE, `${address} at ${size.width}`);
    }
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    assert.deepEqual(await canBePressed(page), PRESSABLE, `at the end of ${address}`);
  }
});

test('it covers nothing that has to be read or pressed, with large text too', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  for (const size of ['As the device has it', 'Largest']) {
    await goToSettings(page);
    await page.getByRole('group', { name: 'Size of text' }).getByRole('radio', { name: size }).check();
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const route of ['', 'guide', 'guide/step-1', 'settings']) {
        await visit(page, kept.url(route));
        const under = await button(page).evaluate((element) => {
          const mine = element.getBoundingClientRect();
          const covered = [...document.querySelectorAll('h1, .brand, .who, nav a')].filter((other) => {
            const { left, right, top, bottom } = other.getBoundingClientRect();
            const isBeside = left >= mine.right || right <= mine.left || top >= mine.bottom || bottom <= mine.top;
            return !isBeside;
          });
          return covered.map(({ textContent }) => textContent.trim());
        });
        assert.deepEqual(under, [], `/${route} at ${width}, ${size}`);
      }
    }
    await page.setViewportSize(PHONE);
  }
});

test('it is there in the introduction, which says before its first use what it does not do', async (t) => {
  const { page } = await visitor(t);
  await visit(page, kept.url());
  await press(page, 'Begin');
  await says(page, 'It does not erase the browser’s history.');
  assert.deepEqual(await canBePressed(page), PRESSABLE);
  await leave(page);
  await isAway(page);
});

test('it works before the app has started', async (t) => {
  const { page } = await visitor(t, { allow: [...LEAVING, ...BROKEN], serviceWorkers: 'block' });
  await page.route('**/*.wasm', () => {}); // never answered
  await page.goto(kept.url('guide/step-1'));
  await page.locator('#first').waitFor();
  assert.deepEqual(await canBePressed(page), PRESSABLE);
  await leave(page);
  await isAway(page);
});

test('it works beside the panel of an app that could not start, or has stopped', async (t) => {
  const { page } = await visitor(t, { allow: [...LEAVING, ...BROKEN], serviceWorkers: 'block' });
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404 }));
  await page.goto(kept.url());
  await page.locator('#rescue').waitFor();
  assert.deepEqual(await canBePressed(page), PRESSABLE);
  await leave(page);
  await isAway(page);

  const { page: other } = await visitor(t, { allow: [...LEAVING, ...TRAPPED] });
  await comeIn(other, kept.url());
  await trap(other);
  await other.locator('#rescue').waitFor();
  assert.deepEqual(await canBePressed(other), PRESSABLE);
  await leave(other);
  await isAway(other);
});

test('the plain pages have it as a link, for which no script is needed', async (t) => {
  const { page } = await visitor(t, { javaScriptEnabled: false });
  for (const route of ['read/', 'read/first/', 'read/questions/', 'read/help/']) {
    await page.goto(kept.url(route));
    const link = page.getByRole('link', { name: 'Leave quickly' });
    assert.equal(await link.getAttribute('rel'), 'noreferrer');
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const { y, height } = await link.boundingBox();
    assert.ok(y >= 0 && y + height <= PHONE.height, `/${route}: in sight at the end of the page as well`);
    await link.click();
    await isAway(page);
  }
});

// --- Leaving ---

test('the page is hidden at once, with its title, and the other one takes its place', async (t) => {
  const { page } = await visitor(t, { stuck: true });
  await comeIn(page, kept.url());
  await goTo(page, 'Guide');
  await follow(page, 'Own the hurt');
  await onScreen(page, 'Own the hurt');
  // In the same moment, before the browser has done anything about the other page.
  await page.evaluate(() => document.addEventListener('click', () => {
    window.seen = [document.body.innerText.trim(), document.title.replace('\u200b', '')];
  }));
  const asked = page.waitForRequest(AWAY);
  await leave(page);
  assert.equal((await asked).headers().referer, undefined, 'nobody is told where from');
  assert.deepEqual(await page.evaluate(() => window.seen), ['', '']);
  assert.equal(await readable(page), '', 'nothing can be read while the other page is on its way');
});

test('the other page takes the place of the one that was left', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Guide');
  await follow(page, 'Own the hurt');
  await onScreen(page, 'Own the hurt');
  const length = await page.evaluate(() => history.length);
  await leave(page);
  await isAway(page);
  assert.equal(await page.evaluate(() => history.length), length);
  await page.goBack();
  await page.goForward();
  assert.equal(page.url(), AWAY);
});

test('coming back shows nothing of what was there, until it is asked for', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Guide');
  await follow(page, 'Own the hurt');
  await onScreen(page, 'Own the hurt');
  await follow(page, 'All chapters');
  await onScreen(page, 'The guide');
  await leave(page);
  await isAway(page);

  const covered = async (how) => {
    await cover(page).waitFor();
    // The app starts behind it, and stays there.
    await page.waitForFunction(() => performance.getEntriesByName('started').length > 0);
    assert.match(await readable(page), COVER, how);
    assert.equal(path(page), path(page, kept.url()), `${how}: the address is that of the start`);
    assert.doesNotMatch(await page.title(), /Guide|Step/, how);
    assert.ok(await page.evaluate(() => document.activeElement.id === 'cover-open'), how);
  };
  await page.goBack();
  await covered('back');
  await again(page);
  await covered('opened again');
  await page.goto(kept.url('guide/step-1'));
  await covered('by an address');
  await press(page, 'Open');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  assert.ok(await cover(page).isHidden());
  await again(page);
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
});

const path = (page, address = page.url()) => new URL(address).pathname;

test('a page that the browser kept as it was is covered when it comes back', async (t) => {
  const { page } = await visitor(t, { stuck: true });
  await comeIn(page, kept.url());
  await goTo(page, 'Guide');
  const asked = page.waitForRequest(AWAY);
  await leave(page);
  await asked;
  assert.equal(await readable(page), '');
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await cover(page).waitFor();
  assert.match(await readable(page), COVER);
  await press(page, 'Open');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
});

test('another tab is left alone', async (t) => {
  const { page, context } = await visitor(t);
  await comeIn(page, kept.url());
  const other = await context.newPage();
  await visit(other, kept.url('guide'));
  await page.bringToFront();
  await leave(page);
  await isAway(page);
  await onScreen(other, 'The guide');
  await again(other);
  await onScreen(other, 'The guide');
});

// --- The keyboard ---

test('Shift three times leaves, and says how many are missing', async (t) => {
  const { page } = await visitor(t, { stuck: true });
  await comeIn(page, kept.url());
  await openDaily(page);
  await line(page).focus();
  const dots = () => button(page).getAttribute('data-presses');
  await page.keyboard.press('Shift');
  assert.equal(await announced(page), 'Shift: press 2 more times to leave.');
  assert.equal(await dots(), '1');
  await page.keyboard.press('Shift');
  assert.equal(await announced(page), 'Shift: press 1 more time to leave.');
  assert.equal(await dots(), '2');
  assert.ok(await button(page).locator('.presses').isVisible(), 'and it can be seen');
  const asked = page.waitForRequest(AWAY);
  await page.keyboard.press('Shift');
  await asked;
  assert.equal(await readable(page), '');
});

test('the announcements are made politely, by an element that is there from the start', async (t) => {
  const { page } = await visitor(t);
  await visit(page, kept.url());
  const status = page.locator('#leave-status');
  assert.equal(await status.getAttribute('role'), 'status');
  assert.equal(await status.textContent(), '');
  assert.ok(await status.evaluate((element) => element.checkVisibility()), 'what is not rendered is not read out');
  assert.equal(await button(page).evaluate((element) => element.closest('aside').ariaLabel), 'Leaving');
  assert.equal(await page.getByRole('button', { name: 'Leave quickly', exact: true }).count(), 1);
});

test('Shift that makes a capital letter, a selection or a step back is no press of it', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  await openDaily(page);
  await line(page).focus();
  const withShift = async (...keys) => {
    await page.keyboard.down('Shift');
    for (const key of keys) await page.keyboard.press(key);
    await page.keyboard.up('Shift');
  };
  for (const keys of [['A'], ['B'], ['C', 'D', 'E'], ['ArrowLeft'], ['ArrowLeft'], ['Tab'], ['Tab'], ['Tab']]) {
    await withShift(...keys);
    assert.equal(await announced(page), '', `Shift with ${keys}`);
  }
  // Who types fast lets go of Shift before the letter: the letter takes the press back.
  await line(page).focus();
  for (const letter of ['R', 'S', 'T', 'U']) {
    await page.keyboard.down('Shift');
    await page.keyboard.down(letter);
    await page.keyboard.up('Shift');
    await page.keyboard.up(letter);
    assert.equal(await announced(page), '', letter);
  }
  // And who types between presses is not leaving.
  for (const key of ['Shift', 'Shift', 'x', 'Shift', 'Shift', 'y']) await page.keyboard.press(key);
  assert.equal(await announced(page), '');
  await onScreen(page, 'How is it today?');
  assert.equal(await button(page).getAttribute('data-presses'), null);
});

test('presses that take longer than five seconds do not count, and it is said', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await page.waitForTimeout(4500);
  assert.match(await announced(page), /1 more time/);
  await eventually(() => announced(page), 'Not leaving: that took too long.', 'after five seconds', 2000);
  assert.equal(await button(page).getAttribute('data-presses'), null);
  await page.keyboard.press('Shift');
  assert.equal(await announced(page), 'Shift: press 2 more times to leave.', 'it begins anew');
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await isAway(page);
});

test('Shift works while a dialog is open, over which the button cannot be pressed', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  await press(page, 'Delete everything');
  await page.getByRole('dialog').waitFor();
  for (let press = 1; press <= 3; press += 1) await page.keyboard.press('Shift');
  await isAway(page);
});

// --- Where it leads ---

test('without a network a plain page of Kept’s own is shown', async (t) => {
  const { page, context } = await visitor(t, { allow: CUT_OFF });
  await comeIn(page, kept.url());
  await whole(page);
  await kept.offline(context);
  await goTo(page, 'Guide');
  await onScreen(page, 'The guide');
  await leave(page);
  await isAway(page, kept.url('away.html'));
  await page.getByRole('heading', { name: MEASURES }).waitFor();
  assert.doesNotMatch(await page.content(), /Kept|trust|guide/i);
  await page.goBack();
  await cover(page).waitFor();
  assert.match(await readable(page), COVER);
});

/** What tells a page that it was opened from a home screen: the standard's way, and that of iOS. */
const INSTALLED = {
  standard: () => {
    const match = window.matchMedia.bind(window);
    window.matchMedia = (query) => (query === '(display-mode: standalone)' ? { matches: true } : match(query));
  },
  iOS: () => Object.defineProperty(navigator, 'standalone', { value: true }),
};

test('installed, where no other place can be opened in the same window, as well', async (t) => {
  for (const [name, installed] of Object.entries(INSTALLED)) {
    const { page } = await visitor(t);
    await page.addInitScript(installed);
    await comeIn(page, kept.url());
    await goTo(page, 'Guide');
    await follow(page, 'Own the hurt');
    await leave(page);
    await isAway(page, kept.url('away.html'));
    await page.getByRole('heading', { name: MEASURES }).waitFor();
    assert.equal(await page.title(), MEASURES, name);
  }
});

test('under a path the plain page is the one of that path', async (t) => {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  assert.match(html, /<base href="\/">/);
  const below = await open({ base: '/sub/kept/' });
  const context = await below.context(t, { allow: BROKEN, serviceWorkers: 'block' });
  const page = await context.newPage();
  // Only the page is needed for it, and its address.
  const body = html.replaceAll(/(href|src)="\//g, '$1="/sub/kept/');
  await page.route(below.url(''), (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.addInitScript(INSTALLED.iOS);
  await page.goto(below.url(''));
  await leave(page);
  await isAway(page, below.url('away.html'));
});

// --- What stays ---

test('what is being written is there afterwards, and nothing is deleted', async (t) => {
  const { page } = await visitor(t);
  // Not every browser tells a page that it goes.
  await page.addInitScript(() => {
    for (const farewell of ['beforeunload', 'pagehide', 'visibilitychange']) {
      addEventListener(farewell, (event) => event.stopImmediatePropagation(), true);
    }
  });
  await comeIn(page, kept.url());
  await openDaily(page);
  await choose(page.getByRole('group', { name: 'Inside, I feel' }), 'at ease');
  await line(page).pressSequentially('in the middle of a sen');
  await leave(page);
  await isAway(page);
  await page.goBack();
  await press(page, 'Open');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  await openDaily(page);
  assert.equal(await line(page).inputValue(), 'in the middle of a sen');
  assert.ok(await page.getByRole('radio', { name: 'at ease', exact: true }).isChecked());

  await visit(page, kept.url('journal'));
  await page.getByLabel('Your page').pressSequentially('Not one word more');
  const before = await stored(page);
  await leave(page);
  await isAway(page);
  await page.goto(kept.url('journal'));
  await press(page, 'Open');
  await visit(page, kept.url('journal'));
  assert.equal(await page.getByLabel('Your page').inputValue(), 'Not one word more');
  const after = await stored(page);
  assert.equal(after['kept/person'], before['kept/person']);
});

test('leaving changes nothing of what is stored', async (t) => {
  const { page } = await visitor(t, { stuck: true });
  await comeIn(page, kept.url());
  await settled(page);
  const before = await stored(page, '');
  const asked = page.waitForRequest(AWAY);
  await leave(page);
  await asked;
  assert.deepEqual(await stored(page, ''), before);
  // The one mark of it goes with the tab, and with the way back.
  await page.goto(kept.url());
  await press(page, 'Open');
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem('kept/left')), null);
});

test('words there is no room for do not hold anybody back', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  await openDaily(page);
  await fillUp(page);
  await line(page).pressSequentially('there is no room for this');
  await page.waitForTimeout(700); // until it was tried to keep a draft
  const dialogs = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.type());
    dialog.dismiss();
  });
  await leave(page);
  await isAway(page);
  assert.deepEqual(dialogs, [], 'a question over the page would be seen by whoever comes in');
});

test('where nothing can be stored it leaves all the same, and comes back to the start', async (t) => {
  const { page } = await visitor(t);
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      if (location.protocol !== 'http:') return;
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    }
  });
  await page.goto(kept.url('guide'));
  await onScreen(page, 'The guide');
  await leave(page);
  await isAway(page);
});

// --- The settings ---

const section = (page) => page.getByRole('region', { name: 'Leave quickly' });
const label = (page) => section(page).getByLabel('What the button says');
const target = (page) => section(page).getByLabel('Where it goes');
const save = (page) => press(section(page), 'Save the way out');

test('what it says and where it goes can be changed, and changed back', async (t) => {
  const { page } = await visitor(t, {
    allow: [...LEAVING, /^request: https:\/\/weather\.example\//],
    away: 'https://weather.example/',
  });
  await comeIn(page, kept.url());
  await goToSettings(page);
  await label(page).fill('  Weather ');
  await target(page).fill(' https://weather.example/today ');
  await save(page);
  await says(page, 'Saved on this device.');
  await page.getByRole('button', { name: 'Weather', exact: true }).waitFor();
  await again(page);
  assert.equal(await button(page).innerText(), 'Weather');
  assert.equal(await label(page).inputValue(), 'Weather');
  await goTo(page, 'Today');
  await leave(page);
  await isAway(page, 'https://weather.example/today');

  await page.goto(kept.url());
  await press(page, 'Open');
  await goToSettings(page);
  for (const field of [label, target]) await field(page).fill('');
  await save(page);
  await eventually(() => button(page).innerText(), 'Leave quickly');
  await again(page);
  assert.equal(await button(page).innerText(), 'Leave quickly');
  assert.equal(await target(page).inputValue(), '');
});

test('the words are there before the app is', async (t) => {
  const { page, context } = await visitor(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  await label(page).fill('Weather');
  await save(page);
  await says(page, 'Saved on this device.');
  const slow = await context.newPage();
  await slow.addInitScript(() => {
    WebAssembly.instantiateStreaming = () => new Promise(() => {});
  });
  await slow.goto(kept.url());
  assert.ok(await slow.locator('#first').isVisible(), 'the app has not started');
  assert.equal(await button(slow).innerText(), 'Weather');
});

test('an address that could not be opened is refused with a sentence, and what is typed stays', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  await goToSettings(page);
  const before = await stored(page);
  const wrong = ['wikipedia.org', 'http://example.org/', 'javascript:alert(1)', 'https://', 'data:,x', 'about:blank'];
  for (const address of wrong) {
    await target(page).fill(address);
    await save(page);
    await says(section(page), /^An address begins with https:\/\//);
    assert.equal(await target(page).getAttribute('aria-invalid'), 'true', address);
    assert.equal(await target(page).inputValue(), address);
    await comesIntoFocus(target(page), address);
    const chosen = Object.keys(await stored(page)).filter((key) => key.startsWith('kept/leave'));
    assert.deepEqual(chosen, [], address);
  }
  assert.equal((await stored(page))['kept/person'], before['kept/person']);
  await expectAccessible(page);
});

test('every address that is accepted is opened', async (t) => {
  for (const start of ['https://', 'HTTPS://', 'https:']) {
    const { page } = await visitor(t, {
      allow: [...LEAVING, /^request: https:\/\/weather\.example\//],
      away: 'https://weather.example/',
    });
    await comeIn(page, kept.url());
    await goToSettings(page);
    await target(page).fill(`${start}weather.example/today`);
    await save(page);
    const isRefused = (await target(page).getAttribute('aria-invalid')) === 'true';
    assert.ok(!isRefused || start !== 'https://');
    if (isRefused) continue;
    await leave(page);
    await isAway(page, 'https://weather.example/today');
  }
});

// --- For everybody ---

test('axe has nothing to say about the cover', async (t) => {
  const { page } = await visitor(t);
  await comeIn(page, kept.url());
  await goTo(page, 'Guide');
  await leave(page);
  await isAway(page);
  await page.goBack();
  await cover(page).waitFor();
  await expectAccessible(page);
});

test('axe has nothing to say about the page with the kitchen measures', async (t) => {
  const page = await kept.page(t);
  await page.goto(kept.url('away.html'));
  await expectAccessible(page);
});
