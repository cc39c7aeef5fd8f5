//! The questions people ask, with a search over them and the chapters.

use kept::guide::{Answer, Chapter, QUESTIONS, Question, find};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Screen, dynamic, input, text};

/// The questions.
pub(crate) fn questions() -> AnyView {
    let query = RwSignal::new(String::new());
    let answers = move || {
        let typed = query.get();
        if typed.trim().is_empty() {
            return QUESTIONS.iter().map(answer).collect::<Vec<_>>().into_any();
        }
        let found = find(&typed);
        if found.is_empty() {
            return view! {
                <p>"Nothing in the guide has these words. "<a href="guide">"All chapters"</a>" and "<a href="help">"help"</a>" are there."</p>
            }
            .into_any();
        }
        let views = found.into_iter().map(|found| match found {
            Answer::Question(question) => answer(question),
            Answer::Chapter(chapter) => chapter_link(chapter),
        });
        views.collect::<Vec<_>>().into_any()
    };
    let count = text(move || {
        let typed = query.get();
        match (typed.trim().is_empty(), find(&typed).len()) {
            (true, _) => String::new(),
            (false, 1) => "1 answer".to_owned(),
            (false, count) => format!("{count} answers"),
        }
    });
    view! {
        <Screen tab="Questions" heading="Questions people ask">
            <div class="field">
                <label for="find">"Search the guide"</label>
                <input
                    id="find"
                    type="search"
                    autocomplete="off"
                    enterkeyhint="search"
                    maxlength="80"
                    on:input=input(Box::new(move |typed| query.set(typed)))
                />
            </div>
            <p class="hint" role="status">{count}</p>
            {dynamic(answers)}
        </Screen>
    }
    .into_any()
}

fn answer(question: &'static Question) -> AnyView {
    let chapter = Chapter::find(question.chapter).map(|chapter| chapter.title);
    let sources = (!question.sources.get().is_empty())
        .then(|| view! { <ul class="sources" inner_html=question.sources.get()></ul> }.into_any());
    view! {
        <details class="question">
            <summary><strong>{question.question.get()}</strong></summary>
            <div class="prose" lang="en-GB" inner_html=question.html.get()></div>
            {sources}
            <p><a href=format!("guide/{}", question.chapter)>{chapter}</a></p>
            <p><a class="button" href=question.tool>{question.tool_label.get()}</a></p>
        </details>
    }
    .into_any()
}

fn chapter_link(chapter: &'static Chapter) -> AnyView {
    view! {
        <p class="question">
            <a href=format!("guide/{}", chapter.slug)><strong>{chapter.title}</strong></a>
            <span class="hint">{chapter.summary}</span>
        </p>
    }
    .into_any()
}
