//! Turns the guide's Markdown and lists into Rust, and stops the build, with file and line, where a writer made
//! a mistake: a link to a screen that does not exist, a missing field, the same slug twice.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pulldown_cmark::{CowStr, Event, Parser, Tag, html};

/// The screens that a chapter may lead to, besides other chapters (`guide/<slug>`).
const SCREENS: &[&str] =
    &["today", "guide", "check-in", "check-in/daily", "check-in/weekly", "rituals", "settings"];

/// A mistake in the content: where, and what.
struct Mistake(PathBuf, usize, String);

type Result<T> = std::result::Result<T, Mistake>;

fn main() {
    println!("cargo:rerun-if-changed=src/guide");
    match generate(Path::new("src/guide")) {
        Ok(code) => {
            let out = env::var("OUT_DIR").unwrap_or_default();
            if let Err(error) = fs::write(Path::new(&out).join("guide.rs"), code) {
                stop(&format!("{out}/guide.rs: {error}"));
            }
        }
        Err(Mistake(file, line, what)) => stop(&format!("{}:{line}: {what}", file.display())),
    }
}

fn stop(message: &str) -> ! {
    println!("cargo:error={message}");
    std::process::exit(1);
}

fn generate(folder: &Path) -> Result<String> {
    let mut chapters = Vec::new();
    for file in files(&folder.join("chapters"))? {
        chapters.push(Source::read(&file)?);
    }
    let mut slugs: BTreeMap<&str, &Path> = BTreeMap::new();
    for chapter in &chapters {
        if let Some(other) = slugs.insert(chapter.field("slug")?, &chapter.file) {
            return Err(chapter.mistake(1, &format!("the slug is taken by {}", other.display())));
        }
    }
    let known: Vec<&str> = slugs.into_keys().collect();
    let mut code = String::new();
    code.push_str("/// Every chapter, in the order of reading.\npub static CHAPTERS: &[Chapter] = &[\n");
    for chapter in &chapters {
        code.push_str(&chapter.code(&known)?);
    }
    code.push_str("];\n");
    for (name, file) in [("OPEN_QUESTIONS", "open-questions.txt"), ("GESTURES", "gestures.txt")] {
        let path = folder.join(file);
        let lines: Vec<String> =
            text_of(&path)?.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect();
        let _ = writeln!(code, "/// The lines of `{file}`.\npub static {name}: &[&str] = &{lines:?};");
    }
    code.push_str(&rituals(&folder.join("rituals.csv"))?);
    Ok(code)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mistake = |error: std::io::Error| Mistake(folder.to_owned(), 0, error.to_string());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(mistake)? {
        files.push(entry.map_err(mistake)?.path());
    }
    files.sort();
    Ok(files)
}

fn text_of(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| Mistake(path.to_owned(), 0, error.to_string()))
}

/// A chapter as it was written.
struct Source {
    file: PathBuf,
    fields: Vec<(String, String)>,
    body: String,
    /// The line of the file on which the body starts.
    body_line: usize,
}

impl Source {
    fn read(file: &Path) -> Result<Self> {
        let text = text_of(file)?;
        let mistake = |line, what: &str| Mistake(file.to_owned(), line, what.to_owned());
        let rest =
            text.strip_prefix("---\n").ok_or_else(|| mistake(1, "a chapter starts with a line ---"))?;
        let (front, body) =
            rest.split_once("\n---\n").ok_or_else(|| mistake(1, "the front matter has no end"))?;
        let mut fields = Vec::new();
        for (at, line) in front.lines().enumerate() {
            let (name, value) =
                line.split_once(": ").ok_or_else(|| mistake(at + 2, "not a line `name: value`"))?;
            fields.push((name.to_owned(), value.trim().to_owned()));
        }
        Ok(Self {
            file: file.to_owned(),
            body_line: front.lines().count() + 3,
            fields,
            body: body.to_owned(),
        })
    }

    fn mistake(&self, line: usize, what: &str) -> Mistake {
        Mistake(self.file.clone(), line, what.to_owned())
    }

    fn field(&self, name: &str) -> Result<&str> {
        let field = self.fields.iter().find(|(field, _)| field == name);
        field
            .map(|(_, value)| value.as_str())
            .ok_or_else(|| self.mistake(1, &format!("`{name}:` is missing")))
    }

    /// Checks that a chapter leads to something that exists.
    fn check_route(&self, line: usize, route: &str, slugs: &[&str]) -> Result<()> {
        let chapter = route.strip_prefix("guide/");
        if SCREENS.contains(&route) || chapter.is_some_and(|slug| slugs.contains(&slug)) {
            Ok(())
        } else {
            Err(self.mistake(line, &format!("there is no screen `{route}`")))
        }
    }

