//! What went together, each with its numbers, and a way to hide it.

use kept::insight::{Pattern, pattern_sentence, patterns as found};
use kept_view::view;
use leptos::prelude::*;

use super::Look;
use crate::app::parts::{click, dynamic};

/// The preference that holds the names of the patterns that somebody does not want to see.
fn hidden_by(look: Look) -> String {
    ["hidden-patterns-", look.state.author().as_str()].concat()
}

/// The part of the screen. It is about what somebody wrote themselves.
pub(super) fn patterns(look: Look) -> AnyView {
    let changed = Trigger::new();
    dynamic(move || {
        changed.track();
        let shown = look.shown().filter(|shown| look.is_ready() && shown.reader == shown.author);
        let Some(shown) = shown else { return ().into_any() };
        let hidden = look.state.preference(&hidden_by(look));
        look.state.entries(|entries| {
            let all = found(entries, &shown.reader, &shown.author, shown.today);
            let mut cards = Vec::new();
            for pattern in &all {
                if !hidden.split(' ').any(|name| name == pattern.name()) {
                    cards.push(card(look, pattern, changed));
                }
            }
            let nothing = all.is_empty().then_some(
                "Nothing stands out so far. For weekdays and hard days it takes answers on 28 days, for good weeks answers in 12.",
            );
            let show_all = (cards.len() < all.len()).then(|| {
                let show = click(move || {
                    look.state.prefer(&hidden_by(look), "");
                    changed.notify();
                });
                view! { <p><button type="button" class="quiet" on:click=show>"Show what is hidden"</button></p> }.into_any()
            });
            view! {
                <section aria-labelledby="together">
                    <h2 id="together">"What went together"</h2>
                    <p class="hint">"Over the last half year, and for weeks over the last year. It went together; what led to what, nobody can tell from it."</p>
                    <div class="cards">{cards}</div>
                    <p>{nothing}</p>
                    {show_all}
                </section>
            }
            .into_any()
        })
    })
    .into_any()
}

fn card(look: Look, pattern: &Pattern<'_>, changed: Trigger) -> AnyView {
    let name = pattern.name().to_owned();
    let hide = click(move || {
        let hidden = look.state.preference(&hidden_by(look));
        look.state.prefer(&hidden_by(look), [&hidden, " ", &name].concat().trim_start());
        changed.notify();
    });
    view! {
        <div class="card">
            <p>{pattern_sentence(pattern)}</p>
            <button type="button" class="quiet" on:click=hide>"Do not show me this"</button>
        </div>
    }
    .into_any()
}
