//! What people write: one file per kind, the stamp, visibility and merging.
//!
//! An [`Entry`] is written by its author only. Whatever two people make together (the marks of a ritual, for
//! example) is made of entries by each, so merging never has to choose between two people's words: entries are
//! told apart by author *and* id, and [`merge`] only ever sees two versions by the same author.
//!
//! This room never knows about Leptos, the browser, the clock or randomness: now and random bytes are passed in.

mod agreement;
mod body;
mod check_in;
mod day;
mod entries;
mod fault;
mod gesture;
mod id;
mod journal;
mod keepsake;
mod mark;
mod moment;
mod month_review;
mod parked;
mod password;
mod person;
mod promise;
mod pulse;
mod reading;
mod rebase;
mod record;
mod rhythm;
mod ritual;
mod safety_word;
mod setback;
mod signals;
mod stamp;
mod statement;
mod talk;
mod trigger;

use std::fmt;

use serde_json::{Map, Value};

pub use self::agreement::{About, Agreement, Answer, AskedBy, Consent, Subject};
pub use self::body::{Body, Kind};
pub use self::check_in::CheckIn;
pub use self::day::Day;
pub use self::entries::Entries;
pub use self::fault::{Fault, FieldFault};
pub use self::gesture::Gesture;
pub(crate) use self::id::ALPHABET;
pub use self::id::{EntryId, PersonId};
pub use self::journal::Journal;
pub use self::keepsake::Keepsake;
pub use self::mark::{Mark, MarkState};
pub use self::moment::Moment;
pub use self::month_review::MonthReview;
pub use self::parked::{After, AgreedTime, ParkedQuestion, ParkedState};
pub use self::password::looks_like_password;
pub use self::person::{Person, Role, Way};
pub use self::promise::{Promise, PromiseMark, PromiseOutcome, PromiseShape};
pub use self::pulse::Pulse;
pub use self::reading::Reading;
pub use self::rebase::{Rebase, join};
pub use self::rhythm::{Frequency, Per, Rhythm, Weekdays};
pub use self::ritual::{Pause, Place, Ritual, RitualFault};
pub use self::safety_word::SafetyWord;
pub use self::setback::{CameOut, Setback, Weight};
pub use self::signals::{Level, Signal, Signals};
pub use self::stamp::{Hlc, Stamp};
pub use self::statement::{Earlier, Purpose, Statement, StatementNotes};
pub use self::talk::Talk;
pub use self::trigger::Trigger;

/// Who may see an entry besides its author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    /// The author alone.
    #[default]
    Private,
    /// Both people.
    Shared,
    /// Everybody who wrote their own entry of the same id, the check-in of the same week for example, and lets the
    /// others see that one. Until then the others see neither the entry nor that there is one.
    OnceBoth {
        /// Whether they may know before that it is there.
        announced: bool,
    },
    /// A word that a newer version wrote. It is carried along and treated as private.
    Unknown(String),
}

impl Visibility {
    fn as_str(&self) -> &str {
        match self {
            Self::Private => "private",
            Self::Shared => "shared",
            Self::OnceBoth { announced: false } => "once-both",
            Self::OnceBoth { announced: true } => "once-both-announced",
            Self::Unknown(word) => word,
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "private" => Self::Private,
            "shared" => Self::Shared,
            "once-both" => Self::OnceBoth { announced: false },
            "once-both-announced" => Self::OnceBoth { announced: true },
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// Anything one person wrote.
///
/// In files and in storage it is a JSON object, described in `docs/formats.md`:
///
/// ```json
/// {"author": "4k0c…", "id": "pulse/2026-11-22", "stamp": "019a…-0000-5e0b17c2",
///  "visibility": "private", "kind": "pulse", "body": {"day": "2026-11-22", "signals": {"safe": 3}}}
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Who wrote it. Nobody else ever changes it.
    pub author: PersonId,
    /// Which of the author's entries it is.
    pub id: EntryId,
    /// When it was last written.
    pub stamp: Stamp,
    /// Who may see it.
    pub visibility: Visibility,
    /// What was written; `None` once it was deleted.
    pub body: Option<Body>,
    /// What was deleted, for as long as that can be undone.
    trash: Option<Box<Trash>>,
    /// Fields that a newer version wrote, kept so that they survive a visit to this one.
    unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Unknown {
    entry: Map<String, Value>,
    body: Map<String, Value>,
}

/// What was deleted, and when. It stays on the device, in storage: files never hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trash {
    /// The day it was deleted.
    pub on: Day,
    /// The entry as it was.
    pub before: Entry,
}

impl Trash {
    /// For how many days after the one of its deletion an entry can be brought back.
    pub const DAYS: i64 = 30;

    /// Whether it is time to forget it. A day in the future, from a clock that was wrong, waits until it is past.
    pub fn is_over(&self, today: Day) -> bool {
        today.since(self.on) > Self::DAYS
    }
}

/// What tells two entries apart: the author and the id. Two people can never overwrite each other.
pub type Key = (PersonId, EntryId);

/// Why a piece of JSON is not an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryError {
    /// It is not a JSON object.
    NotAnObject,
    /// A field is missing or not what it should be; the name of the field.
    Field(&'static str),
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("not an object"),
            Self::Field(name) => write!(f, "the field \"{name}\" is missing or unreadable"),
        }
    }
}

