//! Static memory that the constructor writes and all code reads later.

use core::cell::UnsafeCell;

/// Memory that only the constructor writes, before there is a second thread.
pub(crate) struct ConstructorCell<T>(UnsafeCell<T>);

// SAFETY: after the constructor, every access is a read.
unsafe impl<T> Sync for ConstructorCell<T> {}

impl<T> ConstructorCell<T> {
    /// A cell with `value`, until the constructor writes to it.
    pub(crate) const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    /// The value's address. Only the constructor may write there.
    pub(crate) fn get(&self) -> *mut T {
        self.0.get()
    }
}
