// Renders the icon.svg of public/icons and of each set in public/dress to the sizes that systems ask for:
// `node tools/icons.mjs`, after a change of a drawing. The results are committed.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

import { launch } from '../tests/e2e/browser.mjs';

const PUBLIC = new URL('../public/', import.meta.url);
const SETS = readdirSync(new URL('dress/', PUBLIC)).map((name) => `dress/${name}/`);

const iconsOf = (drawing) => {
  // Systems cut these to a shape of their own, and may cut off all but a circle of 80 %.
  const square = drawing.replace(' rx="14"', '');
  const maskable = square.replace('<g ', '<g transform="translate(3.2 3.2) scale(.9)" ');
  return [
    ['icon-192.png', 192, drawing],
    ['icon-512.png', 512, drawing],
    ['maskable-512.png', 512, maskable],
    ['apple-touch-icon.png', 180, square],
  ];
};

/**
 * Sixteen colours: the ground, and for soft edges five steps from it to each of the others. It
 * makes the files a sixth of what a browser would write.
 */
function paletteOf(drawing) {
  const [ground, ...others] = drawing.match(/#[0-9a-f]{6}/g).map((hex) => [...Buffer.from(hex.slice(1), 'hex'), 255]);
  const nothing = [...ground.slice(0, 3), 0];
  const steps = (to) => [1, 2, 3, 4, 5].map((n) => ground.map((from, i) => Math.round(from + ((to[i] - from) * n) / 5)));
  return [ground, ...[...others, nothing].flatMap(steps)];
}

const distance = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
const nearest = (palette, pixel) =>
  palette.reduce((best, colour, i) => (distance(colour, pixel) < distance(palette[best], pixel) ? i : best), 0);

/** The pixels of a drawing, four bytes each: red, green, blue and opacity. */
const render = (page, svg, size) =>
  page.evaluate(
    async ([source, side]) => {
      const image = new Image(side, side);
      image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0, side, side);
      return [...context.getImageData(0, 0, side, side).data];
    },
    [svg, size],
  );

function png(pixels, size, palette) {
  // Four bits a pixel; each row begins with the number of its filter, which is none.
  const rows = Buffer.alloc(size * (size / 2 + 1));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = (y * size + x) * 4;
      const index = nearest(palette, pixels.slice(at, at + 4));
      rows[y * (size / 2 + 1) + 1 + (x >> 1)] |= x % 2 ? index : index << 4;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([4, 3], 8); // four bits, palette
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => colour.slice(0, 3)))),
    chunk('tRNS', Buffer.from(palette.map((colour) => colour[3]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

const browser = await launch();
const page = await browser.newPage();
for (const folder of ['icons/', ...SETS]) {
  const drawing = readFileSync(new URL(`${folder}icon.svg`, PUBLIC), 'utf8');
  for (const [name, size, svg] of iconsOf(drawing)) {
    const file = png(await render(page, svg, size), size, paletteOf(drawing));
    writeFileSync(new URL(folder + name, PUBLIC), file);
    console.log(`${folder}${name}: ${file.length} bytes`);
  }
}
await browser.close();