impl Entry {
    /// A new entry.
    pub fn new(author: PersonId, id: EntryId, stamp: Stamp, visibility: Visibility, body: Body) -> Self {
        Self { author, id, stamp, visibility, body: Some(body), trash: None, unknown: Unknown::default() }
    }

    /// What tells it apart from every other entry.
    pub fn key(&self) -> Key {
        (self.author.clone(), self.id.clone())
    }

    /// A later version by the same author; what a newer version of Kept added is carried along.
    #[must_use]
    pub fn revised(&self, stamp: Stamp, visibility: Visibility, body: Option<Body>) -> Self {
        let unknown = if body.is_some() { self.unknown.clone() } else { Unknown::default() };
        Self {
            author: self.author.clone(),
            id: self.id.clone(),
            stamp,
            visibility,
            body,
            trash: None,
            unknown,
        }
    }

    /// Its deletion, which can be undone for a while.
    #[must_use]
    pub fn deleted(&self, stamp: Stamp, on: Day) -> Self {
        let before = Self { trash: None, ..self.clone() };
        let trash = before.body.is_some().then(|| Box::new(Trash { on, before }));
        Self { trash, ..self.revised(stamp, self.visibility.clone(), None) }
    }

    /// What was deleted, while it can be brought back.
    pub fn trash(&self) -> Option<&Trash> {
        self.trash.as_deref()
    }

    /// The same version without what was deleted. Merged with the one that still has it, this one stays.
    #[must_use]
    pub fn forgotten(&self) -> Self {
        Self { trash: None, ..self.clone() }
    }

    /// The body, where the entry is alive and of kind `K`.
    pub fn get<K: Kind>(&self) -> Option<&K> {
        self.body.as_ref().and_then(K::of)
    }

    /// Whether `reader` may see it: the author always, everybody else what is shared, and what waits until both have
    /// written once `entries` hold an answer of theirs that the author can see in turn. Whoever keeps their own
    /// answers to themselves does not get to read the other's. A safety word is its author's alone.
    ///
    /// Whatever shows, finds, counts or carries out entries for somebody asks this and nothing else.
    pub fn is_visible_to(&self, entries: &Entries, reader: &PersonId) -> bool {
        if self.author == *reader {
            return true;
        }
        match self.visibility {
            _ if self.get::<SafetyWord>().is_some() => false,
            Visibility::Shared => true,
            Visibility::OnceBoth { .. } => entries
                .entry(reader, &self.id)
                .is_some_and(|theirs| !theirs.is_kept_back() && theirs.is_written() && self.is_written()),
            Visibility::Private | Visibility::Unknown(_) => false,
        }
    }

    /// Whether `reader` may know that it is there: what they may see, and what its author announced.
    pub fn is_known_to(&self, entries: &Entries, reader: &PersonId) -> bool {
        let announced = self.visibility == Visibility::OnceBoth { announced: true } && self.is_written();
        let announced = announced && self.get::<SafetyWord>().is_none();
        announced || self.is_visible_to(entries, reader)
    }

    /// Whether its author keeps it to themselves, for now or for good.
    pub(crate) fn is_kept_back(&self) -> bool {
        matches!(self.visibility, Visibility::Private | Visibility::Unknown(_))
    }

    /// Whether there is anything in it. An empty form that was saved opens nobody else's answers.
    pub(crate) fn is_written(&self) -> bool {
        self.body.as_ref().is_some_and(|body| !body.is_empty())
    }

