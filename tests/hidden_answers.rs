//! What somebody may not see leaves no trace in anything that is shown, found, counted or carried out for them: all of
//! it is the same as if the hidden entries had never been written.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use kept::entry::{
    About, After, Agreement, Answer, Body, CameOut, CheckIn, Consent, Entries, Entry, EntryId, Key, Level,
    ParkedQuestion, ParkedState, PersonId, Pulse, SafetyWord, Setback, Signal, Signals, Subject, Trigger,
    Visibility, Weight,
};
use kept::exchange::{export_for, tables};
use kept::insight::{
    Agreed, DAYS_BACK, Period, Span, Standing, agreed, agreed_time, agreements, answered_in_week, calendar,
    check_ins, check_ins_of_week, choices, coming_triggers, consents, due_agreements, due_promises,
    due_review, events, events_sentence, first_day, history, is_broken_again, is_open, keepsakes, line,
    look_back, marked_days, pages, parked, pattern_sentence, patterns, promise_counts, promises,
    promises_sentence, recent, renewal, ritual_sentence, ritual_strengths, rituals, said, search, setbacks,
    signals, signals_of_days, signals_of_weeks, signals_sentence, summary, tally, taper, today as due_today,
    trend, triggers,
};
use proptest::prelude::*;
use proptest::sample::select;

use self::common::{all_of, day, one, read, stamp, today, two, younger_kinds};

/// The word that every answer of the second person holds.
const SECRET: &str = "lantern";

/// Whatever `reader` gets to see anywhere, as text. The second of the two sits at the same table, or nobody does.
fn all_that_is_told(entries: &Entries, reader: &PersonId) -> String {
    let (day, minute) = (today(), 1_200);
    let seen =
        |entries: Vec<&Entry>| entries.iter().map(|entry| entry.to_json().to_string()).collect::<Vec<_>>();
    let others = [one(), two()].into_iter().filter(|person| person != reader);
    let mut told = vec![format!("{:?}", tables(entries, Some(reader))), export_for(entries, reader, day)];
    for query in [SECRET, "a", "private", "once"] {
        let hits = search(entries, reader, query);
        told.push(format!("{:?}", hits.iter().map(|hit| (&hit.entry.id, &hit.found)).collect::<Vec<_>>()));
    }
    let parked = parked(entries, reader, day, minute);
    told.extend(
        [
            seen(check_ins(entries, reader, 100)),
            seen(pages(entries, std::slice::from_ref(reader))),
            seen(keepsakes(entries, reader)),
            seen(triggers(entries, reader)),
            seen(coming_triggers(entries, reader, day).into_iter().map(|(_, entry)| entry).collect()),
            seen(parked.ready),
        ]
        .concat(),
    );
    told.push(format!("{:?}", (parked.waiting, parked.next, agreed_time(entries, reader))));
    for other in others.chain([reader.clone()]) {
        told.push(format!("{:?}", signals_of_weeks(entries, reader, &other, day, 8)));
        told.push(format!("{:?}", signals_of_days(entries, reader, &other, day, 30)));
    }
    for back in 0..3 {
        let week = day.plus(-7 * back);
        told.extend(seen(check_ins_of_week(entries, std::slice::from_ref(reader), week)));
        told.push(format!("{:?} {:?}", due_today(entries, reader, week, 0), calendar(entries, reader, week)));
    }
    told.extend(ledger(entries, reader));
    told.extend(progress(entries, reader));
    told.push(page(entries, std::slice::from_ref(reader)));
    told.join("\n")
}

