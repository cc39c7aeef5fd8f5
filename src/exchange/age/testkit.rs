//! The test vectors of the format's authors (`tests/fixtures/age`).
//!
//! Most are for the holder of a key. Their key of the file is known, so they prove what comes after it here, too.

use std::fs;

use sha2::{Digest, Sha256};

use super::*;

/// What is said of a vector before its file.
struct Vector {
    name: String,
    fields: Vec<(String, String)>,
    file: Vec<u8>,
}

impl Vector {
    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    fn expect(&self) -> &str {
        self.field("expect").unwrap()
    }

    /// Whether `plain` is all that may be given out of it.
    fn is_payload(&self, plain: &[u8]) -> bool {
        self.field("payload").is_none_or(|payload| hex(payload)[..] == Sha256::digest(plain)[..])
    }
}

fn vectors() -> Vec<Vector> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/age");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let vectors: Vec<Vector> = names.filter(|name| name != "README").map(|name| read(folder, name)).collect();
    assert_eq!(vectors.len(), 123);
    vectors
}

fn read(folder: &str, name: String) -> Vector {
    let bytes = fs::read(format!("{folder}/{name}")).unwrap();
    let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
    let lines = str::from_utf8(&bytes[..end]).unwrap().lines();
    let fields: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let is_packed = fields.iter().any(|(field, _)| field == "compressed");
    let file = bytes[end + 2..].to_vec();
    let file = if is_packed { miniz_oxide::inflate::decompress_to_vec_zlib(&file).unwrap() } else { file };
    Vector { name, fields, file }
}

fn hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap());
    digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// Whether an error is one of those that the vectors call by that name.
fn is_called(error: AgeError, name: &str) -> bool {
    match name {
        // They tell by the recipient whether a file was sealed with this passphrase.
        "no match" => matches!(error, AgeError::Passphrase | AgeError::OtherKey),
        "HMAC failure" => error == AgeError::Damaged,
        "armor failure" => matches!(error, AgeError::Armor | AgeError::NotAge),
        "payload failure" => matches!(error, AgeError::Damaged | AgeError::Truncated),
        "header failure" => matches!(
            error,
            AgeError::Header
                | AgeError::NotAge
                | AgeError::Newer
                | AgeError::TooMuchWork
                | AgeError::Truncated
        ),
        _ => false,
    }
}

#[test]
fn files_with_a_passphrase_are_opened_or_refused_as_the_vectors_say() {
    let mut count = 0;
    for vector in vectors() {
        let Some(passphrase) = vector.field("passphrase") else { continue };
        count += 1;
        match open(&vector.file, passphrase) {
            Ok(plain) => {
                assert!(vector.expect() == "success" && vector.is_payload(&plain), "{}", vector.name);
            }
            Err(error) => assert!(is_called(error, vector.expect()), "{}: {error:?}", vector.name),
        }
    }
    assert_eq!(count, 26);
}

/// Opens a file whose key is known, whoever it was sealed for.
fn open_with(file: &[u8], file_key: &[u8; 16]) -> Result<Vec<u8>, AgeError> {
    let file = unarmored(file)?;
    let (header, payload) = header::read(&file)?;
    if payload.len() < stream::SHORTEST {
        return Err(AgeError::Truncated);
    }
    let key = header.payload_key(file_key, payload).ok_or(AgeError::Damaged)?;
    let mut plain = Vec::new();
    let mut chunk = 0;
    while !stream::open(&key, payload, chunk, &mut plain)? {
        chunk += 1;
    }
    Ok(plain)
}

#[test]
fn files_for_others_are_read_as_the_vectors_say_once_their_key_is_known() {
    let mut count = 0;
    for vector in vectors() {
        // What X25519 takes and refuses is nothing that we know.
        let is_about_x25519 = vector.name.starts_with("x25519") && vector.expect() != "success";
        if vector.field("passphrase").is_some() || is_about_x25519 {
            continue;
        }
        // The reference has no use for the key where nobody can unwrap it.
        if vector.expect() == "no match" {
            continue;
        }
        count += 1;
        let file_key = hex(vector.field("file key").unwrap()).try_into().unwrap();
        match open_with(&vector.file, &file_key) {
            Ok(plain) => {
                assert!(vector.expect() == "success" && vector.is_payload(&plain), "{}", vector.name);
            }
            Err(error) => assert!(is_called(error, vector.expect()), "{}: {error:?}", vector.name),
        }
    }
    assert_eq!(count, 85);
}

#[test]
fn files_for_others_are_told_as_that() {
    for vector in vectors() {
        if vector.expect() == "success" && vector.field("passphrase").is_none() {
            assert_eq!(open(&vector.file, ""), Err(AgeError::OtherKey), "{}", vector.name);
        }
    }
}

#[test]
fn every_file_that_is_one_looks_like_one() {
    for vector in vectors() {
        if vector.expect() == "success" {
            assert!(is_age(&vector.file), "{}", vector.name);
        }
    }
}
