//! This process as the marks of its files name it, and what it can tell of others.

use std::fs;

use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::sys::time::TimeSpec;
use nix::time::{ClockId, clock_gettime};
use nix::unistd::{Pid, SysconfVar, sysconf};

use crate::proc_stat::ProcStat;

use super::owner_mark::Process;

/// A process that saves.
#[derive(Debug, Clone)]
pub(super) struct MarkAuthor {
    /// [`super::owner_mark::OwnerMark::machine`].
    pub(super) machine: String,
    pub(super) process: Process,
}

impl MarkAuthor {
    /// This process; `None` where it can't be named, for want of a `/proc` of its PID namespace.
    pub(super) fn this() -> Option<Self> {
        let stat = ProcStat::own()?;
        if stat.pid != Pid::this().as_raw() {
            return None;
        }
        // A pid counts in one PID namespace until the machine is started again; a time namespace has a
        // clock of its own for the start of processes.
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let (pids, times) = (namespace("pid")?, namespace("time").unwrap_or_default());
        let machine = format!("{}.{pids}.{times}", boot.get(..8)?);
        Some(Self { machine, process: named(stat) })
    }

    /// Whether a process of this machine has ended, for sure.
    pub(super) fn knows_ended(process: Process) -> bool {
        match ProcStat::of(process.number) {
            Some(stat) => stat.ended || stat.started != process.started,
            // Where others' processes are hidden, this one answers EPERM.
            None => kill(Pid::from_raw(process.number), None) == Err(Errno::ESRCH),
        }
    }
}

/// The process with that pid, if it is there and can be seen.
pub(super) fn process(number: i32) -> Option<Process> {
    ProcStat::of(number).map(named)
}

/// When a process started, in nanoseconds since the epoch; a clock tick late rather than early, so that
/// what ended right before it did not run beside it.
pub(super) fn began(process: Process) -> Option<i128> {
    let now = |clock| clock_gettime(clock).ok().map(nanoseconds);
    let ticks = i128::from(sysconf(SysconfVar::CLK_TCK).ok()??);
    let since_boot = (i128::from(process.started) + 1) * 1_000_000_000 / ticks;
    Some(now(ClockId::CLOCK_REALTIME)? - now(ClockId::CLOCK_BOOTTIME)? + since_boot)
}

fn named(stat: ProcStat) -> Process {
    Process { number: stat.pid, started: stat.started }
}

fn nanoseconds(time: TimeSpec) -> i128 {
    i128::from(time.tv_sec()) * 1_000_000_000 + i128::from(time.tv_nsec())
}

/// The number of a namespace of this process, namespaces(7).
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
        let author = MarkAuthor::this().expect("a /proc");
        assert!(!MarkAuthor::knows_ended(author.process));
        assert_eq!(author.machine.split('.').count(), 3, "{}", author.machine);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        let began = began(author.process).expect("clocks");
        let age = i128::try_from(now.as_nanos()).expect("before 2500") - began;
        assert!(age < i128::try_from(Duration::from_secs(3600).as_nanos()).expect("an hour"));
    }

    #[test]
    fn a_process_has_ended_once_it_has_even_if_nobody_has_asked() {
        let mut child =
            Command::new("cat").stdin(std::process::Stdio::piped()).spawn().expect("cat");
        let number = child.id().cast_signed();
        let living = process(number).expect("there");
        assert!(!MarkAuthor::knows_ended(living));
        // Its number is another's, or was.
        assert!(MarkAuthor::knows_ended(Process { started: living.started + 1, ..living }));
        drop(child.stdin.take());
        while ProcStat::of(number).is_some_and(|stat| !stat.ended) {
            std::thread::yield_now();
        }
        assert!(MarkAuthor::knows_ended(living));
        child.wait().expect("cat");
        assert!(MarkAuthor::knows_ended(living));
    }
}
