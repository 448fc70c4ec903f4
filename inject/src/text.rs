//! Text written into memory that somebody else owns: there is no allocation in other people's processes.

/// A buffer and how much of it is written.
pub(crate) struct Text<'a> {
    buffer: &'a mut [u8],
    length: usize,
}

impl<'a> Text<'a> {
    /// An empty one.
    pub(crate) fn new(buffer: &'a mut [u8]) -> Self {
        Self { buffer, length: 0 }
    }

    /// Writes all of `bytes`, or nothing where there is no room.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.length.checked_add(bytes.len())?;
        self.buffer.get_mut(self.length..end)?.copy_from_slice(bytes);
        self.length = end;
        Some(())
    }

    /// How much is written.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// What is written.
    #[cfg(test)]
    pub(crate) fn written(&self) -> &[u8] {
        &self.buffer[..self.length()]
    }
}
