//! An address that leads nowhere.

use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::Screen;

/// What an unknown address shows.
pub(crate) fn not_found() -> AnyView {
    view! {
        <Screen tab="Not found" heading="There is nothing at this address" lead="Perhaps it was moved, or a letter got lost.">
            <p><a class="button" href="./">"Go to Today"</a></p>
        </Screen>
    }
    .into_any()
}
