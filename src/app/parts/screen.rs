//! What every screen has: a neutral title, a heading that takes the focus, and room for the rest.

use kept_view::view;
use leptos::prelude::*;

use super::dynamic::effect;
use crate::browser::page;

/// Set after the first screen, so that opening the page does not move the focus and every later screen does.
#[derive(Clone, Copy)]
pub(crate) struct Moved(pub(crate) StoredValue<bool>);

/// The id of the heading of the screen that is shown.
const HEADING: &str = "heading";

/// A screen. `tab` is what the tab and the history show, and says nothing about what this is.
pub(crate) struct Screen {
    pub(crate) tab: &'static str,
    pub(crate) heading: Signal<String>,
    pub(crate) lead: &'static str,
    pub(crate) class: &'static str,
    pub(crate) children: AnyView,
}

impl Default for Screen {
    fn default() -> Self {
        let (tab, heading, lead, class) = Default::default();
        let heading: String = heading;
        Self { tab, heading: heading.into(), lead, class, children: ().into_any() }
    }
}

impl Screen {
    /// Its view; the tab is named, and the heading takes the focus.
    pub(crate) fn view(self) -> AnyView {
        let Self { tab, heading, lead, class, children } = self;
        let name = page::app_name();
        page::set_title(&if tab.is_empty() { name } else { format!("{tab} · {name}") });
        let moved = expect_context::<Moved>().0;
        effect(move || {
            if moved.get_value() {
                page::focus(HEADING);
            }
            moved.set_value(true);
        });
        let lead = (!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> });
        view! {
            <div class=format!("screen {class}")>
                <h1 id=HEADING tabindex="-1">{heading}</h1>
                {lead}
                {children}
            </div>
        }
    }
}
