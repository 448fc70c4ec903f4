//! A call that starts a program. It goes on to the real function, with or without a changed
//! environment.

use core::ffi::{c_char, c_int, c_long, c_void};

use crate::exec_target::ExecTarget;
use crate::kernel::HERE;
use crate::process::Strings;
use crate::real_functions::{Function, RealFunctions};

type FileName = *const c_char;
// SAFETY: called as execve(2) asks, and execvpe(3).
type ExecveFn = unsafe extern "C" fn(FileName, Strings, Strings) -> c_int;
// SAFETY: called as execv(3) asks, and execvp(3).
type ExecvFn = unsafe extern "C" fn(FileName, Strings) -> c_int;
// SAFETY: called as fexecve(3) asks.
type FexecveFn = unsafe extern "C" fn(c_int, Strings, Strings) -> c_int;
// SAFETY: called as execveat(2) asks.
type ExecveatFn = unsafe extern "C" fn(c_int, FileName, Strings, Strings, c_int) -> c_int;
// SAFETY: called as syscall(2) asks.
type SyscallFn = unsafe extern "C" fn(c_long, ...) -> c_long;
// SAFETY: called as posix_spawn(3) asks.
type PosixSpawnFn = unsafe extern "C" fn(
    *mut libc::pid_t,
    FileName,
    *const c_void,
    *const c_void,
    Strings,
    Strings,
) -> c_int;

/// A call, without its environment.
#[derive(Clone, Copy)]
pub(crate) enum ExecCall {
    /// execve(2)
    Execve(FileName, Strings),
    /// execv(3), execl(3), with the process's own environment.
    Execv(FileName, Strings),
    /// execvpe(3)
    Execvpe(FileName, Strings),
    /// execvp(3), execlp(3), with the process's own environment.
    Execvp(FileName, Strings),
    /// fexecve(3)
    Fexecve(c_int, Strings),
    /// execveat(2)
    Execveat(c_int, FileName, Strings, c_int),
    /// posix_spawn(3)
    Spawn(SpawnParameters),
    /// posix_spawnp(3)
    Spawnp(SpawnParameters),
}

/// The parameters of posix_spawn(3).
#[derive(Clone, Copy)]
pub(crate) struct SpawnParameters {
    pub(crate) pid: *mut libc::pid_t,
    pub(crate) path: FileName,
    pub(crate) actions: *const c_void,
    pub(crate) attributes: *const c_void,
    pub(crate) argv: Strings,
}

impl ExecCall {
    /// The program that the call starts.
    pub(crate) fn target(&self) -> ExecTarget {
        match *self {
            Self::Execve(path, _) | Self::Execv(path, _) => ExecTarget::At(HERE, path),
            Self::Execvpe(name, _) | Self::Execvp(name, _) => ExecTarget::Search(name),
            Self::Fexecve(descriptor, _) => ExecTarget::Open(descriptor),
            Self::Execveat(folder, path, _, flags) if flags & libc::AT_EMPTY_PATH != 0 => {
                ExecTarget::AtOrOpen(folder, path)
            }
            Self::Execveat(folder, path, _, _) => ExecTarget::At(folder, path),
            Self::Spawn(SpawnParameters { path, .. }) => ExecTarget::At(HERE, path),
            Self::Spawnp(SpawnParameters { path, .. }) => ExecTarget::Search(path),
        }
    }

    /// Whether the call can go on with another environment, without meeting a hook of somebody
    /// else's that it would not meet otherwise.
    pub(crate) fn can_change_environment(
        &self,
        real: &RealFunctions,
        environment: Strings,
    ) -> bool {
        match self {
            // Only fexecve refuses a null environment (EINVAL).
            Self::Fexecve(..) => !environment.is_null(),
            Self::Execv(..) => real.has(Function::ExecveOfExecv) || !real.has(Function::Execv),
            Self::Execvp(..) => real.has(Function::ExecvpeOfExecvp) || !real.has(Function::Execvp),
            _ => true,
        }
    }

