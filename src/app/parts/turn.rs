//! Turning over what is shown: months, weeks, years.

use kept_view::view;
use leptos::prelude::*;

use super::dynamic::click;

/// A heading between the ways to what was earlier and what is later.
pub(crate) fn turn(
    heading: AnyView,
    earlier: impl FnMut() + 'static,
    later: impl FnMut() + 'static,
) -> AnyView {
    view! {
        <div class="turn">
            <button type="button" class="button" on:click=click(earlier)>"Earlier"</button>
            {heading}
            <button type="button" class="button" on:click=click(later)>"Later"</button>
        </div>
    }
}
