//! Habits of Loop Habit Tracker, in and out, so that nobody is locked in there or here.
//!
//! Its export (`HabitsCSVExporter.kt` in <https://github.com/iSoron/uhabits>) is an archive of tables:
//!
//! ```text
//! Habits.csv                    Position,Name,Type,Question,Description,FrequencyNumerator,…
//! 001 Meditate/Checkmarks.csv   Date,Value,Notes
//! 001 Meditate/Scores.csv       Date,Score
//! Checkmarks.csv                Date,Meditate,Wake up early,
//! Scores.csv                    Date,Meditate,Wake up early,
//! ```
//!
//! A value is `YES_MANUAL`, `SKIP`, `NO`, `UNKNOWN` or `YES_AUTO` (not done, and not wanted that day), or a number of
//! thousandths. Until 2025 values were numbers (2 done, 3 skipped) and the tables of one habit had no first row, and
//! before 2.0 the frequency was `NumRepetitions,Interval`; all of that is read. Scores are computed, so they are not.

use crate::entry::{
    Day, Entries, Entry, EntryId, Mark, MarkState, Per, PersonId, Place, Rhythm, Ritual, Stamp, Visibility,
};
use crate::insight::{Noted, rituals};

use super::tables::{unguarded, write_row};
use super::zip::CRC32;

/// What was read from an export.
#[derive(Debug, Default)]
pub struct Habits {
    /// The habits, in their order.
    pub habits: Vec<Habit>,
    /// What could not be read, or not be taken over as it was, each with its place.
    pub remarks: Vec<String>,
}

/// A habit as a ritual, and what was noted about it.
#[derive(Debug)]
pub struct Habit {
    /// Its id, made of its name: the same habit is the same ritual when it is read again.
    pub id: EntryId,
    /// The ritual. A habit is of one person, so its place is apart.
    pub ritual: Ritual,
    /// Its marks.
    pub marks: Vec<Mark>,
    amount: Option<Amount>,
    has_table: bool,
}

/// What a habit that is counted and not only done wants in a day.
#[derive(Debug)]
struct Amount {
    unit: String,
    /// In thousandths.
    target: u64,
    at_most: bool,
}

/// The most habits that are read: far more than anybody has.
const MOST_HABITS: usize = 2000;

type Record = (usize, Vec<String>);

/// Reads tables of an export, given as paths and texts, in any order; those that it does not need may be missing.
/// `None` where no habit is in any of them.
pub fn read_habits(files: &[(String, String)], today: Day) -> Option<Habits> {
    let mut read = Habits::default();
    let tables: Vec<(&str, Vec<Record>)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), records(text)))
        .filter(|(path, rows)| !path.ends_with("Scores.csv") && !rows.is_empty())
        .collect();
    let beginning = |rows: &[Record]| rows.first().map_or_else(Vec::new, |(_, cells)| cells.clone());
    let is_list = |rows: &[Record]| {
        let names = beginning(rows);
        names.iter().any(|name| name == "Name")
            && names.iter().any(|name| name == "FrequencyNumerator" || name == "NumRepetitions")
    };
    // A table of one habit has a value in its second column; in that of all there are names.
    let is_of_one = |rows: &[Record]| {
        let names = beginning(rows);
        names.get(1).is_some_and(|second| second == "Value" || names[0].parse::<Day>().is_ok())
    };
    for (path, rows) in tables.iter().filter(|(_, rows)| is_list(rows)) {
        read.list(path, rows, today);
    }
    for (path, rows) in tables.iter().filter(|(_, rows)| is_of_one(rows)) {
        read.one(path, rows);
    }
    for (path, rows) in tables.iter().filter(|(_, rows)| !is_list(rows) && !is_of_one(rows)) {
        if beginning(rows).first().is_some_and(|first| first == "Date") {
            read.all(path, rows);
        } else {
            read.remarks.push(format!("{path}: this is no table of habits"));
        }
    }
    for habit in &mut read.habits {
        let first = habit.marks.iter().map(|mark| mark.day).min();
        let last = habit.marks.iter().map(|mark| mark.day).max();
        habit.ritual.since = first.unwrap_or(today);
        // Nobody knows when it was put away; it was after the last mark.
        habit.ritual.archived = habit.ritual.archived.map(|today| last.map_or(today, |last| last.plus(1)));
    }
    (!read.habits.is_empty()).then_some(read)
}

