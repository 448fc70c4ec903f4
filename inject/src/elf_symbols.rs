//! Looks up the symbols that a loaded object defines.
//!
//! `dlsym(RTLD_NEXT, …)` is in libdl before glibc 2.34, and it allocates if it fails. Weak
//! references would make ld.so search every object of every process for each of them.

use core::ffi::c_char;
use core::ptr::null;

/// The size in bytes of the longest name with its NUL.
const ROOM: usize = 28;

/// A name and its two hashes.
pub(crate) struct SymbolName {
    /// The text is in place, because ld.so would have to relocate a pointer at the start of each
    /// process.
    text: [u8; ROOM],
    gnu: u32,
    sysv: u32,
}

impl SymbolName {
    /// Computes the hashes, when this library is compiled.
    pub(crate) const fn new(text: &str) -> Self {
        let text = text.as_bytes();
        assert!(text.len() < ROOM);
        let mut padded = [0; ROOM];
        let (mut gnu, mut sysv, mut at) = (5381u32, 0u32, 0);
        while at < text.len() {
            gnu = gnu.wrapping_mul(33).wrapping_add(text[at] as u32);
            sysv = (sysv << 4).wrapping_add(text[at] as u32);
            let high = sysv & 0xf000_0000;
            sysv = (sysv ^ (high >> 24)) & !high;
            padded[at] = text[at];
            at += 1;
        }
        Self { text: padded, gnu, sysv }
    }
}

/// An entry of the dynamic section (`Elf64_Dyn`).
#[repr(C)]
struct Dynamic {
    tag: usize,
    value: usize,
}

/// An entry of the symbol table (`Elf64_Sym`).
#[repr(C)]
struct Symbol {
    name: u32,
    info: u8,
    other: u8,
    section: u16,
    value: usize,
    size: usize,
}

/// The tables of one loaded object.
pub(crate) struct LoadedObject {
    base: usize,
    symbols: *const Symbol,
    strings: *const u8,
    /// The versions of the symbols; null if the object has none.
    versions: *const u16,
    gnu: *const u32,
    sysv: *const u32,
}

impl LoadedObject {
    /// Finds the tables of an object; `None` if it defines nothing.
    ///
    /// # Safety
    ///
    /// `dynamic` is the dynamic section of an object that is loaded at `base` and stays so.
    pub(crate) unsafe fn new(base: usize, dynamic: *const c_char) -> Option<Self> {
        let mut object = Self {
            base,
            symbols: null(),
            strings: null(),
            versions: null(),
            gnu: null(),
            sysv: null(),
        };
        let mut entry = dynamic.cast::<Dynamic>();
        loop {
            // SAFETY: the section ends with an entry whose tag is 0, and we have not passed it.
            let Dynamic { tag, value } = unsafe { &*entry };
            // glibc turns these offsets into addresses, musl does not.
            let address = if *value < base { base.wrapping_add(*value) } else { *value };
            match tag {
                0 => break,
                4 => object.sysv = address as *const u32,
                5 => object.strings = address as *const u8,
                6 => object.symbols = address as *const Symbol,
                0x6fff_fef5 => object.gnu = address as *const u32,
                0x6fff_fff0 => object.versions = address as *const u16,
                _ => {}
            }
            // SAFETY: this was not the last one.
            entry = unsafe { entry.add(1) };
        }
        (!object.symbols.is_null() && !object.strings.is_null()).then_some(object)
    }

    /// The address of the default version of a function or variable, if the object defines it.
    ///
    /// # Safety
    ///
    /// The object is still loaded.
    pub(crate) unsafe fn find(&self, name: &SymbolName) -> Option<usize> {
        // SAFETY: the tables are those by which ld.so itself looks names up, and so are well formed.
        unsafe {
            if !self.gnu.is_null() {
                self.find_gnu(name)
            } else if !self.sysv.is_null() {
                self.find_sysv(name)
            } else {
                None
            }
        }
    }

    /// Looks up by `DT_GNU_HASH`: a header, a Bloom filter, buckets, and for each bucket a chain of
    /// hashes that ends where the lowest bit is set.
    ///
    /// # Safety
    ///
    /// `gnu` points to such a table.
    unsafe fn find_gnu(&self, name: &SymbolName) -> Option<usize> {
        // An index from a bucket is at least `first`, or the bucket has no chain.
        // SAFETY: four words of header, then as many words of each part as the header says.
        unsafe {
            let [buckets, first, words, shift] = *self.gnu.cast::<[u32; 4]>();
            let filter = self.gnu.add(4).cast::<usize>();
            let word =
                *filter.add((name.gnu / usize::BITS) as usize & (words as usize).checked_sub(1)?);
            let both = (word >> (name.gnu % usize::BITS))
                & (word >> (name.gnu.wrapping_shr(shift) % usize::BITS));
            if both & 1 == 0 {
                return None;
            }
            let starts = filter.add(words as usize).cast::<u32>();
            let chain = starts.add(buckets as usize);
            let mut index = *starts.add(name.gnu.checked_rem(buckets)? as usize);
            loop {
                let hash = *chain.add(index.checked_sub(first)? as usize);
                if hash | 1 == name.gnu | 1
                    && let Some(address) = self.defined(index, name)
                {
                    return Some(address);
                }
                if hash & 1 == 1 {
                    return None;
                }
                index += 1;
            }
        }
    }

    /// Looks up by `DT_HASH`: two counts, buckets, and for each symbol the index of the next one.
    ///
    /// # Safety
    ///
    /// `sysv` points to such a table.
    unsafe fn find_sysv(&self, name: &SymbolName) -> Option<usize> {
        // SAFETY: as the two counts say; index 0 ends a chain.
        unsafe {
            let buckets = *self.sysv;
            let starts = self.sysv.add(2);
            let chain = starts.add(buckets as usize);
            let mut index = *starts.add(name.sysv.checked_rem(buckets)? as usize);
            while index != 0 {
                if let Some(address) = self.defined(index, name) {
                    return Some(address);
                }
                index = *chain.add(index as usize);
            }
            None
        }
    }

    /// The address of the symbol `index`, if it is the default version of `name`.
    ///
    /// # Safety
    ///
    /// There is a symbol with this index.
    unsafe fn defined(&self, index: u32, name: &SymbolName) -> Option<usize> {
        /// The bit of a version that is only for programs linked against it (`VERSYM_HIDDEN`).
        const HIDDEN: u16 = 0x8000;
        // Both names end with a NUL, so that the comparison stays inside both.
        // SAFETY: the tables have an entry for each symbol.
        unsafe {
            let symbol = &*self.symbols.add(index as usize);
            // `STT_NOTYPE`, `STT_OBJECT` or `STT_FUNC`, and defined here, not only used.
            let is_address = symbol.info & 15 <= 2 && symbol.section != 0;
            let hidden =
                !self.versions.is_null() && *self.versions.add(index as usize) & HIDDEN != 0;
            if !is_address || hidden {
                return None;
            }
            let text = self.strings.add(symbol.name as usize);
            for (at, byte) in name.text.iter().enumerate() {
                if *text.add(at) != *byte {
                    return None;
                }
                if *byte == 0 {
                    break;
                }
            }
            Some(self.base.wrapping_add(symbol.value))
        }
    }
}
