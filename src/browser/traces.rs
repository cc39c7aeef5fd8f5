//! What Kept leaves in a browser beside what the vault holds.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/traces.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = remove)]
    async fn remove_all() -> Result<JsValue, JsValue>;
}

/// In how many places something of ours may lie.
const PLACES: usize = 5;

/// How many things of ours lie in each place: keys of the storage, keys of this tab's, workers, caches, handles of
/// files. `None` where the browser does not let us look.
pub(crate) type Traces = [Option<u32>; PLACES];

/// Removes what is left of us beside the vault's keys, looks whether anything is still there, and says what.
pub(crate) async fn remove() -> Traces {
    let counted = remove_all().await.ok().and_then(|counts| counts.as_string()).unwrap_or_default();
    let mut counts = counted.split(' ').map(|count| count.parse().ok());
    [(); PLACES].map(|()| counts.next().flatten())
}