/// What `reader` sees in the pictures of progress, of each of the two.
fn progress(entries: &Entries, reader: &PersonId) -> Vec<String> {
    let mut told = Vec::new();
    for author in [one(), two()] {
        let since = first_day(entries, reader, &author);
        for period in Span::ALL.map(|span| Period::new(span, since, today())) {
            let points = signals(entries, reader, &author, period);
            let said = said(&points, period);
            let lines = Signal::ALL.map(|signal| line(&points, signal));
            let went = lines.each_ref().map(|line| (trend(line), recent(line, 20_000)));
            let counts = promise_counts(entries, reader, &author, period);
            let events = events(entries, reader, &author, period);
            told.push(format!("{period:?} {points:?} {said:?} {went:?} {counts:?} {events:?}"));
            told.push(signals_sentence(&said, period));
            told.push(promises_sentence(&counts) + &events_sentence(&events));
            for (ritual, _) in rituals(entries, reader) {
                let strengths = ritual_strengths(entries, reader, &author, ritual, period);
                told.push(format!("{strengths:?} {}", ritual_sentence(&strengths)));
            }
        }
        let back = look_back(entries, std::slice::from_ref(reader), today().plus(-400), today(), today());
        told.push(format!(
            "{:?} {:?} {:?} {:?}",
            back.promises,
            back.rituals,
            back.moments,
            back.check_ins()
        ));
        told.push(format!("{:?}", due_review(entries, reader, today().month())));
        for pattern in patterns(entries, reader, &author, today()) {
            told.push(format!("{pattern:?} {}", pattern_sentence(&pattern)));
        }
    }
    told
}

/// A page with everything on it that these readers can choose, whatever they try to choose.
fn page(entries: &Entries, readers: &[PersonId]) -> String {
    let (from, to) = (today().plus(-400), today());
    let all: Vec<Key> = entries.iter().map(Entry::key).collect();
    let offered = choices(entries, readers, from, to);
    let page = summary(entries, readers, &all, from, to);
    if offered.is_empty() && page.is_empty() { String::new() } else { format!("{offered:?} {page:?}") }
}

/// What of promises, agreements and setbacks `reader` gets to see.
fn ledger(entries: &Entries, reader: &PersonId) -> Vec<String> {
    let mut told = vec![
        format!("{:?}", due_promises(entries, reader, today(), 0)),
        format!("{:?} {}", setbacks(entries, reader), is_broken_again(entries, reader, today())),
    ];
    for promise in promises(entries, reader) {
        let days = marked_days(entries, reader, &[promise], today(), DAYS_BACK);
        let tallies = [one(), two()].map(|author| tally(&days, &author));
        let is_open = is_open(entries, reader, promise, today());
        told.push(format!("{:?} {days:?} {tallies:?} {is_open}", history(entries, reader, promise)));
    }
    for agreement in agreements(entries, reader) {
        let renewal = renewal(entries, reader, agreement, today()).map(|renewal| renewal.what);
        told.push(format!("{agreement:?} {:?} {renewal:?}", consents(entries, reader, agreement)));
    }
    told
}

/// Where the agreements stand that `reader` sees. That the other has said yes is known where they said so.
fn standings(entries: &Entries, reader: &PersonId) -> String {
    let all = agreements(entries, reader);
    let one = |entry: &&Entry| -> (Option<Agreed<'_>>, Vec<_>) {
        (agreed(entries, reader, entry, today()), taper(entries, reader, entry, today()))
    };
    format!("{:?} {:?}", all.iter().map(one).collect::<Vec<_>>(), due_agreements(entries, reader, today()))
}

/// What the two look at together.
fn at_the_table(entries: &Entries) -> String {
    let both = [one(), two()];
    let seen = [check_ins_of_week(entries, &both, today()), pages(entries, &both)].concat();
    let seen: String = seen.iter().map(|entry| entry.to_json().to_string()).collect();
    seen + &page(entries, &both)
}

fn without(entries: &Entries, is_hidden: impl Fn(&Entry) -> bool) -> Entries {
    entries.iter().filter(|entry| !is_hidden(entry)).cloned().collect()
}

