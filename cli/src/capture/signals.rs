//! Signals as a file descriptor, so that one poll(2) waits for signals and other input.

use std::os::unix::net::UnixStream;

use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

/// The signals that have arrived; `get_read` is the descriptor for poll(2).
pub(crate) type Signals = SignalDelivery<UnixStream, SignalOnly>;

/// Starts to collect `signals`, except those that were ignored when we started (`nohup`, a shell's
/// `&`). They stay ignored, and the programs that we start inherit that.
pub(crate) fn watch(signals: impl IntoIterator<Item = i32>) -> std::io::Result<Signals> {
    let ignored = ignored(&fs_err::read_to_string("/proc/self/status").unwrap_or_default());
    let heeded = signals.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    let (read, write) = UnixStream::pair()?;
    SignalDelivery::with_pipe(read, write, SignalOnly, heeded)
}

/// The set of ignored signals in proc_pid_status(5); bit 0 is signal 1.
fn ignored(status: &str) -> u64 {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_read_from_the_status_file() {
        assert_eq!(ignored("Name:\tx\nSigIgn:\t0000000000001001\nSigCgt:\t0\n"), 0x1001);
        assert_eq!(ignored(""), 0);
    }
}
