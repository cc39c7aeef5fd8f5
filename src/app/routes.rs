//! Which address shows which screen. Addresses are neutral, since they stay in a browser's history.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};

use super::pages;
use super::parts::{dynamic, effect};
use crate::browser::page;

/// The screen for the path below the app's address.
///
/// A match instead of the router's `<Routes>`: those compile every route into types of their own, a tenth of the
/// whole app.
fn screen(path: &str) -> AnyView {
    let words: Vec<&str> = path.split('/').filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => pages::today(),
        // The plain reading pages are not kept offline; the app has the same text.
        ["guide" | "read"] => pages::guide(),
        ["guide" | "read", "questions"] => pages::questions(),
        ["help"] | ["read", "help"] => pages::help(),
        ["guide" | "read", slug] => pages::chapter(slug),
        ["check-in"] => pages::check_in(),
        ["check-in", "daily"] => pages::daily(),
        ["check-in", "weekly"] => pages::weekly(),
        ["check-in", "talk"] => pages::talk(),
        ["rituals"] => pages::rituals(),
        ["rituals", "new"] => pages::new_ritual(&asked("take")),
        ["rituals", name] => pages::ritual(name),
        ["journal"] => pages::journal(&asked("prompt")),
        ["journal", "pages"] => pages::all_pages(),
        ["journal", "together"] => pages::together(),
        ["journal", date] => pages::journal_of(date),
        ["keepsakes"] => pages::keepsakes(),
        ["keepsake", name, day] => pages::keepsake(name, day),
        ["listen"] => pages::listen(),
        ["lock"] => pages::lock(),
        ["steady"] => pages::steady(),
        ["promises"] => pages::all_promises(),
        ["promises", "change", name] => pages::renegotiate(name),
        ["promise", name] => pages::promise(name),
        ["agreements"] => pages::all_agreements(),
        ["agreement", name] => pages::agreement(name),
        ["promises", "notes"] => pages::setbacks(),
        ["words"] => pages::all_statements(),
        ["words", name, day] => pages::statement(name, day),
        ["words", name, day, "aloud"] => pages::aloud(name, day),
        ["summary"] => pages::summary(),
        ["review"] => pages::review(),
        ["closing"] => pages::closing(),
        ["privacy"] => pages::privacy(),
        ["progress"] => pages::progress(&asked("span")),
        ["progress", "moments"] => pages::moments(),
        ["more"] => pages::more(),
        ["settings"] => pages::settings(),
        _ => pages::not_found(),
    }
}

/// What the address asks for under a name, such as a ritual of the library.
fn asked(name: &str) -> String {
    use_location().query.with_untracked(|query| query.get(name).unwrap_or_default())
}

/// The screen for the current address, below the app's.
pub(crate) fn screens() -> AnyView {
    let path = use_location().pathname;
    // The router changes the address in the browser, and scrolls, once the screen is there.
    let router = expect_context::<BrowserUrl>();
    effect(move || {
        path.track();
        router.ready_to_complete();
    });
    dynamic(move || {
        let path = path.get();
        untrack(|| screen(path.strip_prefix(&page::base_path()).unwrap_or_default()))
    })
    .into_any()
}
