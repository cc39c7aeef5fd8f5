//! Writing an agreement down.

use kept::entry::{About, Agreement, AskedBy, EntryId, Kind, Subject};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    Form, choice, complaint, computed, day_field, effect, form_text, is, is_flawless, submit, text, tick,
    when,
};
use crate::app::state::state;
use crate::app::words;

const SHARED: usize = 3;
const ASKED_BY: [AskedBy; 3] = [AskedBy::Author, AskedBy::Other, AskedBy::Both];

/// The form for an agreement with that id; `from` is what it starts with.
pub(super) fn agreement_form(id: EntryId, from: Agreement, on_saved: impl Fn() + 'static) -> AnyView {
    let state = state();
    let about = from.about;
    let form = Form::open_for(id, from.into(), SHARED);
    let asked = form.read(|it: &Agreement| ASKED_BY.iter().position(|by| *by == it.asked_by));
    let asked = RwSignal::new(asked.unwrap_or_default());
    effect(move || {
        let by = ASKED_BY.get(asked.get()).copied().unwrap_or_default();
        form.edit(|it: &mut Agreement| it.asked_by = by);
    });
    let faults = RwSignal::new(Vec::new());
    let save = submit(move || {
        let today = untrack(|| state.today());
        let found = untrack(|| form.read(|it: &Agreement| it.faults(today)));
        // Saving takes both consents anew, so what did not change is not saved.
        let is_changed = untrack(|| form.is_dirty());
        if is_flawless(faults, found) && (!is_changed || form.save()) {
            state.say("Saved on this device.");
            on_saved();
        }
    });
    let subject = |subject: &'static Subject| {
        let is_on = is(move || form.read(|it: &Agreement| it.what.contains(subject)));
        let turn = move |on| {
            form.edit(|it: &mut Agreement| {
                it.what.retain(|other| other != subject);
                if on {
                    it.what.push(*subject);
                }
            });
        };
        tick(words::subject(*subject), is_on, turn)
    };
    let subjects = Subject::of(about).iter().map(subject).collect::<Vec<_>>();
    let from = computed(move || form.read(|it: &Agreement| Some(it.from)));
    let until = computed(move || form.read(|it: &Agreement| it.until));
    let review = computed(move || form.read(|it: &Agreement| it.review));
    let set_from =
        move |day: Option<kept::entry::Day>| form.edit(|it: &mut Agreement| it.from = day.unwrap_or(it.from));
    let until_hint = match about {
        About::Openness => "90 days at most; then you both decide anew.",
        About::Boundary => "Empty for a boundary without an end, if both of you say so.",
    };
    let field =
        move |id: &'static str, label: &'static str, hint: &'static str, of: crate::app::parts::TextOf| {
            view! { {form_text(form, id, text(move || label.to_owned()), hint, of)} {complaint(faults, id)} }
                .into_any()
        };
    let partner = state.partner().unwrap_or_else(|| "the other".to_owned());
    let by = vec!["I did".to_owned(), format!("{partner} did"), "Both of us".to_owned()];
    let saved = text(move || {
        if form.is_dirty() { "Not saved yet; a draft is kept while you write." } else { "" }.to_owned()
    });
    let steps = move || {
        field(
            "steps",
            "How it gets lighter, a step on each line",
            "After two weeks a message only when plans change. Then none.",
            |it| Some(&mut Agreement::of_mut(it)?.steps),
        )
    };
    view! {
        <form on:submit=save>
            <fieldset class="choice" id="what" tabindex="-1"><legend>"What it covers"</legend><div class="options">{subjects}</div></fieldset>
            {complaint(faults, "what")}
            {field("details", "What exactly, so that you both mean the same", "Never a password or a PIN.", |it| Some(&mut Agreement::of_mut(it)?.details))}
            {field("why", "What it is for", "", |it| Some(&mut Agreement::of_mut(it)?.why))}
            {choice("asked-by", "Who asked for it", by, asked)}
            {day_field("from", "From", "", from, set_from)}
            {complaint(faults, "from")}
            {day_field("until", "The last day", until_hint, until, move |day| form.edit(|it: &mut Agreement| it.until = day))}
            {complaint(faults, "until")}
            {day_field("review", "When you look at it again, together", "", review, move |day| form.edit(|it: &mut Agreement| it.review = day))}
            {complaint(faults, "review")}
            {when(move || about == About::Openness, steps)}
            <div class="actions"><button type="submit" class="button primary">"Write it down"</button><p class="hint" role="status">{saved}</p></div>
        </form>
    }
    .into_any()
}
