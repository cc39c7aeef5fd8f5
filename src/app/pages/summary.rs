//! A page to bring to a therapist, or to keep: only what is chosen for it, one by one.

use kept::entry::{Day, Journal, Key, Kind, PersonId};
use kept::insight::{self, Choice, Section, sheets};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;

use super::not_found;
use crate::app::parts::{
    Form, Screen, change, choice, click, day_field, dynamic, effect, form_text, is, text, tick, when,
    whenever,
};
use crate::app::state::{State, state};
use crate::browser::{clock, file, page};

/// How many days back it goes, with the names for that. After them comes a day that is chosen.
const REACHES: [(i32, &str); 4] = [(28, "4 weeks"), (91, "3 months"), (365, "A year"), (100 * 366, "All")];
const SHEET: &str = "sheet";

/// What is being put together. It is nowhere but on the screen; the words on top are kept as a draft.
#[derive(Clone, Copy)]
struct Sheet {
    state: State,
    chosen: RwSignal<Vec<Key>>,
    reach: RwSignal<usize>,
    /// The first day, where somebody chose one.
    since: RwSignal<Option<Day>>,
    /// Whether it is made of what both share.
    is_of_both: RwSignal<usize>,
    is_large: RwSignal<bool>,
    /// The words on top of one's own page, and of the one for both: nobody shows the other by a switch what was meant
    /// for a therapist alone.
    own: Form,
    of_both: Form,
    /// Turns when everything has been read.
    is_whole: RwSignal<bool>,
}

/// The page.
pub(crate) fn summary() -> AnyView {
    let state = state();
    state.author();
    let who = move || state.me().map(String::from).unwrap_or_default();
    whenever(who, move || put_together(state)).into_any()
}

fn put_together(state: State) -> AnyView {
    // Forms that are never saved: what stands in them is a draft for as long as it is there, and nobody else's.
    let today = untrack(|| state.today());
    let (Ok(own), Ok(of_both)) = ("summary".parse(), "summary-both".parse()) else { return not_found() };
    let sheet = Sheet {
        state,
        chosen: RwSignal::new(Vec::new()),
        reach: RwSignal::new(1),
        since: RwSignal::new(None),
        is_of_both: RwSignal::new(0),
        is_large: RwSignal::new(false),
        own: Form::open(own, Journal::new(today).into()),
        of_both: Form::open(of_both, Journal::new(today).into()),
        is_whole: RwSignal::new(false),
    };
    state.recall(Reach::Everything, Box::new(move || sheet.is_whole.set(true)));
    effect(move || {
        sheet.is_of_both.track();
        sheet.chosen.set(Vec::new());
    });
    let words = move || {
        let label = text(|| "Your own words, on top".to_owned());
        let hint = "What you would say first. Kept here while you write.";
        form_text(sheet.form(), "words", label, hint, |it| Some(&mut Journal::of_mut(it)?.text))
    };
    let reaches = REACHES.iter().map(|(_, name)| *name).chain(["From a day on"]).map(str::to_owned).collect();
    let since = move || {
        let day = Signal::derive(move || sheet.since.get());
        day_field("since", "From which day on", "", day, move |day| sheet.since.set(day))
    };
    let both = move || {
        let partner = state.partner().unwrap_or_default();
        choice(
            "of",
            "Made of",
            vec!["What I may see".to_owned(), format!("What {partner} and I both share")],
            sheet.is_of_both,
        )
    };
    let size =
        tick("Large letters", is(move || sheet.is_large.get()), move |large| sheet.is_large.set(large));
    let length = text(move || match sheet.sheets() {
        0 => "Nothing is on the page yet.".to_owned(),
        1 => "It fits on one sheet of paper.".to_owned(),
        2 => "It fits on two sheets of paper.".to_owned(),
        more => format!(
            "It comes to about {more} sheets of paper. Two are easier to talk about; some of it could stay here."
        ),
    });
    let keep = click(move || {
        let name = format!("notes-{}.html", untrack(|| state.today()));
        let html = page::markup_of(SHEET).replace("<!---->", "");
        // Whoever opens it has no style sheet of ours: without these, lines would run into each other.
        let size = if sheet.is_large.get_untracked() { "1.45em" } else { "1em" };
        let style = "body{max-width:40em;margin:2em auto;padding:0 1em;line-height:1.4}\
            .written{white-space:pre-wrap;overflow-wrap:anywhere}.paper-item{break-inside:avoid}";
        let html = format!(
            "<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <title>Notes</title><style>html{{font-size:{size}}}{style}</style><body>{html}</body></html>"
        );
        state.say(match file::save(&name, "text/html", &html) {
            Ok(()) => "Saved as a file. Whoever has it can read it.",
            Err(_) => "The browser would not save it.",
        });
    });
    view! {
        <Screen tab="Summary" heading="A page to bring along" lead="For a therapist, or for yourself. Only what you choose is on it.">
            <div class="on-screen">
                {dynamic(words)}
                {choice("reach", "How far back", reaches, sheet.reach)}
                {when(move || sheet.reach.get() >= REACHES.len(), since)}
                {when(move || state.partner().is_some(), both)}
                <section aria-labelledby="choices">
                    <h2 id="choices">"What goes in"</h2>
                    <p class="hint">"Nothing is chosen for you. Steps for safety are never on a page."</p>
                    {whenever(move || sheet.version(), move || sheet.choices())}
                </section>
                {size}
                <h2>"The page"</h2>
                <p class="hint" role="status">{length}</p>
            </div>
            {dynamic(move || sheet.paper())}
            <div class="actions">
                <button type="button" class="button primary" on:click=click(page::print)>"Print it"</button>
                <button type="button" class="button" on:click=keep>"Save it as a file"</button>
            </div>
        </Screen>
    }
}

