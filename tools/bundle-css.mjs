// Trunk's first step (pre_build): joins style/*.css, in the order of their names, into the one
// style sheet that index.html links. In a release it loses its comments and its layout.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

const STRING = /"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'/.source;
const COMMENT_OR_SPACE = new RegExp(`(${STRING})|/\\*[^]*?\\*/|\\s+`, 'g');
// A space before a colon or beside an operator can carry meaning; beside these it cannot.
const IDLE_SPACE = new RegExp(`(${STRING})| *([{};,]) *| {2,}`, 'g');

const squeeze = (css) =>
  css
    .replace(COMMENT_OR_SPACE, (_, string) => string ?? ' ')
    .replace(IDLE_SPACE, (_, string, mark) => string ?? mark ?? ' ')
    .trim();

const names = readdirSync('style').filter((name) => name.endsWith('.css')).sort();
const css = names.map((name) => readFileSync(`style/${name}`, 'utf8')).join('\n');

mkdirSync('target', { recursive: true });
writeFileSync('target/kept.css', process.env.TRUNK_PROFILE === 'release' ? squeeze(css) : css);
