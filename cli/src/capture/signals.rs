//! Signals as something to read, beside whatever else is waited for.

use std::os::unix::net::UnixStream;

use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

/// Those that have arrived; `get_read` is what poll(2) wants.
pub(crate) type Signals = SignalDelivery<UnixStream, SignalOnly>;

/// Starts to collect `signals`, but for those that we were told to ignore (`nohup`, a shell's `&`):
/// that stays as it is, and whoever we start inherits it.
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
