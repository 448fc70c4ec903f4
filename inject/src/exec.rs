//! The functions of libc that start programs, hooked: thin C signatures, what they do is in `amend`.
//!
//! Each does what its manual says; the environment of the new program is looked at on the way.

use core::ffi::{c_char, c_int, c_void};

use crate::amend::send;
use crate::call::{Call, Spawn};
use crate::process::{self, Strings};

/// execve(2)
#[unsafe(no_mangle)]
unsafe extern "C" fn execve(path: *const c_char, argv: Strings, envp: Strings) -> c_int {
    // SAFETY: the caller's promises to execve are those that `send` asks for.
    unsafe { send(&Call::Execve(path, argv), envp) }
}

/// execv(3)
#[unsafe(no_mangle)]
unsafe extern "C" fn execv(path: *const c_char, argv: Strings) -> c_int {
    // SAFETY: as for execve; libc reads `environ` here, too.
    unsafe { send(&Call::Execv(path, argv), process::environment()) }
}

/// execvpe(3)
#[unsafe(no_mangle)]
unsafe extern "C" fn execvpe(file: *const c_char, argv: Strings, envp: Strings) -> c_int {
    // SAFETY: as for execve.
    unsafe { send(&Call::Execvpe(file, argv), envp) }
}

/// execvp(3)
#[unsafe(no_mangle)]
unsafe extern "C" fn execvp(file: *const c_char, argv: Strings) -> c_int {
    // SAFETY: as for execv.
    unsafe { send(&Call::Execvp(file, argv), process::environment()) }
}

/// fexecve(3)
#[unsafe(no_mangle)]
unsafe extern "C" fn fexecve(descriptor: c_int, argv: Strings, envp: Strings) -> c_int {
    // SAFETY: as for execve.
    unsafe { send(&Call::Fexecve(descriptor, argv), envp) }
}

/// execveat(2)
#[unsafe(no_mangle)]
unsafe extern "C" fn execveat(
    folder: c_int,
    path: *const c_char,
    argv: Strings,
    envp: Strings,
    flags: c_int,
) -> c_int {
    // SAFETY: as for execve.
    unsafe { send(&Call::Execveat(folder, path, argv, flags), envp) }
}

/// posix_spawn(3)
#[unsafe(no_mangle)]
unsafe extern "C" fn posix_spawn(
    pid: *mut libc::pid_t,
    path: *const c_char,
    actions: *const c_void,
    attributes: *const c_void,
    argv: Strings,
    envp: Strings,
) -> c_int {
    // SAFETY: as for execve.
    unsafe { send(&Call::Spawn(Spawn { pid, path, actions, attributes, argv }), envp) }
}

/// posix_spawnp(3)
#[unsafe(no_mangle)]
unsafe extern "C" fn posix_spawnp(
    pid: *mut libc::pid_t,
    path: *const c_char,
    actions: *const c_void,
    attributes: *const c_void,
    argv: Strings,
    envp: Strings,
) -> c_int {
    // SAFETY: as for execve.
    unsafe { send(&Call::Spawnp(Spawn { pid, path, actions, attributes, argv }), envp) }
}
