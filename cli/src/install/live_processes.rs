//! Finds live processes that would start programs with our preload, because nothing makes them
//! stop.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::error::Result;
use crate::install::Installation;
use crate::install::system;
use crate::payload;

/// Whether programs started from here get this version's preload.
pub(crate) fn here(installation: &Installation) -> bool {
    let mut payloads = payloads(&system::preloads(), installation.folder());
    payloads.append(&mut own(installation));
    payloads.contains(&installation.payload()) && installation.preload().exists()
}

fn own(installation: &Installation) -> BTreeSet<PathBuf> {
    let value = std::env::var_os("LD_PRELOAD").unwrap_or_default();
    payloads(value.as_encoded_bytes(), installation.folder())
}

/// The payload folders that `LD_PRELOAD` names, or may name, in our own environment (the shell's
/// that started us) or in that of a process whose environment we may read.
fn named(installation: &Installation, payloads: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut found = own(installation);
    // An entry that could not be removed, or that somebody else wrote.
    found.extend(self::payloads(&system::preloads(), installation.folder()));
    let ancestors = ancestors();
    for (id, environment) in processes() {
        let is_there = |payload: &PathBuf| is_seen_by(id, payload);
        for value in values(&environment, b"LD_PRELOAD=") {
            found.extend(self::payloads(value, installation.folder()).into_iter().filter(is_there));
        }
        let home = installation.home().as_os_str().as_encoded_bytes();
        let at_home = system::is_sourced(installation)
            || values(&environment, b"HOME=").any(|value| value == home);
        // /proc shows the environment with which a process began. It does not show what a shell has
        // sourced since, except that our own ancestors pass their environment on to us.
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        if let Some(start) = terminal_shell(&stat).filter(|_| at_home && !ancestors.contains(&id)) {
            let older = payloads.iter().filter(|payload| older(payload, start));
            found.extend(older.filter(|payload| is_there(payload)).cloned());
        }
    }
    found
}

/// The `payloads` whose preload is in the initial environment of a process, as far as we may read
/// it.
pub(crate) fn named_by_processes(payloads: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for (id, environment) in processes() {
        for value in values(&environment, b"LD_PRELOAD=") {
            let folders = payloads.iter().filter_map(|payload| payload.parent());
            let named = folders.flat_map(|folder| self::payloads(value, folder));
            found.extend(named.filter(|payload| is_seen_by(id, payload)));
        }
    }
    found.retain(|payload| payloads.contains(payload));
    found
}

/// Every live process by its number, with its initial environment, which is empty if we may not
/// read it.
fn processes() -> impl Iterator<Item = (u32, Vec<u8>)> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| {
        let id = entry.file_name().to_str()?.parse().ok()?;
        Some((id, std::fs::read(entry.path().join("environ")).unwrap_or_default()))
    })
}

/// Whether the path of a payload leads to the same file in a process. In another root folder or
/// container it does not.
fn is_seen_by(id: u32, payload: &Path) -> bool {
    let preload = payload::preload(payload);
    let root = Path::new("/proc").join(id.to_string()).join("root");
    let theirs = std::fs::metadata(root.join(preload.strip_prefix("/").unwrap_or(&preload)));
    let file = |path: &Path| std::fs::metadata(path).map(|data| (data.dev(), data.ino())).ok();
    match theirs {
        Ok(theirs) => file(&preload) == Some((theirs.dev(), theirs.ino())),
        // We can't tell, so that we assume that it does.
        Err(error) => error.kind() != ErrorKind::NotFound,
    }
}

/// The values after `name`, which ends in `=`, in an environment.
fn values<'a>(environment: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let variables = environment.split(|byte| *byte == 0);
    variables.filter_map(move |variable| variable.strip_prefix(name))
}

