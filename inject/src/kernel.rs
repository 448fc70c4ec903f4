//! Makes system calls directly. libc's wrappers are cancellation points, or newer than the oldest
//! glibc that we support (`fstat`: glibc 2.33), or hooked by other libraries, and ld.so would have
//! to find each name in each process. `errno` stays as it was.

use core::ffi::{c_char, c_int, c_long};
use core::mem::MaybeUninit;

/// The folder of relative paths, for `at` calls.
pub(crate) const HERE: c_int = libc::AT_FDCWD;

/// Makes a system call with up to five parameters; returns its result, or `None` for any error.
macro_rules! call {
    ($number:expr $(, $argument:expr)*) => {{
        let mut arguments = [0; 5];
        for (to, from) in arguments.iter_mut().zip([$($argument as usize),*]) {
            *to = from;
        }
        // SAFETY: each caller says why its call is sound.
        let answer = unsafe { system_call($number, arguments) };
        (answer >= 0).then_some(answer)
    }};
}

/// Makes a system call; returns its result, negative for an error.
///
/// # Safety
///
/// As its manual page says.
#[cfg(target_arch = "x86_64")]
unsafe fn system_call(number: c_long, [first, second, third, fourth, fifth]: [usize; 5]) -> c_long {
    let mut answer = number;
    // SAFETY: System V, x86_64, appendix A: rcx and r11 are lost, nothing else is touched.
    unsafe {
        core::arch::asm!(
            "syscall",
            inlateout("rax") answer,
            in("rdi") first,
            in("rsi") second,
            in("rdx") third,
            in("r10") fourth,
            in("r8") fifth,
            lateout("rcx") _,
            lateout("r11") _,
            options(nostack),
        );
    }
    answer
}

/// Makes a system call; returns its result, negative for an error.
///
/// # Safety
///
/// As its manual page says.
#[cfg(target_arch = "aarch64")]
unsafe fn system_call(number: c_long, [first, second, third, fourth, fifth]: [usize; 5]) -> c_long {
    let answer;
    // SAFETY: syscall(2): the number in x8, parameters from x0 on, the answer in x0.
    unsafe {
        core::arch::asm!(
            "svc #0",
            in("x8") number,
            inlateout("x0") first => answer,
            in("x1") second,
            in("x2") third,
            in("x3") fourth,
            in("x4") fifth,
            options(nostack),
        );
    }
    answer
}

/// Whether the real user of this process can read the file at `path`, below its root folder.
///
/// It uses access(2) if the architecture has it: ld.so uses that too, so that a seccomp filter
/// under which programs start allows it.
pub(crate) fn readable(path: *const c_char) -> bool {
    // The kernel copies the path and returns EFAULT for a bad one.
    #[cfg(target_arch = "x86_64")]
    let answer = call!(libc::SYS_access, path, libc::R_OK);
    #[cfg(target_arch = "aarch64")]
    let answer = call!(libc::SYS_faccessat, HERE, path, libc::R_OK);
    answer.is_some()
}

/// fstatat(2): the status of `path` below `folder`; with an empty path, of `folder` itself.
pub(crate) fn status(folder: c_int, path: *const c_char) -> Option<libc::stat> {
    let mut status = MaybeUninit::<libc::stat>::uninit();
    call!(libc::SYS_newfstatat, folder, path, status.as_mut_ptr(), libc::AT_EMPTY_PATH)?;
    // SAFETY: the call succeeded, so that the kernel has filled it.
    Some(unsafe { status.assume_init() })
}

/// The access mode of a descriptor: `O_RDONLY`, `O_WRONLY` or `O_RDWR`.
pub(crate) fn access_mode(descriptor: c_int) -> Option<c_int> {
    let flags = call!(libc::SYS_fcntl, descriptor, libc::F_GETFL)?;
    Some(c_int::try_from(flags).ok()? & libc::O_ACCMODE)
}

/// Whether a socket is a connected stream socket.
pub(crate) fn is_connected_stream(socket: c_int) -> bool {
    let mut kind: c_int = 0;
    let mut length: libc::socklen_t = 4;
    let (to, its_length) = (&raw mut kind, &raw mut length);
    let answer =
        call!(libc::SYS_getsockopt, socket, libc::SOL_SOCKET, libc::SO_TYPE, to, its_length);
    let mut address = MaybeUninit::<libc::sockaddr_storage>::uninit();
    let mut room = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
    // A listening socket has no peer.
    answer.is_some()
        && kind == libc::SOCK_STREAM
        && call!(libc::SYS_getpeername, socket, address.as_mut_ptr(), &raw mut room).is_some()
}

/// An open file, which is closed at the end of its scope.
pub(crate) struct OpenFile(c_int);

impl OpenFile {
    /// Opens a file for reading, without an effect on anything except the table of descriptors.
    pub(crate) fn open(folder: c_int, path: *const c_char) -> Option<Self> {
        let flags = libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY;
        let descriptor = call!(libc::SYS_openat, folder, path, flags, 0)?;
        c_int::try_from(descriptor).ok().map(Self)
    }

    /// Reads the file's first bytes; returns their number.
    pub(crate) fn head(&self, buffer: &mut [u8]) -> Option<usize> {
        head(self.0, buffer)
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        let _ = call!(libc::SYS_close, self.0);
    }
}

/// Reads the first bytes of the file at a descriptor, whose position stays. Returns their number.
pub(crate) fn head(descriptor: c_int, buffer: &mut [u8]) -> Option<usize> {
    let start: libc::off_t = 0;
    let length = call!(libc::SYS_pread64, descriptor, buffer.as_mut_ptr(), buffer.len(), start)?;
    usize::try_from(length).ok()
}
