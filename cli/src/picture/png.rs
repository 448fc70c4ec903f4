//! Reads a PNG that the capture has written, and checks it before it goes to the terminal, because
//! any program may have written it.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use nix::libc;

/// The largest PNG in bytes, more than any picture of a figure within the capture's limit of
/// pixels.
const MOST: u64 = 64 << 20;

/// The first bytes of a PNG (PNG Specification, 5.2 and 11.2.1): its signature and the head of its
/// first chunk.
const START: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// The bytes of a PNG, and its size in pixels.
pub(super) struct Png {
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Png {
    /// Reads the file at `path`; `None` if it is not there or not a PNG.
    pub(super) fn read(path: &Path) -> Option<Self> {
        // Not through a link, and without waiting for the writer of a FIFO.
        let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path).ok()?;
        file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let mut bytes = Vec::new();
        file.take(MOST + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= MOST).then(|| Self::new(bytes)).flatten()
    }

    /// Checks the bytes of a PNG; `None` if they are not one.
    pub(super) fn new(bytes: Vec<u8>) -> Option<Self> {
        let sides = bytes.strip_prefix(START)?;
        let side = |at: usize| Some(u32::from_be_bytes(sides.get(at..at + 4)?.try_into().ok()?));
        let (width, height) = (side(0)?, side(4)?);
        (width > 0 && height > 0).then_some(Self { bytes, width, height })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_a_png_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.png");
        let whole = [START, b"\0\0\x01\0\0\0\0\x02rest"].concat();
        fs_err::write(&path, &whole).expect("written");
        let png = Png::read(&path).expect("a PNG");
        assert_eq!((png.width, png.height, &png.bytes), (256, 2, &whole));
        for bytes in [&whole[..23], b"<svg/>", b"", &[START, &[0; 8]].concat()] {
            fs_err::write(&path, bytes).expect("written");
            assert!(Png::read(&path).is_none(), "{bytes:?}");
        }
        fs_err::write(&path, &whole).expect("written");
        let link = folder.path().join("link.png");
        fs_err::os::unix::fs::symlink(&path, &link).expect("linked");
        let fifo = folder.path().join("fifo.png");
        nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::S_IRWXU).expect("made");
        for other in [link, fifo, folder.path().to_owned(), folder.path().join("none.png")] {
            assert!(Png::read(&other).is_none(), "{}", other.display());
        }
        fs_err::File::options()
            .write(true)
            .open(&path)
            .expect("open")
            .set_len(MOST + 1)
            .expect("set");
        assert!(Png::read(&path).is_none());
    }
}