fn visibilities() -> impl Strategy<Value = Visibility> {
    select(vec![
        Visibility::Private,
        Visibility::Shared,
        Visibility::OnceBoth { announced: false },
        Visibility::OnceBoth { announced: true },
        Visibility::Unknown("later".into()),
    ])
}

/// A weekly or daily check-in of one of two, of this or an earlier week or day; empty, deleted, or with the secret.
fn answers() -> impl Strategy<Value = Entry> {
    let signals = select(vec![None, Some(Level::ALL[0]), Some(Level::ALL[4])]);
    let author = select(vec![one(), two()]);
    let words = select(vec!["", " ", SECRET]);
    (author, 0..3_i32, any::<bool>(), visibilities(), signals, words, 0..8_u8).prop_map(
        |(author, back, is_weekly, visibility, safe, words, fate)| {
            let signals = Signals { safe, ..Signals::default() };
            let (id, body): (EntryId, Body) = if is_weekly {
                let week = CheckIn::new(today().plus(-7 * back), "What was good?");
                let fields = CheckIn { signals, answer: words.into(), need: words.into(), ..week };
                (CheckIn::id(fields.week), fields.into())
            } else {
                let pulse = Pulse { signals, line: words.into(), ..Pulse::new(today().plus(-back)) };
                (Pulse::id(pulse.day), pulse.into())
            };
            let entry = Entry::new(author, id, stamp(1, 0, 1), visibility, body);
            match fate {
                0 => entry.deleted(stamp(2, 0, 1), today()),
                1 => entry.revised(stamp(2, 0, 1), entry.visibility.clone(), None),
                _ => entry,
            }
        },
    )
}

/// A question that waits, and one whose time has come.
fn waiting_questions() -> Vec<Entry> {
    let parked = |number: u8, days: i32| {
        let question = ParkedQuestion {
            text: SECRET.into(),
            after: After::Facts,
            day: today().plus(days),
            minute: 0,
            parked: today(),
            state: ParkedState::Waiting,
        };
        let id = ParkedQuestion::id([number; 16]);
        Entry::new(one(), id, stamp(1, 0, 1), Visibility::Private, question.into())
    };
    vec![parked(1, 3), parked(2, -1)]
}

/// A day that returns tomorrow.
fn returning() -> Entry {
    let trigger = Trigger { what: SECRET.into(), day: Some(today().plus(1 - 365)), notes: String::new() };
    Entry::new(one(), Trigger::id([3; 16]), stamp(1, 0, 1), Visibility::Private, trigger.into())
}

/// One of every other kind, by one of two.
fn others() -> impl Strategy<Value = Entry> {
    let all = [younger_kinds(), waiting_questions(), vec![returning()]].concat();
    (select(all), select(vec![one(), two()]), visibilities()).prop_map(|(entry, author, visibility)| {
        Entry::new(author, entry.id.clone(), entry.stamp, visibility, entry.body.expect("a living entry"))
    })
}

/// A boundary that one of the two wrote down today, and that has no end if both say so.
fn boundary() -> Entry {
    let what = vec![Subject::Phones, Subject::Alcohol];
    let review = Some(today());
    let agreement = Agreement { what, review, until: None, ..Agreement::new(About::Boundary, today()) };
    Entry::new(one(), Agreement::id([7; 16]), stamp(1, 0, 1), Visibility::Shared, agreement.into())
}

/// A yes to the boundary, with as much in it as there can be.
fn yes(author: PersonId, ms: u64, visibility: Visibility, words: &str) -> Entry {
    let consent = Consent {
        words: words.into(),
        without_end: true,
        reviewed: Some(today()),
        by_itself: vec![Subject::Phones],
        ended: vec![Subject::Alcohol],
        ..Consent::new(&boundary().id, Answer::Yes, today())
    };
    Entry::new(author, Consent::id(&boundary()), stamp(ms, 0, 1), visibility, consent.into())
}

