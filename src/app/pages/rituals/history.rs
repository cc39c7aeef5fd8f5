//! The days of a ritual: a month to look at and to mark, and a year.

use kept::entry::{Day, EntryId, Kind, Level, Mark, MarkState, PersonId, Ritual};
use kept::insight::{DayMark, Noted};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    Form, choice, click, computed, dynamic, effect, form_text, position, submit, text, time_field, turn, when,
};
use crate::app::state::{State, state};
use crate::browser::{clock, page};

/// Whose days, and of what. It is a handle; copies are the same.
#[derive(Clone, Copy)]
struct Days {
    state: State,
    of: StoredValue<(EntryId, Ritual)>,
    /// Somebody else's, as they noted them; one's own are what counts for oneself, and can be changed.
    other: StoredValue<Option<PersonId>>,
    /// The month, or year, that is shown.
    shown: RwSignal<Day>,
    chosen: RwSignal<Option<Day>>,
}

/// What is shown of a day.
type Cell = fn(Days, DayMark) -> AnyView;

/// A month and, on request, a year.
pub(super) fn history(id: EntryId, ritual: Ritual, other: Option<PersonId>) -> AnyView {
    let state = state();
    let days = Days {
        state,
        of: StoredValue::new((id, ritual)),
        other: StoredValue::new(other),
        shown: RwSignal::new(untrack(|| state.today())),
        chosen: RwSignal::new(None),
    };
    let year = RwSignal::new(false);
    let show_year = click(move || year.set(true));
    let offer =
        view! { <button type="button" class="quiet" on:click=show_year>"The whole year"</button> }.into_any();
    view! {
        {days.month()}
        {dynamic(move || days.chosen.get().map_or_else(|| ().into_any(), |day| untrack(|| days.mark_form(day))))}
        {offer}
        {when(move || year.get(), move || days.year())}
    }
    .into_any()
}

