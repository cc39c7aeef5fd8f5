//! The talk of the week: what both wrote, on a page that both look at.

use kept::entry::{CheckIn, Entries, Person, PersonId};
use kept::insight;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Screen, dynamic, text};
use crate::app::state::state;
use crate::app::words;

/// How a talk goes on: what each part is called, how to go about it, and which of the answers stand there.
struct Part {
    name: &'static str,
    how: &'static str,
    of: fn(&CheckIn) -> (&str, &str),
}

const PARTS: [Part; 5] = [
    Part {
        name: "What went well",
        how: "Read yours aloud, one at a time. Whoever hears it only says thank you.",
        of: |week| ("", &week.appreciations),
    },
    Part {
        name: "The question of the week",
        how: "Tell it, and ask one question back.",
        of: |week| (&week.question, &week.answer),
    },
    Part {
        name: "One thing to talk about",
        how: "One at a time. When it is a hard one, listen in turns.",
        of: |week| ("", &week.topic),
    },
    Part {
        name: "To feel safe next week",
        how: "No discussion whether it is needed. Only: can I do that, or which part of it?",
        of: |week| ("", &week.need),
    },
    Part {
        name: "One ask each",
        how: "Yes, no, or a smaller yes. A no is an answer, too.",
        of: |week| ("", &week.ask),
    },
];

/// The page to hold the talk with.
pub(crate) fn talk() -> AnyView {
    let state = state();
    let page = move || {
        let today = state.today();
        let people = state.entries(Entries::people);
        let readers: Vec<PersonId> = people.iter().map(|(id, _)| id.clone()).collect();
        let answers = state.entries(|entries| {
            let answers = insight::check_ins_of_week(entries, &readers, today).into_iter();
            answers
                .filter_map(|entry| {
                    let name = entries.get::<Person>(&entry.author, &Person::id())?;
                    Some((words::called(name, readers.len() < 2), entry.get::<CheckIn>()?.clone()))
                })
                .collect::<Vec<_>>()
        });
        if answers.is_empty() {
            return view! {
                <p>"What you both wrote this week stands here once each of you has answered, or shows it now."</p>
                <p>{others_answered()}</p>
                <p><a class="button" href="check-in/weekly">"Answer for this week"</a></p>
            }
            .into_any();
        }
        PARTS.iter().map(|part| section(part, &answers)).collect::<Vec<_>>().into_any()
    };
    view! {
        <Screen tab="Check in" heading="The week, together" lead="Half an hour, side by side, at a good time of the day. Start with what went well; stop while it is still good.">
            {dynamic(page)}
            <p><a class="button" href="listen">"Listen in turns"</a></p>
        </Screen>
    }
    .into_any()
}

fn section(part: &Part, answers: &[(String, CheckIn)]) -> AnyView {
    let said = |(name, week): &(String, CheckIn)| {
        let (question, answer) = (part.of)(week);
        let (name, question, answer) = (name.clone(), question.to_owned(), answer.to_owned());
        (!answer.trim().is_empty()).then(|| {
            view! { <div class="card"><p class="label">{name} " " {question}</p><p class="written">{answer}</p></div> }.into_any()
        })
    };
    let said = answers.iter().filter_map(said).collect::<Vec<_>>();
    if said.is_empty() {
        return ().into_any();
    }
    view! { <section><h2>{part.name}</h2><p class="hint">{part.how}</p><div class="cards">{said}</div></section> }
        .into_any()
}

/// Who answered this week, of those who let it be known.
pub(super) fn others_answered() -> Signal<String> {
    let state = state();
    text(move || {
        let Some(me) = state.me() else { return String::new() };
        state.entries(|entries| {
            let others = insight::answered_in_week(entries, &me, state.today()).into_iter();
            let names = others.filter_map(|other| entries.get::<Person>(other, &Person::id()));
            let said = names.map(|person| format!("{} has answered.", words::called(person, false)));
            said.collect::<Vec<_>>().join(" ")
        })
    })
}
