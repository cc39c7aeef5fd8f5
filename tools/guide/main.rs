//! Turns the guide's Markdown and lists into Rust, and stops the build, with file and line, where a writer made
//! a mistake: a link to a screen that does not exist, a missing field, the same slug twice, an unknown ritual.

#[path = "../../src/pack.rs"]
mod pack;

mod chapters;
mod help;
mod lists;
mod source;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A mistake in the content: where, and what.
struct Mistake(PathBuf, usize, String);

type Result<T> = std::result::Result<T, Mistake>;

fn main() {
    println!("cargo:rerun-if-changed=src/guide");
    println!("cargo:rerun-if-changed=src/pack.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    match generate(Path::new("src/guide")) {
        Ok(guide) => {
            let packed = pack::pack(guide.texts.as_bytes()).unwrap_or_default();
            write(&out.join("guide.rs"), guide.code.as_bytes());
            write(&out.join("guide.packed"), &packed);
        }
        Err(Mistake(file, line, what)) => stop(&format!("{}:{line}: {what}", file.display())),
    }
}

fn write(path: &Path, content: &[u8]) {
    if let Err(error) = fs::write(path, content) {
        stop(&format!("{}: {error}", path.display()));
    }
}

fn stop(message: &str) -> ! {
    println!("cargo:error={message}");
    std::process::exit(1);
}

/// What is generated: code, and the texts that are packed.
#[derive(Default)]
struct Guide {
    code: String,
    texts: String,
}

impl Guide {
    /// Puts a text among those that are packed; returns the code that stands for it.
    fn text(&mut self, text: &str) -> String {
        let from = self.texts.len();
        self.texts.push_str(text);
        format!("Text {{ from: {from}, to: {} }}", self.texts.len())
    }

    /// A static with a list of items, each of them code.
    fn list(&mut self, doc: &str, name: &str, kind: &str, items: &[String]) {
        let _ = writeln!(self.code, "/// {doc}\npub static {name}: &[{kind}] = &[{}];", items.join(",\n"));
    }
}

/// What links and lists may name.
struct Known {
    chapters: Vec<String>,
    rituals: Vec<String>,
}

impl Known {
    /// Whether a path below the app's address leads anywhere.
    fn has_screen(&self, route: &str) -> bool {
        /// The screens that the guide may lead to, besides chapters and rituals.
        const SCREENS: &[&str] = &[
            "today",
            "guide",
            "guide/questions",
            "check-in",
            "check-in/daily",
            "check-in/weekly",
            "check-in/talk",
            "journal",
            "listen",
            "steady",
            "rituals",
            "promises",
            "progress",
            "agreements",
            "keepsakes",
            "words",
            "summary",
            "review",
            "closing",
            "privacy",
            "lock",
            "help",
            "settings",
        ];
        let is_among = |list: &[String], slug: &str| list.iter().any(|known| known == slug);
        SCREENS.contains(&route)
            || route.strip_prefix("guide/").is_some_and(|slug| is_among(&self.chapters, slug))
            || route.strip_prefix("rituals/new?take=").is_some_and(|slug| is_among(&self.rituals, slug))
    }
}

fn generate(folder: &Path) -> Result<Guide> {
    let chapters = source::all_in(&folder.join("chapters"))?;
    let rituals = lists::Table::read(&folder.join("rituals.csv"))?;
    let known = Known { chapters: source::slugs(&chapters)?, rituals: rituals.slugs()? };
    let mut guide = Guide::default();
    let own_prompts = chapters::chapters(&chapters, &known, &mut guide)?;
    chapters::questions(&source::all_in(&folder.join("questions"))?, &known, &mut guide)?;
    lists::prompts(&lists::Table::read(&folder.join("prompts.csv"))?, own_prompts, &mut guide)?;
    lists::rituals(&rituals, &mut guide)?;
    lists::examples(&lists::Table::read(&folder.join("examples.csv"))?, &mut guide)?;
    for (name, file) in [
        ("OPEN_QUESTIONS", "open-questions.txt"),
        ("GESTURES", "gestures.txt"),
        // One for each of the five signals, in their order.
        ("SIGNS", "signs.txt"),
        ("FALSE_SIGNS", "false-signs.txt"),
    ] {
        lists::lines(&folder.join(file), name, &mut guide)?;
    }
    help::help(folder, &known, &mut guide)?;
    Ok(guide)
}
