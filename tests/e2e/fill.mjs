import { copy, day, entry, mark, monday, person, pulse, ritual } from './copies.mjs';
import { takeIn } from './steps.mjs';

const ROBIN = 'robin0robin0robi';
const ALEX = 'alex0alex0alex0a';

const rhythm = (times, per) => ({ rhythm: { times, per } });
/** Rituals: name, who took it up, on which share of the days it is marked, and what it is. */
const RITUALS = [
  ['coffee', ROBIN, 0.7, { title: 'Morning coffee', minutes: 5, library: 'coffee' }],
  ['screens', ROBIN, 0.4, { title: 'An hour without screens', minutes: 60, library: 'no-screens', ...rhythm(3, 'week') }],
  ['walk', ALEX, 0.3, { title: 'Round the block after supper', minutes: 20, ...rhythm(2, 'week') }],
  ['call', ALEX, 0.6, { title: 'A call at noon', minutes: 10, place: 'distance', ...rhythm(5, 'week') }],
  ['weekend', ROBIN, 0.04, { title: 'A weekend for fun', library: 'weekend', ...rhythm(1, 'month') }],
];
const CHAPTERS = ['days', 'why', 'within', 'messy', 'step-1', 'step-2', 'step-3', 'step-4'];
const SIGNALS = ['safe', 'easy', 'open', 'heard', 'hopeful'];

const LINES = [
  'Slept through. First time in a while.',
  'Tired, and short with everyone.',
  'We laughed about the burnt rice.',
  'The song came on in the shop and I had to go outside for a minute.',
  'Quiet evening. It was all right.',
  'I asked, and got an answer without a sigh.',
  'Nothing happened. That was good.',
  'Bad dream, long morning.',
  'Said it before supper instead of after. Easier.',
  'I did not check today. I noticed that only now.',
  'A message that the train was late, without my asking.',
  'Both of us too tired to talk, so we did not.',
];
const WEEKS = [
  {
    question: 'Which moment this week was easier than you had expected?',
    answer: 'Thursday. We sat in the car before the house for twenty minutes, and it was not a fight.',
    ask: 'Could we have supper without phones on two evenings?',
  },
  {
    question: 'What would help you feel a little safer in the coming week?',
    answer: 'To know beforehand when an evening gets late. A message is enough.',
    ask: 'A message before seven if it gets later than nine.',
  },
  {
    question: 'When did you feel most like yourself?',
    answer: 'On the ladder, painting the hall, with the radio on. I had not thought about it for two hours.',
    ask: 'Come and look at the hall with me.',
  },
  {
    question: 'What has taken up the most room in your head?',
    answer: 'The same five minutes, over and over. Less at night than last month.\nI would rather say so.',
    ask: '',
  },
  {
    question: 'What did you keep to yourself, and is it all right where it is?',
    answer: 'That I was proud of how I answered on Sunday. It may come out now.',
    ask: 'Ask me about my week before you tell me about yours, once.',
  },
  { question: 'Where did you meet each other halfway?', answer: '', ask: 'One walk, any day.' },
];

/** The same numbers between 0 and 1 every time (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Slowly better, with a week now and then that is not; now and then a question is left out. */
function signals(roll, progress, low) {
  const answers = {};
  for (const name of SIGNALS) {
    if (roll() < 0.08) continue;
    const level = 1.6 + 2.2 * progress - (low ? 1.3 : 0) + (roll() - 0.5) * 2.4;
    answers[name] = Math.min(5, Math.max(1, Math.round(level)));
  }
  return answers;
}

const PAGES = [
  'Rain on the roof at five. I counted the gutters instead of the questions, and got to eleven.',
  'We talked in the car again. It seems that we can talk where nobody has to look at anybody.\n\nI was angry for an hour and then I was only tired.',
  'A good day, and I was afraid of it. I wrote down three things that were true in it: soup, the neighbour’s piano, his hand on the gate.',
];

