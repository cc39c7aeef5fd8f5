//! Thin, safe wrappers over what the browser offers. Nothing here knows what Kept is about.

pub(crate) mod awake;
pub(crate) mod clock;
pub(crate) mod file;
pub(crate) mod kept_file;
pub(crate) mod locks;
pub(crate) mod page;
pub(crate) mod random;
pub(crate) mod storage;
pub(crate) mod traces;
