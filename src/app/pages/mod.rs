//! The screens, a file each. They hold no rules: those live in `insight` and `entry`.

mod chapter;
mod check_in;
mod daily;
mod guide;
mod help;
mod journal;
mod journal_pages;
mod listen;
mod more;
mod not_found;
mod questions;
mod ritual;
mod rituals;
mod settings;
mod steady;
mod today;
mod weekly;
mod welcome;

pub(super) use self::chapter::chapter;
pub(super) use self::check_in::check_in;
pub(super) use self::daily::daily;
pub(super) use self::guide::guide;
pub(super) use self::help::help;
pub(super) use self::journal::{journal, journal_of};
pub(super) use self::journal_pages::{all_pages, together};
pub(super) use self::listen::listen;
pub(super) use self::more::more;
pub(super) use self::not_found::not_found;
pub(super) use self::questions::questions;
pub(super) use self::ritual::ritual;
pub(super) use self::rituals::{new_ritual, rituals};
pub(super) use self::settings::settings;
pub(super) use self::steady::steady;
pub(super) use self::today::today;
pub(super) use self::weekly::weekly;
pub(super) use self::welcome::Walk;
