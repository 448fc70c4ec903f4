//! Tells what a program file is, from its first bytes. Pure.

use core::ops::Range;

/// The kind of a file, from its first bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ElfHeader {
    /// An ELF file for the architecture of this library.
    Ours,
    /// An ELF file of another class, byte order or machine.
    Foreign,
    /// A script, with the position of its interpreter's path.
    Script(Range<usize>),
    /// Something else, or too few bytes to tell.
    Unknown,
}

impl ElfHeader {
    /// Classifies the first bytes of a file.
    pub(crate) fn of(head: &[u8]) -> Self {
        if let Some(rest) = head.strip_prefix(b"\x7fELF") {
            return elf(rest).unwrap_or(Self::Unknown);
        }
        match head {
            [b'#', b'!', ..] => script(head).map_or(Self::Unknown, Self::Script),
            _ => Self::Unknown,
        }
    }
}

/// `ELFCLASS64` and `ELFDATA2LSB`, as in this library.
const CLASS_AND_ORDER: [u8; 2] = [2, 1];

/// `EM_X86_64`, `EM_AARCH64`.
const MACHINE: u16 = if cfg!(target_arch = "x86_64") { 62 } else { 183 };

/// Reads `EI_CLASS`, `EI_DATA` and `e_machine` (elf(5)), which follow the magic number.
fn elf(rest: &[u8]) -> Option<ElfHeader> {
    let machine = u16::from_ne_bytes([*rest.get(14)?, *rest.get(15)?]);
    let alike = rest.starts_with(&CLASS_AND_ORDER) && machine == MACHINE;
    Some(if alike { ElfHeader::Ours } else { ElfHeader::Foreign })
}

/// The position of the interpreter, as `load_script` in the kernel's fs/binfmt_script.c finds it.
fn script(head: &[u8]) -> Option<Range<usize>> {
    let start = 2 + head.get(2..)?.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    let path = head.get(start..)?;
    let length = path.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\0'))?;
    (length > 0).then_some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_is_of_our_architecture_and_altered_headers_are_not() {
        let own = std::fs::read("/proc/self/exe").expect("a program");
        let head = &own[..64];
        assert_eq!(ElfHeader::of(head), ElfHeader::Ours);
        for (at, what) in [(4, "class"), (5, "byte order"), (18, "machine")] {
            let mut other = head.to_vec();
            other[at] ^= 3;
            assert_eq!(ElfHeader::of(&other), ElfHeader::Foreign, "{what}");
        }
        assert_eq!(ElfHeader::of(&head[..19]), ElfHeader::Unknown);
    }

    #[test]
    fn a_script_names_its_interpreter() {
        for (line, expected) in [
            ("#!/bin/sh\n", Some("/bin/sh")),
            ("#! \t/usr/bin/env python3\n", Some("/usr/bin/env")),
            ("#!/bin/sh\0", Some("/bin/sh")),
            ("#!\n", None),
            ("#!  ", None),
            ("#!/bin/sh", None),
        ] {
            let found = match ElfHeader::of(line.as_bytes()) {
                ElfHeader::Script(range) => Some(&line[range]),
                _ => None,
            };
            assert_eq!(found, expected, "{line:?}");
        }
    }

    #[test]
    fn anything_else_is_unknown() {
        for head in [b"".as_slice(), b"#", b"echo hello\n", b"\x7fEL", b"MZ"] {
            assert_eq!(ElfHeader::of(head), ElfHeader::Unknown);
        }
    }
}