/// Our parent, its parent and so on.
fn ancestors() -> Vec<u32> {
    let mut ancestors = vec![std::process::id()];
    while let Some(id) = ancestors.last().filter(|id| **id > 1) {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1));
        let Some(parent) = parent.and_then(|parent| parent.parse().ok()) else { break };
        ancestors.push(parent);
    }
    ancestors
}

/// The time at which a shell in a terminal started, in seconds after boot; `None` for any other
/// process. `stat` is as in proc_pid_stat(5).
fn terminal_shell(stat: &str) -> Option<u64> {
    let (name, rest) = stat.split_once('(')?.1.rsplit_once(") ")?;
    // The state is field 3.
    let field = |number: usize| rest.split(' ').nth(number - 3);
    let shell = matches!(name, "sh" | "ash" | "dash" | "bash" | "ksh" | "mksh" | "zsh" | "fish");
    // Clock ticks for users are hundredths of a second on every architecture (USER_HZ).
    let start = || Some(field(22)?.parse::<u64>().ok()? / 100);
    (shell && field(7)? != "0").then(start).flatten()
}

/// Whether a payload existed when a process started, `start` seconds after boot.
fn older(payload: &Path, start: u64) -> bool {
    let boot = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let boot = boot.lines().find_map(|line| line.strip_prefix("btime ")?.parse::<u64>().ok());
    let modified = std::fs::metadata(payload::preload(payload)).and_then(|data| data.modified());
    let written = modified.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    match (boot, written) {
        (Some(boot), Some(written)) => written.as_secs() <= boot + start + 1,
        _ => false,
    }
}

/// The payload folders of the installation at `folder` that a value of `LD_PRELOAD` names.
fn payloads(value: &[u8], folder: &Path) -> BTreeSet<PathBuf> {
    value
        .split(|byte| matches!(byte, b':' | b' ' | b'\t' | b'\n'))
        .filter_map(|entry| Path::new(std::str::from_utf8(entry).ok()?).parent())
        .filter(|payload| payload.parent() == Some(folder))
        .map(Path::to_owned)
        .collect()
}

/// Removes every payload except `current`. The preload stays if a process still names it. Returns
/// the preloads that stay.
pub(crate) fn retire(installation: &Installation, current: Option<&Path>) -> Result<Vec<PathBuf>> {
    let old = installation.payloads()?.into_iter().filter(|payload| Some(&**payload) != current);
    let old: Vec<PathBuf> = old.collect();
    if old.is_empty() {
        return Ok(vec![]);
    }
    let named = named(installation, &old);
    let mut stubs = vec![];
    for payload in old {
        stubs.extend(payload::remove(&payload, named.contains(&payload))?);
    }
    Ok(stubs)
}

/// Removes one payload that was written in vain; its preload stays if a process already names it.
pub(crate) fn discard(installation: &Installation, payload: &Path) -> Result<()> {
    let is_named = named(installation, &[payload.to_owned()]).contains(payload);
    payload::remove(payload, is_named)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_entries_of_ours_are_found() {
        let found = payloads(
            b"/a.so:/f/payload-1/x.so /f/payload-2/x.so:/g/payload-3/x.so:\n/f/payload-4/x.so\n",
            "/f".as_ref(),
        );
        let ours = ["/f/payload-1", "/f/payload-2", "/f/payload-4"];
        assert_eq!(found, ours.map(Into::into).into());
        assert!(payloads(b"", "/f".as_ref()).is_empty());
    }

    #[test]
    fn a_shell_in_a_terminal_is_told_from_others() {
        let stat = |name: &str, terminal| {
            format!("7 ({name}) S 1 7 7 {terminal} 7 4194304 0 0 0 0 0 0 0 0 20 0 1 0 4217 0 0")
        };
        assert_eq!(terminal_shell(&stat("bash", 34816)), Some(42));
        assert_eq!(terminal_shell(&stat("bash", 0)), None);
        assert_eq!(terminal_shell(&stat("a) (b", 34816)), None);
        assert_eq!(terminal_shell(""), None);
    }
}
