//! Random bytes from the browser.

use leptos::web_sys::window;

/// 16 random bytes.
pub(crate) fn bytes() -> [u8; 16] {
    // Every browser that runs WebAssembly has them.
    secret().unwrap_or_default()
}

/// Random bytes that a secret hangs on: where the browser gives none there is none.
pub(crate) fn secret<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// A random number.
pub(crate) fn number() -> u32 {
    let [a, b, c, d, ..] = bytes();
    u32::from_le_bytes([a, b, c, d])
}
