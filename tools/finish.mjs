// Trunk's last step (post_build): completes what Trunk staged with everything that depends on the
// built files: the guide as plain pages, the policy, the manifest, the host's headers, the worker.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { sbom } from './sbom.mjs';

const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));
// Trunk puts this into the page that `trunk serve` reloads after a change.
const LIVE = '{{__TRUNK_ADDRESS__}}';

const read = (...path) => readFileSync(join(...path), 'utf8');
const integrity = (content) => `sha256-${createHash('sha256').update(content).digest('base64')}`;
/** The files in a folder and below it, in order. */
export const filesIn = (dist) =>
  readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(dist, '/').length))
    .sort();

/** Leaves out what only readers of the source need: whole-line comments and indentation. */
const squeezeScript = (js) => js.replace(/^\s*(\/\/.*)?\n|^[ \t]+/gm, '');
const squeezePage = (html) => html.replace(/<!--[^]*?-->/g, '').replace(/\n\s*/g, '\n').trimStart();

function policy(html) {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)];
  const live = html.includes(LIVE);
  // `trunk serve` fills in an address afterwards, so that script's hash cannot be known here.
  const scripts = live ? ["'unsafe-inline'"] : inline.map(([, code]) => `'${integrity(code)}'`);
  return [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...scripts].join(' '),
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self'${live ? ' ws:' : ''}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

/** Whether a file's name has a hash in it. */
const isHashed = (file) => /^[^/]+-[0-9a-f]{8,}(_bg)?\.(css|js|wasm)$/.test(file);

/**
 * Names files by what they have become. Trunk named them before they were optimised, so a browser could hold another
 * file of that name, which the page would refuse.
 */
function nameByContent(dist) {
  // What is named in others goes first.
  const order = ['.wasm', '.css', '.js'];
  const files = filesIn(dist).filter(isHashed).sort((a, b) => order.indexOf(extname(a)) - order.indexOf(extname(b)));
  for (const file of files) {
    const hash = createHash('sha256').update(readFileSync(join(dist, file))).digest('hex').slice(0, 16);
    const name = file.replace(/-[0-9a-f]{8,}/, `-${hash}`);
    renameSync(join(dist, file), join(dist, name));
    for (const other of filesIn(dist).filter((other) => /\.(html|js)$/.test(other))) {
      const text = read(dist, other);
      if (text.includes(file)) writeFileSync(join(dist, other), text.replaceAll(file, name));
    }
  }
}

/** Trunk names the modules to load early in another order each time. */
function inOrder(dist) {
  const html = read(dist, 'index.html').replace(/(<link rel="modulepreload"[^>]*>\s*)+/, (links) =>
    links.match(/<link[^>]*>/g).sort().concat('').join('\n'),
  );
  writeFileSync(join(dist, 'index.html'), html);
}

/** What tells one build from another: a hash of all its files. The same source gives the same, wherever it is built. */
function buildOf(dist) {
  const hash = createHash('sha256');
  for (const file of filesIn(dist)) hash.update(`${file}\0${integrity(readFileSync(join(dist, file)))}\n`);
  return hash.digest('hex').slice(0, 16);
}

/**
 * The page with the hashes of all that it loads: what a host hands out that was not built with it does not run.
 * Trunk could write some of them, but before the files are optimised.
 */
function pinned(html, dist, base) {
  const hashes = Object.fromEntries(
    filesIn(dist)
      .filter((file) => /\.(css|js|wasm)$/.test(file))
      .map((file) => [base + file, integrity(readFileSync(join(dist, file)))]),
  );
  const pin = (tag, address) => (hashes[address] ? tag.replace(/ (?=href|src)/, ` integrity="${hashes[address]}" `) : tag);
  const modules = Object.entries(hashes).filter(([address]) => address.endsWith('.js'));
  const map = `<script type="importmap">${JSON.stringify({ integrity: Object.fromEntries(modules) })}</script>\n`;
  return html
    .replace(/<link rel="stylesheet" href="([^"]*)"|<script src="([^"]*)"/g, (tag, style, script) => pin(tag, style ?? script))
    .replace(/module_or_path: '([^']*)'/, (whole, address) => {
      return `module_or_path: fetch('${address}', { integrity: '${hashes[address]}' })`;
    })
    .replace(/(?=<script type="module">)/, map);
}

