//! The `age` tool opens our files, and we open its.
//!
//! It asks for passphrases at a terminal only, so it is run in one that `script` makes.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kept::exchange::age::{AgeError, Random, armor, open, seal};

const PASSPHRASE: &str = "with spaces, and größer 🌿";

/// An empty folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // There is none the first time.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs `age` with these arguments in a folder and types a passphrase so many times; says whether it succeeded.
fn age(arguments: &str, folder: &Path, passphrase: &str, times: usize) -> bool {
    let is_there = |tool: &str| Command::new(tool).arg("--version").output().is_ok();
    assert!(
        is_there("age") && is_there("script"),
        "'age' or 'script' is missing; Debian's packages are age and bsdutils"
    );
    let mut script = Command::new("script")
        .args(["--quiet", "--return", "--command", &format!("age {arguments}"), "/dev/null"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let typed = format!("{passphrase}\n").repeat(times);
    script.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    script.wait().unwrap().success()
}

/// Texts around the borders of chunks.
fn texts() -> Vec<Vec<u8>> {
    let text = "Words that matter, größer than 64 kilobytes. ".repeat(6_000).into_bytes();
    [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000].map(|length| text[..length].to_vec()).to_vec()
}

#[test]
fn the_tool_opens_ours() {
    let folder = folder("ours");
    for (number, text) in (1..).zip(texts()) {
        let random = Random { file_key: [number; 16], salt: [number ^ 0x55; 16], nonce: [number ^ 0xaa; 16] };
        let file = seal(&text, PASSPHRASE, 10, random).unwrap();
        for file in [armor(&file).into_bytes(), file] {
            fs::write(folder.join("sealed.age"), &file).unwrap();
            assert!(age("--decrypt --output opened sealed.age", &folder, PASSPHRASE, 1), "{}", text.len());
            // Of nothing it makes no file.
            let opened = fs::read(folder.join("opened")).unwrap_or_default();
            assert!(opened == text, "{}", text.len());
            let _ = fs::remove_file(folder.join("opened"));
        }
    }
    assert!(!age("--decrypt --output opened sealed.age", &folder, "another one", 1));
}

#[test]
fn we_open_those_of_the_tool() {
    let folder = folder("theirs");
    for text in [texts().remove(1), texts().remove(6)] {
        fs::write(folder.join("plain"), &text).unwrap();
        for form in ["", "--armor"] {
            let arguments = format!("--passphrase {form} --output sealed.age plain");
            assert!(age(&arguments, &folder, PASSPHRASE, 2), "{form}");
            let file = fs::read(folder.join("sealed.age")).unwrap();
            assert!(open(&file, PASSPHRASE) == Ok(text.clone()), "{form}");
        }
    }
    let file = fs::read(folder.join("sealed.age")).unwrap();
    assert_eq!(open(&file, "another one"), Err(AgeError::Passphrase));
}
