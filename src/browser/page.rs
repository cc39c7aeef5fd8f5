//! The page itself: its title, its address, its look, and what it tells `public/shell.js`.

use leptos::web_sys::{CustomEvent, Document, FocusOptions, HtmlDialogElement, HtmlElement, Url, window};
use wasm_bindgen::JsCast;

fn document() -> Option<Document> {
    window()?.document()
}

/// Sets what the tab and the history show.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// The path that the app is served under, without a slash at the end: empty, or `/kept` for example.
pub(crate) fn base_path() -> String {
    let base = document().and_then(|document| document.base_uri().ok().flatten());
    let path = base.and_then(|base| Url::new(&base).ok()).map(|url| url.pathname()).unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

/// The full address of a path below the app's.
pub(crate) fn address(path: &str) -> String {
    format!("{}/{path}", base_path())
}

/// Notes in the address how the screen is looked at, so that it is the same after a reload and on coming back.
pub(crate) fn set_query(query: &str) {
    let Some(window) = window() else { return };
    let (Ok(history), Ok(path)) = (window.history(), window.location().pathname()) else { return };
    // The router keeps something of its own with each address.
    let state = history.state().unwrap_or_default();
    let _ = history.replace_state_with_url(&state, "", Some(&[&path, "?", query].concat()));
}

/// Removes the first screen of `index.html`, which stands in until the app is there.
pub(crate) fn remove_first_screen() {
    if let Some(first) = document().and_then(|document| document.get_element_by_id("first")) {
        first.remove();
    }
}

/// Sets or removes an attribute of the root element, which style sheets look at.
pub(crate) fn mark_root(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// What tells one build of the app from another (`tools/finish.mjs`).
pub(crate) fn build() -> String {
    let root = document().and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("data-build")).unwrap_or_default()
}

/// What the app is called here: Kept, unless another name was chosen (`index.html`).
pub(crate) fn app_name() -> String {
    let root = document().and_then(|document| document.document_element());
    let chosen = root.and_then(|root| root.get_attribute("data-dress"));
    chosen.filter(|name| !name.is_empty()).unwrap_or_else(|| "Kept".to_owned())
}

/// Whether the page is hidden: another tab, another app, a dark screen.
pub(crate) fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// Whether the root element has that attribute.
pub(crate) fn root_is_marked(name: &str) -> bool {
    document().and_then(|document| document.document_element()).is_some_and(|root| root.has_attribute(name))
}

/// Moves the focus to the element with that id, without scrolling.
pub(crate) fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Scrolls to the element with that id, and moves the focus there.
pub(crate) fn show(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.scroll_into_view();
        focus(id);
    }
}

/// Whether the element with that id begins in the upper half of what is on the screen, or above.
pub(crate) fn is_above_the_middle(id: &str) -> bool {
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
    let element = document().and_then(|document| document.get_element_by_id(id));
    element.is_some_and(|element| element.get_bounding_client_rect().top() < height / 2.0)
}

/// A text as part of an address.
pub(crate) fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Opens a dialog over the page, which waits until it is closed.
pub(crate) fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog.
pub(crate) fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

/// Tells `public/shell.js` something.
pub(crate) fn tell(event: &str) {
    if let (Some(window), Ok(event)) = (window(), CustomEvent::new(event)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Opens the page again from the start.
pub(crate) fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Opens the app's first page from the start, in place of the present one.
pub(crate) fn start_again() {
    if let Some(window) = window() {
        let _ = window.location().replace(&address(""));
    }
}

/// Puts a text into the clipboard, and then says whether that worked.
pub(crate) fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let clipboard = window().and_then(|window| {
        let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into()).ok()?;
        let write: js_sys::Function =
            js_sys::Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
        write.call1(&clipboard, &text.into()).ok()?.dyn_into::<js_sys::Promise>().ok()
    });
    wasm_bindgen_futures::spawn_local(async move {
        let done = match clipboard {
            Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        then(done);
    });
}

/// What is in the element with that id, as markup.
pub(crate) fn markup_of(id: &str) -> String {
    let element = document().and_then(|document| document.get_element_by_id(id));
    element.map(|element| element.inner_html()).unwrap_or_default()
}

/// Opens what the browser has for printing.
pub(crate) fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}
