//! Files sealed with a passphrase: they come back, and nothing else is taken for one.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

use std::iter::repeat_with;

use kept::exchange::age::{
    AgeError, LARGEST_WORK_FACTOR, Opening, Random, Sealing, armor, check as check_header, is_age, open, seal,
};
use proptest::prelude::*;

const PASSPHRASE: &str = "correct horse battery staple";
/// The first line of a file, and a salt and a body as they might stand in the second and third.
const V1: &str = "age-encryption.org/v1\n";
const SALT: &str = "ajMFur+EJLGaohv/dLRGnw";
const BODY: &str = "8SHBz/ldWnjyGFQqfjat6uNBarWqqEMDS7W8X7+Xq5Q";

fn random(seed: u8) -> Random {
    Random { file_key: [seed; 16], salt: [seed ^ 1; 16], nonce: [seed ^ 2; 16] }
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    seal(plain, PASSPHRASE, 1, random(7)).unwrap()
}

/// Where the header of a file ends.
fn header_length(file: &[u8]) -> usize {
    let tag = file.windows(4).position(|word| word == b"--- ").unwrap();
    tag + file[tag..].iter().position(|byte| *byte == b'\n').unwrap() + 1
}

#[test]
fn a_file_looks_the_way_the_specification_says() {
    let file = seal(b"", PASSPHRASE, 10, random(7)).unwrap();
    let header = String::from_utf8(file[..header_length(&file)].to_vec()).unwrap();
    let lines: Vec<&str> = header.lines().collect();
    assert_eq!(lines[0], "age-encryption.org/v1");
    assert_eq!(lines[1], "-> scrypt BgYGBgYGBgYGBgYGBgYGBg 10");
    assert_eq!(lines[2].len(), 43);
    assert!(lines[3].starts_with("--- ") && lines[3].len() == 4 + 43 && lines.len() == 4);
    // 16 random bytes and the tag of nothing.
    assert_eq!(file.len() - header.len(), 32);
}

#[test]
fn what_was_sealed_comes_back_whatever_its_length() {
    const CHUNK: usize = 64 * 1024;
    for length in [
        0,
        1,
        2,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        2 * CHUNK - 1,
        2 * CHUNK,
        2 * CHUNK + 1,
        17 * CHUNK,
        17 * CHUNK + 1,
    ] {
        let plain: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let file = sealed(&plain);
        let chunks = length.div_ceil(CHUNK).max(1);
        assert_eq!(file.len() - header_length(&file), 16 + length + 16 * chunks, "{length}");
        assert!(open(&file, PASSPHRASE) == Ok(plain.clone()), "{length}");
        assert!(open(armor(&file).as_bytes(), PASSPHRASE) == Ok(plain), "{length}");
    }
}

#[test]
fn another_passphrase_does_not_open_it() {
    let file = sealed(b"words");
    for other in
        ["", "correct horse battery stapl", "Correct horse battery staple", "correct horse battery staple "]
    {
        assert_eq!(open(&file, other), Err(AgeError::Passphrase), "{other:?}");
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let file = sealed(b"Words that matter.");
    let header = header_length(&file);
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            let error = open(&changed, PASSPHRASE).unwrap_err();
            if at >= header {
                assert_eq!(error, AgeError::Damaged, "{at} {bit}");
            }
        }
    }
}

#[test]
fn every_truncation_is_noticed() {
    let file = sealed(b"Words that matter.");
    let header = header_length(&file);
    for end in 0..file.len() {
        let error = open(&file[..end], PASSPHRASE).unwrap_err();
        match end {
            0..19 => assert_eq!(error, AgeError::NotAge, "{end}"),
            _ if end < header => assert_eq!(error, AgeError::Header, "{end}"),
            _ if end < header + 32 => assert_eq!(error, AgeError::Truncated, "{end}"),
            // Nobody can tell it from a change in the last chunk.
            _ => assert_eq!(error, AgeError::Damaged, "{end}"),
        }
    }
    let text = armor(&file);
    for end in 0..text.trim_end().len() {
        assert!(open(&text.as_bytes()[..end], PASSPHRASE).is_err(), "{end}");
    }
}