    /// The JSON that files and storage hold.
    pub fn to_json(&self) -> Value {
        let mut object = self.unknown.entry.clone();
        object.insert("author".into(), self.author.as_str().into());
        object.insert("id".into(), self.id.as_str().into());
        object.insert("stamp".into(), self.stamp.to_string().into());
        object.insert("visibility".into(), self.visibility.as_str().into());
        if let Some(body) = &self.body {
            let (kind, known) = body.to_json();
            let mut fields = self.unknown.body.clone();
            body::overlay(&mut fields, known);
            object.insert("kind".into(), kind.into());
            object.insert("body".into(), Value::Object(fields));
        }
        if let Some(trash) = &self.trash {
            let mut before = trash.before.to_json();
            before["on"] = trash.on.to_string().into();
            object.insert(TRASH.into(), before);
        }
        Value::Object(object)
    }

    /// Reads what [`to_json`](Self::to_json) wrote, in this version or another.
    ///
    /// # Errors
    /// When the frame (author, id, stamp, visibility) cannot be read. A body that this version does not
    /// understand is no error: it becomes [`Body::Unknown`].
    pub fn from_json(value: Value) -> Result<Self, EntryError> {
        let Value::Object(mut object) = value else { return Err(EntryError::NotAnObject) };
        let mut text = |name: &'static str| match object.remove(name) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(EntryError::Field(name)),
        };
        let author = text("author")?.parse().map_err(|()| EntryError::Field("author"))?;
        let id = text("id")?.parse().map_err(|()| EntryError::Field("id"))?;
        let stamp = text("stamp")?.parse().map_err(|()| EntryError::Field("stamp"))?;
        let visibility = Visibility::parse(&text("visibility")?);
        let kind = match object.remove("kind") {
            Some(Value::String(kind)) => Some(kind),
            Some(Value::Null) | None => None,
            Some(_) => return Err(EntryError::Field("kind")),
        };
        let fields = match object.remove("body") {
            Some(Value::Object(fields)) => Some(fields),
            Some(Value::Null) | None => None,
            Some(_) => return Err(EntryError::Field("body")),
        };
        let (body, unknown) = match (kind, fields) {
            (Some(kind), Some(fields)) => {
                let (body, unknown) = Body::from_json(kind, fields);
                (Some(body), unknown)
            }
            (None, None) => (None, Map::new()),
            (None, Some(_)) => return Err(EntryError::Field("kind")),
            (Some(_), None) => return Err(EntryError::Field("body")),
        };
        // What cannot be read is carried along as something that a newer version wrote.
        let trash = object.get(TRASH).filter(|_| body.is_none()).cloned().and_then(read_trash);
        if trash.is_some() {
            object.remove(TRASH);
        }
        let unknown = Unknown { entry: object, body: unknown };
        Ok(Self { author, id, stamp, visibility, body, trash: trash.map(Box::new), unknown })
    }

    /// Whether another version of this entry replaces it. They are ordered by stamp, and for the same stamp (a
    /// restored device, a damaged clock) by content, so that every device decides alike.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        self.stamp
            .cmp(&other.stamp)
            .then_with(|| self.to_json().to_string().cmp(&other.to_json().to_string()))
            == std::cmp::Ordering::Less
    }
}

/// The field of a deletion that holds what was deleted.
const TRASH: &str = "was";

fn read_trash(mut was: Value) -> Option<Trash> {
    let on = was.as_object_mut()?.remove("on")?.as_str()?.parse().ok()?;
    let before = Entry::from_json(was).ok().filter(|before| before.body.is_some())?;
    Some(Trash { on, before })
}