    fn code(&self, slugs: &[&str]) -> Result<String> {
        let part = match self.field("part")? {
            "before" => "Before",
            "step" => "Step",
            "after" => "After",
            other => return Err(self.mistake(1, &format!("`part: {other}` is not before, step or after"))),
        };
        let tool = self.field("tool")?;
        self.check_route(1, tool, slugs)?;
        let sources: Vec<&str> = self
            .fields
            .iter()
            .filter(|(name, _)| name == "source")
            .map(|(_, value)| value.as_str())
            .collect();
        // 200 words a minute: unhurried reading.
        let minutes = self.body.split_whitespace().count().div_ceil(200);
        Ok(format!(
            "Chapter {{ slug: {:?}, title: {:?}, part: Part::{part}, summary: {:?}, action: {:?}, tool: {tool:?}, \
             tool_label: {:?}, sources: &{sources:?}, minutes: {minutes}, html: {:?} }},\n",
            self.field("slug")?,
            self.field("title")?,
            self.field("summary")?,
            self.field("do")?,
            self.field("tool-label")?,
            self.html(slugs)?,
        ))
    }

    /// The body as HTML, its `:::` blocks as sections.
    fn html(&self, slugs: &[&str]) -> Result<String> {
        let mut html = String::new();
        let mut open: Option<&str> = None;
        let mut markdown = String::new();
        let mut from = self.body_line;
        for (at, line) in self.body.lines().enumerate() {
            let number = self.body_line + at;
            let Some(name) = line.strip_prefix(":::") else {
                markdown.push_str(line);
                markdown.push('\n');
                continue;
            };
            html.push_str(&self.render(&std::mem::take(&mut markdown), from, slugs)?);
            from = number + 1;
            match (name.trim(), open) {
                ("", Some(_)) => {
                    html.push_str("</section>\n");
                    open = None;
                }
                ("", None) => return Err(self.mistake(number, "this block was never opened")),
                (name, None) => {
                    let label = match name {
                        "hurt" => "For the one who was hurt",
                        "broke" => "For the one who broke trust",
                        "better" => "Better",
                        "worse" => "Worse",
                        other => return Err(self.mistake(number, &format!("there is no block `{other}`"))),
                    };
                    let _ = writeln!(html, "<section class=\"{name}\"><p class=\"label\">{label}</p>");
                    open = Some(name);
                }
                (_, Some(_)) => return Err(self.mistake(number, "blocks do not stand in each other")),
            }
        }
        if open.is_some() {
            return Err(self.mistake(self.body_line + self.body.lines().count(), "a block is not closed"));
        }
        html.push_str(&self.render(&markdown, from, slugs)?);
        Ok(html)
    }

    fn render(&self, markdown: &str, from: usize, slugs: &[&str]) -> Result<String> {
        let mut events = Vec::new();
        for (event, range) in Parser::new(markdown).into_offset_iter() {
            let line = from + markdown[..range.start].matches('\n').count();
            events.push(match event {
                Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                    let dest_url = match dest_url.strip_prefix("app:") {
                        Some(route) => {
                            self.check_route(line, route, slugs)?;
                            CowStr::from(if route == "today" { "./".to_owned() } else { route.to_owned() })
                        }
                        None if dest_url.starts_with("https://") => dest_url,
                        None => return Err(self.mistake(line, "a link starts with `app:` or `https://`")),
                    };
                    Event::Start(Tag::Link { link_type, dest_url, title, id })
                }
                Event::Html(_) | Event::InlineHtml(_) => {
                    return Err(self.mistake(line, "HTML is not for chapters"));
                }
                Event::Start(Tag::Heading { level, .. }) if level as usize != 2 => {
                    return Err(self.mistake(line, "sections have headings of the second level, `##`"));
                }
                other => other,
            });
        }
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter());
        // What leaves Kept says so to the other side as little as possible.
        Ok(out.replace("<a href=\"https://", "<a rel=\"noreferrer\" href=\"https://"))
    }
}

/// The library of rituals: `slug,title,minutes,rhythm,place,about`.
fn rituals(path: &Path) -> Result<String> {
    let text = text_of(path)?;
    let mut code = String::from("/// The library of rituals.\npub const RITUALS: &[LibraryRitual] = &[\n");
    for (at, line) in text.lines().enumerate().skip(1) {
        let mistake = |what: &str| Mistake(path.to_owned(), at + 1, what.to_owned());
        let cells = csv_cells(line);
        let [slug, title, minutes, rhythm, place, about] = cells.as_slice() else {
            return Err(mistake("a ritual has six cells"));
        };
        let minutes: u16 = minutes.parse().map_err(|_| mistake("minutes are a whole number"))?;
        let (per, times) = rhythm.split_once(' ').unwrap_or((rhythm, "1"));
        let times: u8 =
            times.parse().map_err(|_| mistake("a rhythm is `daily`, `weekly N` or `monthly N`"))?;
        let per = match per {
            "daily" => "Day",
            "weekly" => "Week",
            "monthly" => "Month",
            _ => return Err(mistake("a rhythm is `daily`, `weekly N` or `monthly N`")),
        };
        let place = match place.as_str() {
            "together" => "Together",
            "apart" => "Apart",
            "distance" => "Distance",
            _ => return Err(mistake("a place is together, apart or distance")),
        };
        let _ = writeln!(
            code,
            "LibraryRitual {{ slug: {slug:?}, title: {title:?}, minutes: {minutes}, \
             rhythm: Rhythm::new({times}, Per::{per}), place: Place::{place}, about: {about:?} }},"
        );
    }
    code.push_str("];\n");
    Ok(code)
}

/// The cells of one line of CSV (RFC 4180, without line breaks in cells).
fn csv_cells(line: &str) -> Vec<String> {
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
