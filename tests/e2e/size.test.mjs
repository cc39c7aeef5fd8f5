// The budget: everything a first visit brings with it, the worker's copies for offline included,
// as a host would send it that compresses as well as can be.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

import { kept as whole, open, started } from './harness.mjs';

const BUDGET = 480 * 1024; // bytes; why not 256: docs/decisions.md

const compressed = (file) =>
  brotliCompressSync(readFileSync(file), {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  }).length;

test('a first visit stays within the budget and reaches no other origin', async (t) => {
  const kept = await open();
  const page = await kept.page(t); // which fails for any request elsewhere
  await page.goto(kept.url());
  await started(page);
  await whole(page);
  await page.waitForLoadState('networkidle');

  const sizes = [...kept.served()]
    .filter(([, file]) => file)
    .map(([path, file]) => ({ path, bytes: compressed(file) }))
    .sort((a, b) => b.bytes - a.bytes);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes } of [...sizes, { path: `of ${BUDGET}`, bytes: total }]) {
    t.diagnostic(`${String(bytes).padStart(7)}  ${path}`);
  }
  assert.ok(total <= BUDGET, `${total} bytes, ${total - BUDGET} too many`);
});
