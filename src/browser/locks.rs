//! Taking turns with other tabs, by the Web Locks API where the browser has it.

use js_sys::{Function, Object, Reflect};
use leptos::web_sys::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Calls `action` with whether this tab is the only one that holds the lock `name`, which it does until `action`
/// returns. A browser without locks lets every tab believe so: it must do no harm if two are at it.
pub(crate) fn alone(name: &str, action: Box<dyn FnOnce(bool)>) {
    let Some((locks, request)) = manager() else { return action(true) };
    let options = Object::new();
    // Setting a property of an object of our own cannot fail.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    let granted = Closure::once_into_js(move |lock: JsValue| action(!lock.is_null()));
    let _ = request.call3(&locks, &name.into(), &options, &granted);
}

/// The lock manager, which is there on secure pages only.
fn manager() -> Option<(JsValue, Function)> {
    let navigator = window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(|locks| !locks.is_undefined())?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