impl Habits {
    /// The list of habits.
    fn list(&mut self, path: &str, rows: &[Record], today: Day) {
        let Some(((_, names), rows)) = rows.split_first() else { return };
        let place = |name: &str| names.iter().position(|other| other == name);
        let places = [
            "Name",
            "Question",
            "Description",
            "FrequencyNumerator",
            "NumRepetitions",
            "FrequencyDenominator",
            "Interval",
            "Type",
            "Unit",
            "Target Type",
            "Target Value",
            "Archived?",
        ]
        .map(place);
        for (line, cells) in rows {
            if self.habits.len() == MOST_HABITS {
                self.remarks.push(format!("{path}, line {line}: more than {MOST_HABITS} habits"));
                break;
            }
            let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
            let [
                name,
                question,
                about,
                times,
                old_times,
                days,
                interval,
                kind,
                unit,
                target,
                amount,
                archived,
            ] = places.map(cell);
            let frequency = (
                if times.is_empty() { old_times } else { times }.parse(),
                if days.is_empty() { interval } else { days }.parse(),
            );
            let mut habit = self.habit(name);
            habit.ritual.about = joined(&[question, about]);
            habit.ritual.archived = archived.eq_ignore_ascii_case("true").then_some(today);
            let mut remark = None;
            match frequency {
                (Ok(times), Ok(days)) if times > 0 && days > 0 => {
                    let (rhythm, is_same) = rhythm_of(times, days);
                    habit.ritual.rhythm = rhythm;
                    if !is_same {
                        remark =
                            Some(format!("{times} times in {days} days became the nearest rhythm there is"));
                    }
                }
                _ => remark = Some("how often cannot be read; it became daily".to_owned()),
            }
            if kind == "NUMERICAL" {
                let at_most = target == "AT_MOST";
                habit.amount =
                    Some(Amount { unit: unit.to_owned(), target: thousandths(amount).unwrap_or(0), at_most });
                remark = remark.or(Some("amounts became notes; a day with enough counts as done".to_owned()));
            }
            self.habits.push(habit);
            self.remarks.extend(remark.map(|remark| format!("{path}, line {line}: {remark}")));
        }
    }

    /// The table of one habit, which its folder names.
    fn one(&mut self, path: &str, rows: &[Record]) {
        let folder = path.rsplit('/').nth(1).unwrap_or_default();
        let (number, name) = folder.split_once(' ').unwrap_or((folder, ""));
        let listed = number.parse().ok().and_then(|number: usize| number.checked_sub(1));
        let at = match listed.filter(|at| *at < self.habits.len()) {
            Some(at) => at,
            None if folder.is_empty() && self.habits.len() == 1 => 0,
            None if folder.is_empty() => {
                self.remarks.push(format!("{path}: it does not say which habit it is of"));
                return;
            }
            None => {
                let habit = self.habit(if listed.is_some() { name } else { folder });
                self.habits.push(habit);
                self.habits.len() - 1
            }
        };
        let Some(habit) = self.habits.get_mut(at) else { return };
        habit.has_table = true;
        let has_names =
            rows.first().is_some_and(|(_, cells)| cells.first().is_some_and(|cell| cell == "Date"));
        for (line, cells) in rows.iter().skip(usize::from(has_names)) {
            let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
            if let Err(what) = habit.note(cell(0), cell(1), cell(2)) {
                self.remarks.push(format!("{path}, line {line}: {what}"));
            }
        }
    }

