//! Lists: lines of text, and tables as CSV.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::chapters::OwnPrompt;
use super::source::text_of;
use super::{Guide, Mistake, Result};

/// A file of comma-separated values (RFC 4180, without line breaks in cells) with a line of names at its top.
pub(super) struct Table {
    file: PathBuf,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One line of a table.
pub(super) struct Row<'a> {
    table: &'a Table,
    /// Its line in the file.
    line: usize,
    cells: &'a [String],
}

impl Table {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = text_of(path)?;
        let mut rows: Vec<Vec<String>> = text.lines().map(cells).collect();
        let names = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        for (at, row) in rows.iter().enumerate() {
            if row.len() != names.len() {
                let what = format!("there are {} cells, and {} names", row.len(), names.len());
                return Err(Mistake(path.to_owned(), at + 2, what));
            }
        }
        Ok(Self { file: path.to_owned(), names, rows })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().zip(2..).map(|(cells, line)| Row { table: self, line, cells })
    }

    /// The first column, in which nothing stands twice.
    pub(super) fn slugs(&self) -> Result<Vec<String>> {
        let mut seen = BTreeSet::new();
        for row in self.rows() {
            if !seen.insert(row.cells[0].clone()) {
                return Err(row.mistake(&format!("`{}` is there twice", row.cells[0])));
            }
        }
        Ok(seen.into_iter().collect())
    }
}

impl<'a> Row<'a> {
    pub(super) fn mistake(&self, what: &str) -> Mistake {
        Mistake(self.table.file.clone(), self.line, what.to_owned())
    }

    pub(super) fn cell(&self, name: &str) -> Result<&'a str> {
        let at = self.table.names.iter().position(|other| other == name);
        at.map(|at| self.cells[at].as_str())
            .ok_or_else(|| self.mistake(&format!("there is no column `{name}`")))
    }

    /// A number, or a mistake that says that there is none.
    pub(super) fn number(&self, name: &str) -> Result<u16> {
        let cell = self.cell(name)?;
        cell.parse().map_err(|_| self.mistake(&format!("`{name}` is a whole number, not `{cell}`")))
    }

    /// The word of Rust for the word of a writer.
    pub(super) fn one_of(&self, name: &str, words: &[(&str, &'static str)]) -> Result<&'static str> {
        let cell = self.cell(name)?;
        let found = words.iter().find(|(word, _)| *word == cell).map(|(_, code)| *code);
        found.ok_or_else(|| self.mistake(&format!("`{name}` is not `{cell}`")))
    }
}

/// The prompts of the journal, those of the chapters first.
pub(super) fn prompts(table: &Table, own: Vec<OwnPrompt>, guide: &mut Guide) -> Result<()> {
    let mut slugs = table.slugs()?;
    let mut items = Vec::new();
    for prompt in own {
        let text = guide.text(&prompt.text);
        items.push(format!("Prompt {{ slug: {:?}, role: None, step: CHAPTER, text: {text} }}", prompt.slug));
        if slugs.contains(&prompt.slug) {
            return Err(Mistake(table.file.clone(), 1, format!("`{}` is a chapter's prompt", prompt.slug)));
        }
        slugs.push(prompt.slug);
    }
    for row in table.rows() {
        let words = [("hurt", "Some(Role::Hurt)"), ("broke", "Some(Role::BrokeTrust)"), ("both", "None")];
        let role = row.one_of("for", &words)?;
        let step = row.number("step")?;
        if step > 6 {
            return Err(row.mistake("there are six steps, and 0 for any time"));
        }
        let text = guide.text(row.cell("text")?);
        let slug = row.cell("slug")?;
        items.push(format!("Prompt {{ slug: {slug:?}, role: {role}, step: {step}, text: {text} }}"));
    }
    guide.list("What a page of the journal can begin with.", "PROMPTS", "Prompt", &items);
    Ok(())
}

/// Good examples of statements, three of each kind. `¶` begins a paragraph, since a cell has no line breaks.
pub(super) fn examples(table: &Table, guide: &mut Guide) -> Result<()> {
    let purposes = [("responsibility", "Purpose::Responsibility"), ("hurt", "Purpose::Hurt")];
    let mut items = Vec::new();
    for row in table.rows() {
        let purpose = row.one_of("kind", &purposes)?;
        let text = guide.text(&row.cell("text")?.replace('¶', "\n\n"));
        items
            .push(format!("Example {{ purpose: {purpose}, title: {:?}, text: {text} }}", row.cell("title")?));
    }
    for (word, purpose) in purposes {
        let count = items.iter().filter(|item| item.contains(purpose)).count();
        if count < 3 {
            return Err(Mistake(
                table.file.clone(),
                1,
                format!("there are {count} examples of `{word}`, not three"),
            ));
        }
    }
    guide.list("Statements to read before one's own.", "EXAMPLES", "Example", &items);
    Ok(())
}

/// The library of rituals.
pub(super) fn rituals(table: &Table, guide: &mut Guide) -> Result<()> {
    let mut items = Vec::new();
    for row in table.rows() {
        let rhythm = row.cell("rhythm")?;
        let (per, times) = rhythm.split_once(' ').unwrap_or((rhythm, "1"));
        let wrong = || row.mistake("a rhythm is `daily`, `weekly N` or `monthly N`");
        let times: u8 = times.parse().map_err(|_| wrong())?;
        let per = match per {
            "daily" => "Day",
            "weekly" => "Week",
            "monthly" => "Month",
            _ => return Err(wrong()),
        };
        let places = [("together", "Together"), ("apart", "Apart"), ("distance", "Distance")];
        items.push(format!(
            "LibraryRitual {{ slug: {:?}, title: {:?}, minutes: {}, rhythm: Rhythm::new({times}, Per::{per}), \
             place: Place::{}, about: {} }}",
            row.cell("slug")?,
            row.cell("title")?,
            row.number("minutes")?,
            row.one_of("place", &places)?,
            guide.text(row.cell("about")?),
        ));
    }
    guide.list("The library of rituals.", "RITUALS", "LibraryRitual", &items);
    Ok(())
}

/// The lines of a file.
pub(super) fn lines(path: &Path, name: &str, guide: &mut Guide) -> Result<()> {
    let text = text_of(path)?;
    let mut seen = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        if !seen.insert(line) {
            return Err(Mistake(path.to_owned(), at + 1, "this line is there twice".to_owned()));
        }
    }
    let items: Vec<String> =
        text.lines().filter(|line| !line.is_empty()).map(|line| format!("{line:?}")).collect();
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    guide.list(&format!("The lines of `{file}`."), name, "&str", &items);
    Ok(())
}

/// The cells of one line.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        let Some(cell) = cells.last_mut() else { break };
        match char {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cell.push(other),
        }
    }
    cells
}
