//! The loaders of this machine: one reads `/etc/ld.so.preload`, or does not, for each kind of program.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Where the dynamic loaders are that programs ask for.
const FOLDERS: [&str; 4] = ["/lib", "/lib32", "/lib64", "/libx32"];

/// A loader of glibc's for programs of another kind than we. Each of those would complain that it
/// can't load our library, and nothing takes the entry away from them.
pub(super) fn foreign() -> Option<PathBuf> {
    let ours = head(Path::new("/proc/self/exe"));
    let entries = FOLDERS.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        let named = [&b"ld-linux"[..], b"ld64.so"].iter().any(|start| name.starts_with(start));
        named && is_foreign(&head(path), &ours)
    })
}

/// Whether the machine's libc is musl, whose loader reads `LD_PRELOAD` alone.
pub(super) fn is_musl() -> bool {
    names_musl(&head(Path::new("/bin/sh")))
}

/// The first page of a file.
fn head(path: &Path) -> Vec<u8> {
    let mut bytes = vec![];
    if let Ok(file) = File::open(path) {
        // What came before an error is too short to be a program.
        let _ = file.take(4096).read_to_end(&mut bytes);
    }
    bytes
}

/// Whether one program is of another class, byte order or processor than the other (elf(5)).
fn is_foreign(one: &[u8], other: &[u8]) -> bool {
    let kind = |program: &[u8]| {
        let is_elf = program.starts_with(b"\x7fELF");
        is_elf.then(|| Some([program.get(4..6)?.to_vec(), program.get(18..20)?.to_vec()]))
    };
    kind(one).is_some_and(|one| kind(other).is_some_and(|other| one != other))
}

/// Whether a program asks for musl's loader. Its path comes right behind the headers.
fn names_musl(program: &[u8]) -> bool {
    program.windows(9).any(|part| part == b"/ld-musl-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loader_of_another_kind_is_told_by_its_header() {
        let elf = |class: u8, machine: u8| {
            [b"\x7fELF", &[class, 1][..], &[0; 12], &[machine, 0]].concat()
        };
        assert!(!is_foreign(&elf(2, 62), &elf(2, 62)));
        assert!(is_foreign(&elf(1, 3), &elf(2, 62)));
        assert!(is_foreign(&elf(1, 62), &elf(2, 62)));
        assert!(!is_foreign(b"no program", &elf(2, 62)));
    }

    #[test]
    fn the_libc_is_told_by_the_loader_that_a_program_asks_for() {
        assert!(names_musl(b"\x7fELF...\0/lib/ld-musl-x86_64.so.1\0"));
        assert!(!names_musl(b"\x7fELF...\0/lib64/ld-linux-x86-64.so.2\0"));
        assert!(!names_musl(b""));
    }
}
