//! A chart as a picture.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/picture.js")]
extern "C" {
    /// Saves the SVG in the element with that id as a PNG file, with a title above it.
    pub(crate) fn save(id: &str, title: &str, name: &str);
}
