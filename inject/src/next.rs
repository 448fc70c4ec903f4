//! The next definitions, in symbol order, of the functions that we hook: libc's, or those of another
//! preload, which so stays in the chain.

use crate::symbols::{Name, Object};

/// A function that every call of ours ends in.
#[derive(Clone, Copy)]
pub(crate) enum Function {
    /// `execve`
    Execve,
    /// `execv`
    Execv,
    /// `execvpe`
    Execvpe,
    /// `execvp`
    Execvp,
    /// `fexecve`
    Fexecve,
    /// `posix_spawn`
    Spawn,
    /// `posix_spawnp`
    Spawnp,
    /// `execveat`: glibc has it since 2.34, musl not yet.
    Execveat,
}

/// Their names, in the same order; what every libc has first.
static NAMES: [Name; 8] = [
    Name::new(b"execve"),
    Name::new(b"execv"),
    Name::new(b"execvpe"),
    Name::new(b"execvp"),
    Name::new(b"fexecve"),
    Name::new(b"posix_spawn"),
    Name::new(b"posix_spawnp"),
    Name::new(b"execveat"),
];

/// Where they are.
#[derive(Default)]
pub(crate) struct Next {
    addresses: [usize; 8],
    /// A number for the object that each was found in.
    objects: [u8; 8],
    last: u8,
}

impl Next {
    /// Takes what is still missing from `object`, the next one.
    ///
    /// # Safety
    ///
    /// The object is loaded.
    pub(crate) unsafe fn fill(&mut self, object: &Object) {
        self.last = self.last.wrapping_add(1);
        let slots = self.addresses.iter_mut().zip(&mut self.objects);
        for ((address, number), name) in slots.zip(&NAMES) {
            if *address == 0 {
                // SAFETY: as our caller promises.
                if let Some(found) = unsafe { object.find(name) } {
                    (*address, *number) = (found, self.last);
                }
            }
        }
    }

    /// Whether all were found.
    pub(crate) fn is_complete(&self) -> bool {
        self.addresses.iter().all(|address| *address != 0)
    }

    /// The function, as the type `F`.
    ///
    /// # Safety
    ///
    /// `F` is the function's type.
    pub(crate) unsafe fn get<F: Copy>(&self, function: Function) -> Option<F> {
        const { assert!(size_of::<F>() == size_of::<usize>()) };
        let address = self.addresses.get(function as usize).filter(|address| **address != 0)?;
        // SAFETY: not null, and the address of a function that is defined under this name.
        Some(unsafe { core::mem::transmute_copy(address) })
    }

    /// Whether one object defines both. Where another preload has taken `execv` alone, our way by
    /// `execve` would lead around it.
    pub(crate) fn are_together(&self, one: Function, other: Function) -> bool {
        self.objects.get(one as usize) == self.objects.get(other as usize)
    }
}
