//! The passages of a chapter that are for one of the two.

use crate::entry::Role;

const BEGIN: &str = "<details class=\"";
const OPEN: &str = " open>";
const END: &str = "</details>\n";

/// A chapter's HTML for somebody: the passage that is theirs comes first and is open, the one for the other is
/// folded up, one tap away. Who stands on both sides, or on none, has both open.
pub fn for_reader(html: &str, role: Role) -> String {
    let own = match role {
        Role::Hurt => "hurt",
        Role::BrokeTrust => "broke",
        Role::Both | Role::Unsure => return html.to_owned(),
    };
    let mut out = String::with_capacity(html.len());
    // Passages of the other, until it is known whether one's own comes right after them.
    let mut held = String::new();
    let mut rest = html;
    while let Some((before, passage, after)) = next_passage(rest) {
        if !before.trim().is_empty() {
            out.push_str(&std::mem::take(&mut held));
        }
        out.push_str(before);
        if passage[BEGIN.len()..].starts_with(own) {
            out.push_str(passage);
            out.push_str(&std::mem::take(&mut held));
        } else {
            held.push_str(&passage.replacen(OPEN, ">", 1));
        }
        rest = after;
    }
    out.push_str(&held);
    out.push_str(rest);
    out
}

/// What is before the first passage, the passage, and what comes after it.
fn next_passage(html: &str) -> Option<(&str, &str, &str)> {
    let from = html.find(BEGIN)?;
    let to = from + html[from..].find(END)? + END.len();
    Some((&html[..from], &html[from..to], &html[to..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(class: &str, open: bool) -> String {
        let open = if open { " open" } else { "" };
        format!(
            "<details class=\"{class}\"{open}><summary>For {class}</summary>\n<p>{class}</p>\n</details>\n"
        )
    }

    fn written(order: &[(&str, bool)]) -> String {
        order.iter().fold(String::new(), |html, (class, open)| match *class {
            "hurt" | "broke" => html + &passage(class, *open),
            text => html + text,
        })
    }

    #[test]
    fn ones_own_passage_is_open_and_comes_before_the_others() {
        type Order<'a> = &'a [(&'a str, bool)];
        let cases: [(Role, Order<'_>, Order<'_>); 7] = [
            (
                Role::Hurt,
                &[("a", true), ("hurt", true), ("broke", true), ("z", true)],
                &[("a", true), ("hurt", true), ("broke", false), ("z", true)],
            ),
            (
                Role::BrokeTrust,
                &[("a", true), ("hurt", true), ("broke", true), ("z", true)],
                &[("a", true), ("broke", true), ("hurt", false), ("z", true)],
            ),
            (Role::BrokeTrust, &[("broke", true), ("hurt", true)], &[("broke", true), ("hurt", false)]),
            // What stands between two passages keeps its place, and so do they.
            (
                Role::BrokeTrust,
                &[("hurt", true), ("m", true), ("broke", true)],
                &[("hurt", false), ("m", true), ("broke", true)],
            ),
            (Role::BrokeTrust, &[("a", true), ("hurt", true)], &[("a", true), ("hurt", false)]),
            (Role::Both, &[("hurt", true), ("broke", true)], &[("hurt", true), ("broke", true)]),
            (Role::Unsure, &[("hurt", true), ("broke", true)], &[("hurt", true), ("broke", true)]),
        ];
        for (role, before, after) in cases {
            assert_eq!(for_reader(&written(before), role), written(after), "{role:?} {before:?}");
        }
    }

    #[test]
    fn nothing_of_a_chapter_is_lost() {
        for chapter in crate::guide::CHAPTERS {
            for role in Role::ALL {
                let mut before: Vec<char> = chapter.html.get().replace(OPEN, ">").chars().collect();
                let mut after: Vec<char> =
                    for_reader(chapter.html.get(), role).replace(OPEN, ">").chars().collect();
                before.sort_unstable();
                after.sort_unstable();
                assert!(before == after, "{} for {role:?}", chapter.slug);
            }
        }
    }
}
