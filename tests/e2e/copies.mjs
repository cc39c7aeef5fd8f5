// Files in the app's own format (docs/formats.md), as if the same people had saved them elsewhere.

const iso = (date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

const midnight = (ago) => {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago);
};

/** The day so many days ago, here: `2026-11-22`. */
export const day = (ago = 0) => iso(midnight(ago));

/** The Monday of the week of the day so many days ago. */
export const monday = (ago = 0) => {
  const weekday = (midnight(ago).getDay() + 6) % 7;
  return day(ago + weekday);
};

let written = 0;

/**
 * An entry, written at the beginning of the day `ago` days ago, so that what the app writes is later.
 * Its visibility is private unless `shared`.
 */
export function entry(author, kind, id, body, { shared = false, ago = 0 } = {}) {
  written += 1;
  const hex = (number, digits) => number.toString(16).padStart(digits, '0');
  return {
    author,
    id,
    stamp: `${hex(midnight(ago).getTime(), 12)}-${hex(written % 65_536, 4)}-0000c0de`,
    visibility: shared ? 'shared' : 'private',
    kind,
    body,
  };
}

export const person = (author, name, { role = 'unsure', colour = 0, ago = 0 } = {}) =>
  entry(author, 'person', 'person', { name, role, colour }, { shared: true, ago });

export const pulse = (author, ago, { signals = {}, line = '', shared } = {}) =>
  entry(author, 'pulse', `pulse/${day(ago)}`, { day: day(ago), signals, line }, { shared, ago });

export const ritual = (author, name, body, ago = 0) =>
  entry(
    author,
    'ritual',
    `ritual/${name}`,
    { minutes: 0, rhythm: { times: 1, per: 'day' }, place: 'together', since: day(ago), ...body },
    { shared: true, ago },
  );

export const mark = (author, name, ago, state) =>
  entry(
    author,
    'mark',
    `mark/ritual/${name}/${day(ago)}`,
    { ritual: `ritual/${name}`, day: day(ago), state },
    { shared: true, ago },
  );

/** A file to choose in the app. */
export const copy = (entries) => file({ format: 'kept', version: 1, exported: day(), entries });

/** Any other JSON as a file to choose. */
export const file = (value, name = `notes-${day()}.json`) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

/** Chinese characters in no order, which no packing makes much shorter; the same ones for the same seed. */
export function noise(length, seed = 7) {
  let state = seed;
  const letter = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return String.fromCharCode(0x4e00 + ((state >>> 12) % 20000));
  };
  return Array.from({ length }, letter).join('');
}

/** The CRC-32 of ZIP and PNG, in hexadecimal. */
function crc32(text) {
  let sum = -1;
  for (const byte of Buffer.from(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (~sum >>> 0).toString(16).padStart(8, '0');
}

/** A value as it lies in storage under `key`; `head` can claim to be from any version. */
export const value = (key, payload, head = 'kept 1 text open 1') =>
  `${head} ${crc32(`${key}\n${head}\n${payload}`)}\n${payload}`;