    /// The table of all habits, for those that have none of their own. Loop writes their names as they are, commas and
    /// all, so where there is a list, its order counts.
    fn all(&mut self, path: &str, rows: &[Record]) {
        let Some(((_, names), rows)) = rows.split_first() else { return };
        if self.habits.is_empty() {
            for name in names.iter().skip(1).filter(|name| !name.is_empty()).take(MOST_HABITS) {
                let habit = self.habit(name);
                self.habits.push(habit);
            }
        }
        for (line, cells) in rows {
            let (date, values) =
                cells.split_first().map_or(("", &[][..]), |(date, values)| (date.trim(), values));
            let columns = self.habits.iter_mut().zip(values);
            for (habit, value) in columns.filter(|(habit, value)| !habit.has_table && !value.is_empty()) {
                if let Err(what) = habit.note(date, value.trim(), "") {
                    self.remarks.push(format!("{path}, line {line}: {what}"));
                    break;
                }
            }
        }
    }

    /// A new habit of that name; of several with the same one, each is another.
    fn habit(&self, name: &str) -> Habit {
        let name = if name.is_empty() { "Habit" } else { name };
        let earlier = self.habits.iter().filter(|other| other.ritual.title == name).count();
        let sum = CRC32.checksum(format!("{name}\n{earlier}").as_bytes());
        let id = Ritual::imported_id(sum);
        let ritual = Ritual { title: name.to_owned(), place: Place::Apart, ..Ritual::default() };
        Habit { id, ritual, marks: Vec::new(), amount: None, has_table: false }
    }

    /// The entries that are new: what is here already stays as it is.
    pub fn into_entries(
        self,
        known: &Entries,
        author: &PersonId,
        visibility: &Visibility,
        mut stamp: impl FnMut() -> Stamp,
    ) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut add = |id: EntryId, body| {
            let before = known.entry(author, &id);
            if before.is_none_or(|before| before.body.is_none()) {
                entries.push(Entry::new(author.clone(), id, stamp(), visibility.clone(), body));
            }
        };
        for habit in self.habits {
            for mark in habit.marks {
                add(Mark::id(&habit.id, mark.day), mark.into());
            }
            add(habit.id, habit.ritual.into());
        }
        entries
    }
}

impl Habit {
    /// Takes over what stands in a table about one day.
    fn note(&mut self, date: &str, value: &str, note: &str) -> Result<(), String> {
        let day: Day = date.parse().map_err(|()| format!("“{date}” is no day"))?;
        let mut note = note.to_owned();
        // The names stand for numbers, whatever is counted.
        let number = match value {
            "UNKNOWN" | "-1" => None,
            "NO" => Some(0),
            "YES_AUTO" => Some(1),
            "YES_MANUAL" => Some(2),
            "SKIP" => Some(3),
            number => Some(number.parse::<u64>().map_err(|_| format!("“{value}” is no mark"))?),
        };
        let state = match (number, &self.amount) {
            (None | Some(0 | 1), None) | (None, _) => None,
            (Some(0), Some(amount)) if !amount.at_most => None,
            (Some(2), None) => Some(MarkState::Done),
            (Some(3), _) => Some(MarkState::Skipped),
            (Some(_), None) => return Err(format!("“{value}” is no mark")),
            (Some(counted), Some(amount)) => {
                let is_enough =
                    if amount.at_most { counted <= amount.target } else { counted >= amount.target };
                let said = format!("{} {}", decimal(counted), amount.unit);
                note = joined(&[said.trim(), &note]);
                Some(if is_enough { MarkState::Done } else { MarkState::NotDone })
            }
        };
        // A note about a day on which nothing happened is a note all the same.
        let state = state.or((!note.is_empty()).then_some(MarkState::NotDone));
        if let Some(state) = state {
            self.marks.push(Mark { note, ..Mark::new(self.id.clone(), day, state) });
        }
        Ok(())
    }
}

