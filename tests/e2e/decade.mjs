// What two people write in years, from the generator that the tests of the library use as well
// (examples/decade.rs). The same years, day and seed always make the same entries.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CARGO = ['run', '--locked', '--quiet', '--release', '--example', 'decade', '--'];

const run = promisify(execFile);
const made = new Map();

/** What the generator says to these arguments; each once in a process. */
function generated(...words) {
  const wanted = words.join(' ');
  if (!made.has(wanted)) {
    const options = { cwd: ROOT, maxBuffer: 2 ** 28 };
    made.set(wanted, run('cargo', [...CARGO, ...words.map(String)], options).then(({ stdout }) => JSON.parse(stdout)));
  }
  return made.get(wanted);
}

/** Their file, as Settings saves it, with the years up to `today`, like `2026-11-22`. */
export const decadeFile = (years, today, seed = 1) => generated(years, today, seed);

/** The same years as they lie in storage: key by key. */
export const decadeStored = (years, today, seed = 1) => generated(years, today, seed, '--storage');

/** How much of the browser's room values take, in UTF-16 code units. */
export const unitsOf = (values) =>
  Object.entries(values).reduce((sum, [key, value]) => sum + key.length + value.length, 0);

/** Puts values into the storage of a page on which the app does not run, like the guide without it. */
export const pour = (page, values) =>
  page.evaluate((values) => {
    for (const [key, value] of Object.entries(values)) localStorage.setItem(key, value);
  }, values);
