//! The next definitions, in symbol order, of the functions that we hook: libc's, or those of another
//! preload, which so stays in the chain. And those of two that we call, because ld.so takes longer to
//! find one than this.

use crate::elf_symbols::{LoadedObject, SymbolName};

/// A function that a call of ours ends in.
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
    /// `syscall`, for what a libc has not. Not hooked, and neither is the next.
    Syscall,
    /// `getauxval`
    Getauxval,
    /// The `execve` of the object that has the next `execv`: by any other, a call of `execv` would
    /// lead around somebody's hook or into one that it does not meet without us.
    ExecveOfExecv,
    /// Likewise for `execvp`.
    ExecvpeOfExecvp,
}

/// How many of them are found by their own name.
const NAMED: usize = Function::ExecveOfExecv as usize;

/// Their names, in the same order; what every libc has first.
static NAMES: [SymbolName; NAMED] = [
    SymbolName::new("execve"),
    SymbolName::new("execv"),
    SymbolName::new("execvpe"),
    SymbolName::new("execvp"),
    SymbolName::new("fexecve"),
    SymbolName::new("posix_spawn"),
    SymbolName::new("posix_spawnp"),
    SymbolName::new("execveat"),
    SymbolName::new("syscall"),
    SymbolName::new("getauxval"),
];

/// A function, its sibling that takes an environment, and where the two's common object is noted.
const SIBLINGS: [(Function, Function, Function); 2] = [
    (Function::Execv, Function::Execve, Function::ExecveOfExecv),
    (Function::Execvp, Function::Execvpe, Function::ExecvpeOfExecvp),
];

/// Where they are.
#[derive(Clone, Copy, Default)]
pub(crate) struct RealFunctions([usize; NAMED + SIBLINGS.len()]);

impl RealFunctions {
    /// Takes what is still missing from `object`, the next one.
    ///
    /// # Safety
    ///
    /// The object is loaded.
    pub(crate) unsafe fn fill(&mut self, object: &LoadedObject) {
        let mut found = [0; NAMED];
        for ((found, name), address) in found.iter_mut().zip(&NAMES).zip(&self.0) {
            if *address == 0 {
                // SAFETY: as our caller promises.
                *found = unsafe { object.find(name) }.unwrap_or(0);
            }
        }
        let here = |function: Function| found.get(function as usize).copied().unwrap_or(0);
        for (function, sibling, noted) in SIBLINGS {
            if here(function) != 0
                && let Some(slot) = self.0.get_mut(noted as usize)
                && let Some(name) = NAMES.get(sibling as usize)
            {
                // One that an earlier object has was not looked for above.
                *slot = match here(sibling) {
                    // SAFETY: as our caller promises.
                    0 => unsafe { object.find(name) }.unwrap_or(0),
                    address => address,
                };
            }
        }
        for (address, found) in self.0.iter_mut().zip(found) {
            *address |= found;
        }
    }

    /// Whether all were found.
    pub(crate) fn is_complete(&self) -> bool {
        self.0.iter().take(NAMED).all(|address| *address != 0)
    }

    /// Whether there is such a function.
    pub(crate) fn has(&self, function: Function) -> bool {
        self.0.get(function as usize).is_some_and(|address| *address != 0)
    }

    /// The function, as the type `F`.
    ///
    /// # Safety
    ///
    /// `F` is the function's type.
    pub(crate) unsafe fn get<F: Copy>(&self, function: Function) -> Option<F> {
        const { assert!(size_of::<F>() == size_of::<usize>()) };
        let address = self.0.get(function as usize).filter(|address| **address != 0)?;
        // SAFETY: not null, and the address of a function that is defined under this name.
        Some(unsafe { core::mem::transmute_copy(address) })
    }
}
