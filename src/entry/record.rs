//! How the kinds of entries stand in files: objects with fields.
//!
//! By hand instead of with serde's derive, which makes a state machine of each struct: with a dozen kinds that was
//! 25 KB for every visitor.

use serde_json::{Map, Value};

use super::{Day, Earlier, EntryId, Level, Pause, PersonId, Weekdays};

/// What stands in a file as one value.
pub trait Field: Sized {
    /// The value in a file, where it is one of these.
    fn read(value: &Value) -> Option<Self>;

    /// The value for a file.
    fn write(&self) -> Value;
}

/// What stands in a file as an object with fields.
pub trait Record: Sized {
    /// The object in a file. Fields that are not known are left alone; `None` where a known one is missing that must
    /// be there, or is not what it should be.
    fn read_fields(fields: &Map<String, Value>) -> Option<Self>;

    /// The object for a file.
    fn write_fields(&self) -> Map<String, Value>;
}

impl<R: Record> Field for R {
    fn read(value: &Value) -> Option<Self> {
        Self::read_fields(value.as_object()?)
    }

    fn write(&self) -> Value {
        Value::Object(self.write_fields())
    }
}

/// Says how the fields of a struct stand in a file: `must` be there; `may` be missing, which means the default, and
/// are always written; `rare` ones are written only where they are not the default.
macro_rules! record {
    ($name:ident { $($how:ident $field:ident),* $(,)? }) => {
        impl $crate::entry::record::Record for $name {
            fn read_fields(
                fields: &serde_json::Map<String, serde_json::Value>,
            ) -> Option<Self> {
                Some(Self { $($field: $crate::entry::record::record!(@read $how fields $field),)* })
            }

            fn write_fields(&self) -> serde_json::Map<String, serde_json::Value> {
                let mut fields = serde_json::Map::new();
                $($crate::entry::record::record!(@write $how fields self $field);)*
                fields
            }
        }
    };
    (@read must $fields:ident $field:ident) => {
        $crate::entry::record::Field::read($fields.get(stringify!($field))?)?
    };
    (@read $how:ident $fields:ident $field:ident) => {
        match $fields.get(stringify!($field)) {
            Some(value) => $crate::entry::record::Field::read(value)?,
            None => Default::default(),
        }
    };
    (@write rare $fields:ident $self:ident $field:ident) => {
        if !$crate::entry::record::is_default(&$self.$field) {
            $crate::entry::record::record!(@write must $fields $self $field);
        }
    };
    (@write $how:ident $fields:ident $self:ident $field:ident) => {
        $crate::entry::record::put(&mut $fields, stringify!($field), $crate::entry::record::Field::write(&$self.$field))
    };
}

/// Says which word stands in a file for each variant of an enum.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $crate::entry::record::Field for $name {
            fn read(value: &serde_json::Value) -> Option<Self> {
                match value.as_str()? {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn write(&self) -> serde_json::Value {
                $crate::entry::record::word(match self { $(Self::$variant => $word,)* })
            }
        }
    };
}

pub(super) use {record, words};

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[inline(never)]
pub(super) fn put(fields: &mut Map<String, Value>, name: &str, value: Value) {
    fields.insert(name.to_owned(), value);
}

#[inline(never)]
pub(super) fn word(word: &str) -> Value {
    Value::String(word.to_owned())
}

impl Field for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }

    fn write(&self) -> Value {
        word(self)
    }
}

/// What stands in a file as a text that can be read back.
macro_rules! texts {
    ($($name:ident),*) => {$(
        impl Field for $name {
            fn read(value: &Value) -> Option<Self> {
                value.as_str()?.parse().ok()
            }

            fn write(&self) -> Value {
                Value::String(self.to_string())
            }
        }
    )*};
}

/// Whole numbers that are not negative.
macro_rules! numbers {
    ($($name:ident),*) => {$(
        impl Field for $name {
            fn read(value: &Value) -> Option<Self> {
                value.as_u64()?.try_into().ok()
            }

            fn write(&self) -> Value {
                Value::from(*self)
            }
        }
    )*};
}

texts!(Day, Earlier, EntryId, Pause, PersonId, Weekdays);
numbers!(u8, u16);

impl Field for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Field for Level {
    fn read(value: &Value) -> Option<Self> {
        u8::read(value)?.try_into().ok()
    }

    fn write(&self) -> Value {
        self.get().write()
    }
}

/// A list is what it is only where each of its values is.
impl<T: Field> Field for Vec<T> {
    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::read).collect()
    }

    fn write(&self) -> Value {
        Value::Array(self.iter().map(T::write).collect())
    }
}

/// What may be missing: `null` says so, too.
impl<T: Field> Field for Option<T> {
    fn read(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::read(value).map(Some) }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }
}