/// The boundary, and what either said to it.
fn consents_to_it() -> impl Strategy<Value = Vec<Entry>> {
    let yes = |author: PersonId| {
        let words = select(vec![" ", SECRET, "tea", "tea"]);
        (any::<bool>(), visibilities(), words, 0..4_u8).prop_map(move |(is_said, visibility, words, fate)| {
            let said = yes(author.clone(), 1, visibility, words);
            let said = if fate == 0 { said.deleted(stamp(2, 0, 1), today()) } else { said };
            is_said.then_some(said)
        })
    };
    (yes(one()), yes(two()))
        .prop_map(|(one, two)| [Some(boundary()), one, two].into_iter().flatten().collect())
}

fn worlds() -> impl Strategy<Value = Entries> {
    let entries =
        (prop::collection::vec(answers(), 0..10), prop::collection::vec(others(), 0..8), consents_to_it());
    entries.prop_map(|(answers, others, consents)| all_of(&[answers, others, consents].concat()))
}

/// The same, where somebody else said nothing but yes wherever `reader` may only know that they did.
fn with_bare_consents(entries: &Entries, reader: &PersonId) -> Entries {
    let bare = |entry: &Entry| {
        let consent = entry.get::<Consent>().filter(|_| !entry.is_visible_to(entries, reader))?;
        let bare = Consent::new(&consent.agreement, consent.answer, consent.day);
        let words = if consent.words.trim().is_empty() { "" } else { "x" };
        let body = Consent { words: words.into(), ..bare }.into();
        Some(entry.revised(entry.stamp, entry.visibility.clone(), Some(body)))
    };
    entries.iter().map(|entry| bare(entry).unwrap_or_else(|| entry.clone())).collect()
}

proptest! {
    #[test]
    fn what_is_hidden_changes_nothing_that_is_told(entries in worlds()) {
        for reader in [one(), two()] {
            // The rest is judged by the whole: who sees what depends on what both have written.
            let rest = without(&entries, |entry| !entry.is_visible_to(&entries, &reader));
            prop_assert_eq!(all_that_is_told(&entries, &reader), all_that_is_told(&rest, &reader));
        }
        let is_hidden = |entry: &Entry| ![one(), two()].iter().all(|reader| entry.is_visible_to(&entries, reader));
        prop_assert_eq!(at_the_table(&entries), at_the_table(&without(&entries, is_hidden)));
    }

    #[test]
    fn that_somebody_answered_is_known_only_where_it_was_said(entries in worlds()) {
        for reader in [one(), two()] {
            let rest = without(&entries, |entry| !entry.is_known_to(&entries, &reader));
            prop_assert_eq!(standings(&entries, &reader), standings(&rest, &reader));
            let bare = with_bare_consents(&entries, &reader);
            prop_assert_eq!(standings(&entries, &reader), standings(&bare, &reader), "that they did, not what");
            for back in 0..3 {
                let week = today().plus(-7 * back);
                prop_assert_eq!(
                    answered_in_week(&entries, &reader, week),
                    answered_in_week(&rest, &reader, week)
                );
            }
        }
    }
}

