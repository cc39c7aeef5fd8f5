//! Any bytes, opened as a copy of what somebody wrote.
#![no_main]

#[path = "../../tests/common/carried.rs"]
mod carried;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| carried::carry_in_and_out(bytes));
