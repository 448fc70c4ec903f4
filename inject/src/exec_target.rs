//! Tells whether the program that is to be started can load this library.
//!
//! ld.so writes an error to stderr if a program has another ELF class than a preload, so that we
//! read the program's first bytes. If they can't be read, we assume that the program can load us:
//! either the call fails too, or the file is executable but not readable, and a program of another
//! class is unlikely.

use core::ffi::{CStr, c_char, c_int};

use crate::elf_header::ElfHeader;
use crate::kernel::{self, HERE, OpenFile};
use crate::process;

/// The number of bytes that the kernel reads of a program (`BINPRM_BUF_SIZE`, linux/binfmts.h).
const HEAD: usize = 256;

/// The most interpreters of scripts that are followed; the kernel allows five.
const DEPTH: usize = 4;

/// The longest path in bytes of a program in a folder of `PATH`. It is small, because we may be on
/// a signal stack.
const CANDIDATE: usize = 1024;

/// How a call names its program. The kernel gets the pointers unchanged.
#[derive(Clone, Copy)]
pub(crate) enum ExecTarget {
    /// By a path below a folder.
    At(c_int, *const c_char),
    /// By a name that is searched in `PATH`, unless it has a slash.
    Search(*const c_char),
    /// By an open descriptor.
    Open(c_int),
    /// By a path below a folder, or, if the path is empty, by an open descriptor.
    AtOrOpen(c_int, *const c_char),
}

/// Whether the program can load this library, as far as its first bytes tell.
///
/// # Safety
///
/// A `Search` holds null or a C string.
pub(crate) unsafe fn fits(target: ExecTarget) -> bool {
    let mut head = [0; HEAD];
    let length = match target {
        ExecTarget::At(folder, path) => read(folder, path, &mut head),
        ExecTarget::Open(descriptor) => read_open(descriptor, &mut head),
        ExecTarget::AtOrOpen(folder, path) => {
            read(folder, path, &mut head).or_else(|| read_open(folder, &mut head))
        }
        // SAFETY: as our caller promises.
        ExecTarget::Search(name) => unsafe { search(name, &mut head) },
    };
    length.is_none_or(|length| through_scripts(&mut head, length))
}

/// Follows scripts to the program that runs them. `head` has the first bytes of the first file.
fn through_scripts(head: &mut [u8; HEAD], mut length: usize) -> bool {
    for _ in 0..=DEPTH {
        let interpreter = match ElfHeader::of(head.get(..length).unwrap_or_default()) {
            ElfHeader::Foreign => return false,
            ElfHeader::Ours | ElfHeader::Unknown => return true,
            ElfHeader::Script(interpreter) => interpreter,
        };
        let Some(end) = head.get_mut(interpreter.end) else {
            return true;
        };
        *end = 0;
        let path = head.as_ptr().wrapping_add(interpreter.start).cast();
        // The file is opened before its first bytes overwrite the path.
        match read(HERE, path, head) {
            Some(new) => length = new,
            None => return true,
        }
    }
    true
}

/// Reads the first bytes of a regular file. Opening another kind of file may have effects.
fn read(folder: c_int, path: *const c_char, head: &mut [u8; HEAD]) -> Option<usize> {
    is_regular(folder, path)?;
    OpenFile::open(folder, path)?.head(head)
}

fn read_open(descriptor: c_int, head: &mut [u8; HEAD]) -> Option<usize> {
    is_regular(descriptor, c"".as_ptr())?;
    kernel::head(descriptor, head)
}

fn is_regular(folder: c_int, path: *const c_char) -> Option<()> {
    let status = kernel::status(folder, path)?;
    (status.st_mode & libc::S_IFMT == libc::S_IFREG).then_some(())
}

/// Reads the first bytes of the program that execvp(3) would find.
///
/// # Safety
///
/// `name` is null or a C string.
#[inline(never)]
unsafe fn search(name: *const c_char, head: &mut [u8; HEAD]) -> Option<usize> {
    if name.is_null() {
        return None;
    }
    // SAFETY: as our caller promises; libc's own search reads it likewise.
    let text = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    if text.contains(&b'/') {
        return read(HERE, name, head);
    }
    let path = process::variable(b"PATH=").unwrap_or(b"/bin:/usr/bin");
    let mut candidate = [0; CANDIDATE];
    for folder in path.split(|byte| *byte == b':') {
        let written = write(&mut candidate, folder, text);
        let found = written.and_then(|()| kernel::status(HERE, candidate.as_ptr().cast()));
        if found.is_some_and(|found| is_program(&found)) {
            return OpenFile::open(HERE, candidate.as_ptr().cast())?.head(head);
        }
    }
    None
}

/// Whether libc's search would take this file: it skips a file that is not executable.
fn is_program(status: &libc::stat) -> bool {
    status.st_mode & libc::S_IFMT == libc::S_IFREG && status.st_mode & 0o111 != 0
}

/// Writes the path of `name` in `folder`; an empty folder is the working folder (environ(7)).
fn write(candidate: &mut [u8], folder: &[u8], name: &[u8]) -> Option<()> {
    let mut text = crate::text_buffer::TextBuffer::new(candidate);
    if !folder.is_empty() {
        text.push(folder)?;
        text.push(b"/")?;
    }
    text.push(name)
}
