//! To finish: what was built, a thank you, a copy, and deleting everything. Each part stands alone, and none has to be.

use kept::entry::{Day, Keepsake, Kind, PersonId};
use kept::insight::{built, look_back};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;

use super::settings::{save_copy, sealed_copy};
use crate::app::parts::{Form, Screen, click, dynamic, form_text, save_bar, submit, text, whenever};
use crate::app::state::{State, state};
use crate::browser::random;

/// Both see a thank you, where there are two: that is what it is for.
const SHARED: usize = 3;

/// What its title is, for whoever finds it among the keepsakes.
const THANKS: &str = "A thank you";

/// The page. Opening it does nothing.
pub(crate) fn closing() -> AnyView {
    let state = state();
    state.author();
    state.recall(Reach::Everything, Box::new(|| ()));
    // A new form after each that was saved, and for each person who writes.
    let written = RwSignal::new(0);
    let version = move || format!("{} {}", written.get(), state.me().map(String::from).unwrap_or_default());
    let thanks = whenever(version, move || thanks(state, written));
    let copy = click(move || save_copy(state));
    view! {
        <Screen tab="Closing" heading="When you want to finish" lead="For now, or for good. Take what you like of this and leave the rest; nothing happens by itself.">
            <section aria-labelledby="built">
                <h2 id="built">"What you built"</h2>
                {dynamic(move || numbers(state))}
            </section>
            <section aria-labelledby="thanks">
                <h2 id="thanks">"To thank each other"</h2>
                <p>"For one thing that the other did, as exactly as you can. Read it aloud, if you are together; then hand over the device."</p>
                {thanks}
                <p><a href="keepsakes">"Keepsakes"</a> " · " <a href="summary">"A page to print"</a></p>
            </section>
            <section aria-labelledby="to-keep">
                <h2 id="to-keep">"To keep a copy"</h2>
                <p>"One file with everything in it, also what is private to each of you. It can be opened here again, on any day. Whoever has the file can read it, unless you save it with a passphrase."</p>
                <div class="actions"><button type="button" class="button" on:click=copy>"Save a copy"</button></div>
                {sealed_copy()}
            </section>
            <section aria-labelledby="after">
                <h2 id="after">"And then"</h2>
                <p>"Leave everything as it is: it stays on this device, and nothing here asks where you have been. Or delete it; you are asked once more before anything goes."</p>
                <div class="actions">
                    <a class="button primary" href="./">"Back to Today"</a>
                    <a class="button" href="settings#delete">"To deleting everything"</a>
                </div>
            </section>
        </Screen>
    }
}

/// The numbers that all who write here may see.
fn numbers(state: State) -> AnyView {
    let today = state.today();
    let (lines, count) = state.entries(|entries| {
        let readers: Vec<PersonId> = entries.people().into_iter().map(|(id, _)| id).collect();
        (built(&look_back(entries, &readers, Day::FIRST, today, today)), readers.len())
    });
    if lines.is_empty() {
        return view! { <p class="hint">"What was noted is counted here. What was built is more than that."</p> };
    }
    let line = |line: String| view! { <li>{line}</li> };
    let lines: Vec<AnyView> = lines.into_iter().map(line).collect();
    let whose = if count > 1 { "Counted is what both of you may see. " } else { "" };
    view! { <ul class="threads">{lines}</ul><p class="hint">{whose}"What was built is more than what was noted."</p> }
}

fn thanks(state: State, written: RwSignal<u32>) -> AnyView {
    let today = untrack(|| state.today());
    let id = state.new_id("thanks", || Keepsake::id(random::bytes(), today));
    let form = Form::open_for(id, Keepsake::default().into(), SHARED);
    let save = submit(move || {
        if untrack(|| form.is_empty()) {
            return;
        }
        form.edit(|it: &mut Keepsake| {
            THANKS.clone_into(&mut it.title);
            it.day = Some(today);
        });
        if form.save() {
            state.say("It is among the keepsakes.");
            written.update(|written| *written += 1);
        }
    });
    view! {
        <form on:submit=save>
            {form_text(form, "thanks-words", text(|| "Thank you for".to_owned()), "", |it| Some(&mut Keepsake::of_mut(it)?.text))}
            {save_bar(form)}
        </form>
    }
}
