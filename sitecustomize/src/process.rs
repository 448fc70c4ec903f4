//! What the kernel tells of a process in `/proc/<pid>/stat` (proc_pid_stat(5)).

use std::fs;

/// A process's parent and the moment at which it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Its parent's pid; 0 where the parent is outside of this PID namespace.
    pub parent: i32,
    /// Clock ticks between the machine's start and the process's. With the pid it names one
    /// process, because a pid is not used again within a tick.
    pub started: u64,
}

impl Stat {
    /// That of the process `pid`; `None` where it has ended, is hidden (`hidepid` of proc(5)), or
    /// there is no `/proc`.
    pub fn of(pid: i32) -> Option<Self> {
        Self::parse(&fs::read(format!("/proc/{pid}/stat")).ok()?)
    }

    /// Reads fields 4 and 22. The name in field 2 may hold spaces and parentheses, so that the fields
    /// are counted from the last closing one.
    fn parse(line: &[u8]) -> Option<Self> {
        let name_end = line.iter().rposition(|byte| *byte == b')')?;
        let rest = std::str::from_utf8(line.get(name_end + 1..)?).ok()?;
        let mut fields = rest.split_ascii_whitespace();
        let parent = fields.nth(1)?.parse().ok()?;
        let started = fields.nth(17)?.parse().ok()?;
        Some(Self { parent, started })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_counted_behind_the_name() {
        let line = b"7 (a) S 9 (b) S 12 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 3456 8 9\n";
        assert_eq!(Stat::parse(line), Some(Stat { parent: 12, started: 3456 }));
        assert_eq!(Stat::parse(b"7 (a) S 12"), None);
        assert_eq!(Stat::parse(b""), None);
    }

    #[test]
    fn this_process_has_a_parent_and_started() {
        let own = Stat::of(std::process::id().cast_signed()).expect("this process");
        assert_eq!(own.parent, nix::unistd::getppid().as_raw());
        assert!(own.started > 0);
        assert_eq!(Stat::of(i32::MAX), None);
    }
}
