//! Random bytes from the browser.

use leptos::web_sys::window;

/// 16 random bytes.
pub(crate) fn bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    // Every browser that runs WebAssembly has it.
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// A random number.
pub(crate) fn number() -> u32 {
    let [a, b, c, d, ..] = bytes();
    u32::from_le_bytes([a, b, c, d])
}