function writeManifests(dist, base) {
  const { shortcuts, screenshots, ...plain } = JSON.parse(read(PUBLIC, 'manifest.json'));
  // The id is what makes two deployments on one origin two apps.
  const here = { id: base, start_url: base, scope: base };
  const shown = screenshots.filter(({ src }) => existsSync(join(dist, src)));
  writeFileSync(join(dist, 'manifest.webmanifest'), JSON.stringify({ ...here, ...plain, shortcuts, screenshots: shown }));
  // The sets that can be chosen instead say nothing but their name, which is that of their folder.
  for (const folder of readdirSync(join(dist, 'dress'))) {
    const name = folder[0].toUpperCase() + folder.slice(1);
    const colour = read(dist, 'dress', folder, 'icon.svg').match(/#[0-9a-f]{6}/)[0];
    const icons = plain.icons.map((icon) => ({ ...icon, src: icon.src.replace('icons/', '') }));
    const look = { name, short_name: name, description: `${name}.`, theme_color: colour, icons };
    writeFileSync(join(dist, 'dress', folder, 'manifest.webmanifest'), JSON.stringify({ ...here, ...plain, ...look }));
  }
}

/** What a browser can do and Kept never asks for. */
const NEVER_USED = [
  'accelerometer', 'autoplay', 'browsing-topics', 'camera', 'clipboard-read', 'display-capture',
  'encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'magnetometer',
  'microphone', 'midi', 'payment', 'picture-in-picture', 'publickey-credentials-get', 'serial', 'usb',
  'xr-spatial-tracking',
];

/** For Netlify, Cloudflare Pages and others that read this file; README.md names the same headers. */
function writeHeaders(dist, base, csp) {
  const rule = (path, headers) => [base + path, ...headers.map((line) => `  ${line}`), ''];
  // A path must not match two rules that set one header: hosts join the values with a comma.
  const hashed = filesIn(dist).filter(isHashed);
  const fresh = ['', 'index.html', '404.html', 'sw.js', 'manifest.webmanifest'];
  const lines = [
    rule('*', [
      `Content-Security-Policy: ${csp}; frame-ancestors 'none'`,
      'X-Content-Type-Options: nosniff',
      'Referrer-Policy: no-referrer',
      `Permissions-Policy: ${[...NEVER_USED.map((name) => `${name}=()`), 'clipboard-write=(self)', 'screen-wake-lock=(self)'].join(', ')}`,
      'Cross-Origin-Opener-Policy: same-origin',
      'Cross-Origin-Resource-Policy: same-origin',
    ]),
    ...fresh.map((file) => rule(file, ['Cache-Control: no-cache'])),
    ...hashed.map((file) => rule(file, ['Cache-Control: public, max-age=31536000, immutable'])),
  ];
  writeFileSync(join(dist, '_headers'), lines.flat().join('\n'));
}

/**
 * Writes what is derived from the finished files: 404.html, with which a static host answers deep
 * links, and the worker with the list of what it keeps. The tests call it to make another version.
 */
export function seal(dist) {
  copyFileSync(join(dist, 'index.html'), join(dist, '404.html'));

  // The icons as pictures are for installing, which fetches them itself; no page shows them.
  const notKept = /^(404\.html|_headers|sbom\.cdx\.json|sw\.js|icons\/.*\.png|(dress|read|screenshots)\/.*|.*\.map)$/;
  const kept = filesIn(dist).filter((file) => !notKept.test(file));
  const live = read(dist, 'index.html').includes(LIVE);
  // While developing nothing is kept, or every change would have to be agreed to.
  const files = Object.fromEntries(
    (live ? [] : kept).map((file) => [
      // The page is kept under its address: hosts redirect index.html there.
      file === 'index.html' ? '' : file,
      integrity(readFileSync(join(dist, file))),
    ]),
  );
  const worker = squeezeScript(read(PUBLIC, 'sw.js'));
  const version = createHash('sha256').update(worker + JSON.stringify(files)).digest('hex').slice(0, 16);
  const constants = `const VERSION = '${version}';\nconst FILES = ${JSON.stringify(files)};\n`;
  writeFileSync(join(dist, 'sw.js'), constants + worker);
}

/** The environment without what only the app is built with (tools/build). */
const ordinary = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(RUSTC_BOOTSTRAP|CARGO_UNSTABLE_.*)$/.test(name)));

function finish(dist, base) {
  // Deep links need to know where the app begins, so a relative address will not do.
  if (!base.startsWith('/')) throw new Error(`PUBLIC_URL must be a path like /kept/, not ${base}`);
  // Trunk copies public/ as it is; these are only sources.
  for (const source of ['manifest.json', 'picture.js', 'shell.js', 'sw.js']) rmSync(join(dist, source));
  for (const file of filesIn(dist)) {
    if (file.endsWith('.js')) writeFileSync(join(dist, file), squeezeScript(read(dist, file)));
  }
  nameByContent(dist);
  inOrder(dist);

  const css = readdirSync(dist).find((name) => /^kept-.*\.css$/.test(name));
  execFileSync(
    'cargo',
    ['run', '--quiet', '--locked', '--bin', 'reading-pages', '--', join(dist, 'read'), base, base + css],
    { stdio: ['ignore', 'inherit', 'inherit'], env: ordinary(process.env) },
  );

  const build = buildOf(dist);
  for (const file of filesIn(dist).filter((name) => name.endsWith('.html'))) {
    const path = join(dist, file);
    const html = pinned(squeezePage(read(path)), dist, base).replace('%BUILD%', build);
    writeFileSync(path, html.replace('%CSP%', policy(html)));
  }
  writeFileSync(join(dist, 'sbom.cdx.json'), JSON.stringify(sbom(ordinary(process.env))));
  writeManifests(dist, base);
  writeHeaders(dist, base, policy(read(dist, 'index.html')));
  seal(dist);
}

const { TRUNK_STAGING_DIR, TRUNK_PUBLIC_URL } = process.env;
if (process.argv[1] === fileURLToPath(import.meta.url)) finish(TRUNK_STAGING_DIR, TRUNK_PUBLIC_URL);