/** Promises, an agreement that both said yes to, a setback, a letter and some pages. */
function ledger(roll, days) {
  const made = Math.min(days, 40);
  const promise = (author, name, body, ago) =>
    entry(author, 'promise', `promise/${name}`, { since: day(ago), ...body }, { shared: true, ago });
  const entries = [
    promise(ALEX, 'noon', {
      text: 'Ring at noon when I work late', check: 'The phone rings before one', rhythm: { times: 1, per: 'day' },
    }, made),
    promise(ALEX, 'told', { text: 'Tell you the same evening when there was a message', check: 'You hear it from me first' }, made),
    promise(ROBIN, 'ask', { text: 'Ask at the agreed time and not at night', until: day(-3) }, Math.min(days, 9)),
  ];
  for (let ago = made - 1; ago > 0; ago -= 1) {
    for (const [author, diligence] of [[ALEX, 0.8], [ROBIN, 0.4]]) {
      if (roll() > diligence) continue;
      const state = roll() < 0.8 ? 'kept' : ['kept_late', 'repaired', 'missed'][Math.floor(roll() * 3)];
      const body = { promise: 'promise/noon', day: day(ago), state };
      entries.push(entry(author, 'promise-mark', `promise-mark/promise/noon/${day(ago)}`, body, { shared: true, ago }));
    }
  }
  const start = Math.min(days, 20);
  const agreement = entry(ROBIN, 'agreement', 'agreement/days', {
    about: 'openness', what: ['calendar', 'message'], details: 'Work days, and when a train is late', why: 'Less guessing in the evening',
    asked_by: 'author', from: day(start), until: day(start - 30), review: day(start - 15), steps: 'After two weeks only when plans change\nThen none',
  }, { shared: true, ago: start });
  entries.push(agreement);
  for (const [author, words] of [[ROBIN, 'I want this for a month, and to need it less.'], [ALEX, 'I want you to be able to stop wondering. It is no burden.']]) {
    const body = { agreement: agreement.id, day: day(start), answer: 'yes', words };
    const id = `consent/${agreement.id}/${agreement.stamp}`;
    entries.push({ ...entry(author, 'consent', id, body, { ago: start }), visibility: 'once-both-announced' });
  }
  entries.push(
    entry(ALEX, 'setback', 'setback/late', {
      day: day(Math.min(days, 33)), weight: 'painful', what: 'Came home two hours late and did not ring.', done: 'Said so before being asked.', came_out: 'told',
    }, { shared: true, ago: Math.min(days, 33) }),
    entry(ROBIN, 'moment', `moment/lake/${day(Math.min(days, 12))}`, {
      day: day(Math.min(days, 12)), what: 'The first night I slept through.',
    }, { ago: Math.min(days, 12) }),
    entry(ROBIN, 'keepsake', `keepsake/ferry/${day(Math.min(days, 30))}`, {
      title: 'The card from the ferry', text: 'Come home soon.\nThe kettle misses you.', day: '2014-06-01', from: 'Alex',
    }, { ago: Math.min(days, 30) }),
  );
  const begun = day(Math.min(days, 25));
  entries.push(
    entry(ALEX, 'statement', `statement/letter/${begun}`, {
      purpose: 'responsibility', said: day(Math.min(days, 20)),
      parts: ['I wrote to her for four months and deleted it every night.', 'You lay awake and thought that it was you.', 'There is no reason that makes it right.', 'I ring at noon when I work late', 'I am not asking you to believe me yet.'],
    }, { shared: true, ago: Math.min(days, 20) }),
    entry(ROBIN, 'statement', `statement/hard/${begun}`, {
      purpose: 'hurt', is_free: true,
      text: 'I am furious that you lied to my face on Friday.\n\nYou never listen. You are a coward, and you wanted to hurt me.\n\nI need you to tell me before I have to ask.',
    }, { ago: Math.min(days, 20) }),
    entry(ROBIN, 'statement-notes', `statement-notes/hard/${begun}`, {
      earlier: [`${begun} I cannot write this today.`],
    }, { ago: Math.min(days, 20) }),
  );
  for (let ago = Math.min(days, 60); ago > 0; ago -= 1) {
    if (roll() > 0.5) continue;
    const body = { day: day(ago), text: PAGES[Math.floor(roll() * PAGES.length)] };
    entries.push(entry(ROBIN, 'journal', `journal/${day(ago)}`, body, { shared: roll() < 0.1, ago }));
  }
  return entries;
}

/** What two people wrote in so many weeks up to today; the same for the same day. */
export function twoPeople(weeks = 52) {
  const roll = dice(7);
  const pick = (list) => list[Math.floor(roll() * list.length)];
  const days = weeks * 7;
  const entries = [
    person(ROBIN, 'Robin', { role: 'hurt', colour: 0, ago: days }),
    person(ALEX, 'Alex', { role: 'broke_trust', colour: 1, ago: days }),
    ...RITUALS.map(([name, author, , body], at) => ritual(author, name, body, Math.max(0, days - 14 * at))),
  ];
  for (const [author, diligence] of [[ROBIN, 0.85], [ALEX, 0.65]]) {
    for (let ago = days; ago >= 0; ago -= 1) {
      const progress = 1 - ago / Math.max(1, days);
      const low = Math.floor(ago / 7) % 9 === 4;
      const away = ago > days / 2 && ago < days / 2 + 10; // Nobody wrote at all for a while.
      if (!away && ago > 0 && roll() < diligence) {
        const line = roll() < 0.35 ? pick(LINES) : '';
        entries.push(pulse(author, ago, { signals: signals(roll, progress, low), line, shared: roll() < 0.25 }));
      }
      for (const [name, , often] of RITUALS) {
        if (away || roll() > often * (0.6 + 0.4 * diligence)) continue;
        entries.push(mark(author, name, ago, roll() < 0.88 ? 'done' : 'skipped'));
      }
      // The check-in is written on Sunday, about the week that ends.
      if (!away && ago > 6 && day(ago - 1) === monday(ago - 1) && roll() < diligence) {
        const week = monday(ago);
        const { question, answer, ask } = pick(WEEKS);
        const body = { week, signals: signals(roll, progress, low), question, answer, ask };
        entries.push(entry(author, 'check-in', `check-in/${week}`, body, { shared: roll() < 0.4, ago }));
      }
    }
    const read = Math.min(CHAPTERS.length, Math.ceil(weeks * diligence));
    CHAPTERS.slice(0, read).forEach((chapter, at) => {
      const ago = days - Math.floor((at * days) / CHAPTERS.length);
      const finished = at + 1 < read ? { finished: day(ago) } : {};
      entries.push(entry(author, 'reading', `reading/${chapter}`, { chapter, opened: day(ago), ...finished }, { ago }));
    });
  }
  return [...entries, ...ledger(roll, days)];
}

/**
 * Fills the notebook of a page on which the app runs, and where nothing was written yet, with what
 * Robin and Alex wrote in so many weeks. It goes in as a file, through the settings, like a copy from
 * another device.
 * @param {import('playwright-core').Page} page
 */
export async function fill(page, { weeks = 52 } = {}) {
  await takeIn(page, copy(twoPeople(weeks)));
}
