// The bill of materials beside the app names what is linked into it, and nothing that only builds or tests it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { DIST } from './browser.mjs';

const bom = JSON.parse(readFileSync(join(DIST, 'sbom.cdx.json'), 'utf8'));
const OURS = ['kept-crypto', 'rust-std'];

test('it lists what is linked in, and not what builds or tests it', () => {
  const names = bom.components.map(({ name }) => name);
  for (const name of ['leptos', 'serde_json', 'chacha20poly1305', 'wasm-bindgen', ...OURS]) {
    assert.ok(names.includes(name), name);
  }
  for (const name of ['proptest', 'criterion', 'getrandom', 'leptos_macro', 'kept-view']) {
    assert.ok(!names.includes(name), name);
  }
  const refs = [bom.metadata.component, ...bom.components].map((one) => one['bom-ref']);
  assert.equal(new Set(refs).size, refs.length);
  const reached = new Set(bom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]));
  assert.deepEqual([...reached].sort(), refs.sort());
});

test('each may be handed out with Kept, and has a checksum where it is not ours', () => {
  const allowed = [...readFileSync('deny.toml', 'utf8').matchAll(/^ {4}"(.+)",$/gm)].map(([, name]) => name);
  for (const { name, licenses, hashes } of bom.components) {
    const choices = licenses[0].expression.replace(/[()]/g, '').split(/ OR /);
    assert.ok(choices.some((one) => one.split(' AND ').every((part) => allowed.includes(part))), `${name}: ${choices}`);
    assert.equal(Boolean(hashes?.[0].content.match(/^[0-9a-f]{64}$/)), !OURS.includes(name), name);
  }
});
