//! Reads facts on a process from `/proc/<pid>/stat` (proc_pid_stat(5)).

use std::fs;

/// A process, its parent and its start time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcStat {
    /// Its pid in the PID namespace of this `/proc`.
    pub pid: i32,
    /// Whether it has ended, and its parent has not waited for it yet.
    pub ended: bool,
    /// The pid of its parent; 0 if the parent is outside of this PID namespace.
    pub parent: i32,
    /// The start time in clock ticks after boot. With the pid it identifies a process, because a
    /// pid is not reused within a tick.
    pub started: u64,
}

impl ProcStat {
    /// Reads the facts on the process `pid`; `None` if it has ended or is hidden (`hidepid` in
    /// proc(5)), or if there is no `/proc`.
    pub fn of(pid: i32) -> Option<Self> {
        Self::parse(&fs::read(format!("/proc/{pid}/stat")).ok()?)
    }

    /// Reads the facts on this process, under the name that works in any `/proc`.
    pub fn own() -> Option<Self> {
        Self::parse(&fs::read("/proc/self/stat").ok()?)
    }

    /// Parses fields 1, 3, 4 and 22. The name in field 2 may have spaces and parentheses, so that
    /// fields are counted from the last closing parenthesis.
    fn parse(line: &[u8]) -> Option<Self> {
        let name_end = line.iter().rposition(|byte| *byte == b')')?;
        let pid = str::from_utf8(line.split(|byte| *byte == b' ').next()?).ok()?.parse().ok()?;
        let rest = str::from_utf8(line.get(name_end + 1..)?).ok()?;
        let mut fields = rest.split_ascii_whitespace();
        let ended = matches!(fields.next()?, "Z" | "X" | "x");
        let parent = fields.next()?.parse().ok()?;
        let started = fields.nth(17)?.parse().ok()?;
        Some(Self { pid, ended, parent, started })
    }
}

/// More ancestors than any process has, as a limit in case `/proc` has a cycle.
const MOST_ANCESTORS: usize = 64;

/// The pids of this process's ancestors, the nearest first, as far as they are visible.
pub fn ancestors() -> impl Iterator<Item = i32> {
    let mut next = Some(nix::unistd::getppid().as_raw());
    let ancestors = std::iter::from_fn(move || {
        let pid = next.filter(|pid| *pid > 0)?;
        next = ProcStat::of(pid).map(|stat| stat.parent);
        Some(pid)
    });
    ancestors.take(MOST_ANCESTORS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_counted_after_the_name() {
        let line = b"7 (a) S 9 (b) S 12 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 3456 8 9\n";
        let stat = ProcStat { pid: 7, ended: false, parent: 12, started: 3456 };
        assert_eq!(ProcStat::parse(line), Some(stat));
        let zombie = b"7 () Z 12 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 3456 8 9\n";
        assert_eq!(ProcStat::parse(zombie), Some(ProcStat { ended: true, ..stat }));
        assert_eq!(ProcStat::parse(b"7 (a) S 12"), None);
        assert_eq!(ProcStat::parse(b""), None);
    }

    #[test]
    fn this_process_has_a_parent_and_started() {
        let own = ProcStat::of(std::process::id().cast_signed()).expect("this process");
        assert_eq!(own.parent, nix::unistd::getppid().as_raw());
        assert!(own.started > 0 && !own.ended);
        assert_eq!((ProcStat::own(), own.pid.cast_unsigned()), (Some(own), std::process::id()));
        assert_eq!(ProcStat::of(i32::MAX), None);
    }
}
