//! Who can see what, in plain words: `docs/privacy.md` for the people it is about.

use kept::guide::PRIVACY;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::Screen;

/// What there is to say of a lock.
const LOCK: &str = "There is no lock yet. Whoever can open this browser can read everything; two people on one device \
                    are kept apart on the screen only.";

/// The page.
pub(crate) fn privacy() -> AnyView {
    view! {
        <Screen tab="Privacy" heading="Privacy">
            <p class="notice">{LOCK}</p>
            <div lang="en-GB" inner_html=PRIVACY.get()></div>
        </Screen>
    }
    .into_any()
}
