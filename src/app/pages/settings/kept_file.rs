//! A file that is kept up to date by itself.

use kept::exchange::file_name;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{click, dynamic};
use crate::app::state::state;
use crate::browser::kept_file::{Standing, is_offered, name};

pub(super) fn section() -> AnyView {
    if !is_offered() {
        return ().into_any();
    }
    let state = state();
    if state.has_locks() {
        // It could be read by everybody.
        return view! {
            <section aria-labelledby="file">
                <h2 id="file">"A file that stays up to date"</h2>
                <p>"Not with a lock: whoever finds the file could read it. Save copies with a passphrase instead. A file from before is where you put it."</p>
            </section>
        }
        .into_any();
    }
    let button = |words: &'static str, action: Box<dyn FnMut()>| {
        view! { <button type="button" class="button" on:click=click(action)>{words}</button> }.into_any()
    };
    let quiet = |words: &'static str, action: Box<dyn FnMut()>| {
        view! { <button type="button" class="quiet" on:click=click(action)>{words}</button> }.into_any()
    };
    let leave = move || quiet("Stop", Box::new(move || state.leave_file()));
    let now = move || {
        let choose = move || state.choose_file(file_name(untrack(|| state.today())));
        let (what, actions) = match state.file() {
            Standing::None => (
                "Choose where it lies, perhaps in a folder that is copied elsewhere anyway.",
                vec![button("Choose a file", Box::new(choose))],
            ),
            Standing::Ready => ("It is written again a moment after each change.", vec![leave()]),
            Standing::Asks => (
                "The browser wants you to allow it again.",
                vec![button("Allow it", Box::new(move || state.ask_for_file())), leave()],
            ),
            Standing::Held => (
                "There is something in it that is not here, or that Kept did not write. It was left as it is.",
                vec![
                    button("Add what is in it", Box::new(move || state.add_file())),
                    quiet("Write over it", Box::new(move || state.overwrite_file())),
                    leave(),
                ],
            ),
        };
        let called =
            (state.file() != Standing::None).then(|| view! { <strong>{name()} ". "</strong> }.into_any());
        view! { <p>{called} {what}</p> <div class="actions">{actions}</div> }.into_any()
    };
    view! {
        <section aria-labelledby="file">
            <h2 id="file">"A file that stays up to date"</h2>
            <p>"Kept can write the copy by itself, into one file on this device. It has no passphrase: everybody who gets at the file can read it."</p>
            {dynamic(now)}
        </section>
    }
    .into_any()
}