/// The one function behind merging two tabs, two devices and a backup: of two versions of one entry the later
/// stays, whole. It is commutative, associative and idempotent (`tests/merge_laws.rs`).
///
/// A deletion is a version like any other, so an older copy never brings a deleted entry back.
pub fn merge(a: Entry, b: Entry) -> Entry {
    debug_assert_eq!(a.key(), b.key(), "only versions of the same entry are merged");
    if a.is_before(&b) { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Entry, EntryError> {
        Entry::from_json(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn what_a_newer_version_wrote_survives_an_edit_in_this_one() {
        let newer = read(
            r#"{"author":"a","id":"pulse/2026-11-22","stamp":"00000000000a-0000-00000001",
                "visibility":"private","colour":"dusk","kind":"pulse",
                "body":{"day":"2026-11-22","signals":{},"weather":"rain"}}"#,
        )
        .unwrap();
        let Some(Body::Pulse(pulse)) = &newer.body else { panic!("a pulse with more fields is a pulse") };
        let edited = Pulse { line: "better".into(), ..pulse.clone() };
        let json = newer.revised(newer.stamp, Visibility::Shared, Some(edited.into())).to_json();
        assert_eq!(json["colour"], "dusk");
        assert_eq!(json["body"]["weather"], "rain");
        assert_eq!(json["body"]["line"], "better");
        assert_eq!(json["visibility"], "shared");
    }

    #[test]
    fn unknown_kinds_and_undecodable_bodies_are_carried_along_unharmed() {
        for body in [
            r#""kind":"letter","body":{"to":"you","pages":[1,2]}"#,
            r#""kind":"pulse","body":{"day":"2026-11-22","signals":{"safe":99}}"#,
            r#""kind":"person","body":{"name":7}"#,
            r#""kind":"pulse","body":{"day":"2026-11-22","signals":[3]}"#,
        ] {
            let json = format!(
                r#"{{"author":"a","id":"x","stamp":"00000000000a-0000-00000001","visibility":"later",{body}}}"#
            );
            let entry = read(&json).unwrap();
            assert!(matches!(entry.body, Some(Body::Unknown { .. })), "{json}");
            let (entries, other) = (Entries::default(), "b".parse().unwrap());
            assert!(!entry.is_visible_to(&entries, &other), "an unknown visibility is private");
            assert_eq!(entry.to_json(), serde_json::from_str::<Value>(&json).unwrap());
        }
    }

    /// Two answers on one week, by `a` and `b`, and which of them each can see of the other's.
    #[test]
    fn answers_that_wait_for_both_open_when_both_have_written_and_neither_keeps_theirs_back() {
        let body = |line: &str| format!(r#""kind":"pulse","body":{{"day":"2026-11-22","line":"{line}"}}"#);
        let [words, spaces] = [body("words"), body(" ")];
        let deleted = r#""stamp":"00000000000b-0000-00000001""#.to_owned();
        let newer = r#""kind":"pulse","body":{"day":"2026-11-22","signals":{"safe":99}}"#.to_owned();
        let (quiet, told) = ("once-both", "once-both-announced");
        for (a, b, sees, knows) in [
            ((quiet, &words), None, (false, false), (false, false)),
            ((told, &words), None, (false, false), (false, true)),
            ((quiet, &words), Some((quiet, &words)), (true, true), (true, true)),
            ((quiet, &words), Some((told, &words)), (true, true), (true, true)),
            ((quiet, &words), Some(("shared", &words)), (true, true), (true, true)),
            ((quiet, &words), Some(("private", &words)), (false, false), (false, false)),
            ((told, &words), Some(("private", &words)), (false, false), (false, true)),
            ((quiet, &words), Some(("later", &words)), (false, false), (false, false)),
            // What has nothing in it is no answer, and neither is what was deleted.
            ((quiet, &words), Some((quiet, &spaces)), (false, false), (false, false)),
            ((told, &spaces), Some((told, &deleted)), (false, false), (false, false)),
            ((quiet, &words), Some((quiet, &deleted)), (false, false), (false, false)),
            ((quiet, &words), Some((quiet, &newer)), (true, true), (true, true)),
            (("shared", &words), Some(("private", &words)), (false, true), (false, true)),
        ] {
            let entry = |author: &str, (visibility, body): (&str, &String)| {
                read(&format!(
                    r#"{{"author":"{author}","id":"pulse/2026-11-22","stamp":"00000000000a-0000-00000001",
                        "visibility":"{visibility}",{body}}}"#
                ))
                .unwrap()
            };
            let (mine, yours) = (entry("a", a), b.map(|b| entry("b", b)));
            let entries: Entries = [Some(mine.clone()), yours.clone()].into_iter().flatten().collect();
            let [reader_a, reader_b]: [PersonId; 2] = ["a", "b"].map(|name| name.parse().unwrap());
            let seen_by = |reader: &PersonId, entry: &Entry| entry.is_visible_to(&entries, reader);
            let known_to = |reader: &PersonId, entry: &Entry| entry.is_known_to(&entries, reader);
            let yours =
                |ask: &dyn Fn(&PersonId, &Entry) -> bool| yours.as_ref().is_some_and(|it| ask(&reader_a, it));
            assert_eq!((yours(&seen_by), seen_by(&reader_b, &mine)), sees, "{a:?} {b:?}");
            assert_eq!((yours(&known_to), known_to(&reader_b, &mine)), knows, "{a:?} {b:?}");
            assert!(seen_by(&reader_a, &mine), "everybody sees their own");
        }
    }

    /// What waits for both is one more word of a file, and an older version takes it for private.
    #[test]
    fn every_visibility_is_read_as_it_was_written() {
        for word in ["private", "shared", "once-both", "once-both-announced", "later", ""] {
            assert_eq!(Visibility::parse(word).as_str(), word);
        }
    }

    #[test]
    fn what_a_newer_version_added_inside_a_field_survives_too() {
        let json = r#"{"author":"a","id":"pulse/2026-11-22","stamp":"00000000000a-0000-00000001",
            "visibility":"private","kind":"pulse",
            "body":{"day":"2026-11-22","signals":{"safe":3,"calm":4},"line":""}}"#;
        let newer = read(json).unwrap();
        assert_eq!(newer.to_json(), serde_json::from_str::<Value>(json).unwrap());
        let pulse = newer.get::<Pulse>().unwrap();
        let edited =
            Pulse { signals: Signals { safe: None, ..pulse.signals }, line: "rain".into(), ..pulse.clone() };
        let edited = newer.revised(newer.stamp, Visibility::Private, Some(edited.into()));
        let body = serde_json::json!({ "day": "2026-11-22", "signals": { "calm": 4 }, "line": "rain" });
        assert_eq!(edited.to_json()["body"], body);
    }

    #[test]
    fn a_deletion_keeps_what_was_deleted_until_it_is_forgotten_for_good() {
        let json = r#"{"author":"a","id":"pulse/2026-11-22","stamp":"00000000000a-0000-00000001",
            "visibility":"shared","colour":"dusk","kind":"pulse","body":{"day":"2026-11-22","signals":{},"line":"x"}}"#;
        let before = read(json).unwrap();
        let on: Day = "2026-11-22".parse().unwrap();
        let deleted = before.deleted(Stamp { ms: 11, ..before.stamp }, on);
        assert_eq!(Entry::from_json(deleted.to_json()).unwrap(), deleted);
        assert_eq!(
            (deleted.body.as_ref(), deleted.trash().map(|trash| &trash.before)),
            (None, Some(&before))
        );

        let forgotten = deleted.forgotten();
        assert!(!forgotten.to_json().to_string().contains("line"));
        // Whatever a newer version wrote beside it, and in whichever order the two meet.
        for (with, without) in [(deleted.clone(), forgotten.clone()), {
            let mut with = deleted.clone();
            with.unknown.entry.insert("zebra".into(), 1.into());
            (with.clone(), with.forgotten())
        }] {
            assert_eq!(merge(with.clone(), without.clone()), without);
            assert_eq!(merge(without.clone(), with), without);
        }
        assert_eq!(deleted.deleted(Stamp { ms: 12, ..before.stamp }, on).trash(), None, "nothing twice");
        let waiting = deleted.trash().unwrap();
        assert!(!waiting.is_over(on) && !waiting.is_over(on.plus(30)) && waiting.is_over(on.plus(31)));
        assert!(!waiting.is_over(on.plus(-400)), "a clock that went back");
    }

    #[test]
    fn trash_that_cannot_be_read_is_carried_along() {
        for was in ["7", "{}", r#"{"on":"2026-11-22"}"#, r#"{"on":"soon","author":"a"}"#] {
            let json = format!(
                r#"{{"author":"a","id":"x","stamp":"00000000000a-0000-00000001","visibility":"private","was":{was}}}"#
            );
            let entry = read(&json).unwrap();
            assert_eq!(entry.trash(), None);
            assert_eq!(entry.to_json(), serde_json::from_str::<Value>(&json).unwrap());
        }
    }

    #[test]
    fn a_broken_frame_is_refused_with_the_name_of_the_field() {
        for (json, field) in [
            (r#"{"id":"x"}"#, "author"),
            (r#"{"author":"../../etc","id":"x"}"#, "author"),
            (r#"{"author":"a","id":"x","stamp":"soon"}"#, "stamp"),
            (r#"{"author":"a","id":"x","stamp":"00000000000a-0000-00000001"}"#, "visibility"),
            // Neither of these is a deletion, though there is no body that could be read.
            (
                r#"{"author":"a","id":"x","stamp":"00000000000a-0000-00000001","visibility":"private","kind":5}"#,
                "kind",
            ),
            (
                r#"{"author":"a","id":"x","stamp":"00000000000a-0000-00000001","visibility":"private","kind":"pulse"}"#,
                "body",
            ),
        ] {
            assert_eq!(read(json), Err(EntryError::Field(field)), "{json}");
        }
        assert_eq!(read("[]"), Err(EntryError::NotAnObject));
    }
}