/// The two of them through one week, step by step, as one of them looks on.
#[test]
fn answers_of_a_week_open_when_both_have_answered_or_their_author_shows_them() {
    let week = |author: &PersonId, ms, visibility, answer: &str| {
        let week = CheckIn { answer: answer.into(), ..CheckIn::new(day("2026-11-18"), "What was good?") };
        Entry::new(author.clone(), CheckIn::id(week.week), stamp(ms, 0, 1), visibility, week.into())
    };
    let is_told = |entries: &Entries| {
        let found = all_that_is_told(entries, &one());
        (found.contains(SECRET), found.contains("check-in/2026-11-16"))
    };
    let knows = |entries: &Entries| !answered_in_week(entries, &one(), day("2026-11-18")).is_empty();
    let waits = |announced| Visibility::OnceBoth { announced };

    let mut entries = Entries::default();
    assert_eq!((is_told(&entries), knows(&entries)), ((false, false), false));
    entries.absorb(week(&two(), 1, waits(false), SECRET));
    assert_eq!((is_told(&entries), knows(&entries)), ((false, false), false), "not even that there is one");
    entries.absorb(week(&two(), 2, waits(true), SECRET));
    assert_eq!((is_told(&entries), knows(&entries)), ((false, false), true), "its author said so");
    entries.absorb(week(&one(), 3, waits(false), " "));
    assert!(!is_told(&entries).0, "an empty form opens nothing");
    entries.absorb(week(&one(), 4, Visibility::Private, "tea"));
    assert!(!is_told(&entries).0, "whoever keeps theirs back does not get to read");
    assert_eq!(at_the_table(&entries), "");
    let mut shown = entries.clone();
    shown.absorb(week(&two(), 5, Visibility::Shared, SECRET));
    assert_eq!((is_told(&shown), knows(&shown)), ((true, true), true), "its author shows it");
    assert!(at_the_table(&shown).contains(SECRET) && !at_the_table(&shown).contains("tea"));
    entries.absorb(week(&one(), 6, waits(false), "tea"));
    assert_eq!((is_told(&entries), knows(&entries)), ((true, true), true), "both have answered");
    assert!(at_the_table(&entries).contains(SECRET) && at_the_table(&entries).contains("tea"));
    // Another week is another week.
    entries.absorb(read(serde_json::json!({
        "author": "two", "id": "check-in/2026-11-09", "stamp": stamp(7, 0, 1).to_string(),
        "visibility": "once-both", "kind": "check-in", "body": { "week": "2026-11-09", "answer": SECRET },
    })));
    assert!(!all_that_is_told(&entries, &one()).contains("2026-11-09\""));
}

/// The two of them and one agreement, step by step, as one of them looks on.
#[test]
fn the_words_of_a_yes_open_when_both_have_said_yes_to_the_same() {
    let waits = |announced| Visibility::OnceBoth { announced };
    let is_told = |entries: &Entries| all_that_is_told(entries, &one()).contains(SECRET);
    let said_yes = |entries: &Entries| -> usize {
        agreed(entries, &one(), &boundary(), today()).unwrap().said_yes.len()
    };
    let is_active = |entries: &Entries| {
        [one(), two()].map(|reader| {
            agreed(entries, &reader, &boundary(), today()).unwrap().standing == Standing::Active
        })
    };

    let mut entries = all_of(&[boundary()]);
    entries.absorb(yes(two(), 1, waits(false), SECRET));
    assert_eq!((is_told(&entries), said_yes(&entries)), (false, 0), "not even that there is one");
    entries.absorb(yes(two(), 2, waits(true), SECRET));
    assert_eq!((is_told(&entries), said_yes(&entries)), (false, 1), "that they said yes, not how");
    entries.absorb(yes(one(), 3, waits(true), " "));
    assert!(!is_told(&entries), "a yes without words opens nothing");
    entries.absorb(yes(one(), 4, Visibility::Private, "tea"));
    assert!(!is_told(&entries), "whoever keeps theirs back does not get to read");
    assert_eq!(is_active(&entries), [false; 2]);
    entries.absorb(yes(one(), 5, waits(true), "tea"));
    assert_eq!((is_told(&entries), said_yes(&entries)), (true, 2), "both are done");
    assert_eq!(is_active(&entries), [true; 2]);
    // What is changed takes new words, and the old ones are closed to nobody who has read them.
    let before = boundary();
    let mut changed = all_of(&[before.revised(stamp(6, 0, 1), Visibility::Shared, before.body.clone())]);
    let newer = changed.iter().next().unwrap().clone();
    changed.absorb(Entry::new(
        two(),
        Consent::id(&newer),
        stamp(7, 0, 1),
        waits(true),
        yes(two(), 1, waits(true), SECRET).body.unwrap(),
    ));
    changed.absorb(yes(one(), 5, waits(true), "tea"));
    assert!(!is_told(&changed), "a yes to the old words opens no words about the new ones");
}