impl Days {
    fn noted<T>(self, read: impl FnOnce(&Noted<'_>, u8, Day) -> T) -> Option<T> {
        let me = self.state.me()?;
        let (starts, today) = (self.state.week_starts(), self.state.today());
        Some(self.of.with_value(|(id, ritual)| {
            self.other.with_value(|other| {
                self.state.entries(|entries| {
                    let noted = match other {
                        Some(other) => Noted::by(entries, &me, other, id, ritual),
                        None => Noted::of(entries, &me, id, ritual),
                    };
                    read(&noted, starts, today)
                })
            })
        }))
    }

    fn month(self) -> AnyView {
        let earlier = move || self.shown.update(|day| *day = day.month().plus(-1));
        let later = move || self.shown.update(|day| *day = day.month().plus(31));
        let name = text(move || clock::month(self.shown.get()));
        let heading = view! { <strong aria-live="polite">{name}</strong> };
        let starts = self.state.week_starts();
        let monday = untrack(|| self.state.today()).week(starts);
        let head =
            |later: i32| view! { <th scope="col">{clock::weekday(monday.plus(later))}</th> }.into_any();
        let cell: Cell =
            if self.other.with_value(Option::is_some) { |_, mark| told(mark) } else { Self::button };
        let rows = dynamic(move || {
            let weeks = self.noted(|noted, starts, today| noted.month(self.shown.get(), starts, today));
            let row = |week: Vec<DayMark>| {
                view! { <tr>{week.into_iter().map(|mark| cell(self, mark)).collect::<Vec<_>>()}</tr> }
                    .into_any()
            };
            weeks.unwrap_or_default().into_iter().map(row).collect::<Vec<_>>().into_any()
        });
        view! {
            {turn(heading, earlier, later)}
            <table class="weeks">
                <caption class="visually-hidden">{name}</caption>
                <thead><tr>{(0..7).map(head).collect::<Vec<_>>()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }

    /// A day that can be marked.
    fn button(self, mark: DayMark) -> AnyView {
        if !mark.open || !mark.within {
            return told(mark);
        }
        let (class, said) = look(mark);
        let (_, _, number) = mark.day.parts();
        let press = click(move || {
            self.chosen.set(Some(mark.day));
            // It is there with the next turn of the loop.
            set_timeout(|| page::show("marking"), std::time::Duration::ZERO);
        });
        let name = format!("{}: {said}", clock::short_date(mark.day));
        view! { <td class=class><button type="button" aria-label=name on:click=press>{number}</button></td> }
            .into_any()
    }

    /// What can be said about one day.
    fn mark_form(self, day: Day) -> AnyView {
        const STATES: [MarkState; 3] = [MarkState::Done, MarkState::Skipped, MarkState::NotDone];
        const SHARED: usize = 3;
        let state = self.state;
        let id = self.of.with_value(|(id, _)| id.clone());
        let mark_id = Mark::id(&id, day);
        let was_there = {
            let (me, mark_id) = (state.author(), mark_id.clone());
            state.entries(|entries| entries.get::<Mark>(&me, &mark_id).is_some())
        };
        let form = Form::open_for(mark_id.clone(), Mark::new(id, day, MarkState::Done).into(), SHARED);
        let became = position(&STATES, &form.read(|mark: &Mark| Some(mark.state)).unwrap_or(MarkState::Done));
        let felt = RwSignal::new(
            form.read(|mark: &Mark| mark.felt.map(|felt| usize::from(felt.get()))).unwrap_or_default(),
        );
        effect(move || {
            let (became, felt) = (STATES.get(became.get()).copied(), felt.get());
            form.edit(|mark: &mut Mark| {
                mark.state = became.unwrap_or(mark.state);
                mark.felt = felt.checked_sub(1).and_then(|at| Level::ALL.get(at)).copied();
            });
        });
        let save = submit(move || {
            if form.save() {
                self.chosen.set(None);
                state.say("Saved on this device.");
            }
        });
        let clear = click(move || {
            if state.delete(&mark_id, "The mark was taken back.") {
                self.chosen.set(None);
            }
        });
        let clear = was_there.then(|| {
            view! { <button type="button" class="quiet" on:click=clear>"Take the mark back"</button> }
                .into_any()
        });
        let minute = computed(move || form.read(|mark: &Mark| mark.minute));
        let levels = ["not said", "heavy", "rather heavy", "in between", "rather light", "light"];
        let states = ["Done", "Left out on purpose", "Not done"];
        view! {
            <form class="card" id="marking" tabindex="-1" aria-label=clock::full_date(day) on:submit=save>
                <p><strong>{clock::long_date(day)}</strong></p>
                {choice("became", "What became of it?", states.map(str::to_owned).to_vec(), became)}
                {form_text(form, "mark-note", text(|| "A word about it, if you like".to_owned()), "", |mark| Some(&mut Mark::of_mut(mark)?.note))}
                {choice("felt", "How did it feel?", levels.map(str::to_owned).to_vec(), felt)}
                {time_field("mark-minute", "At what time, if you like", minute, move |minute| form.edit(|mark: &mut Mark| mark.minute = minute))}
                <div class="actions"><button type="submit" class="button primary">"Save"</button>{clear}</div>
            </form>
        }
        .into_any()
    }

    /// A year: a row for each day of the week, a column for each week.
    fn year(self) -> AnyView {
        let rows = dynamic(move || {
            let year = self.shown.get().parts().0;
            let weeks =
                self.noted(|noted, starts, today| noted.year(year, starts, today)).unwrap_or_default();
            let row = |at: usize| {
                let days = weeks.iter().filter_map(|week| week.get(at).copied());
                let name = weeks.first().and_then(|week| week.get(at)).map(|mark| clock::weekday(mark.day));
                let cells = days.map(tiny).collect::<Vec<_>>();
                view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_any()
            };
            let done = weeks
                .iter()
                .flatten()
                .filter(|mark| mark.within && mark.state == Some(MarkState::Done))
                .count();
            let caption = format!("{year}: done on {done} days");
            let rows = (0..7).map(row).collect::<Vec<_>>();
            view! { <table class="year"><caption>{caption}</caption><tbody>{rows}</tbody></table> }.into_any()
        });
        rows.into_any()
    }
}

/// How a day looks, and what is said of it.
fn look(mark: DayMark) -> (&'static str, &'static str) {
    if !mark.within {
        return ("day outside", "");
    }
    match (mark.state, mark.open) {
        (Some(MarkState::Done), _) => ("day done", "done"),
        (Some(MarkState::Skipped), _) => ("day skipped", "left out on purpose"),
        (Some(MarkState::NotDone), _) => ("day", "not done"),
        (None, true) if mark.paused => ("day paused", "resting"),
        (None, true) => ("day", "not noted"),
        (None, false) => ("day outside", ""),
    }
}

/// A day to look at.
fn told(mark: DayMark) -> AnyView {
    let (class, said) = look(mark);
    let (_, _, number) = mark.day.parts();
    let number = mark.within.then(|| {
        view! {
            <span aria-hidden="true">{number}</span>
            <span class="visually-hidden">{clock::short_date(mark.day)} " " {said}</span>
        }
        .into_any()
    });
    view! { <td class=class>{number}</td> }.into_any()
}

/// A day of the year. Those without a mark say nothing, or somebody who listens would hear nothing else.
fn tiny(mark: DayMark) -> AnyView {
    let (class, said) = look(mark);
    let said = mark.state.filter(|_| mark.within).map(|_| format!("{} {said}", clock::short_date(mark.day)));
    let said = said.map(|said| view! { <span class="visually-hidden">{said}</span> }.into_any());
    view! { <td class=class>{said}</td> }.into_any()
}
