//! Who can see what, in plain words: `docs/privacy.md` for the people it is about.

use kept::guide::PRIVACY;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Screen, text};
use crate::app::state::state;

/// What there is to say of a lock to somebody who has one, and to somebody who has none.
const WITH: &str = "You have a lock. What you keep private is sealed, and only you open it.";
const WITHOUT: &str = "You have no lock. Whoever can open this browser can read what you wrote; two people on one device \
                       without locks are kept apart on the screen only.";

/// The page.
pub(crate) fn privacy() -> AnyView {
    let state = state();
    view! {
        <Screen tab="Privacy" heading="Privacy">
            <p class="notice">{text(move || if state.has_lock() { WITH } else { WITHOUT }.to_owned())} " " <a href="lock">"The lock"</a></p>
            <div lang="en-GB" inner_html=PRIVACY.get()></div>
        </Screen>
    }
    .into_any()
}