/// Half a year of the first person: most Mondays are hard and so are the days after each setback, it gets better all the
/// while, and of all that some is shared.
fn half_a_year() -> impl Strategy<Value = Entries> {
    let seen =
        || select(vec![Visibility::Private, Visibility::Shared, Visibility::OnceBoth { announced: true }]);
    prop::collection::vec((seen(), 0..5_usize), 180).prop_map(|days| {
        let mut entries = Vec::new();
        for ((visibility, odd), back) in days.into_iter().zip(0..) {
            let on = today().plus(-back);
            let is_hard = on.weekday() == 0 || (1..3).contains(&(back % 30));
            let level = if is_hard { 0 } else { (14 - usize::try_from(back).unwrap() / 20 + odd) / 4 };
            let level = Some(Level::ALL[level]);
            let pulse = Pulse {
                signals: Signals { safe: level, open: level, ..Signals::default() },
                ..Pulse::new(on)
            };
            entries.push(Entry::new(one(), Pulse::id(on), stamp(1, 0, 1), visibility.clone(), pulse.into()));
            if back % 30 == 3 {
                let (weight, what, done) = (Weight::Painful, SECRET.to_owned(), String::new());
                let setback = Setback { day: on, weight, what, done, came_out: CameOut::Told };
                let id = Setback::id([u8::try_from(back % 200).unwrap(); 16]);
                entries.push(Entry::new(one(), id, stamp(1, 0, 1), visibility, setback.into()));
            }
        }
        all_of(&entries)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_hidden_changes_no_trend_and_no_pattern(entries in half_a_year()) {
        // There is something that could be told: otherwise nothing would be proved here.
        let own = progress(&entries, &one()).join(" ");
        prop_assert!(own.contains("Mondays") && own.contains("afer inside"), "{}", own);
        for reader in [one(), two()] {
            let rest = without(&entries, |entry| !entry.is_visible_to(&entries, &reader));
            prop_assert_eq!(progress(&entries, &reader), progress(&rest, &reader));
        }
        let all_hidden: Entries = entries
            .iter()
            .map(|entry| entry.revised(entry.stamp, Visibility::Private, entry.body.clone()))
            .collect();
        prop_assert_eq!(progress(&all_hidden, &two()), progress(&Entries::default(), &two()));
    }
}

/// A page lies about: what could put somebody in danger is not on it, whoever it is for and whatever is chosen.
#[test]
fn a_page_holds_no_safety_word_and_nothing_about_what_was_read() {
    let everybody = [vec![one()], vec![two()], vec![one(), two()]];
    for visibility in [Visibility::Private, Visibility::Shared, Visibility::OnceBoth { announced: true }] {
        for author in [one(), two()] {
            let mut entries: Vec<Entry> = younger_kinds()
                .into_iter()
                .map(|entry| {
                    Entry::new(author.clone(), entry.id, entry.stamp, visibility.clone(), entry.body.unwrap())
                })
                .collect();
            let word = SafetyWord { word: SECRET.into(), since: today() };
            entries.push(Entry::new(
                author.clone(),
                SafetyWord::id(),
                stamp(2, 0, 1),
                visibility.clone(),
                word.into(),
            ));
            let entries = all_of(&entries);
            for readers in &everybody {
                let page = page(&entries, readers);
                for word in [SECRET, "pineapple", "SafetyWord", "Reading", "step-1"] {
                    assert!(!page.contains(word), "{word} for {readers:?}: {page}");
                }
                let sees = visibility == Visibility::Shared || *readers == vec![author.clone()];
                assert_eq!(page.contains("The first night I slept."), sees, "{visibility:?} {readers:?}");
            }
        }
    }
}
