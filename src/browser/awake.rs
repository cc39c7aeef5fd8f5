//! Keeping the screen on, and saying something while nobody looks at the page; both only where the browser can.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::web_sys::{VisibilityState, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    /// The lock that keeps the screen on, while there is one.
    static LOCK: std::cell::RefCell<Option<JsValue>> = const { std::cell::RefCell::new(None) };
}

/// What an object calls `name`, where it has it.
fn part(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|part| !part.is_undefined() && !part.is_null())
}

/// Calls a method without arguments, or with one.
fn call(of: &JsValue, name: &str, with: Option<&JsValue>) -> Option<JsValue> {
    let method: Function = part(of, name)?.dyn_into().ok()?;
    with.map_or_else(|| method.call0(of), |with| method.call1(of, with)).ok()
}

/// Keeps the screen on, or lets it go dark again (Screen Wake Lock API).
pub(crate) fn keep(on: bool) {
    if let Some(lock) = LOCK.with_borrow_mut(Option::take) {
        call(&lock, "release", None);
    }
    if !on {
        return;
    }
    let ask = || -> Option<Promise> {
        let navigator = window()?.navigator();
        call(&part(&navigator, "wakeLock")?, "request", Some(&"screen".into()))?.dyn_into().ok()
    };
    if let Some(promise) = ask() {
        spawn_local(async move {
            if let Ok(lock) = JsFuture::from(promise).await {
                LOCK.set(Some(lock));
            }
        });
    }
}

fn notification() -> Option<JsValue> {
    part(&window()?.into(), "Notification")
}

/// Whether the person said in the settings of the browser that this page may say something.
fn may_tell() -> bool {
    let permission = notification().and_then(|it| part(&it, "permission"));
    permission.is_some_and(|permission| permission == "granted")
}

/// Asks whether the page may say something while nobody looks at it.
pub(crate) fn ask_to_tell() {
    if let Some(it) = notification() {
        call(&it, "requestPermission", None);
    }
}

/// Says something neutral through the browser, if the person asked for it and looks elsewhere.
pub(crate) fn tell(words: &str) {
    let Some(window) = window() else { return };
    let is_seen = window.document().is_some_and(|page| page.visibility_state() == VisibilityState::Visible);
    if is_seen || !may_tell() {
        return;
    }
    let options = Object::new();
    let _ = Reflect::set(&options, &"tag".into(), &"notes".into());
    let registration = part(&window.navigator(), "serviceWorker").and_then(|worker| part(&worker, "ready"));
    let words = words.to_owned();
    if let Some(Ok(ready)) = registration.map(JsCast::dyn_into::<Promise>) {
        spawn_local(async move {
            // On phones only the worker may show one.
            if let Ok(worker) = JsFuture::from(ready).await
                && let Some(show) =
                    part(&worker, "showNotification").and_then(|show| show.dyn_into::<Function>().ok())
            {
                let _ = show.call2(&worker, &words.into(), &options);
            }
        });
    }
}