impl Sheet {
    fn form(self) -> Form {
        if self.is_of_both.get() == 1 { self.of_both } else { self.own }
    }

    /// What the list of choices depends on.
    fn version(self) -> String {
        let (from, _) = self.days();
        format!("{from} {} {}", self.is_of_both.get(), self.is_whole.get())
    }

    fn days(self) -> (Day, Day) {
        let today = self.state.today();
        match REACHES.get(self.reach.get()) {
            Some((days, _)) => (today.plus(-days), today),
            None => (self.since.get().unwrap_or(today).min(today), today),
        }
    }

    /// Who sits at the table.
    fn readers(self) -> Vec<PersonId> {
        let me = self.state.me();
        let people =
            self.state.entries(|entries| entries.people().into_iter().map(|(id, _)| id).collect::<Vec<_>>());
        if self.is_of_both.get() == 1 { people } else { me.into_iter().collect() }
    }

    fn choices(self) -> AnyView {
        let (from, to) = self.days();
        let readers = self.readers();
        self.state.entries(|entries| {
            let all = insight::choices(entries, &readers, from, to);
            if all.is_empty() {
                return view! { <p>"Nothing was written in this time."</p> };
            }
            let mut groups: Vec<AnyView> = Vec::new();
            for group in all.chunk_by(|one, other| one.kind == other.kind) {
                let Some(first) = group.first() else { continue };
                let items = group.iter().map(|choice| self.item(choice)).collect::<Vec<_>>();
                let name = format!("{} ({})", insight::heading_of(first.entry), group.len());
                groups.push(view! { <details class="fold"><summary>{name}</summary><div class="choices">{items}</div></details> });
            }
            groups.into_any()
        })
    }

    fn item(self, choice: &Choice<'_>) -> AnyView {
        let key = choice.entry.key();
        let is_chosen = {
            let key = key.clone();
            is(move || self.chosen.with(|chosen| chosen.contains(&key)))
        };
        let turn = change(move |event| {
            let is_in = event_target_checked(&event);
            self.chosen.update(|chosen| {
                chosen.retain(|other| *other != key);
                if is_in {
                    chosen.push(key.clone());
                }
            });
        });
        let day = choice.day.map(|day| format!("{}: ", clock::full_date(day)));
        let who = self.who(&choice.entry.author);
        let private = choice.is_private.then_some("(yours alone so far)");
        view! {
            <label class="option"><input type="checkbox" prop:checked=is_chosen on:change=turn /><span>{day}{who}{choice.label.clone()} " " <span class="hint">{private}</span></span></label>
        }
    }

    /// Who wrote it, where that is not the one who is putting the page together.
    fn who(self, author: &PersonId) -> Option<String> {
        let is_mine = untrack(|| self.state.me()).as_ref() == Some(author);
        // A page for both has no "you" and no "other": whoever gave no name is one of the two.
        let name = match (is_mine, self.is_of_both.get_untracked() == 1) {
            (true, false) => return None,
            (_, true) if !self.state.has_name(author) => "one of us".to_owned(),
            _ => self.state.name_of(author),
        };
        Some(format!("{name}: "))
    }

    fn with_sections<T>(self, read: impl FnOnce(&[Section<'_>]) -> T) -> T {
        let (from, to) = self.days();
        let readers = self.readers();
        let chosen = self.chosen.get();
        self.state.entries(|entries| read(&insight::summary(entries, &readers, &chosen, from, to)))
    }

    fn sheets(self) -> usize {
        let words = self.form().read(|it: &Journal| it.text.clone());
        let is_large = self.is_large.get();
        self.with_sections(|sections| sheets(&words, sections, is_large))
    }

    /// What is printed.
    fn paper(self) -> AnyView {
        let words = self.form().read(|it: &Journal| it.text.trim().to_owned());
        let (from, to) = self.days();
        let from = self.with_sections(|sections| {
            sections
                .iter()
                .flat_map(|section| &section.items)
                .filter_map(|item| item.day)
                .min()
                .unwrap_or(from)
                .max(from)
        });
        let sections = self.with_sections(|sections| {
            sections.iter().map(|section| self.section(section)).collect::<Vec<_>>()
        });
        if words.is_empty() && sections.is_empty() {
            return ().into_any();
        }
        let class = if self.is_large.get() { "paper large" } else { "paper" };
        let words = (!words.is_empty()).then(|| view! { <p class="written">{words}</p> });
        let days = format!("{} to {}", clock::full_date(from), clock::full_date(to));
        view! {
            <article class=class id=SHEET>
                <p><strong>{days}</strong></p>
                {words}
                {sections}
            </article>
        }
    }

    fn section(self, section: &Section<'_>) -> AnyView {
        let items = section.items.iter().map(|item| {
            let day = item.day.map(clock::full_date);
            let who = self.who(&item.entry.author);
            let parts = item.parts.iter().map(|part| {
                let label = (!part.label.is_empty()).then(|| format!("{}: ", part.label));
                view! { <p class="written"><em>{label}</em>{part.text.clone()}</p> }
            });
            let parts = parts.collect::<Vec<_>>();
            view! { <div class="paper-item"><p><strong>{day} " " {who}</strong></p>{parts}</div> }
        });
        let items = items.collect::<Vec<_>>();
        view! { <h3>{section.heading}</h3>{items} }
    }
}
