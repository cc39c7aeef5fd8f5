//! `localStorage` as a shelf.

use gloo_storage::{LocalStorage, Storage as _};
use kept::vault::{Shelf, ShelfError};
use leptos::web_sys::{DomException, Storage, StorageManager, window};
use wasm_bindgen::{JsCast, JsValue};

/// The key that is written, and removed again, to see whether anything can be.
const PROBE: &str = "kept/probe";

/// The browser's `localStorage`.
pub(crate) struct BrowserShelf(Storage);

impl BrowserShelf {
    /// The shelf, where the browser lets this page store anything.
    pub(crate) fn open() -> Option<Self> {
        // gloo-storage panics where storage is denied, so it is asked only after the browser said yes.
        window()?.local_storage().ok()??;
        let storage = LocalStorage::raw();
        storage.length().ok()?;
        // Some browsers show the storage and refuse every write; a full one refuses with a quota error.
        match storage.set_item(PROBE, "") {
            Ok(()) => storage.remove_item(PROBE).ok()?,
            Err(error) if is_quota(&error) => {}
            Err(_) => return None,
        }
        Some(Self(storage))
    }
}

/// Whether storage refused because it is full. Firefox has a name of its own for it.
fn is_quota(error: &JsValue) -> bool {
    error.dyn_ref::<DomException>().is_some_and(|error| {
        matches!(error.name().as_str(), "QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED")
    })
}

impl Shelf for BrowserShelf {
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError> {
        self.0.get_item(key).map_err(|_| ShelfError::Denied)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError> {
        self.0
            .set_item(key, value)
            .map_err(|error| if is_quota(&error) { ShelfError::Full } else { ShelfError::Denied })
    }

    fn remove(&self, key: &str) -> Result<(), ShelfError> {
        self.0.remove_item(key).map_err(|_| ShelfError::Denied)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError> {
        let count = self.0.length().map_err(|_| ShelfError::Denied)?;
        let keys = (0..count).filter_map(|at| self.0.key(at).ok().flatten());
        Ok(keys.filter(|key| key.starts_with(prefix)).collect())
    }
}

/// Asks the browser not to clear this page's storage when it runs short of room. The browser decides.
pub(crate) fn ask_to_persist() {
    if let Some(manager) = manager() {
        let _ = manager.persist();
    }
}

/// Whether this browser removes what a page stored when nobody visits it for a week of use: Safari on phones and
/// tablets, outside the home screen. No other browser says that it is not `standalone`.
pub(crate) fn is_forgetful() -> bool {
    let Some(window) = window() else { return false };
    js_sys::Reflect::get(&window.navigator(), &"standalone".into())
        .is_ok_and(|standalone| standalone == JsValue::FALSE)
}

/// Whether the browser promised to keep this page's storage; `None` where it does not say.
pub(crate) async fn is_persistent() -> Option<bool> {
    let answer = wasm_bindgen_futures::JsFuture::from(manager()?.persisted().ok()?).await.ok()?;
    answer.as_bool()
}

/// The storage manager, which is there on secure pages only.
fn manager() -> Option<StorageManager> {
    let navigator = window()?.navigator();
    let manager = js_sys::Reflect::get(&navigator, &"storage".into()).ok()?;
    manager.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn shelf() -> BrowserShelf {
        let shelf = BrowserShelf::open().unwrap();
        shelf.0.clear().unwrap();
        shelf
    }

    #[wasm_bindgen_test]
    fn what_was_put_there_is_there_until_it_is_removed() {
        let shelf = shelf();
        for value in ["", "a", "schön 日本語 👩‍👧 \u{0} \u{feff}", &"x".repeat(100_000)] {
            shelf.set("kept/a", value).unwrap();
            assert_eq!(shelf.get("kept/a").unwrap().as_deref(), Some(value));
        }
        shelf.remove("kept/a").unwrap();
        assert_eq!(shelf.get("kept/a").unwrap(), None);
        shelf.remove("kept/a").unwrap();
    }

    #[wasm_bindgen_test]
    fn other_sites_keys_are_never_listed_and_the_probe_leaves_nothing() {
        let shelf = shelf();
        shelf.0.set_item("somebody-else", "1").unwrap();
        shelf.set("kept/a", "1").unwrap();
        assert_eq!(BrowserShelf::open().unwrap().keys("kept/").unwrap(), ["kept/a"]);
    }

    #[wasm_bindgen_test]
    fn a_full_store_says_so_keeps_the_old_value_and_still_opens() {
        let shelf = shelf();
        shelf.set("kept/a", "old").unwrap();
        let mut size = 8 * 1024 * 1024;
        let mut filler = 0;
        while size > 0 {
            filler += 1;
            if shelf.set(&format!("other/{filler}"), &"x".repeat(size)).is_err() {
                size /= 2;
            }
        }
        assert_eq!(shelf.set("kept/a", &"x".repeat(1000)), Err(ShelfError::Full));
        assert_eq!(shelf.get("kept/a").unwrap().as_deref(), Some("old"));
        assert!(BrowserShelf::open().is_some());
        shelf.0.clear().unwrap();
    }
}
