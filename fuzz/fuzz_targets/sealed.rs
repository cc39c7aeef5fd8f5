//! Any bytes, as a file sealed with a passphrase, as the record of a lock, as a recovery code and as a sealed value.
#![no_main]

use kept::exchange::age::{AgeError, Opening, armor, is_age};
use kept::vault::codec::decode_sealed;
use kept::vault::{Key, Keyring, Lock, RecoveryCode, Seal};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // What it takes to try a passphrase is left out: it would take all the time.
    let error = Opening::new(bytes, "passphrase").err();
    assert!(is_age(bytes) || error == Some(AgeError::NotAge));
    let is_armored = bytes.trim_ascii_start().starts_with(b"-----BEGIN");
    if !is_armored {
        assert_eq!(Opening::new(armor(bytes).as_bytes(), "passphrase").err(), error);
    }
    let person = "a".parse().expect("a name");
    if let Ok(record) = serde_json::from_slice(bytes)
        && let Ok(lock) = Lock::from_json(&person, &record)
    {
        assert_eq!(Lock::from_json(&person, &lock.to_json()), Ok(lock));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(code) = RecoveryCode::read(text) {
        assert!(RecoveryCode::read(&code.spell()) == Some(code));
    }
    let mut keyring = Keyring::new([0; 16]);
    keyring.add(Seal::Shared, Key::new([0; 32]));
    let _ = decode_sealed("kept/log/1", text, Some(&keyring));
});
