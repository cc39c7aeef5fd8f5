// `make reproduce`: builds the release once more, from a copy of the source in another folder and with nothing built
// before, and compares every byte with dist/. So anybody can find out whether a host serves what the source says.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';

import { filesIn } from './finish.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const MADE = ['.git', 'dist', 'target', 'screenshots', '.tools', 'node_modules'];

const copy = mkdtempSync(join(tmpdir(), 'kept-copy-'));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
cpSync(ROOT, copy, { recursive: true, filter: (path) => resolve(path, '..') !== ROOT || !MADE.includes(basename(path)) });
for (const tools of ['.tools', 'node_modules']) symlinkSync(join(ROOT, tools), join(copy, tools));

const { CARGO_TARGET_DIR, ...env } = process.env;
const { status } = spawnSync('tools/build', ['--public-url', '/'], { cwd: copy, env, stdio: 'inherit' });
if (status !== 0) process.exit(1);

const [here, there] = [join(ROOT, 'dist'), join(copy, 'dist')];
const all = [...new Set([...filesIn(here), ...filesIn(there)])];
const same = (file) => {
  try {
    return readFileSync(join(here, file)).equals(readFileSync(join(there, file)));
  } catch {
    return false; // only one of them has it
  }
};
const different = all.filter((file) => !same(file));
for (const file of different) console.log(`different: ${file}`);
console.log(`${all.length} files were built twice, ${different.length} of them are different`);
process.exitCode = different.length > 0 ? 1 : 0;
