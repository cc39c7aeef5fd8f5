//! Pieces that more than one screen uses.

mod card;
mod dialog;
mod dynamic;
mod field;
mod form;
mod icon;
mod notices;
mod ritual_fields;
mod ritual_marks;
mod save_bar;
mod screen;
mod signals;

pub(crate) use self::card::{keepsakes_for, ritual_list, so_far, way};
pub(crate) use self::dialog::confirm;
pub(crate) use self::dynamic::{
    change, click, dynamic, each, effect, either, input, is, submit, text, when, whenever,
};
pub(crate) use self::field::{
    checked_text, choice, day_field, form_line, form_text, long_text, position, short_text,
};
pub(crate) use self::form::Form;
pub(crate) use self::icon::{Picture, icon};
pub(crate) use self::notices::notices;
pub(crate) use self::ritual_fields::ritual_fields;
pub(crate) use self::ritual_marks::{ritual_marks, weeks};
pub(crate) use self::save_bar::{save_bar, save_bar_of_both, share};
pub(crate) use self::screen::{Moved, Screen};
pub(crate) use self::signals::{SignalsOf, signal_fields, signal_list};
