//! The loaders of this machine. For each kind of program, a loader reads `/etc/ld.so.preload`, or
//! does not.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::elf;

/// The folders of the dynamic loaders that programs ask for.
const FOLDERS: [&str; 4] = ["/lib", "/lib32", "/lib64", "/libx32"];

/// A loader of glibc's for programs of another architecture than ours. Each such program would
/// complain that it can't load our library, and nothing removes the entry for it.
pub(super) fn foreign() -> Option<PathBuf> {
    let kind = |path: &Path| elf::architecture(&head(path));
    let ours = kind(Path::new("/proc/self/exe"));
    let entries = FOLDERS.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        let named = [&b"ld-linux"[..], b"ld64.so"].iter().any(|start| name.starts_with(start));
        named && kind(path).is_some_and(|kind| Some(kind) != ours)
    })
}

/// Whether the machine's libc is musl, whose loader reads only `LD_PRELOAD`.
pub(super) fn is_musl() -> bool {
    elf::libc(Path::new("/bin/sh")) == Some("musl")
}

/// The first page of a file.
fn head(path: &Path) -> Vec<u8> {
    let mut bytes = vec![];
    if let Ok(file) = File::open(path) {
        // If reading fails, the part before the error is too short for a program.
        let _ = file.take(4096).read_to_end(&mut bytes);
    }
    bytes
}
