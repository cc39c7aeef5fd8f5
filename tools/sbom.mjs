// The bill of materials of what reaches the browser, as CycloneDX 1.6: the crates that are compiled into the
// WebAssembly, with the checksums of Cargo.lock. What only builds or tests Kept is not in it; no npm package ships.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// Macros run while building; what they need is not linked in either.
const TREE = ['--target', 'wasm32-unknown-unknown', '--edges', 'normal,no-proc-macro', '--prefix', 'depth'];

/** SHA-256 of each crate from a registry, by `name version`. */
function checksums() {
  const packages = readFileSync('Cargo.lock', 'utf8').matchAll(
    /^name = "(.*)"\nversion = "(.*)"\nsource = ".*"\nchecksum = "(.*)"$/gm,
  );
  return new Map([...packages].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}

/** The crates that are linked in, the app first: each with its licences, and what it stands on. */
function linked(tree) {
  const all = new Map();
  const path = [];
  for (const [, depth, name, version, licences] of tree.matchAll(/^(\d+)(\S+) v(\S+)[^\t\n]*\t([^\t\n]*)/gm)) {
    const ref = `pkg:cargo/${name}@${version}`;
    if (!all.has(ref)) all.set(ref, { name, version, licences, on: new Set() });
    all.get(path[depth - 1])?.on.add(ref);
    path[depth] = ref;
  }
  return all;
}

function component(ref, { name, version, licences }, checksum) {
  return {
    type: 'library',
    'bom-ref': ref,
    name,
    version,
    ...(checksum && { hashes: [{ alg: 'SHA-256', content: checksum }] }),
    licenses: [{ expression: licences.replaceAll('/', ' OR ') }],
    purl: ref,
  };
}

/** The document; the same for the same Cargo.lock, so it has neither a date nor a serial number. */
export function sbom(env = process.env) {
  const run = (program, ...args) => execFileSync(program, args, { env, encoding: 'utf8' });
  const crates = linked(run('cargo', 'tree', '--locked', '--offline', ...TREE, '--format', '{p}\t{l}\t'));
  const hashes = checksums();
  const [[root, app], ...others] = crates;
  const version = run('rustc', '--version').split(' ')[1];
  const standard = {
    type: 'library',
    'bom-ref': `rust-std@${version}`,
    name: 'rust-std',
    version,
    description: 'The standard library of Rust, built with the app.',
    licenses: [{ expression: 'MIT OR Apache-2.0' }],
  };
  app.on.add(standard['bom-ref']);
  others.sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...component(root, app), type: 'application' } },
    components: [
      ...others.map(([ref, crate]) => component(ref, crate, hashes.get(`${crate.name} ${crate.version}`))),
      standard,
    ],
    dependencies: [[root, app], ...others].map(([ref, { on }]) => ({ ref, dependsOn: [...on].sort() })),
  };
}
