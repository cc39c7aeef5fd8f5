// Ways out of Kept: every link to another site says that it is one, gives nothing away, and opens by a press only.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fill } from './fill.mjs';
import { open } from './harness.mjs';
import { everyAddress, goTo, line, openDaily, visit } from './steps.mjs';

const kept = await open();
const ELSEWHERE = 'https://findahelpline.com/';

/** The links of the page that lead to other sites; with what is said of them, and to the other side. */
const waysOut = (page) =>
  page.locator('a[href]').evaluateAll((all) =>
    all
      .filter(({ protocol, origin }) => /^https?:$/.test(protocol) && origin !== location.origin)
      .map((link) => ({
        href: link.href,
        rel: link.relList.contains('noreferrer'), // which implies noopener
        words: link.textContent.endsWith(' (leaves Kept)') || link.matches('.leave'),
        mark: getComputedStyle(link, '::after').content.includes('\u2197') || link.matches('.leave'),
        quiet: !link.ping && !link.target,
      })),
  );

/** Collects the links of a screen; each has to be as it should. */
async function check(page, found, where = page.url()) {
  for (const { href, ...is } of await waysOut(page)) {
    found.add(href);
    assert.deepEqual(is, { rel: true, words: true, mark: true, quiet: true }, `${href} on ${where}`);
  }
}

// Any request to another site fails these tests, so nothing opens or is fetched without a press.

test('every link to another site, on every screen, says that it leaves Kept', async (t) => {
  const page = await kept.page(t);
  await visit(page, kept.url());
  await fill(page);
  const found = new Set();
  const addresses = await everyAddress(page, kept.url());
  assert.ok(addresses.includes(kept.url('privacy')) && addresses.length > 30, `${addresses.length} screens`);
  for (const address of addresses) {
    await visit(page, address);
    await check(page, found);
  }
  await visit(page, kept.url('help'));
  const country = page.getByLabel('Help lines in');
  for (const name of await country.locator('option').allTextContents()) {
    await country.selectOption({ label: name });
    await check(page, found, name);
  }
  assert.ok(found.size > 40, `${found.size} links`);
});

test('every link of the plain pages does', async (t) => {
  const page = await kept.page(t);
  await page.goto(kept.url('read/'));
  const pages = await page.locator('a[href*="read/"]').evaluateAll((all) => all.map(({ href }) => href));
  const found = new Set();
  for (const address of new Set(pages)) {
    await page.goto(address);
    await check(page, found);
  }
  assert.ok(found.size > 40, `${found.size} links`);
});

test('an address that somebody wrote is no link, and who follows one is sent nothing along', async (t) => {
  const page = await kept.page(t, { allow: [/^request: https:\/\/findahelpline\.com/] });
  await visit(page, kept.url());
  await fill(page);
  await openDaily(page);
  await line(page).fill(`Look at https://example.com/ and ${ELSEWHERE}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  await goTo(page, 'Check in');
  await page.getByText('Look at https://example.com/').first().waitFor({ state: 'attached' });
  assert.deepEqual(await waysOut(page), []);

  let asked;
  await page.route(`${ELSEWHERE}**`, async (route) => {
    asked = await route.request().allHeaders();
    await route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' });
  });
  await visit(page, kept.url('guide/first'));
  assert.equal(asked, undefined, 'nothing was asked for before it was pressed');
  await page.getByRole('link', { name: 'findahelpline.com (leaves Kept)' }).first().click();
  await page.waitForURL(`${ELSEWHERE}**`);
  assert.equal(asked.referer, undefined);
  assert.equal(await page.evaluate(() => [document.referrer, String(opener)].join()), ',null');
});
