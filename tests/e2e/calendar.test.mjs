// Reminders, read by a parser that is not ours: ical.js, which is what Thunderbird reads calendars with. The files
// are those that tests/calendar.rs compares with what Kept writes; no browser is needed.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import ICAL from 'ical.js';

const FOLDER = new URL('../fixtures/calendar/', import.meta.url);
const text = (name) => readFileSync(new URL(name, FOLDER), 'utf8');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ics'));

/** Reads a file and makes its own time zone known, so that no other table of zones is asked. */
function read(name) {
  const calendar = new ICAL.Component(ICAL.parse(text(name)));
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone'));
  ICAL.TimezoneService.reset();
  ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  return { calendar, zone, events };
}

/** The first `count` times of an event, or all of them, as the clock on the wall shows them. */
function times(event, count) {
  const iterator = event.iterator();
  const found = [];
  for (let next = iterator.next(); next && found.length < count; next = iterator.next()) {
    found.push(next.toString().slice(0, 16));
  }
  return found;
}

test('every file is whole, and its events have what a calendar needs', () => {
  for (const name of files) {
    const { calendar, events } = read(name);
    assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
    assert.ok(calendar.getFirstPropertyValue('prodid'));
    assert.equal(new Set(events.map(({ uid }) => uid)).size, events.length);
    for (const { component, uid, sequence, summary } of events) {
      assert.ok(uid && summary && sequence > 0, name);
      assert.equal(component.getFirstPropertyValue('dtstamp').zone.tzid, 'UTC');
      const [alarm, ...others] = component.getAllSubcomponents('valarm');
      assert.equal(others.length, 0);
      assert.equal(alarm.getFirstPropertyValue('action'), 'DISPLAY');
      assert.ok(alarm.getFirstPropertyValue('trigger').toSeconds() <= 0);
      assert.equal(alarm.getFirstPropertyValue('description'), summary);
    }
    // Written again by the other program, nothing is missing.
    assert.deepEqual(ICAL.parse(calendar.toString()), calendar.toJSON());
  }
});

test('reminders come on the days of their rhythm', () => {
  const { events } = read('reminders.ics');
  const found = Object.fromEntries(
    events.map((event) => [event.uid.replace(/^one\/(.*)@kept$/, '$1'), times(event, 5)]),
  );
  const at = (time, ...days) => days.map((day) => `${day}T${time}`);
  assert.deepEqual(found, {
    'ritual/daily': at('07:30', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'),
    'ritual/paused': at('07:30', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'),
    'ritual/every-three': at('07:30', '2026-11-22', '2026-11-25', '2026-11-28', '2026-12-01', '2026-12-04'),
    'ritual/weekdays': at('21:15', '2026-11-23', '2026-11-25', '2026-11-27', '2026-11-30', '2026-12-02'),
    'ritual/twice-a-week': at('07:30', '2026-11-22', '2026-11-25', '2026-11-29', '2026-12-02', '2026-12-06'),
    'ritual/monthly': at('07:30', '2026-11-28', '2026-12-28', '2027-01-28', '2027-02-28', '2027-03-28'),
    'ritual/thrice-a-month': at('07:30', '2026-11-24', '2026-12-05', '2026-12-15', '2026-12-24', '2027-01-05'),
    'ritual/until': at('00:15', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'),
    'ritual/ill': at('07:30', '2026-11-22', '2026-11-23', '2026-11-24'),
    'ritual/once': at('07:30', '2026-12-05'),
    'check-in': at('21:15', '2026-11-22', '2026-11-29', '2026-12-06', '2026-12-13', '2026-12-20'),
    pulse: at('21:15', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'),
  });

  const uid = (name) => events.find((event) => event.uid === `one/${name}@kept`);
  assert.equal(times(uid('ritual/until'), 100).length, 5);
  const december = times(uid('ritual/paused'), 40).filter((time) => time.startsWith('2026-12-2'));
  assert.deepEqual(december.map((time) => time.slice(8, 10)), ['20', '21', '22', '23', '27', '28', '29']);
  assert.equal(
    uid('ritual/once').summary,
    'Zoo, then “ice cream”; C:\\ and a line that is longer than seventy-five octets, ' +
      'with ä ö ü, 日本語 and 👩‍👧,\nand a second line',
  );
});

test('half past seven is half past seven in summer and winter', () => {
  const { events } = read('reminders.ics');
  const daily = events.find(({ uid }) => uid === 'one/ritual/daily@kept');
  const iterator = daily.iterator();
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
  for (let day = 0; day < 400; day += 1) {
    assert.equal(shown.format(iterator.next().toJSDate()), '07:30', `${day} days later`);
  }
});

test('time zones have the offsets that this machine knows of', () => {
  for (const { name, changes } of JSON.parse(text('zones.json'))) {
    const { zone } = read(`${name.replace('/', '-')}.ics`);
    assert.equal(zone.tzid, name);
    const known = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
    const offset = (ms) => {
      const shown = known.formatToParts(ms).find(({ type }) => type === 'timeZoneName').value;
      const [, sign, hours, minutes] = shown.match(/GMT(?:([+-])(\d+):(\d+))?/);
      return sign ? Number(`${sign}1`) * (hours * 60 + Number(minutes)) * 60 : 0;
    };
    // Around each change, hour by hour, and every five days in between.
    const hour = 3_600_000;
    const moments = changes.flatMap(([at]) => [-30, -3, -2, -1, 1, 2, 3, 30].map((later) => at + later * hour));
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2036, 10, 1); at += 120 * hour) moments.push(at);
    for (const at of moments) {
      const local = ICAL.Time.fromJSDate(new Date(at + offset(at) * 1000), true);
      local.zone = zone;
      // An hour that comes twice has two offsets, and a calendar takes one of them.
      const isTwice = offset(at - 2 * hour) !== offset(at + 2 * hour);
      if (!isTwice) assert.equal(zone.utcOffset(local), offset(at), `${name} at ${new Date(at).toISOString()}`);
    }
  }
});
