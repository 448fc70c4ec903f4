//! Finds the functions that our hooks call: the next definitions in symbol order. They are libc's,
//! or those of another preload, which so stays in the chain. It also finds two functions that we
//! call, because ld.so would take longer.

use crate::elf_symbols::{LoadedObject, SymbolName};

/// A function that we call.
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
    /// `syscall`, for functions that a libc lacks. We do not hook it, nor the next one.
    Syscall,
    /// `getauxval`
    Getauxval,
    /// The `execve` of the object that has the next `execv`. With any other `execve`, a call of
    /// `execv` would bypass somebody's hook, or meet one that it does not meet without us.
    ExecveOfExecv,
    /// The `execvpe` of the object that has the next `execvp`, for the same reason.
    ExecvpeOfExecvp,
}

/// How many of them are found by their own names.
const NAMED: usize = Function::ExecveOfExecv as usize;

/// Their names in the same order; the functions that every libc has come first.
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

/// A function, its variant with an environment, and the entry for the variant in the same object.
const SIBLINGS: [(Function, Function, Function); 2] = [
    (Function::Execv, Function::Execve, Function::ExecveOfExecv),
    (Function::Execvp, Function::Execvpe, Function::ExecvpeOfExecvp),
];

#[derive(Clone, Copy, Default)]
pub(crate) struct RealFunctions([usize; NAMED + SIBLINGS.len()]);

impl RealFunctions {
    /// Adds the functions that are still missing from `object`, the next one in symbol order.
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
                // A function that an earlier object has was not looked up above.
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

    pub(crate) fn is_complete(&self) -> bool {
        self.0.iter().take(NAMED).all(|address| *address != 0)
    }

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
