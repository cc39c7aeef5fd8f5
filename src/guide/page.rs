//! Chapters as plain pages that need no JavaScript: for search engines, shared links and old browsers.

use std::fmt::Write as _;

use super::{CHAPTERS, Chapter, Part};

/// Where the pages will stand.
#[derive(Debug)]
pub struct Site<'a> {
    /// The address of the app, ending in a slash: `/` or `/kept/`.
    pub base: &'a str,
    /// The address of the style sheet.
    pub style: &'a str,
}

/// A chapter as a whole page, to be served as `<base>read/<slug>/index.html`.
pub fn reading_page(chapter: &Chapter, site: &Site<'_>) -> String {
    let mut article =
        format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escape(chapter.title), escape(chapter.summary));
    article.push_str(&chapter.html.replace("<a href=\"guide/", "<a href=\"read/"));
    article.push_str("<section class=\"action\"><p class=\"label\">One thing to do</p>\n<p>");
    article.push_str(&escape(chapter.action));
    article.push_str("</p></section>\n");
    if !chapter.sources.is_empty() {
        article.push_str("<h2>Sources</h2>\n<ul class=\"sources\">");
        for source in chapter.sources {
            let _ = write!(article, "<li>{}</li>", escape(source));
        }
        article.push_str("</ul>\n");
    }
    if let Some(next) = chapter.next() {
        let _ = writeln!(article, "<p><a href=\"read/{}/\">Next: {}</a></p>", next.slug, escape(next.title));
    }
    page(&name(chapter), chapter.summary, &article, site)
}

/// The list of all chapters as a page, to be served as `<base>read/index.html`.
pub fn contents_page(site: &Site<'_>) -> String {
    let mut article = String::from("<h1>The guide</h1>\n");
    for part in [Part::Before, Part::Step, Part::After] {
        let mut chapters = CHAPTERS.iter().filter(|chapter| chapter.part == part).peekable();
        if chapters.peek().is_none() {
            continue;
        }
        let _ = writeln!(article, "<h2>{}</h2>\n<ul>", part.title());
        for chapter in chapters {
            let (slug, title, summary) = (chapter.slug, escape(chapter.title), escape(chapter.summary));
            let _ = writeln!(article, "<li><a href=\"read/{slug}/\">{title}</a><br>{summary}</li>");
        }
        article.push_str("</ul>\n");
    }
    page("Guide", "A guide to read at your own pace.", &article, site)
}

/// What the tab and the history show: nothing telling.
fn name(chapter: &Chapter) -> String {
    chapter.step().map_or_else(|| "Guide".to_owned(), |step| format!("Step {step}"))
}

fn page(title: &str, description: &str, article: &str, site: &Site<'_>) -> String {
    let Site { base, style } = site;
    format!(
        r#"<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<base href="{base}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'self'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{}">
<title>{} · Kept</title>
<link rel="icon" href="icons/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{style}">
</head>
<body class="reading">
<header class="reading-head"><a href="./">Kept</a> <a href="read/">Guide</a></header>
<main><article class="prose">
{article}</article></main>
</body>
</html>
"#,
        escape(description),
        escape(title),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stays_within_the_plain_pages_and_under_20_kb() {
        let site = Site { base: "/kept/", style: "/kept/x.css" };
        for chapter in CHAPTERS {
            let page = reading_page(chapter, &site);
            assert!(page.len() < 20 * 1024, "{} has {} bytes", chapter.slug, page.len());
            assert!(!page.contains("<script") && !page.contains("href=\"guide/"), "{}", chapter.slug);
        }
    }

    #[test]
    fn titles_of_tabs_are_neutral() {
        for chapter in CHAPTERS {
            assert!(!name(chapter).contains(chapter.title));
        }
    }
}