    /// Makes the call unchanged.
    ///
    /// # Safety
    ///
    /// What the caller of the function promised, and `environment` is what was passed or `environ`.
    pub(crate) unsafe fn pass(&self, real: &RealFunctions, environment: Strings) -> c_int {
        // SAFETY: the types are those of the manual; the parameters are the caller's.
        unsafe {
            match *self {
                Self::Execv(path, argv) => {
                    if let Some(go) = real.get::<ExecvFn>(Function::Execv) {
                        return go(path, argv);
                    }
                }
                Self::Execvp(name, argv) => {
                    if let Some(go) = real.get::<ExecvFn>(Function::Execvp) {
                        return go(name, argv);
                    }
                }
                _ => {}
            }
            self.with(real, environment)
        }
    }

    /// Makes the call with an environment. If no object defines the function, it makes the system
    /// call.
    ///
    /// # Safety
    ///
    /// As for `pass`; `environment` is null or an array of C strings that ends with a null.
    pub(crate) unsafe fn with(&self, real: &RealFunctions, environment: Strings) -> c_int {
        // SAFETY: as above.
        unsafe {
            match *self {
                Self::Execve(path, argv) => {
                    execute(real, Function::Execve, path, argv, environment)
                }
                Self::Execv(path, argv) => {
                    execute(real, Function::ExecveOfExecv, path, argv, environment)
                }
                Self::Execvpe(name, argv) => {
                    execute(real, Function::Execvpe, name, argv, environment)
                }
                Self::Execvp(name, argv) => {
                    execute(real, Function::ExecvpeOfExecvp, name, argv, environment)
                }
                Self::Fexecve(descriptor, argv) => match real.get::<FexecveFn>(Function::Fexecve) {
                    Some(go) => go(descriptor, argv, environment),
                    None => {
                        let empty = c"".as_ptr();
                        at(real, descriptor, empty, argv, environment, libc::AT_EMPTY_PATH)
                    }
                },
                Self::Execveat(folder, path, argv, flags) => {
                    match real.get::<ExecveatFn>(Function::Execveat) {
                        Some(go) => go(folder, path, argv, environment, flags),
                        None => at(real, folder, path, argv, environment, flags),
                    }
                }
                Self::Spawn(spawn) => spawn.go(real, Function::Spawn, environment),
                Self::Spawnp(spawn) => spawn.go(real, Function::Spawnp, environment),
            }
        }
    }
}

impl SpawnParameters {
    /// # Safety
    ///
    /// As for `ExecCall::with`; `function` is one of the two.
    unsafe fn go(&self, real: &RealFunctions, function: Function, environment: Strings) -> c_int {
        let Self { pid, path, actions, attributes, argv } = *self;
        // SAFETY: as our caller promises.
        unsafe {
            match real.get::<PosixSpawnFn>(function) {
                Some(go) => go(pid, path, actions, attributes, argv, environment),
                None => libc::ENOSYS,
            }
        }
    }
}

/// # Safety
///
/// As for `ExecCall::with`; `function` has the parameters of execve(2).
unsafe fn execute(
    real: &RealFunctions,
    function: Function,
    path: FileName,
    argv: Strings,
    environment: Strings,
) -> c_int {
    // SAFETY: as our caller promises.
    unsafe {
        match real.get::<ExecveFn>(function) {
            Some(go) => go(path, argv, environment),
            None => raw(real, |call| call(libc::SYS_execve, path, argv, environment)),
        }
    }
}

/// execveat(2), for a libc that has no such function.
///
/// # Safety
///
/// As for `ExecCall::with`.
unsafe fn at(
    real: &RealFunctions,
    folder: c_int,
    path: FileName,
    argv: Strings,
    environment: Strings,
    flags: c_int,
) -> c_int {
    // SAFETY: the kernel checks what it is given.
    raw(real, |call| unsafe { call(libc::SYS_execveat, folder, path, argv, environment, flags) })
}

/// Makes a system call by syscall(2), which sets `errno` and which every libc has.
fn raw(real: &RealFunctions, go: impl FnOnce(SyscallFn) -> c_long) -> c_int {
    // SAFETY: the function's type.
    unsafe { real.get::<SyscallFn>(Function::Syscall) }.map_or(-1, go) as c_int
}
