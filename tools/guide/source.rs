//! A text with front matter, and its Markdown as HTML.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html};

use super::{Known, Mistake, Result};

/// A text as it was written.
pub(super) struct Source {
    file: PathBuf,
    fields: Vec<(String, String)>,
    pub(super) body: String,
    /// The line of the file on which the body starts.
    body_line: usize,
}

/// The texts of a folder, in the order of their file names.
pub(super) fn all_in(folder: &Path) -> Result<Vec<Source>> {
    let mistake = |error: std::io::Error| Mistake(folder.to_owned(), 0, error.to_string());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(mistake)? {
        files.push(entry.map_err(mistake)?.path());
    }
    files.sort();
    files.iter().map(|file| Source::read(file)).collect()
}

/// The slugs of texts, no two of which are the same.
pub(super) fn slugs(sources: &[Source]) -> Result<Vec<String>> {
    let mut slugs: BTreeMap<&str, &Path> = BTreeMap::new();
    for source in sources {
        if let Some(other) = slugs.insert(source.field("slug")?, &source.file) {
            return Err(source.mistake(1, &format!("the slug is taken by {}", other.display())));
        }
    }
    Ok(slugs.into_keys().map(str::to_owned).collect())
}

pub(super) fn text_of(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| Mistake(path.to_owned(), 0, error.to_string()))
}

impl Source {
    pub(super) fn read(file: &Path) -> Result<Self> {
        let text = text_of(file)?;
        let mistake = |line, what: &str| Mistake(file.to_owned(), line, what.to_owned());
        let rest = text.strip_prefix("---\n").ok_or_else(|| mistake(1, "a text starts with a line ---"))?;
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

    /// A text without front matter.
    pub(super) fn plain(file: &Path) -> Result<Self> {
        Ok(Self { file: file.to_owned(), fields: Vec::new(), body: text_of(file)?, body_line: 1 })
    }

    pub(super) fn mistake(&self, line: usize, what: &str) -> Mistake {
        Mistake(self.file.clone(), line, what.to_owned())
    }

    /// A field that may be left out.
    pub(super) fn optional(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn field(&self, name: &str) -> Result<&str> {
        self.optional(name).ok_or_else(|| self.mistake(1, &format!("`{name}:` is missing")))
    }

    /// The sources that are named, as items of a list.
    pub(super) fn sources(&self) -> String {
        let mut items = String::new();
        for (_, value) in self.fields.iter().filter(|(name, _)| name == "source") {
            let _ = write!(items, "<li>{}</li>", escape(value));
        }
        items
    }

    /// Checks that a text leads to something that exists.
    pub(super) fn check_route(&self, line: usize, route: &str, known: &Known) -> Result<()> {
        if known.has_screen(route) {
            Ok(())
        } else {
            Err(self.mistake(line, &format!("there is no screen `{route}`")))
        }
    }

    /// The body as HTML, its `:::` blocks as passages for one role or as lists of sentences.
    pub(super) fn html(&self, known: &Known) -> Result<String> {
        let mut html = String::new();
        let mut open: Option<&str> = None;
        let mut markdown = String::new();
        let mut sections = 0;
        let mut from = self.body_line;
        for (at, line) in self.body.lines().enumerate() {
            let number = self.body_line + at;
            let Some(name) = line.strip_prefix(":::").map(str::trim) else {
                if open == Some("say") {
                    html.push_str(&self.sentence(line, number, known)?);
                } else {
                    markdown.push_str(line);
                    markdown.push('\n');
                }
                continue;
            };
            html.push_str(&self.render(&std::mem::take(&mut markdown), from, &mut sections, known)?);
            from = number + 1;
            html.push_str(match (name, open) {
                ("", Some("say")) => "</ul>\n",
                ("", Some(_)) => "</details>\n",
                ("", None) => return Err(self.mistake(number, "this block was never opened")),
                (_, Some(_)) => return Err(self.mistake(number, "blocks do not stand in each other")),
                ("hurt", None) => {
                    "<details class=\"hurt\" open><summary>For the one who was hurt</summary>\n"
                }
                ("broke", None) => {
                    "<details class=\"broke\" open><summary>For the one who broke trust</summary>\n"
                }
                ("say", None) => "<ul class=\"say\">\n",
                (other, None) => return Err(self.mistake(number, &format!("there is no block `{other}`"))),
            });
            open = (!name.is_empty()).then_some(name);
        }
        if open.is_some() {
            return Err(self.mistake(self.body_line + self.body.lines().count(), "a block is not closed"));
        }
        html.push_str(&self.render(&markdown, from, &mut sections, known)?);
        Ok(html)
    }

    /// A sentence that tends to hurt (`- …`) or to help (`+ …`).
    fn sentence(&self, line: &str, number: usize, known: &Known) -> Result<String> {
        let (class, label, said) = match (line.strip_prefix("- "), line.strip_prefix("+ ")) {
            (Some(said), _) => ("worse", "Rather not", said),
            (_, Some(said)) => ("better", "Try", said),
            _ => return Err(self.mistake(number, "a sentence begins with `- ` or `+ `")),
        };
        let said = self.render(said, number, &mut 0, known)?;
        let said = said.trim().trim_start_matches("<p>").trim_end_matches("</p>");
        Ok(format!("<li class=\"{class}\"><span class=\"label\">{label}</span> {said}</li>\n"))
    }

    /// Markdown as HTML. Headings get ids, `part-1` and so on, so that reading can go on at one.
    fn render(&self, markdown: &str, from: usize, sections: &mut usize, known: &Known) -> Result<String> {
        let mut events = Vec::new();
        let mut leaves = false;
        for (event, range) in Parser::new(markdown).into_offset_iter() {
            let line = from + markdown[..range.start].matches('\n').count();
            events.push(match event {
                Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                    let dest_url = match dest_url.strip_prefix("app:") {
                        Some(route) => {
                            self.check_route(line, route, known)?;
                            CowStr::from(if route == "today" { "./".to_owned() } else { route.to_owned() })
                        }
                        None if dest_url.starts_with("https://") => dest_url,
                        None => return Err(self.mistake(line, "a link starts with `app:` or `https://`")),
                    };
                    leaves = dest_url.starts_with("https://");
                    Event::Start(Tag::Link { link_type, dest_url, title, id })
                }
                // Links are not in each other, so this is the end of the last one.
                Event::End(TagEnd::Link) if leaves => Event::Html(format!("{LEAVES}</a>").into()),
                Event::Html(_) | Event::InlineHtml(_) => {
                    return Err(self.mistake(line, "HTML is not for the guide"));
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    if level as usize != 2 {
                        return Err(self.mistake(line, "sections have headings of the second level, `##`"));
                    }
                    *sections += 1;
                    Event::Html(format!("<h2 id=\"part-{sections}\" tabindex=\"-1\">").into())
                }
                Event::End(TagEnd::Heading(_)) => Event::Html("</h2>\n".into()),
                other => other,
            });
        }
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter());
        Ok(out.replace("<a href=\"https://", &format!("<a {ELSEWHERE} href=\"https://")))
    }
}

/// What a link to another site has: the other side learns as little as possible.
pub(super) const ELSEWHERE: &str = "rel=\"noopener noreferrer\"";
/// What stands at the end of such a link, for those who do not see the mark that the style sheet puts there.
pub(super) const LEAVES: &str = "<span class=\"visually-hidden\"> (leaves Kept)</span>";

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
