//! Everything that has no place of its own at the bottom of a phone.

use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Picture, Screen, text, way};
use crate::browser::page;

/// The rest of Kept.
pub(crate) fn more() -> AnyView {
    view! {
        <Screen tab="More" heading="More">
            <div class="cards">
                {way("steady", "Steady", text(|| "For the hard moment".to_owned()), Some(Picture::Safety))}
                {way("journal", "Journal", text(|| "A page a day".to_owned()), Some(Picture::Guide))}
                {way("words", "Words", text(|| "Taking responsibility, saying the hurt".to_owned()), Some(Picture::CheckIn))}
                {way("promises", "Promises", text(|| "Small, dated, checkable; and setbacks".to_owned()), Some(Picture::Done))}
                {way("agreements", "Agreements", text(|| "Openness for a while, and boundaries".to_owned()), Some(Picture::CheckIn))}
                {way("summary", "Summary", text(|| "A page to bring along, on one or two sheets".to_owned()), Some(Picture::Guide))}
                {way("review", "Review", text(|| "Looking back on a month".to_owned()), Some(Picture::Done))}
                {way("keepsakes", "Keepsakes", text(|| "Good old letters and messages".to_owned()), Some(Picture::Guide))}
                {way("progress", "Progress", text(|| "What you answered and noted, drawn".to_owned()), Some(Picture::Progress))}
                {way("listen", "Listen in turns", text(|| "One speaks, the other says it back".to_owned()), Some(Picture::CheckIn))}
                {way("help", "Help", text(|| "Help lines, and what to do when you are afraid. It leaves no trace in Kept.".to_owned()), Some(Picture::Safety))}
                {way("privacy", "Privacy", text(|| "Who can see what, and what Kept cannot do".to_owned()), Some(Picture::Safety))}
                {way("lock", "Lock", text(|| "A passphrase before what you keep private".to_owned()), Some(Picture::Safety))}
                {way("closing", "Closing", text(|| "When you want to finish: a thank you, a copy, deleting".to_owned()), Some(Picture::Done))}
                {way("settings", "Settings", text(|| "Who writes, light and dark, a copy of everything, deleting".to_owned()), Some(Picture::Settings))}
            </div>
            <section class="prose about">
                <h2>"About Kept"</h2>
                <p>
                    "Kept is a guide, not therapy, and no substitute for it. Everything you write stays in this
                    browser on this device; nothing is sent anywhere, and nobody but the people who can open this
                    browser can read it. Whoever holds the unlocked device can read what is here, unless you have a lock."
                </p>
                <p class="hint">"Version " {env!("CARGO_PKG_VERSION")} ", build " {page::build()}</p>
            </section>
        </Screen>
    }
    .into_any()
}
