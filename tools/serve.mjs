// A plain static host, for `make run` and the browser tests. It does what GitHub Pages and its like
// do and no more: a folder is its index.html, and what is missing is 404.html with status 404. Of
// the headers in `_headers` it sends those that the file asks for.
//
//   node tools/serve.mjs [dir] [--base /sub/path/] [--port 8123]
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** What `_headers` says about a path: every rule that matches, in order. */
function headersFor(dir, path) {
  const file = join(dir, '_headers');
  const headers = {};
  if (!existsSync(file)) return headers;
  let applies = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('/')) {
      applies = line.endsWith('*') ? path.startsWith(line.slice(0, -1)) : path === line;
    } else if (applies && line.includes(':')) {
      const [, name, value] = line.match(/^\s*([^:]+):\s*(.*)$/);
      headers[name] = value;
    }
  }
  return headers;
}

/** The answer to a path below the base: a file with its status, or a redirect. */
function find(dir, path) {
  const file = resolve(dir, `./${path}`);
  const missing = { file: join(dir, '404.html'), status: 404 };
  if (file !== dir && !file.startsWith(dir + sep)) return missing;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile()) return { file, status: 200 };
  if (!found?.isDirectory()) return missing;
  if (path && !path.endsWith('/')) return { redirect: `${path}/` };
  const index = join(file, 'index.html');
  return existsSync(index) ? { file: index, status: 200 } : missing;
}

/**
 * Serves `dir` below `base` on this machine only. `served` fills with what was answered so far:
 * path → file, or undefined where there was none to send.
 * @returns {Promise<{url: string, port: number, served: Map<string, string|undefined>, close(): Promise<void>}>}
 */
export async function start({ dir, base: path = '/', port = 0 }) {
  const root = realpathSync(dir);
  const base = path.endsWith('/') ? path : `${path}/`;
  const served = new Map();

  const server = createServer((request, response) => {
    let asked;
    try {
      asked = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    } catch {
      response.writeHead(400).end('Not an address\n');
      return;
    }
    const answer = asked.startsWith(base) ? find(root, asked.slice(base.length)) : { status: 404 };
    if (answer.redirect) {
      response.writeHead(301, { location: base + answer.redirect }).end();
      return;
    }
    const file = answer.file && existsSync(answer.file) ? answer.file : undefined;
    served.set(asked, file);
    response.writeHead(answer.status, {
      'cache-control': 'no-cache',
      'content-type': file ? (TYPES[extname(file)] ?? 'application/octet-stream') : TYPES['.txt'],
      ...headersFor(root, asked),
    });
    response.end(file ? readFileSync(file) : 'Not found\n');
  });

  await new Promise((done, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', done);
  });
  const actual = server.address().port;
  return {
    url: `http://127.0.0.1:${actual}${base}`,
    port: actual,
    served,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { base: { type: 'string', default: '/' }, port: { type: 'string', default: '8123' } },
  });
  const dir = positionals[0] ?? 'dist';
  for (let port = Number(values.port); ; port += 1) {
    try {
      const { url } = await start({ dir, base: values.base, port });
      console.log(`Kept is at ${url} (stop with Ctrl-C)`);
      return;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
