//! When and where to get help. Nothing that is answered or chosen here is kept anywhere.

use kept::guide::{AFTER_CHECK, COUNTRIES, CRISIS, Chapter, ELSEWHERE, PHONE, SELF_CHECK, Text};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Screen, change, dynamic};

/// Help.
pub(crate) fn help() -> AnyView {
    // The wording about safety is the guide's: there is one of it.
    let safety = Chapter::find("first").map(|chapter| {
        view! {
            <details class="fold">
                <summary><strong>{chapter.title}</strong></summary>
                {prose(chapter.html)}
            </details>
        }
        .into_any()
    });
    view! {
        <Screen tab="Help" heading="Help" lead="Nothing you choose or tick on this page is kept.">
            {lines()}
            <section aria-labelledby="crisis">
                <h2 id="crisis">"If you cannot go on"</h2>
                {fold("When it is about life and death", CRISIS)}
            </section>
            <section aria-labelledby="safe">
                <h2 id="safe">"If you are afraid"</h2>
                {safety}
                {self_check()}
                {fold("If they check your phone", PHONE)}
            </section>
        </Screen>
    }
    .into_any()
}

fn prose(html: Text) -> AnyView {
    view! { <div class="prose" lang="en-GB" inner_html=html.get()></div> }.into_any()
}

fn fold(name: &'static str, html: Text) -> AnyView {
    view! { <details class="fold"><summary><strong>{name}</strong></summary>{prose(html)}</details> }
        .into_any()
}

/// The lines of the country that is chosen. It is asked each time: nobody's country is guessed, or remembered.
fn lines() -> AnyView {
    let chosen = RwSignal::new(String::new());
    let choose = change(move |event| chosen.set(event_target_value(&event)));
    let options = COUNTRIES
        .iter()
        .map(|country| view! { <option value=country.code>{country.name}</option> }.into_any())
        .collect::<Vec<_>>();
    let shown = move || {
        let code = chosen.get();
        let country = COUNTRIES.iter().find(|country| country.code == code);
        let html = country.map(|country| country.html.get()).unwrap_or_default();
        view! { <div inner_html=html></div> }.into_any()
    };
    view! {
        <section aria-labelledby="lines">
            <h2 id="lines">"Somebody to talk to"</h2>
            <div class="field">
                <label for="country">"Help lines in"</label>
                <select id="country" on:change=choose>
                    <option value="">"Choose a country"</option>
                    {options}
                </select>
            </div>
            <div aria-live="polite">{dynamic(shown)}</div>
            <div inner_html=ELSEWHERE.get()></div>
            <p class="hint">"A call or a message may show on a phone bill or in the list of calls. The addresses open outside Kept, and may show in the browser’s history."</p>
        </section>
    }
    .into_any()
}

/// Sentences to tick for oneself. They lead to information whatever is ticked; nobody counts.
fn self_check() -> AnyView {
    let items = SELF_CHECK
        .iter()
        .map(|sentence| {
            view! { <li><label class="option"><input type="checkbox" autocomplete="off" /><span>{sentence.get()}</span></label></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <details class="fold">
            <summary><strong>"Some sentences to compare with your life"</strong></summary>
            <p>"Tick what is true, or only read. It is for you alone; there is no score."</p>
            <ul class="options plain">{items}</ul>
            {prose(AFTER_CHECK)}
        </details>
    }
    .into_any()
}
