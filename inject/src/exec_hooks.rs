//! The hooks: functions of libc that start programs, as thin C signatures. `with_env` does the
//! work.
//!
//! Each function does what its manual says, and may change the new program's environment.

use core::ffi::{c_char, c_int, c_void};

use crate::exec_call::{ExecCall, SpawnParameters};
use crate::process::{self, Strings};
use crate::with_env::start_program;

/// Defines hooks: each makes an [`ExecCall`] of its parameters, and passes it on with the
/// environment.
macro_rules! hooks {
    ($($(#[$doc:meta])* fn $name:ident($($parameter:ident: $type:ty),* $(,)?) => $call:expr, $environment:expr;)*) => {$(
        $(#[$doc])*
        // SAFETY: libc's own name, with its parameters: who finds this finds what it asked for.
        #[unsafe(no_mangle)]
        // SAFETY: our callers promise what the manual asks of them.
        unsafe extern "C" fn $name($($parameter: $type),*) -> c_int {
            // SAFETY: their promises are those that `start_program` asks for; libc reads `environ` here too.
            unsafe { start_program(&$call, $environment) }
        }
    )*};
}

hooks! {
    /// execve(2)
    fn execve(path: *const c_char, argv: Strings, envp: Strings) => ExecCall::Execve(path, argv), envp;
    /// execv(3)
    fn execv(path: *const c_char, argv: Strings) => ExecCall::Execv(path, argv), process::environment();
    /// execvpe(3)
    fn execvpe(file: *const c_char, argv: Strings, envp: Strings) => ExecCall::Execvpe(file, argv), envp;
    /// execvp(3)
    fn execvp(file: *const c_char, argv: Strings) => ExecCall::Execvp(file, argv), process::environment();
    /// fexecve(3)
    fn fexecve(descriptor: c_int, argv: Strings, envp: Strings) => ExecCall::Fexecve(descriptor, argv), envp;
    /// execveat(2)
    fn execveat(
        folder: c_int,
        path: *const c_char,
        argv: Strings,
        envp: Strings,
        flags: c_int,
    ) => ExecCall::Execveat(folder, path, argv, flags), envp;
    /// posix_spawn(3)
    fn posix_spawn(
        pid: *mut libc::pid_t,
        path: *const c_char,
        actions: *const c_void,
        attributes: *const c_void,
        argv: Strings,
        envp: Strings,
    ) => ExecCall::Spawn(SpawnParameters { pid, path, actions, attributes, argv }), envp;
    /// posix_spawnp(3)
    fn posix_spawnp(
        pid: *mut libc::pid_t,
        path: *const c_char,
        actions: *const c_void,
        attributes: *const c_void,
        argv: Strings,
        envp: Strings,
    ) => ExecCall::Spawnp(SpawnParameters { pid, path, actions, attributes, argv }), envp;
}