#[test]
fn whole_chunks_cannot_be_cut_off_added_or_exchanged() {
    const SEALED_CHUNK: usize = 64 * 1024 + 16;
    let file = sealed(&vec![b'x'; 3 * 64 * 1024]);
    let first = header_length(&file) + 16;
    let chunk = |number: usize| &file[first + number * SEALED_CHUNK..][..SEALED_CHUNK];
    let with = |chunks: &[&[u8]]| open(&[&file[..first], &chunks.concat()].concat(), PASSPHRASE);
    assert!(with(&[chunk(0), chunk(1), chunk(2)]).is_ok());
    assert_eq!(with(&[chunk(0), chunk(1)]), Err(AgeError::Truncated));
    assert_eq!(with(&[chunk(0)]), Err(AgeError::Truncated));
    for chunks in [
        &[chunk(1), chunk(0), chunk(2)][..],
        &[chunk(0), chunk(2)],
        &[chunk(2)],
        &[chunk(0), chunk(1), chunk(2), chunk(2)],
        &[chunk(0), chunk(1), chunk(2), b"x"],
        &[chunk(0), chunk(1), chunk(2), &[0; 16]],
    ] {
        assert_eq!(with(chunks), Err(AgeError::Damaged), "{}", chunks.len());
    }
}

#[test]
fn hostile_headers_are_refused_before_any_work() {
    let check = |header: &str, error: AgeError| {
        let file = [header.as_bytes(), &[0; 40]].concat();
        assert_eq!(Opening::new(&file, "").err(), Some(error), "{header}");
        assert_eq!(check_header(&file), Err(error), "before anybody is asked for a passphrase: {header}");
    };
    let scrypt = |salt: &str, work: &str| format!("{V1}-> scrypt {salt} {work}\n{BODY}\n--- {BODY}\n");
    for work in ["21", "22", "31", "32", "63", "64", "255", "256", "4294967296", &"9".repeat(100_000)] {
        check(&scrypt(SALT, work), AgeError::TooMuchWork);
    }
    for work in ["", "0", "01", "+1", "-1", "0x1", "1 ", " 1", "1 2", "1.0", "1e1", "a", "١", "1\r"] {
        check(&scrypt(SALT, work), AgeError::Header);
    }
    for salt in [
        "",
        "ajMFur+EJLGaohv/dLRGn",
        "ajMFur+EJLGaohv/dLRGnx",
        "ajMFur+EJLGaohv/dLRGnw==",
        "ajMFur-EJLGaohv_dLRGnw",
    ] {
        check(&scrypt(salt, "1"), AgeError::Header);
    }
    check("age-encryption.org/v2\n", AgeError::Newer);
    check("age-encryption.org/v1x\n-> scrypt\n", AgeError::Newer);
    check("age-encryption.org/v1\r\n", AgeError::Header);
    check("age-encryption.org/", AgeError::Header);
    check("Age-encryption.org/v1\n", AgeError::NotAge);
    check("", AgeError::NotAge);
    check(V1, AgeError::Header);
    check(&format!("{V1}--- {BODY}\n"), AgeError::Header);
    check(&format!("{V1}-> X25519 {BODY}\n{BODY}\n--- {BODY}\n"), AgeError::OtherKey);
    check(&format!("{V1}-> x\n\n-> scrypt {SALT} 1\n{BODY}\n--- {BODY}\n"), AgeError::Header);
    check(&format!("{V1}-> scrypt {SALT} 1\n{BODY}\n-> x\n\n--- {BODY}\n"), AgeError::Header);
    check(&format!("{V1}-> scrypt {SALT} 1\n{}\n--- {BODY}\n", &BODY[..42]), AgeError::Header);
    check(&format!("{V1}-> scrypt {SALT} 1\n{BODY}\n---{BODY}\n"), AgeError::Header);
    check(&format!("{V1}-> scrypt {SALT} 1\n{BODY}\n--- {BODY}="), AgeError::Header);
}

