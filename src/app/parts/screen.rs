//! What every screen has: a neutral title, a heading that takes the focus, and room for the rest.

use leptos::prelude::*;

use super::dynamic::effect;
use crate::browser::page;

/// Set after the first screen, so that opening the page does not move the focus and every later screen does.
#[derive(Clone, Copy)]
pub(crate) struct Moved(pub(crate) StoredValue<bool>);

/// The id of the heading of the screen that is shown.
const HEADING: &str = "heading";

/// A screen. `tab` is what the tab and the history show, and says nothing about what this is.
#[component]
pub(crate) fn Screen(
    tab: &'static str,
    #[prop(into)] heading: Signal<String>,
    #[prop(optional)] lead: &'static str,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    page::set_title(&if tab.is_empty() { "Kept".to_owned() } else { format!("{tab} · Kept") });
    let moved = expect_context::<Moved>().0;
    effect(move || {
        if moved.get_value() {
            page::focus(HEADING);
        }
        moved.set_value(true);
    });
    view! {
        <div class=format!("screen {class}")>
            <h1 id=HEADING tabindex="-1">{heading}</h1>
            {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
            {children()}
        </div>
    }
}
