//! Help: the lines by country, the self-check, and what to know beside them.

use std::fmt::Write as _;
use std::path::Path;

use super::lists::{Row, Table};
use super::source::{ELSEWHERE, LEAVES, Source, escape, text_of};
use super::{Guide, Known, Result};

/// The kinds of lines, in the order in which they are shown, and what stands above each.
const KINDS: &[(&str, &str)] = &[
    ("abuse", "If you are afraid of somebody close to you"),
    ("crisis", "If you think of ending your life, or cannot go on"),
    ("own", "If you worry about how you treat somebody"),
    ("any", "Any other country"),
];

pub(super) fn help(folder: &Path, known: &Known, guide: &mut Guide) -> Result<()> {
    let lines = Table::read(&folder.join("help-lines.csv"))?;
    let countries = Table::read(&folder.join("countries.csv"))?;
    let codes = countries.slugs()?;
    for line in lines.rows() {
        let country = line.cell("country")?;
        if country != "*" && !codes.iter().any(|code| code == country) {
            return Err(line.mistake(&format!("`{country}` is not in countries.csv")));
        }
    }
    let parents: Vec<&str> = countries.rows().map(|row| row.cell("within")).collect::<Result<_>>()?;
    let mut items = Vec::new();
    for country in countries.rows() {
        let code = country.cell("code")?;
        // Where parts of a country have lines of their own, people choose their part.
        if parents.contains(&code) {
            continue;
        }
        let mut html = emergency(country.cell("emergency")?);
        html.push_str(&section(&lines, &[code, country.cell("within")?])?);
        let html = guide.text(&html);
        items.push(format!("Country {{ code: {code:?}, name: {:?}, html: {html} }}", country.cell("name")?));
    }
    guide.list("The countries whose help lines are known, with their lines.", "COUNTRIES", "Country", &items);
    let elsewhere = section(&lines, &["*"])?;
    constant(guide, "Where to find a line in any other country, as HTML.", "ELSEWHERE", &elsewhere);
    let self_check: Vec<String> =
        text_of(&folder.join("self-check.txt"))?.lines().map(|line| guide.text(line)).collect();
    guide.list(
        "The self-check: it is answered for oneself, and nothing of it is kept.",
        "SELF_CHECK",
        "Text",
        &self_check,
    );
    for (name, file) in
        [("AFTER_CHECK", "after-check"), ("CRISIS", "crisis"), ("PHONE", "phone"), ("PRIVACY", "privacy")]
    {
        let html = Source::plain(&folder.join(format!("help/{file}.md")))?.html(known)?;
        constant(guide, &format!("The text of `help/{file}.md`, as HTML."), name, &html);
    }
    Ok(())
}

fn constant(guide: &mut Guide, doc: &str, name: &str, text: &str) {
    let text = guide.text(text);
    let _ = writeln!(guide.code, "/// {doc}\npub const {name}: Text = {text};");
}

/// The emergency numbers: `112`, or `112 police|113 ambulance`.
fn emergency(numbers: &str) -> String {
    let links: Vec<String> = numbers
        .split('|')
        .map(|number| {
            let (digits, whom) = number.split_once(' ').unwrap_or((number, ""));
            format!("<a href=\"tel:{digits}\">{digits}</a> {}", escape(whom))
        })
        .collect();
    format!("<p class=\"notice\"><strong>In danger now:</strong> {}</p>\n", links.join(" or ").trim_end())
}

/// The lines of a country and of what it is part of, by kind.
fn section(lines: &Table, codes: &[&str]) -> Result<String> {
    let mut html = String::new();
    for (kind, heading) in KINDS {
        let mut items = String::new();
        for code in codes {
            for line in lines.rows() {
                if line.cell("country")? == *code && line.cell("kind")? == *kind && is_confirmed(&line)? {
                    let _ = writeln!(items, "<li>{}</li>", item(&line)?);
                }
            }
        }
        if !items.is_empty() {
            let _ = writeln!(html, "<h3>{heading}</h3>\n<ul class=\"lines\">\n{items}</ul>");
        }
    }
    Ok(html)
}

/// Whether the number was seen in a second source. One that was not is not shown.
fn is_confirmed(line: &Row<'_>) -> Result<bool> {
    let is_known = KINDS.iter().any(|(kind, _)| line.cell("kind").is_ok_and(|cell| cell == *kind));
    if !is_known {
        return Err(line.mistake("there is no such kind of line"));
    }
    Ok(line.cell("status")? != "unconfirmed")
}

fn item(line: &Row<'_>) -> Result<String> {
    let mut html =
        format!("<strong lang=\"{}\">{}</strong>", line.cell("language")?, escape(line.cell("name")?));
    let about = match (line.cell("for")?, line.cell("hours")?) {
        ("", hours) => hours.to_owned(),
        (whom, "") => format!("for {whom}"),
        (whom, hours) => format!("for {whom}; {hours}"),
    };
    if !about.is_empty() {
        let _ = write!(html, "<br><span class=\"hint\">{}</span>", escape(&about));
    }
    html.push_str("<br>");
    let call = line.cell("call")?;
    if !call.is_empty() {
        let _ = write!(
            html,
            "<a class=\"button\" href=\"tel:{}\">Call {}</a> ",
            call.replace('#', "%23"),
            line.cell("shown")?
        );
    }
    let (text, word) = (line.cell("text")?, line.cell("word")?);
    if !text.is_empty() {
        let body = if word.is_empty() { String::new() } else { format!("?body={word}") };
        let said = if word.is_empty() { "Message".to_owned() } else { format!("Message {word} to") };
        let _ = write!(html, "<a class=\"button\" href=\"sms:{text}{body}\">{said} {text}</a> ");
    }
    let web = line.cell("web")?;
    let _ = write!(html, "<a class=\"button\" {ELSEWHERE} href=\"https://{web}\">{web}{LEAVES}</a>");
    let _ = write!(html, "<br><span class=\"hint\">Checked {}</span>", date(line)?);
    Ok(html)
}

/// "23 November 2026" for `2026-11-23`.
fn date(line: &Row<'_>) -> Result<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let checked = line.cell("checked")?;
    let parts: Vec<usize> = checked.split('-').filter_map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [year, month @ 1..=12, day @ 1..=31] => Ok(format!("{day} {} {year}", MONTHS[month - 1])),
        _ => Err(line.mistake(&format!("`{checked}` is not a date like 2026-11-23"))),
    }
}