/// Those of these texts in which there is something, one below the other.
fn joined(texts: &[&str]) -> String {
    let mut all = String::new();
    for text in texts.iter().filter(|text| !text.is_empty()) {
        if !all.is_empty() {
            all.push('\n');
        }
        all.push_str(text);
    }
    all
}

/// The rhythm of so many times in so many days, and whether it says the same.
fn rhythm_of(times: u16, days: u16) -> (Rhythm, bool) {
    let number = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
    match (times, days) {
        _ if times >= days => (Rhythm::DAILY, times == days),
        (_, 7) => (Rhythm::new(number(times), Per::Week), true),
        (_, 28..=31) => (Rhythm::new(number(times), Per::Month), true),
        (1, _) => (Rhythm::every(days), true),
        _ if times * 7 < days => (Rhythm::every(days / times), false),
        // Rounded to the nearest.
        _ => (Rhythm::new(number((times.saturating_mul(14) / days).div_ceil(2)), Per::Week), false),
    }
}

/// A number such as `12.5` in thousandths.
fn thousandths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.get(..3.min(part.len()))?;
    let scale = [1000, 100, 10, 1].get(part.len())?;
    let part: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part * scale)
}

/// Thousandths as a number such as `12.5`.
fn decimal(thousandths: u64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The records of a table (RFC 4180, with any line ends), each with the line it begins on. Empty lines are none.
fn records(text: &str) -> Vec<Record> {
    let mut records = Vec::new();
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut line, mut begins, mut is_quoted) = (1, 1, false);
    let mut chars = text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable();
    let done = |cell: &mut String| unguarded(&std::mem::take(cell)).to_owned();
    while let Some(char) = chars.next() {
        line += usize::from(char == '\n');
        match char {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(done(&mut cell)),
            '\r' if !is_quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !is_quoted => {
                if !cells.is_empty() || !cell.is_empty() {
                    cells.push(done(&mut cell));
                    records.push((begins, std::mem::take(&mut cells)));
                }
                begins = line;
            }
            other => cell.push(other),
        }
    }
    if !cells.is_empty() || !cell.is_empty() {
        cells.push(done(&mut cell));
        records.push((begins, cells));
    }
    records
}

/// What `reader` may see of rituals and marks, in the shape of Loop's export: paths and texts. What Loop knows
/// nothing of (where and how long it is, days of the week, how it felt) is not in it; days of a pause are skipped
/// ones, so that Loop counts them against nothing.
pub fn write_habits(entries: &Entries, reader: &PersonId, today: Day) -> Vec<(String, String)> {
    let all = rituals(entries, reader);
    let histories: Vec<History<'_>> =
        all.iter().map(|(entry, ritual)| History::of(entries, reader, &entry.id, ritual, today)).collect();
    let mut list = String::new();
    write_row(&mut list, LIST.iter().copied());
    let mut files = Vec::new();
    for ((number, history), (_, ritual)) in (1..).zip(&histories).zip(&all) {
        let number: u32 = number;
        let position = format!("{number:03}");
        let frequency = ritual.rhythm.frequency();
        let [times, days] =
            frequency.map_or([1, 1], |often| [often.times, often.days]).map(|part| part.to_string());
        let archived = if ritual.last().is_some_and(|last| last < today) { "true" } else { "false" };
        let title = ritual.title.as_str();
        let row =
            [&position, title, "YES_NO", "", &ritual.about, &times, &days, "#00897B", "", "", "", archived];
        write_row(&mut list, row.into_iter());
        let (mut marks, mut scores) = (String::new(), String::new());
        write_row(&mut marks, ["Date", "Value", "Notes"].into_iter());
        write_row(&mut scores, ["Date", "Score"].into_iter());
        for day in history.days() {
            let date = day.to_string();
            let (value, note) = history.value(day);
            if value != UNKNOWN {
                write_row(&mut marks, [date.as_str(), value, note].into_iter());
            }
            write_row(&mut scores, [date.as_str(), &history.score(day)].into_iter());
        }
        let folder = folder(&position, title);
        files.extend([(format!("{folder}/Checkmarks.csv"), marks), (format!("{folder}/Scores.csv"), scores)]);
    }
    let value = |history: &History<'_>, day: Day| history.value(day).0.to_owned();
    let score = |history: &History<'_>, day: Day| history.score(day);
    files.push(("Checkmarks.csv".to_owned(), table_of_all(&all, &histories, today, &value)));
    files.push(("Scores.csv".to_owned(), table_of_all(&all, &histories, today, &score)));
    files.push(("Habits.csv".to_owned(), list));
    files
}

