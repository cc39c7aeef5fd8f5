// What the page refuses, whoever plants it: a strict policy, Trusted Types, and hashes of all that it loads.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { DIST, open, scratch, started } from './harness.mjs';

const kept = await open();
const ELSEWHERE = 'https://example.com/';
// The browser says aloud what it refuses.
const REFUSED = [/Content Security Policy|TrustedHTML|TrustedScript|Failed to fetch/, /^request: .*pixel\.png$/];

/** What could be planted, and the part of the policy that has to refuse it. Whatever runs says so in `planted`. */
const PLANTS = {
  'an inline script': [/requires 'TrustedScript'/, `
    const script = document.createElement('script');
    script.append('window.planted = true');
    document.body.append(script);`],
  'a handler': [/^(script-src-attr|require-trusted-types-for)$/, `
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.planted = true');
    document.body.append(button);
    button.click();`],
  'a script from elsewhere': [/^(script-src-elem|require-trusted-types-for)$/, `
    const script = document.createElement('script');
    script.src = '${ELSEWHERE}planted.js';
    document.body.append(script);`],
  'an inline style': [/^style-src-attr$/, `
    const text = document.createElement('p');
    text.setAttribute('style', 'position: fixed');
    document.body.append(text);
    window.planted = getComputedStyle(text).position === 'fixed';`],
  'a style sheet': [/^style-src-elem$/, `
    const style = document.createElement('style');
    style.append('body { display: none }');
    document.body.append(style);
    window.planted = getComputedStyle(document.body).display === 'none';`],
  'eval': [/^(script-src|require-trusted-types-for)$/, `eval('window.planted = true');`],
  'a picture from elsewhere': [/^img-src$/, `
    const picture = new Image();
    picture.src = '${ELSEWHERE}pixel.png';
    document.body.append(picture);`],
  'a request to elsewhere': [/^connect-src$/, `
    fetch('${ELSEWHERE}').then(() => (window.planted = true), () => {});`],
  'a frame': [/^frame-src$/, `
    const frame = document.createElement('iframe');
    frame.src = '${ELSEWHERE}';
    document.body.append(frame);`],
  'a form that is sent elsewhere': [/^form-action$/, `
    const form = document.createElement('form');
    form.action = '${ELSEWHERE}';
    document.body.append(form);
    form.submit();`],
};

for (const [name, [directive, code]] of Object.entries(PLANTS)) {
  test(`${name} is refused`, async (t) => {
    const context = await kept.context(t, { allow: REFUSED });
    const page = await context.newPage();
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    // A picture is told of even where it was refused before it was asked for.
    page.on('response', (answer) => said.push(`answered: ${answer.url()}`));
    await page.goto(kept.url());
    await started(page);
    const [refused, planted] = await page.evaluate(`new Promise((done) => {
      const seen = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.push(effectiveDirective));
      // Later, and so with the rights of the page: what a test evaluates itself may do anything.
      setTimeout(() => { try { ${code} } catch { /* refused */ } }, 0);
      setTimeout(() => done([seen, Boolean(window.planted)]), 500);
    })`);
    assert.ok([...refused, ...said].some((one) => directive.test(one)), `refused: ${refused}; ${said}`);
    assert.ok(!planted);
    assert.deepEqual(said.filter((one) => one.startsWith(`answered: ${ELSEWHERE}`)), []);
  });
}

test('markup that could run is not set, and the guide’s is', async (t) => {
  const context = await kept.context(t, { allow: REFUSED });
  const page = await context.newPage();
  await page.goto(kept.url('guide/step-1'));
  await page.locator('article h2').first().waitFor();
  const set = (html) => page.evaluate(`new Promise((done) => setTimeout(() => {
    const place = document.createElement('div');
    try { place.innerHTML = ${JSON.stringify(html)}; } catch { return done('refused'); }
    done(place.innerHTML);
  }, 0))`);
  for (const html of [
    '<img src="x" onerror="planted = 1">', '<svg/onload=planted=1>', '<script>planted = 1</script>',
    '<a href="JaVaScript:planted=1">x</a>', '<iframe srcdoc="x"></iframe>', '<object data="x"></object>',
    '<base href="https://example.com/">', '<form action="x"></form>', '<meta http-equiv="refresh" content="0">',
  ]) {
    assert.equal(await set(html), 'refused', html);
  }
  assert.equal(await set('<p>Words <em>only</em></p>'), '<p>Words <em>only</em></p>');
});

test('a file that was changed on the way does not run, and the page says that something is wrong', async (t) => {
  const file = (pattern) => readdirSync(DIST).find((name) => pattern.test(name));
  for (const changed of [file(/^kept-.*_bg\.wasm$/), file(/^kept-[0-9a-f]+\.js$/)]) {
    const dir = scratch();
    cpSync(DIST, dir, { recursive: true });
    appendFileSync(join(dir, changed), changed.endsWith('.js') ? '\nwindow.planted = true;' : '\0\u0003\u0002ab');
    const site = await open({ dir });
    const context = await site.context(t, { allow: [/integrity|Failed to|failed|error/i] });
    const page = await context.newPage();
    await page.goto(site.url());
    await page.getByRole('alertdialog', { name: 'Something went wrong' }).waitFor();
    assert.equal(await page.evaluate('window.planted'), undefined, changed);
  }
});

test('a page of another origin has no hold of the window, and gets nothing of it', async (t) => {
  const page = await kept.page(t);
  const { headers } = await page.goto(kept.url()).then((answer) => ({ headers: answer.headers() }));
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.match(headers['permissions-policy'], /camera=\(\).*geolocation=\(\).*microphone=\(\)/);
  assert.match(headers['content-security-policy'], /frame-ancestors 'none'$/);
  assert.ok(!/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)/.test(headers['content-security-policy']));
});
