//! `execl`, `execlp` and `execle`: the arguments of the new program are parameters of the call.
//!
//! Stable Rust can't define variadic functions, and libc's copy the parameters to an array. Here
//! the parameters become an array where they are: those in registers are pushed to the stack right
//! below the others. So their number has no limit, and nothing is copied.

use core::arch::naked_asm;
use core::ffi::{c_char, c_int};

use crate::exec_call::ExecCall;
use crate::process::{self, Strings};
use crate::with_env::start_program;

/// Defines a hook that calls `$function` with the first parameter and an array of the others.
macro_rules! variadic {
    ($(#[$doc:meta])* $name:ident, $function:path) => {
        $(#[$doc])*
        // SAFETY: libc's own name; all parameters are taken as its calling convention passes them.
        #[unsafe(no_mangle)]
        // SAFETY: the code leaves every register and the stack as that convention asks.
        #[unsafe(naked)]
        // SAFETY: our callers promise what the manual asks of them.
        unsafe extern "C" fn $name(path: *const c_char, first: *const c_char) -> c_int {
            array_in_place!($function)
        }
    };
}

/// Calls a function with the first parameter and an array of all others.
///
/// System V, x86_64: the other parameters are in rsi, rdx, rcx, r8, r9 and above the return
/// address, which is popped first. It is restored where `call` expects it, so that a shadow stack
/// agrees. On entry the stack is aligned except for that address; after six words it is aligned
/// again, at the call.
#[cfg(target_arch = "x86_64")]
macro_rules! array_in_place {
    ($function:path) => {
        naked_asm!(
            ".cfi_startproc",
            "endbr64",
            "pop rax",
            ".cfi_def_cfa_offset 0",
            ".cfi_register rip, rax",
            "push r9",
            "push r8",
            "push rcx",
            "push rdx",
            "push rsi",
            "mov rsi, rsp",
            "push rax",
            ".cfi_def_cfa_offset 48",
            ".cfi_offset rip, -48",
            "call {function}",
            "pop rcx",
            ".cfi_def_cfa_offset 40",
            ".cfi_register rip, rcx",
            "add rsp, 40",
            ".cfi_def_cfa_offset 0",
            "push rcx",
            ".cfi_def_cfa_offset 8",
            ".cfi_offset rip, -8",
            "ret",
            ".cfi_endproc",
            function = sym $function,
        )
    };
}

/// AAPCS64: the other parameters are in x1 to x7 and from the stack pointer on, which stays a
/// multiple of 16. `hint 34` is `bti c`, which older assemblers do not know.
#[cfg(target_arch = "aarch64")]
macro_rules! array_in_place {
    ($function:path) => {
        naked_asm!(
            ".cfi_startproc",
            "hint #34",
            "sub sp, sp, #80",
            ".cfi_def_cfa_offset 80",
            "stp x29, x30, [sp]",
            ".cfi_offset x29, -80",
            ".cfi_offset x30, -72",
            "mov x29, sp",
            "str x1, [sp, #24]",
            "stp x2, x3, [sp, #32]",
            "stp x4, x5, [sp, #48]",
            "stp x6, x7, [sp, #64]",
            "add x1, sp, #24",
            "bl {function}",
            "ldp x29, x30, [sp]",
            ".cfi_restore x29",
            ".cfi_restore x30",
            "add sp, sp, #80",
            ".cfi_def_cfa_offset 0",
            "ret",
            ".cfi_endproc",
            function = sym $function,
        )
    };
}

variadic!(
    /// execl(3)
    execl,
    by_path
);
variadic!(
    /// execlp(3)
    execlp,
    by_name
);
variadic!(
    /// execle(3)
    execle,
    with_environment
);

// SAFETY: the parameters are those of execv(3).
unsafe extern "C" fn by_path(path: *const c_char, argv: Strings) -> c_int {
    // SAFETY: as our caller promises.
    unsafe { start_program(&ExecCall::Execv(path, argv), process::environment()) }
}

// SAFETY: the parameters are those of execvp(3).
unsafe extern "C" fn by_name(file: *const c_char, argv: Strings) -> c_int {
    // SAFETY: as our caller promises.
    unsafe { start_program(&ExecCall::Execvp(file, argv), process::environment()) }
}

// SAFETY: `argv` ends with a null, and behind that stands the environment.
unsafe extern "C" fn with_environment(path: *const c_char, argv: Strings) -> c_int {
    let mut end = argv;
    // SAFETY: as our caller promises.
    unsafe {
        while !(*end).is_null() {
            end = end.add(1);
        }
        let environment = end.add(1).cast::<Strings>().read();
        start_program(&ExecCall::Execve(path, argv), environment)
    }
}
