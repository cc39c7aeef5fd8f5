//! The kinds of entries, gathered in one type.

use serde_json::{Map, Value, json};

use super::record::Record;
use super::{
    AgreedTime, Agreement, CheckIn, Consent, Gesture, Journal, Keepsake, Mark, Moment, MonthReview,
    ParkedQuestion, Person, Promise, PromiseMark, Pulse, Reading, Ritual, SafetyWord, Setback, Statement,
    StatementNotes, Talk, Trigger,
};

/// A kind of entry: what can be asked of an [`Entry`](super::Entry) with `get` and of
/// [`Entries`](super::Entries) with `all`.
pub trait Kind: Sized + 'static {
    /// The body as this kind, where it is one.
    fn of(body: &Body) -> Option<&Self>;

    /// The same, to change it.
    fn of_mut(body: &mut Body) -> Option<&mut Self>;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal),* $(,)?) => {
        /// What an entry holds: one of the known kinds, or something a newer version wrote.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Body {
            $($(#[$doc])* $kind($kind),)*
            /// A kind, or a shape of a known kind, that this version does not understand. It is carried along.
            Unknown {
                /// The name of the kind.
                kind: String,
                /// Everything it holds.
                fields: Map<String, Value>,
            },
        }

        $(
            impl Kind for $kind {
                fn of(body: &Body) -> Option<&Self> {
                    match body {
                        Body::$kind(inner) => Some(inner),
                        _ => None,
                    }
                }

                fn of_mut(body: &mut Body) -> Option<&mut Self> {
                    match body {
                        Body::$kind(inner) => Some(inner),
                        _ => None,
                    }
                }
            }

            impl From<$kind> for Body {
                fn from(inner: $kind) -> Self {
                    Body::$kind(inner)
                }
            }
        )*

        impl Body {
            /// The names of the kinds this version knows, as files spell them.
            pub const KINDS: &[&str] = &[$($name),*];

            /// The name of the kind, as files spell it.
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$kind(_) => $name,)*
                    Self::Unknown { kind, .. } => kind,
                }
            }

            pub(super) fn to_json(&self) -> (&str, Map<String, Value>) {
                let fields = match self {
                    $(Self::$kind(inner) => inner.write_fields(),)*
                    Self::Unknown { fields, .. } => fields.clone(),
                };
                (self.kind(), fields)
            }

            /// The body, and those of its fields that this version does not know.
            pub(super) fn from_json(kind: String, fields: Map<String, Value>) -> (Self, Map<String, Value>) {
                let read = match kind.as_str() {
                    $($name => $kind::read_fields(&fields).map(Self::$kind),)*
                    _ => None,
                };
                let known = read.and_then(|body| {
                    let unknown = beyond(&fields, &body.to_json().1)?;
                    Some((body, unknown))
                });
                known.unwrap_or_else(|| (Self::Unknown { kind, fields }, Map::new()))
            }
        }
    };
}

kinds! {
    /// Somebody who uses Kept.
    Person = "person",
    /// The 30-second check-in of a day.
    Pulse = "pulse",
    /// The weekly "How are we doing?".
    CheckIn = "check-in",
    /// A page of the journal.
    Journal = "journal",
    /// A small repeated moment of connection.
    Ritual = "ritual",
    /// What became of a ritual on one day.
    Mark = "mark",
    /// The small gesture of a day.
    Gesture = "gesture",
    /// How far somebody has read a chapter.
    Reading = "reading",
    /// A letter or a message from before.
    Keepsake = "keepsake",
    /// A question that waits for an agreed time.
    ParkedQuestion = "parked-question",
    /// The time of the week for parked questions.
    AgreedTime = "agreed-time",
    /// What sets off the hard moments.
    Trigger = "trigger",
    /// A note of a talk.
    Talk = "talk",
    /// A small, checkable commitment.
    Promise = "promise",
    /// What became of a promise on one day.
    PromiseMark = "promise-mark",
    /// Openness for a while, or a boundary.
    Agreement = "agreement",
    /// What one person says to an agreement.
    Consent = "consent",
    /// A word that asks for help.
    SafetyWord = "safety-word",
    /// What went wrong.
    Setback = "setback",
    /// A moment that somebody chose.
    Moment = "moment",
    /// A composed text.
    Statement = "statement",
    /// What its author keeps beside a composed text.
    StatementNotes = "statement-notes",
    /// Looking back on a month.
    MonthReview = "month-review",
}

impl Body {
    /// The body by itself, as a draft keeps it: `{"kind": …, "body": …}`.
    pub fn to_draft(&self) -> Value {
        let (kind, fields) = self.to_json();
        json!({ "kind": kind, "body": fields })
    }

    /// Reads what [`to_draft`](Self::to_draft) wrote.
    pub fn from_draft(mut draft: Value) -> Option<Self> {
        match (draft.get_mut("kind")?.take(), draft.get_mut("body")?.take()) {
            (Value::String(kind), Value::Object(fields)) => Some(Self::from_json(kind, fields).0),
            _ => None,
        }
    }
}

/// What is in `all` and not in `known`: fields, and the fields of fields. `None` where a known field is not what
/// it was before it was read, so that something would be lost.
fn beyond(all: &Map<String, Value>, known: &Map<String, Value>) -> Option<Map<String, Value>> {
    let mut rest = Map::new();
    for (name, value) in all {
        let unknown = match (value, known.get(name)) {
            (value, None) => value.clone(),
            (value, Some(known)) if value == known => continue,
            (Value::Object(all), Some(Value::Object(known))) => Value::Object(beyond(all, known)?),
            _ => return None,
        };
        rest.insert(name.clone(), unknown);
    }
    Some(rest)
}

/// Puts `known` over `unknown`, the fields of fields too.
pub(super) fn overlay(unknown: &mut Map<String, Value>, known: Map<String, Value>) {
    for (name, value) in known {
        match (unknown.get_mut(&name), value) {
            (Some(Value::Object(below)), Value::Object(above)) => overlay(below, above),
            (_, value) => {
                unknown.insert(name, value);
            }
        }
    }
}
