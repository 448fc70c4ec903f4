//! What the preload asks of a process, read from its file: it is mapped into every one.

use object::read::elf::{ElfFile64, ElfSymbol64, ProgramHeader as _};
use object::{Architecture, Object as _, ObjectSymbol as _, elf};

use cg_plot_capture_tests::prelude::*;

/// What of libc ld.so has to find, in each process: every glibc 2 and every musl has it.
const LIBC: [&str; 2] = ["dl_iterate_phdr", "environ"];

/// What each process maps: six pages of file. More is worth a word on what it is for.
const CEILING: usize = 24 << 10;

/// The preloads of other processors, which a release has built: paths, separated by colons.
const OTHERS: &str = "TEST_PRELOADS";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (name, test) in [
        ("the preload needs libc and no other library", needed as fn(&Preload)),
        ("the preload takes two names from a process, of the first version", taken),
        ("the preload gives a process what it hooks, and nothing else", given),
        ("the preload is bound when it is loaded, and no code can be written", hardened),
        ("the preload has one constructor, no destructor and nothing for each thread", life),
        ("the preload is six pages at most", |preload| {
            let size = preload.bytes.len();
            assert!(size <= CEILING, "{size} bytes in every process: what is it that they buy?");
        }),
    ] {
        suite.on_newest(name, move |python| {
            test(&Preload::parse(
                &fs_err::read(Installation::shared(python, &[]).preload()).unwrap(),
            ));
        });
        let others = std::env::var_os(OTHERS).unwrap_or_default();
        for path in std::env::split_paths(&others).filter(|path| path.as_os_str() != "") {
            let name = format!("{name}: {}", path.display());
            suite.test(&name, move || test(&Preload::parse(&fs_err::read(path).unwrap())));
        }
    }
}

struct Preload<'a> {
    bytes: &'a [u8],
    file: ElfFile64<'a>,
}

impl<'a> Preload<'a> {
    fn parse(bytes: &'a [u8]) -> Self {
        Self { bytes, file: ElfFile64::parse(bytes).unwrap() }
    }

    /// The first version of glibc 2 on the processor.
    fn first_glibc(&self) -> &str {
        match self.file.architecture() {
            Architecture::X86_64 => "GLIBC_2.2.5",
            _ => "GLIBC_2.17",
        }
    }

    /// Each value of the dynamic section with that tag.
    fn dynamic(&self, tag: elf::DynamicTag) -> Vec<u64> {
        let table = self.file.elf_dynamic_table().unwrap();
        table.iter().filter(|entry| entry.tag == tag).map(|entry| entry.val).collect()
    }

    /// The names of the symbols that others see and that `wanted` wants.
    fn names(&self, wanted: impl Fn(&ElfSymbol64) -> bool) -> BTreeSet<&str> {
        let symbols = self.file.dynamic_symbols().filter(|symbol| wanted(symbol));
        symbols.map(|symbol| symbol.name().unwrap()).collect()
    }
}

fn needed(preload: &Preload) {
    let table = preload.file.elf_dynamic_table().unwrap();
    let needed = table.iter().filter(|entry| entry.tag == elf::DT_NEEDED);
    let needed: Vec<_> = needed.map(|entry| table.string(entry).unwrap()).collect();
    assert_eq!(needed, [b"libc.so.6"]);
    // Folders to look in would be somebody else's to fill.
    for tag in [elf::DT_RPATH, elf::DT_RUNPATH, elf::DT_SONAME] {
        assert!(preload.dynamic(tag).is_empty(), "{tag:?}");
    }
}

fn taken(preload: &Preload) {
    assert_eq!(preload.names(|symbol| symbol.is_undefined()), BTreeSet::from(LIBC));

    let sections = preload.file.elf_section_table();
    let versions = sections.versions(preload.file.endian(), preload.bytes).unwrap().unwrap();
    for symbol in preload.file.dynamic_symbols() {
        let index = versions.version_index(preload.file.endian(), symbol.index()).index();
        let Some(version) = versions.version(index).unwrap() else { continue };
        let version = std::str::from_utf8(version.name()).unwrap();
        assert_eq!(version, preload.first_glibc(), "{}", symbol.name().unwrap());
    }
}

fn given(preload: &Preload) {
    let mut expected = BTreeSet::from(crate::inject::exec::FUNCTIONS);
    expected.insert("__asan_default_options");
    assert_eq!(preload.names(|symbol| !symbol.is_undefined()), expected);
}

fn hardened(preload: &Preload) {
    // What is bound at its first call takes ld.so's locks then, maybe in a child of vfork.
    let [flags] = preload.dynamic(elf::DT_FLAGS)[..] else { panic!("no flags") };
    assert_eq!(flags & elf::DF_BIND_NOW.0, elf::DF_BIND_NOW.0);
    assert_eq!((flags & elf::DF_TEXTREL.0, preload.dynamic(elf::DT_TEXTREL)), (0, vec![]));

    let endian = preload.file.endian();
    let segments = preload.file.elf_program_headers();
    for segment in segments {
        let flags = segment.p_flags(endian);
        assert!(!(flags.contains(elf::PF_W) && flags.contains(elf::PF_X)), "{segment:?}");
    }
    // Without the first one the stacks of the whole process become executable.
    for kind in [elf::PT_GNU_STACK, elf::PT_GNU_RELRO] {
        assert!(segments.iter().any(|segment| segment.p_type(endian) == kind), "no {kind:?}");
    }
}

fn life(preload: &Preload) {
    assert_eq!(preload.dynamic(elf::DT_INIT_ARRAYSZ), [size_of::<usize>() as u64]);
    for tag in [elf::DT_INIT, elf::DT_PREINIT_ARRAY, elf::DT_FINI, elf::DT_FINI_ARRAY] {
        assert!(preload.dynamic(tag).is_empty(), "{tag:?}");
    }
    // A thread's share of it may be allocated at its first use.
    let segments = preload.file.elf_program_headers();
    assert!(segments.iter().all(|one| one.p_type(preload.file.endian()) != elf::PT_TLS));
}
