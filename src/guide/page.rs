//! Chapters as plain pages that need no JavaScript: for search engines, shared links and old browsers.

use std::fmt::Write as _;

use super::{
    AFTER_CHECK, AWAY, CHAPTERS, COUNTRIES, CRISIS, Chapter, ELSEWHERE, PHONE, Part, QUESTIONS, SELF_CHECK,
    escape,
};

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
    article.push_str(&to_plain(chapter.html.get()));
    let _ = writeln!(
        article,
        "<section class=\"action\"><p class=\"label\">One thing to do</p>\n<p>{}</p>\n\
         <a class=\"button primary\" href=\"{}\">{}</a></section>",
        escape(chapter.action),
        plain_address(chapter.tool),
        escape(chapter.tool_label),
    );
    if !chapter.sources.get().is_empty() {
        let _ = writeln!(article, "<h2>Sources</h2>\n<ul class=\"sources\">{}</ul>", chapter.sources.get());
    }
    if let Some(next) = chapter.next() {
        let _ = writeln!(article, "<p><a href=\"read/{}/\">Next: {}</a></p>", next.slug, escape(next.title));
    }
    page(&name(chapter), chapter.summary, &article, site)
}

/// The list of all chapters as a page, to be served as `<base>read/index.html`.
pub fn contents_page(site: &Site<'_>) -> String {
    let mut article = String::from("<h1>The guide</h1>\n");
    for part in Part::ALL {
        let _ = writeln!(article, "<h2>{}</h2>\n<ul>", part.title());
        for chapter in CHAPTERS.iter().filter(|chapter| chapter.part == part) {
            let (slug, title, summary) = (chapter.slug, escape(chapter.title), escape(chapter.summary));
            let _ = writeln!(article, "<li><a href=\"read/{slug}/\">{title}</a><br>{summary}</li>");
        }
        article.push_str("</ul>\n");
    }
    article.push_str(
        "<h2>Besides</h2>\n<ul><li><a href=\"read/questions/\">Questions people ask</a></li>\n\
         <li><a href=\"read/help/\">Help, and help lines by country</a></li></ul>\n",
    );
    page("Guide", "A guide to read at your own pace.", &article, site)
}

/// The questions with their answers as a page, to be served as `<base>read/questions/index.html`.
pub fn questions_page(site: &Site<'_>) -> String {
    let mut article = String::from("<h1>Questions people ask</h1>\n");
    for question in QUESTIONS {
        let chapter =
            Chapter::find(question.chapter).map(|chapter| escape(chapter.title)).unwrap_or_default();
        let _ = writeln!(
            article,
            "<h2 id=\"{}\">{}</h2>\n{}<p>More: <a href=\"read/{}/\">{chapter}</a></p>",
            question.slug,
            escape(question.question.get()),
            to_plain(question.html.get()),
            question.chapter,
        );
    }
    page("Questions", "Questions people ask, with short answers.", &article, site)
}

/// Help lines and what to know beside them as a page, to be served as `<base>read/help/index.html`.
pub fn help_page(site: &Site<'_>) -> String {
    let mut article =
        String::from("<h1>Help</h1>\n<h2>Some sentences to compare with your life</h2>\n<ol>\n");
    for sentence in SELF_CHECK {
        let _ = writeln!(article, "<li>{}</li>", escape(sentence.get()));
    }
    article.push_str("</ol>\n");
    for text in [AFTER_CHECK, CRISIS, PHONE] {
        article.push_str(&to_plain(text.get()));
    }
    article.push_str("<h2>Help lines</h2>\n");
    for country in COUNTRIES {
        let _ = writeln!(
            article,
            "<details><summary>{}</summary>\n{}</details>",
            escape(country.name),
            country.html.get()
        );
    }
    let _ = writeln!(article, "{}", ELSEWHERE.get());
    page("Help", "Where to turn.", &article, site)
}

/// The guide's HTML with links that lead to plain pages wherever there is one.
fn to_plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, link)) = rest.split_once("<a href=\"") {
        let (address, after) = link.split_once('"').unwrap_or((link, ""));
        let _ = write!(out, "{before}<a href=\"{}\"", plain_address(address));
        rest = after;
    }
    out + rest
}

/// The address of the plain page for a path below the app's address, where there is one.
fn plain_address(path: &str) -> String {
    match path.strip_prefix("guide/") {
        Some(slug) => format!("read/{slug}/"),
        None if path == "guide" => "read/".to_owned(),
        None if path == "help" => "read/help/".to_owned(),
        None if path == "today" => "./".to_owned(),
        None => path.to_owned(),
    }
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
<header class="reading-head"><a href="./">Kept</a> <a href="read/">Guide</a> <a class="leave" rel="noreferrer" href="{AWAY}">Leave quickly</a></header>
<main><article class="prose">
{article}</article></main>
</body>
</html>
"#,
        escape(description),
        escape(title),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: Site<'static> = Site { base: "/kept/", style: "/kept/x.css" };

    fn pages() -> Vec<(&'static str, String)> {
        let mut pages: Vec<_> =
            CHAPTERS.iter().map(|chapter| (chapter.slug, reading_page(chapter, &SITE))).collect();
        pages.push(("", contents_page(&SITE)));
        pages.push(("questions", questions_page(&SITE)));
        pages.push(("help", help_page(&SITE)));
        pages
    }

    #[test]
    fn a_chapter_stays_under_20_kb_and_no_page_needs_a_script() {
        for (slug, page) in pages() {
            assert!(
                page.len() < 20 * 1024 || slug == "questions" || slug == "help",
                "{slug}: {}",
                page.len()
            );
            assert!(!page.contains("<script"), "{slug}");
        }
    }

    #[test]
    fn what_is_a_plain_page_is_linked_as_one() {
        let pages = pages();
        for (slug, page) in &pages {
            for link in page.split("href=\"").skip(1).filter_map(|link| link.split_once('"')) {
                let Some(to) = link.0.strip_prefix("read/") else {
                    assert!(!link.0.starts_with("guide") && link.0 != "help", "{slug}: {}", link.0);
                    continue;
                };
                assert!(
                    pages.iter().any(|(slug, _)| to.trim_end_matches('/') == *slug),
                    "{slug}: {}",
                    link.0
                );
            }
        }
    }

    #[test]
    fn titles_of_tabs_are_neutral() {
        for chapter in CHAPTERS {
            assert!(!name(chapter).contains(chapter.title));
        }
    }
}
