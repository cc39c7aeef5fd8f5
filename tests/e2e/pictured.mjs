// A life of which every number is known, up to a day that stays: for pictures that are compared, and numbers that are
// counted again. Robin writes, Alex has a little to show.
import { entry, person, ritual } from './copies.mjs';

export const ROBIN = 'robin0robin0robi';
export const ALEX = 'alex0alex0alex0a';
/** A Sunday. */
export const TODAY = '2026-11-22';
/** What a page has to be made with. */
export const THERE = { locale: 'en-GB', timezoneId: 'Europe/London' };
export const NAMES = ['safe', 'easy', 'open', 'heard', 'hopeful'];

/** The day so many days before that day. */
export const before = (days) =>
  new Date(Date.parse(`${TODAY}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Long enough ago that whatever a page writes is later. */
const OLD = { ago: 5000 };
const own = (author, kind, id, body, shared = false) => entry(author, kind, id, body, { ...OLD, shared });

/** What Robin answered so many days ago on each of five: nothing on some days. Each goes its own way. */
export function answers(ago) {
  if (ago === 12 || ago === 13 || ago % 11 === 5) return null;
  const wave = [2, 3, 3, 4, 2, 1, 3][ago % 7];
  return {
    safe: Math.min(5, 1 + Math.floor((29 - Math.min(ago, 29)) / 7)),
    easy: wave,
    open: 6 - Math.max(1, wave),
    ...(ago % 3 ? { heard: 3 } : {}),
    ...(ago < 2 ? { hopeful: 4 } : {}),
  };
}

/** What Robin noted so many days ago about a promise: one of the states, or nothing. */
export const noted = (ago) => [null, 'kept', 'kept', 'missed', null, 'kept_late', 'repaired'][ago % 7];

export function life() {
  const id = (kind, name) => `${kind}/${name}`;
  const entries = [
    person(ROBIN, 'Robin', { ago: 5000 }),
    person(ALEX, 'Alex', { colour: 1, ago: 5000 }),
    { ...ritual(ROBIN, 'tea', { title: 'Tea on the step', minutes: 15, since: before(90) }, 5000) },
    own(ROBIN, 'promise', id('promise', 'noon'), { text: 'Ring at noon', since: before(60), rhythm: { times: 1, per: 'day' } }, true),
    own(ROBIN, 'setback', id('setback', 'late'), { day: before(16), weight: 'painful', what: 'Two hours late, and no word.', came_out: 'told' }),
    own(ROBIN, 'moment', `moment/slept/${before(9)}`, { day: before(9), what: 'The first night I slept.' }),
  ];
  for (let ago = 0; ago < 30; ago += 1) {
    const signals = answers(ago);
    const day = before(ago);
    if (signals) entries.push(own(ROBIN, 'pulse', `pulse/${day}`, { day, signals, line: '' }));
  }
  for (let ago = 0; ago < 60; ago += 1) {
    const [day, state] = [before(ago), noted(ago)];
    if (state) entries.push(own(ROBIN, 'promise-mark', `promise-mark/promise/noon/${day}`, { promise: 'promise/noon', day, state }, true));
    if (ago > 0 && ago % 5 !== 0 && (ago < 20 || ago > 34)) {
      entries.push(own(ROBIN, 'mark', `mark/ritual/tea/${day}`, { ritual: 'ritual/tea', day, state: 'done' }, true));
    }
  }
  const agreement = own(ROBIN, 'agreement', 'agreement/days', {
    about: 'openness', what: ['calendar', 'message', 'phone'], why: 'Less guessing', asked_by: 'author',
    from: before(25), until: before(3),
  }, true);
  entries.push(agreement);
  for (const [author, lighter] of [[ROBIN, { reviewed: before(11), by_itself: ['message'] }], [ALEX, {}]]) {
    const body = { agreement: agreement.id, day: before(25), answer: 'yes', words: 'Yes.', ...lighter };
    entries.push({ ...own(author, 'consent', `consent/${agreement.id}/${agreement.stamp}`, body), visibility: 'once-both-announced' });
  }
  // Alex shows two days and keeps one.
  for (const [ago, level, shared] of [[1, 5, true], [2, 1, false], [4, 2, true]]) {
    const day = before(ago);
    entries.push(own(ALEX, 'pulse', `pulse/${day}`, { day, signals: { safe: level }, line: '' }, shared));
  }
  return entries;
}

/** Half a year of days in which Mondays are hard. */
export function mondays() {
  const entries = [person(ROBIN, 'Robin', { ago: 5000 }), person(ALEX, 'Alex', { colour: 1, ago: 5000 })];
  for (let ago = 0; ago < 182; ago += 1) {
    const day = before(ago);
    const level = new Date(`${day}T12:00:00Z`).getUTCDay() === 1 ? 1 : 3 + (ago % 2);
    const signals = Object.fromEntries(NAMES.map((name) => [name, level]));
    entries.push(own(ROBIN, 'pulse', `pulse/${day}`, { day, signals, line: '' }));
  }
  return entries;
}

/** From its next address on, it is noon of that Sunday on a page, and stays so. */
export const stand = (page) =>
  page.addInitScript((noon) => {
    const Here = Date;
    window.Date = class extends Here {
      constructor(...given) {
        super(...(given.length > 0 ? given : [noon]));
      }

      static now() {
        return noon;
      }
    };
  }, Date.parse(`${TODAY}T12:00:00Z`));
