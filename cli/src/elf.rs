//! Reads programs and libraries as the kernel and ld.so(8) do: their architecture, and the files
//! that they load.

use std::path::{Path, PathBuf};

use object::elf::{
    DT_NEEDED, DT_RPATH, DT_RUNPATH, DT_STRTAB, FileHeader32, FileHeader64, Machine, PT_LOAD,
};
use object::read::elf::{Dyn as _, FileHeader, ProgramHeader as _};
use object::{Endianness, FileKind};

/// The files that a program loads.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ElfDependencies {
    pub(crate) loader: Option<PathBuf>,
    /// Folders that are searched before those of the system.
    pub(crate) folders: Vec<PathBuf>,
    /// Libraries, by name or by path.
    pub(crate) libraries: Vec<PathBuf>,
}

/// The class, byte order and processor of a program, from its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Architecture {
    is_64: bool,
    is_little: bool,
    processor: Machine,
}

/// The architecture of a file; `None` if it is neither a program nor a library.
pub(crate) fn architecture(head: &[u8]) -> Option<Architecture> {
    // Only the first fields of the header are read.
    let mut header = head.to_vec();
    header.resize(head.len().max(size_of::<FileHeader64<Endianness>>()), 0);
    match FileKind::parse(head).ok()? {
        FileKind::Elf32 => architecture_of::<FileHeader32<Endianness>>(&header),
        FileKind::Elf64 => architecture_of::<FileHeader64<Endianness>>(&header),
        _ => None,
    }
}

fn architecture_of<Elf: FileHeader<Endian = Endianness>>(head: &[u8]) -> Option<Architecture> {
    let header = Elf::parse(head).ok()?;
    let endian = header.endian().ok()?;
    let is_64 = header.is_type_64();
    Some(Architecture {
        is_64,
        is_little: header.is_little_endian(),
        processor: header.e_machine(endian),
    })
}

/// Whether `bytes` are a program or a library.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x7fELF")
}

/// The libc that the program at `path` is linked with, by its loader; `None` if it is static or can't
/// be read.
pub(crate) fn libc(path: &Path) -> Option<&'static str> {
    let loader = named(path, &std::fs::read(path).ok()?)?.loader?;
    let is_musl = loader.to_string_lossy().contains("/ld-musl-");
    Some(if is_musl { "musl" } else { "glibc" })
}

/// The files that the program at `path` with the content `bytes` loads; `None` if the file can't be
/// parsed.
pub(crate) fn named(path: &Path, bytes: &[u8]) -> Option<ElfDependencies> {
    match FileKind::parse(bytes).ok()? {
        FileKind::Elf32 => of::<FileHeader32<Endianness>>(path, bytes),
        FileKind::Elf64 => of::<FileHeader64<Endianness>>(path, bytes),
        _ => None,
    }
}

/// Reads the program by its segments, as the kernel and ld.so do.
fn of<Elf: FileHeader<Endian = Endianness>>(path: &Path, bytes: &[u8]) -> Option<ElfDependencies> {
    let header = Elf::parse(bytes).ok()?;
    let endian = header.endian().ok()?;
    let segments = header.program_headers(endian, bytes).ok()?;
    let mut named = ElfDependencies::default();
    let loader = segments.iter().find_map(|one| one.interpreter(endian, bytes).ok()?);
    named.loader = loader.and_then(text).map(PathBuf::from);
    // A static program has no such table.
    let Some(table) = segments.iter().find_map(|one| one.dynamic(endian, bytes).ok()?) else {
        return Some(named);
    };
    let strings = table.iter().find(|entry| entry.tag(endian) == DT_STRTAB)?.val(endian);
    let string = |offset: u64| {
        let address = strings.checked_add(offset)?;
        let rest = segments.iter().filter(|one| one.p_type(endian) == PT_LOAD).find_map(|one| {
            let start = address.checked_sub(one.p_vaddr(endian).into())?;
            one.data(endian, bytes).ok()?.get(usize::try_from(start).ok()?..)
        })?;
        text(rest.split(|byte| *byte == 0).next()?)
    };
    for entry in table {
        match entry.tag(endian) {
            DT_NEEDED => named.libraries.push(string(entry.val(endian))?.into()),
            DT_RPATH | DT_RUNPATH => {
                let folders = string(entry.val(endian))?.split(':');
                named
                    .folders
                    .extend(folders.map(|one| expanded(one, path)).collect::<Option<Vec<_>>>()?);
            }
            _ => {}
        }
    }
    Some(named)
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// A folder with `$ORIGIN` expanded; `None` if it has another token. A relative folder starts at
/// the folder where we start programs.
fn expanded(folder: &str, program: &Path) -> Option<PathBuf> {
    let origin = program.parent()?.to_str()?;
    let folder = folder.replace("${ORIGIN}", "$ORIGIN").replace("$ORIGIN", origin);
    (!folder.contains('$')).then(|| Path::new("/").join(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_program_names_its_loader_and_its_libraries() {
        let path = std::env::current_exe().expect("known");
        let bytes = std::fs::read(&path).expect("read");
        let named = named(&path, &bytes).expect("a program");
        assert!(is_binary(&bytes) && named.folders.is_empty());
        let is_libc = |path: &PathBuf| path.to_string_lossy().contains("libc.");
        // A static build names neither.
        assert_eq!(named.loader.is_some(), named.libraries.iter().any(is_libc));
    }

    #[test]
    fn the_header_tells_a_program_s_architecture() {
        let elf = |class: u8, machine: u8| {
            architecture(&[b"\x7fELF", &[class, 1, 1][..], &[0; 9], &[3, 0, machine, 0]].concat())
        };
        assert_eq!(
            elf(2, 62),
            architecture(&std::fs::read("/proc/self/exe").expect("read"))
                .map(|own| Architecture { processor: object::elf::EM_X86_64, ..own })
        );
        assert_ne!(elf(1, 3), elf(2, 62));
        assert_ne!(elf(1, 62), elf(2, 62));
        assert!(elf(1, 3).is_some());
        assert_eq!(architecture(b"#!/bin/sh\n"), None);
    }

    #[test]
    fn a_file_that_is_not_a_whole_program_is_recognised() {
        let path = std::env::current_exe().expect("known");
        let bytes = std::fs::read(&path).expect("read");
        assert_eq!(named(&path, b"#!/bin/sh\n"), None);
        assert_eq!(named(&path, &bytes[..100]), None);
    }

    #[test]
    fn origin_is_the_folder_of_the_program() {
        let folder = |folder| expanded(folder, Path::new("/opt/x/bin/python"));
        assert_eq!(folder("$ORIGIN/../lib"), Some("/opt/x/bin/../lib".into()));
        assert_eq!(folder("${ORIGIN}"), Some("/opt/x/bin".into()));
        assert_eq!(folder("/opt/$LIB"), None);
        assert_eq!(folder("lib"), Some("/lib".into()));
        assert_eq!(folder(""), Some("/".into()));
    }
}
