// `make test` and `make lint`: every check, one after the other, with its time, and at the end one
// line that counts them: a test counts for itself, any other check for one.
//
//   node tools/test.mjs         everything but what is known of the dependencies
//   node tools/test.mjs lint    what needs no browser and no test, and what is known of the dependencies
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

const WASM = ['--target', 'wasm32-unknown-unknown'];
const DENY = ['--', '--deny', 'warnings'];
const report = join(mkdtempSync(join(tmpdir(), 'kept-test-')), 'tap');

/** What is said once more below everything else, where nobody has to look for it. */
const reasons = [];

const cargo = (...args) => ['cargo', args[0], '--locked', ...args.slice(1)];
const browserTests = () =>
  readdirSync('tests/e2e').filter((name) => name.endsWith('.test.mjs')).map((name) => `tests/e2e/${name}`);

/** Sums what cargo and wasm-bindgen's runner say after each group of tests. */
function countCargo(output) {
  const results = [...output.matchAll(/^test result: .*?(\d+) passed; (\d+) failed/gm)];
  const sum = (group) => results.reduce((total, result) => total + Number(result[group]), 0);
  return { passed: sum(1), failed: sum(2) };
}

/** Node's own totals, from the report beside the one that people read; and why each test failed, for the end. */
function countNode() {
  const tap = readFileSync(report, 'utf8');
  reasons.push(...tap.matchAll(/^ *not ok \d+ .*\n( +)---\n(?:\1.*\n)*/gm));
  const total = (name) => Number(tap.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  return { passed: total('pass'), failed: total('fail') + total('cancelled') };
}

const LINT = [
  { name: 'Formatting', command: ['cargo', 'fmt', '--check'] },
  { name: 'Clippy, native', command: cargo('clippy', '--workspace', '--all-targets', ...DENY) },
  // The tests of the library are native, and what they stand on does not exist for wasm.
  { name: 'Clippy, wasm', command: cargo('clippy', ...WASM, '--bin', 'kept', ...DENY) },
  {
    name: 'Documentation',
    command: cargo('doc', '--workspace', '--no-deps', '--lib'),
    env: { RUSTDOCFLAGS: '--deny warnings' },
  },
];

/** What is known of the dependencies; not a part of `make test`, since it needs the network and changes by itself. */
const DEPENDENCIES = [
  { name: 'Licences and sources', command: ['cargo', 'deny', '--offline', '--locked', 'check', 'licenses', 'bans', 'sources'] },
  {
    name: 'Known weaknesses, crates',
    command: ['cargo', 'deny', '--locked', 'check', 'advisories'],
    outOfReach: /failed to fetch advisory database/,
  },
  { name: 'Known weaknesses, npm', command: ['npm', 'audit'], outOfReach: /audit endpoint returned an error/ },
];

const TESTS = [
  { name: 'Tests, native', command: cargo('test', '--workspace'), count: countCargo },
  {
    name: 'Tests, wasm in the browser',
    command: cargo('test', ...WASM, '--bin', 'kept'),
    env: {
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: 'wasm-bindgen-test-runner',
      CHROMEDRIVER: 'chromedriver', // else it takes the first driver on PATH, whatever the browser
    },
    count: countCargo,
  },
  { name: 'Release build', command: ['make', '--no-print-directory', 'build', 'PUBLIC_URL=/'], last: true },
  {
    name: 'Browser tests and size',
    command: [
      'node',
      '--test',
      `--test-concurrency=${Math.min(2, availableParallelism())}`,
      '--test-timeout=600000', // ms, for a file: nothing hangs for ever
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      ...browserTests(),
    ],
    count: countNode,
  },
  { name: 'The same build twice', command: ['node', 'tools/reproduce.mjs'] },
];

// Trunk does not understand NO_COLOR=1.
const { NO_COLOR, ...inherited } = process.env;
const env = { ...inherited, CARGO_TERM_COLOR: 'never', FORCE_COLOR: '0', TRUNK_COLOR: 'never' };

/** Runs a command and shows what it says; resolves to that, and whether it succeeded. */
function run({ command: [program, ...args], env: own }) {
  return new Promise((done) => {
    const child = spawn(program, args, { env: { ...env, ...own }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        process.stdout.write(text);
      });
    }
    child.on('error', (error) => console.log(error.message));
    child.on('close', (code) => done({ output, succeeded: code === 0 }));
  });
}

async function check(stage) {
  console.log(`\n== ${stage.name}`);
  const began = Date.now();
  const { output, succeeded } = await run(stage);
  if (!succeeded && stage.outOfReach?.test(output)) {
    console.log(`-- ${stage.name}: NOT CHECKED, the list of them cannot be reached`);
    return { passed: 0, failed: 0 };
  }
  const { passed, failed } = stage.count?.(output) ?? { passed: succeeded ? 1 : 0, failed: 0 };
  console.log(`-- ${stage.name}: ${succeeded ? 'passed' : 'FAILED'}, ${Math.round((Date.now() - began) / 1000)} s`);
  // What fails without counting a failure, such as code that does not compile, is one.
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}

const totals = { passed: 0, failed: 0 };
const broken = [];
for (const stage of process.argv[2] === 'lint' ? [...LINT, ...DEPENDENCIES] : [...LINT, ...TESTS]) {
  const { passed, failed } = await check(stage);
  totals.passed += passed;
  totals.failed += failed;
  if (failed) broken.push(stage.name);
  // Without a build there is nothing to open in a browser.
  if (failed && stage.last) {
    totals.failed += 1;
    broken.push('everything after it');
    break;
  }
}
rmSync(join(report, '..'), { recursive: true });

for (const [reason] of reasons) console.log(`\n${reason}`);
if (broken.length) console.log(`\nFailed: ${broken.join('; ')}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed ? 1 : 0;
