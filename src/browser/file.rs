//! Files the person saves and opens.

use std::time::Duration;

use js_sys::{Array, Function, Reflect, Uint8Array};
use leptos::prelude::set_timeout;
use leptos::web_sys::{
    Blob, BlobPropertyBag, Event, File, HtmlAnchorElement, HtmlInputElement, ReadableStreamDefaultReader,
    ReadableWritablePair, Url, window,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Offers text as a file to save. It is made in the browser; nothing is sent anywhere.
///
/// # Errors
/// When the browser refuses.
pub(crate) fn save(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    save_part(name, mime, &text.into())
}

/// The same for bytes.
///
/// # Errors
/// When the browser refuses.
pub(crate) fn save_bytes(name: &str, mime: &str, bytes: &[u8]) -> Result<(), JsValue> {
    save_part(name, mime, &Uint8Array::from(bytes).into())
}

fn save_part(name: &str, mime: &str, part: &JsValue) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(part), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Not at once: some browsers read it only after asking where to save it.
    let forget = move || {
        let _ = Url::revoke_object_url(&url);
    };
    set_timeout(forget, Duration::from_secs(60));
    Ok(())
}

/// The file chosen in the file input that an event came from; it is cleared so that it can be chosen again.
pub(crate) fn chosen(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// The size of a file, in bytes.
pub(crate) fn size(file: &File) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size is whole and below 2^53"
    )]
    let size = file.size() as u64;
    size
}

/// What is in a file.
///
/// # Errors
/// When it cannot be read, for example because it was removed meanwhile.
pub(crate) async fn read(file: &File) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// What DEFLATE without a frame packed, at most `size` bytes of it; `None` where it is damaged or larger, or the
/// browser cannot unpack it (Compression Streams).
pub(crate) async fn unpacked(bytes: &[u8], size: usize) -> Option<Vec<u8>> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()?;
    // By name: the bindings have it behind a flag for what is not everywhere yet.
    let unpacker: Function =
        Reflect::get(&js_sys::global(), &"DecompressionStream".into()).ok()?.dyn_into().ok()?;
    let pair: ReadableWritablePair =
        Reflect::construct(&unpacker, &Array::of1(&"deflate-raw".into())).ok()?.unchecked_into();
    let reader: ReadableStreamDefaultReader =
        blob.stream().pipe_through(&pair).get_reader().dyn_into().ok()?;
    let mut all = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.ok()?;
        let value = Reflect::get(&chunk, &"value".into()).ok()?;
        let Ok(part) = value.dyn_into::<Uint8Array>() else { return Some(all) };
        all.extend(part.to_vec());
        if all.len() > size {
            // It claimed to be smaller.
            let _ = reader.cancel();
            return None;
        }
    }
}
