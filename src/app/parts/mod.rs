//! Pieces that more than one screen uses.

mod card;
mod chart;
mod dialog;
mod dynamic;
mod field;
mod form;
mod icon;
mod markup;
mod notices;
mod passphrase;
mod rhythm_fields;
mod ritual_marks;
mod save_bar;
mod screen;
mod signals;
mod turn;
mod work;

pub(crate) use self::card::{keepsakes_for, ritual_address, ritual_list, so_far, way};
pub(crate) use self::chart::{Chart, Each, Event, Row, Scale, bars, line, time_line};
pub(crate) use self::dialog::confirm;
pub(crate) use self::dynamic::{
    change, click, computed, dynamic, each, effect, either, input, is, submit, text, when, whenever,
};
pub(crate) use self::field::{
    checked_text, choice, complaint, day_field, form_line, form_text, is_flawless, long_text, position,
    secret_text, short_text, tick, tick_about, time_field,
};
pub(crate) use self::form::{Form, TextOf};
pub(crate) use self::icon::{Picture, icon};
pub(crate) use self::markup::{gap, markup};
pub(crate) use self::notices::notices;
pub(crate) use self::passphrase::{KnownPassphrase, NewPassphrase, forge, lock_random};
pub(crate) use self::rhythm_fields::RhythmFields;
pub(crate) use self::ritual_marks::{marked, ritual_marks, toggle};
pub(crate) use self::save_bar::{save_bar, save_bar_of_both, share};
pub(crate) use self::screen::{Moved, Screen};
pub(crate) use self::signals::{SignalsOf, signal_fields, signal_list};
pub(crate) use self::turn::turn;
pub(crate) use self::work::Work;