/// Files of 16 MB that would fill the memory if each of their parts were kept.
#[test]
fn endless_headers_are_read_in_the_time_of_reading_them() {
    let many_stanzas = format!("age-encryption.org/v1\n{}", "-> x\n\n".repeat(2_500_000));
    let many_arguments = format!("age-encryption.org/v1\n->{}\n", " x".repeat(8_000_000));
    let long_body =
        format!("age-encryption.org/v1\n-> x\n{}", format!("{}\n", "A".repeat(64)).repeat(250_000));
    let one_line = format!("age-encryption.org/v1\n{}", "x".repeat(16_000_000));
    let letters =
        format!("-----BEGIN AGE ENCRYPTED FILE-----\n{}", format!("{}\n", "A".repeat(64)).repeat(250_000));
    for file in [many_stanzas, many_arguments, long_body, one_line] {
        assert_eq!(Opening::new(file.as_bytes(), "").err(), Some(AgeError::Header));
    }
    assert_eq!(Opening::new(letters.as_bytes(), "").err(), Some(AgeError::Armor));
}

#[test]
fn too_much_work_is_not_begun_and_what_is_allowed_is_done_in_short_steps() {
    for work_factor in [0, LARGEST_WORK_FACTOR + 1, 255] {
        let sealing = Sealing::new(Vec::new(), PASSPHRASE, work_factor, random(7));
        assert_eq!(sealing.err(), Some(AgeError::TooMuchWork), "{work_factor}");
    }
    let mut sealing = Sealing::new(b"words".to_vec(), PASSPHRASE, 14, random(7)).unwrap();
    let (mut steps, mut done) = (0, 0);
    let file = loop {
        let now = sealing.percent();
        assert!((done..=100).contains(&now) && now - done <= 7, "{now}");
        (done, steps) = (now, steps + 1);
        if let Some(file) = sealing.step() {
            break file;
        }
    };
    assert!(steps > 16, "{steps}");
    let mut opening = Opening::new(&file, PASSPHRASE).unwrap();
    let opened: Vec<_> = repeat_with(|| opening.step()).take(steps).collect();
    assert_eq!(opened.last(), Some(&Some(Ok(b"words".to_vec()))));
    assert!(opened[..steps - 1].iter().all(Option::is_none));
}

#[test]
fn an_armored_file_may_stand_in_white_space_and_in_nothing_else() {
    let text = armor(&sealed(b"words"));
    for fine in [
        format!("\n\n  {text}"),
        format!("{text}\n\t\r\n"),
        text.trim_end().to_owned(),
        text.replace('\n', "\r\n"),
    ] {
        assert!(is_age(fine.as_bytes()));
        assert_eq!(check_header(fine.as_bytes()), Ok(()));
        assert_eq!(open(fine.as_bytes(), PASSPHRASE), Ok(b"words".to_vec()), "{fine}");
    }
    for other in [
        format!("{text}x"),
        format!("{text}{text}"),
        text.replacen('\n', "\n\n", 1),
        text.replacen('\n', " \n", 2),
        text.replace("AGE ENCRYPTED", "age encrypted"),
        text.replacen('\n', "\nComment: words\n", 1),
        format!("x\n{text}"),
    ] {
        let error = open(other.as_bytes(), PASSPHRASE).unwrap_err();
        assert!(matches!(error, AgeError::Armor | AgeError::NotAge), "{other}");
    }
}

proptest! {
    #[test]
    fn any_words_come_back_with_any_passphrase(
        plain: Vec<u8>, passphrase: String, work_factor in 1..5_u8, file_key: [u8; 16], salt: [u8; 16], nonce: [u8; 16],
        is_armored: bool,
    ) {
        let file = seal(&plain, &passphrase, work_factor, Random { file_key, salt, nonce }).unwrap();
        let file = if is_armored { armor(&file).into_bytes() } else { file };
        prop_assert!(is_age(&file));
        prop_assert_eq!(open(&file, &passphrase), Ok(plain));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, at: prop::sample::Index, is_armored: bool, is_begun: bool) {
        let mut file = if is_begun { sealed(b"words") } else { b"age-encryption.org/v1\n-> scrypt ".to_vec() };
        file.truncate(at.index(file.len()));
        file.extend(bytes);
        let file = if is_armored { armor(&file).into_bytes() } else { file };
        if is_begun || Opening::new(&file, "").is_err() {
            prop_assert!(open(&file, PASSPHRASE).is_err());
        }
    }

    #[test]
    fn a_longer_file_is_refused(more in prop::collection::vec(any::<u8>(), 1..40)) {
        let file = [sealed(b"words"), more].concat();
        prop_assert_eq!(open(&file, PASSPHRASE), Err(AgeError::Damaged));
    }
}