const LIST: [&str; 12] = [
    "Position",
    "Name",
    "Type",
    "Question",
    "Description",
    "FrequencyNumerator",
    "FrequencyDenominator",
    "Color",
    "Unit",
    "Target Type",
    "Target Value",
    "Archived?",
];

const UNKNOWN: &str = "UNKNOWN";

/// What Loop would say of a ritual, day by day.
struct History<'a> {
    ritual: &'a Ritual,
    noted: Noted<'a>,
    strengths: Option<(Day, Vec<f64>)>,
    first: Day,
    today: Day,
}

impl<'a> History<'a> {
    fn of(entries: &'a Entries, reader: &PersonId, id: &EntryId, ritual: &'a Ritual, today: Day) -> Self {
        let noted = Noted::of(entries, reader, id, ritual);
        let first = noted.marks(Day::FIRST, today).next().map_or(today, |(day, _)| day);
        Self { ritual, strengths: noted.strengths(today), noted, first, today }
    }

    /// From today back to the first mark.
    fn days(&self) -> impl Iterator<Item = Day> {
        days_back(self.first, self.today)
    }

    fn value(&self, day: Day) -> (&'static str, &'a str) {
        let mark = self.noted.on(day);
        let value = match mark.map(|mark| mark.state) {
            Some(MarkState::Done) => "YES_MANUAL",
            Some(MarkState::Skipped) => "SKIP",
            Some(MarkState::NotDone) => "NO",
            None if day >= self.first && self.ritual.is_paused(day) => "SKIP",
            None => UNKNOWN,
        };
        (value, mark.map_or("", |mark| mark.note.as_str()))
    }

    fn score(&self, day: Day) -> String {
        let at = |first: &Day| usize::try_from(day.since(*first)).ok();
        let strength = self.strengths.as_ref().and_then(|(first, all)| all.get(at(first)?).or(all.last()));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a number from 0 to 10000"
        )]
        let score = (strength.copied().unwrap_or_default() * 10_000.0).round() as u32;
        format!("{}.{:04}", score / 10_000, score % 10_000)
    }
}

fn days_back(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (0..=i32::try_from(last.since(first)).unwrap_or_default()).map(move |back| last.plus(-back))
}

/// A table with a row for each day and a column for each ritual.
fn table_of_all(
    all: &[(&Entry, &Ritual)],
    histories: &[History<'_>],
    today: Day,
    cell: &dyn Fn(&History<'_>, Day) -> String,
) -> String {
    let mut table = String::new();
    let titles = all.iter().map(|(_, ritual)| ritual.title.as_str());
    // Loop ends each of these rows with a comma.
    write_row(&mut table, std::iter::once("Date").chain(titles).chain([""]));
    let first = histories.iter().map(|history| history.first).min().unwrap_or(today);
    for day in days_back(first, today) {
        let mut row = vec![day.to_string()];
        row.extend(histories.iter().map(|history| cell(history, day)));
        write_row(&mut table, row.iter().map(String::as_str).chain([""]));
    }
    table
}

/// The folder of a habit: its number, and what can be in a file's name of its own.
fn folder(position: &str, title: &str) -> String {
    let is_plain = |char: &char| char.is_ascii_alphanumeric() || " ._-".contains(*char);
    let name: String = title.chars().filter(is_plain).take(100).collect();
    format!("{position} {name}").trim_end().to_owned()
}
