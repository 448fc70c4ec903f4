//! How the marks of files name this process, and what it can tell about other processes.

use std::fs;

use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::sys::time::TimeSpec;
use nix::time::{ClockId, clock_gettime};
use nix::unistd::{Pid, SysconfVar, sysconf};

use crate::proc_stat::ProcStat;

use super::owner_mark::ProcessId;

/// The process that saves.
#[derive(Debug, Clone)]
pub(super) struct MarkAuthor {
    /// The machine, [`super::owner_mark::OwnerMark::machine`].
    pub(super) machine: String,
    pub(super) process: ProcessId,
}

impl MarkAuthor {
    /// This process; `None` if it can't be named, because there is no `/proc` of its PID namespace.
    pub(super) fn current() -> Option<Self> {
        let stat = ProcStat::own()?;
        if stat.pid != Pid::this().as_raw() {
            return None;
        }
        // A pid is valid in one PID namespace until the next boot. A time namespace has its own
        // clock for the start of processes.
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let (pids, times) = (namespace("pid")?, namespace("time").unwrap_or_default());
        let machine = format!("{}.{pids}.{times}", boot.get(..8)?);
        Some(Self { machine, process: named(stat) })
    }

    /// Whether a process of this machine has surely ended.
    pub(super) fn has_ended(process: ProcessId) -> bool {
        match ProcStat::of(process.number) {
            Some(stat) => stat.ended || stat.started != process.started,
            // If other users' processes are hidden, kill(2) returns EPERM for one that lives.
            None => kill(Pid::from_raw(process.number), None) == Err(Errno::ESRCH),
        }
    }
}

/// The process with that pid, if it exists and is visible.
pub(super) fn process(number: i32) -> Option<ProcessId> {
    ProcStat::of(number).map(named)
}

/// The start of a process, in nanoseconds since the epoch. It is a clock tick late rather than
/// early, so that a process that ended right before does not count as overlapping.
pub(super) fn began(process: ProcessId) -> Option<i128> {
    let now = |clock| clock_gettime(clock).ok().map(nanoseconds);
    let ticks = i128::from(sysconf(SysconfVar::CLK_TCK).ok()??);
    let since_boot = (i128::from(process.started) + 1) * 1_000_000_000 / ticks;
    Some(now(ClockId::CLOCK_REALTIME)? - now(ClockId::CLOCK_BOOTTIME)? + since_boot)
}

fn named(stat: ProcStat) -> ProcessId {
    ProcessId { number: stat.pid, started: stat.started }
}

fn nanoseconds(time: TimeSpec) -> i128 {
    i128::from(time.tv_sec()) * 1_000_000_000 + i128::from(time.tv_nsec())
}

/// The number of a namespace of this process (namespaces(7)).
fn namespace(kind: &str) -> Option<u64> {
    let link = fs::read_link(format!("/proc/self/ns/{kind}")).ok()?;
    link.to_str()?.strip_prefix(kind)?.strip_prefix(":[")?.strip_suffix(']')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::*;

    #[test]
    fn this_process_lives_and_has_begun() {
        let author = MarkAuthor::current().expect("a /proc");
        assert!(!MarkAuthor::has_ended(author.process));
        assert_eq!(author.machine.split('.').count(), 3, "{}", author.machine);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        let began = began(author.process).expect("clocks");
        let age = i128::try_from(now.as_nanos()).expect("before 2500") - began;
        assert!(age < i128::try_from(Duration::from_secs(3600).as_nanos()).expect("an hour"));
    }

    #[test]
    fn a_zombie_has_ended() {
        let mut child =
            Command::new("cat").stdin(std::process::Stdio::piped()).spawn().expect("cat");
        let number = child.id().cast_signed();
        let living = process(number).expect("there");
        assert!(!MarkAuthor::has_ended(living));
        // Another process has its pid, or had it.
        assert!(MarkAuthor::has_ended(ProcessId { started: living.started + 1, ..living }));
        drop(child.stdin.take());
        while ProcStat::of(number).is_some_and(|stat| !stat.ended) {
            std::thread::yield_now();
        }
        assert!(MarkAuthor::has_ended(living));
        child.wait().expect("cat");
        assert!(MarkAuthor::has_ended(living));
    }
}
