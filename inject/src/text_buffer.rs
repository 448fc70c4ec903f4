//! Writes text into memory of the caller, because we do not allocate in other people's processes.

/// A buffer and the number of bytes that are written.
pub(crate) struct TextBuffer<'a> {
    buffer: &'a mut [u8],
    length: usize,
}

impl<'a> TextBuffer<'a> {
    /// An empty text in `buffer`.
    pub(crate) fn new(buffer: &'a mut [u8]) -> Self {
        Self { buffer, length: 0 }
    }

    /// Writes `bytes`, or nothing if there is no room.
    // Not inlined, because its nine calls would become nine copies.
    #[inline(never)]
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.length.checked_add(bytes.len())?;
        self.buffer.get_mut(self.length..end)?.copy_from_slice(bytes);
        self.length = end;
        Some(())
    }

    /// Writes a number in decimal, or nothing if there is no room.
    pub(crate) fn push_number(&mut self, number: u64) -> Option<()> {
        let mut digits = [0; 20];
        let mut rest = number;
        let mut start = digits.len();
        while start == digits.len() || rest != 0 {
            start -= 1;
            // The digit is less than ten.
            *digits.get_mut(start)? = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.push(digits.get(start..)?)
    }

    /// The number of bytes that are written.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The bytes that are written.
    pub(crate) fn written(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_whole_or_not_at_all() {
        let mut memory = [0; 24];
        let mut text = TextBuffer::new(&mut memory);
        for (number, whole) in [(0, true), (10, true), (u64::MAX, true), (12, false)] {
            assert_eq!(text.push_number(number).is_some(), whole, "{number}");
        }
        assert_eq!(text.written(), b"01018446744073709551615");
    }
}
