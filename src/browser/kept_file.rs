//! A file that Kept keeps up to date by itself, where the browser has the File System Access API.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/kept_file.js")]
extern "C" {
    /// Whether this browser can do it at all.
    #[wasm_bindgen(js_name = isOffered)]
    pub(crate) fn is_offered() -> bool;

    #[wasm_bindgen(catch, js_name = standing)]
    async fn standing_of() -> Result<JsValue, JsValue>;

    /// Lets the person choose a file.
    #[wasm_bindgen(catch)]
    pub(crate) async fn choose(suggested_name: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_name = ask)]
    async fn ask_again() -> Result<JsValue, JsValue>;

    /// What the file is called.
    pub(crate) fn name() -> String;

    #[wasm_bindgen(catch, js_name = read)]
    async fn read_text() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn write(text: &str) -> Result<(), JsValue>;

    /// Forgets the file, which stays where it is.
    #[wasm_bindgen(catch)]
    pub(crate) async fn forget() -> Result<(), JsValue>;
}

/// Where it stands with the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    /// None was chosen.
    #[default]
    None,
    /// It can be written.
    Ready,
    /// The person has to be asked before it can be written.
    Asks,
    /// It holds something that is not here, and is left alone until somebody says what to do.
    Held,
}

/// Where it stands with the file, as far as the browser knows.
pub(crate) async fn standing() -> Standing {
    match standing_of().await.ok().and_then(|word| word.as_string()).as_deref() {
        Some("granted") => Standing::Ready,
        Some("prompt" | "denied") => Standing::Asks,
        _ => Standing::None,
    }
}

/// Asks for leave to write; says whether it was given.
pub(crate) async fn ask() -> bool {
    ask_again().await.ok().and_then(|word| word.as_string()).is_some_and(|word| word == "granted")
}

/// What is in the file; empty where it is as it was written here. `None` where it cannot be read.
pub(crate) async fn read() -> Option<String> {
    read_text().await.ok()?.as_string()
}

/// Writes the file; says whether that worked. A file that cannot be written whole stays as it was.
pub(crate) async fn put(text: &str) -> bool {
    write(text).await.is_ok()
}
