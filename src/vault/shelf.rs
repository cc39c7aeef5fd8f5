//! Where values are put: the browser's storage, or memory.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A place that keeps text under keys, like `localStorage`: one `set` is atomic, two are not, and a failed `set`
/// leaves the old value.
pub trait Shelf {
    /// The value under `key`, if there is one.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError>;

    /// Puts `value` under `key`, in place of what was there.
    ///
    /// # Errors
    /// When there is no room or the shelf cannot be written; then what was there is still there.
    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError>;

    /// Removes what is under `key`; nothing there is fine.
    ///
    /// # Errors
    /// When the shelf cannot be written.
    fn remove(&self, key: &str) -> Result<(), ShelfError>;

    /// Every key that begins with `prefix`, in no particular order.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError>;

    /// How long the value under `key` is, in UTF-16 code units; 0 where there is none.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    fn units(&self, key: &str) -> Result<usize, ShelfError> {
        Ok(self.get(key)?.as_deref().map_or(0, utf16_len))
    }
}

/// Why a shelf did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShelfError {
    /// There is no room left.
    Full,
    /// Storage is denied or broken.
    Denied,
}

/// A shelf in memory: for tests, and for browsers that deny storage. Clones share what they hold.
#[derive(Clone, Debug, Default)]
pub struct MemoryShelf(Rc<RefCell<Vec<(String, String)>>>);

impl Shelf for MemoryShelf {
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError> {
        let values = self.0.borrow();
        Ok(values.iter().find(|(other, _)| other == key).map(|(_, value)| value.clone()))
    }

    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError> {
        let mut values = self.0.borrow_mut();
        match values.iter_mut().find(|(other, _)| other == key) {
            Some((_, there)) => value.clone_into(there),
            None => values.push((key.to_owned(), value.to_owned())),
        }
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), ShelfError> {
        self.0.borrow_mut().retain(|(other, _)| other != key);
        Ok(())
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError> {
        let values = self.0.borrow();
        Ok(values.iter().filter(|(key, _)| key.starts_with(prefix)).map(|(key, _)| key.clone()).collect())
    }
}

/// A shelf for tests that stops working on demand: after so many writes, or beyond so many UTF-16 code units.
#[derive(Clone, Debug)]
pub struct FailingShelf {
    inner: MemoryShelf,
    writes_left: Rc<Cell<Option<usize>>>,
    capacity: Rc<Cell<usize>>,
}

impl FailingShelf {
    /// A shelf over `inner` that does not fail yet.
    pub fn new(inner: MemoryShelf) -> Self {
        Self { inner, writes_left: Rc::new(Cell::new(None)), capacity: Rc::new(Cell::new(usize::MAX)) }
    }

    /// From now on `writes` more calls of `set` and `remove` work, and all after them are denied.
    pub fn fail_after(&self, writes: usize) {
        self.writes_left.set(Some(writes));
    }

    /// Refuses as full whatever would make keys and values together longer than this, in UTF-16 code units.
    pub fn limit(&self, units: usize) {
        self.capacity.set(units);
    }

    fn spend_write(&self) -> Result<(), ShelfError> {
        match self.writes_left.get() {
            Some(0) => Err(ShelfError::Denied),
            Some(left) => {
                self.writes_left.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Shelf for FailingShelf {
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError> {
        self.inner.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError> {
        self.spend_write()?;
        let others = self.inner.keys("")?.into_iter().filter(|other| other != key);
        let used: usize = others
            .map(|other| Ok(utf16_len(&other) + self.inner.get(&other)?.as_deref().map_or(0, utf16_len)))
            .sum::<Result<_, ShelfError>>()?;
        if used + utf16_len(key) + utf16_len(value) > self.capacity.get() {
            return Err(ShelfError::Full);
        }
        self.inner.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), ShelfError> {
        self.spend_write()?;
        self.inner.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError> {
        self.inner.keys(prefix)
    }
}

/// How much of the browser's storage a text takes, in UTF-16 code units, which is what browsers count.
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
