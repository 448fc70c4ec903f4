//! What `enable` has put in place: whole, nobody else's to write, and named by this shell.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::diagnosis::Check;
use crate::install::Installation;
use crate::install::enabled::Enabled;
use crate::install::live_processes;
use crate::install::shell;
use crate::install::suggest;
use crate::install::system;
use crate::install::trust;
use crate::payload;
use crate::quote::quote;

/// Looks into what stands of `installation`, the user's own, and into the machine's.
pub(crate) fn check(
    installation: &Installation,
    own: Option<&Enabled>,
    machine: Option<&Enabled>,
    enable: &str,
    orphans: &[String],
) -> Vec<Check> {
    let mut checks = vec![];
    let disable = suggest::disable(false);
    checks.extend(orphans.iter().map(|what| Check::problem("the capture", what, &disable)));
    if own.is_none() && machine.is_none() && orphans.is_empty() {
        let text = "not enabled: only programs that choose its backend deliver";
        checks.push(Check::problem("the capture", text, enable));
    }
    if let Some(machine) = machine {
        let folder = machine.installation.folder().display();
        let settings = if own.is_some() { "; your own settings win" } else { "" };
        let text = format!("enabled in {folder}, by {}{settings}", system::PRELOADS);
        let note = Check::note("the capture for every user", text);
        checks.push(note.with("to undo it", machine.undo()));
        checks.extend(in_place(machine));
    }
    if let Some(own) = own {
        checks.extend(in_place(own));
    }
    checks.extend(gone());
    checks.extend(
        system::orphan().map(|what| Check::problem("the machine", what, suggest::disable(true))),
    );
    checks.extend(own.and_then(preload));
    checks.extend(stubs(installation, own.map(|_| installation.payload()).as_ref()));
    checks
}

/// What is gone of one, and whether its payload is whole and safe.
fn in_place(one: &Enabled) -> Vec<Check> {
    let mend = one.mend();
    let damage = one.damage.iter();
    let mut checks: Vec<Check> =
        damage.map(|text| Check::problem("the installation", text, &mend)).collect();
    let payload = one.installation.payload();
    let subject = format!("the payload {}", payload.display());
    checks.push(match payload::is_whole(&payload) {
        Ok(true) => match open_to_others(&payload) {
            None => Check::good(subject, "whole, and nobody else may write to it"),
            Some(path) => {
                let me = nix::unistd::geteuid();
                let command = match std::fs::metadata(&path).is_ok_and(|data| ours(&data)) {
                    true => format!("chmod go-w {}", quote(&path)),
                    false => format!("chown {me} {}", quote(&path)),
                };
                let text =
                    format!("others may write to {}, and so run code as you", path.display());
                Check::problem(subject, text, command)
            }
        },
        _ => Check::problem(subject, "it is damaged or of another version", mend),
    });
    checks
}

/// The preloads of what was enabled earlier.
fn stubs(installation: &Installation, current: Option<&PathBuf>) -> Vec<Check> {
    let payloads = installation.payloads().unwrap_or_default().into_iter();
    let old = payloads.filter(|old| Some(old) != current && payload::preload(old).exists());
    let text = match current {
        Some(_) => "left, inert, while a live process names it; the next enable removes it",
        None => "left, inert, while a live process names it; status removes it once none does",
    };
    old.map(|old| Check::note(old.display().to_string(), text)).collect()
}

/// The preloads of ours that `LD_PRELOAD` names here and that are not there.
fn gone() -> Vec<Check> {
    let value = std::env::var("LD_PRELOAD").unwrap_or_default();
    let entries = value.split([':', ' ']).filter(|entry| entry.ends_with("/libcg_plot_inject.so"));
    let gone = entries.filter(|entry| !Path::new(entry).exists());
    gone.map(|entry| {
        let text = format!("it names {entry}, which is gone: every program complains of that");
        Check::problem("LD_PRELOAD here", text, "unset LD_PRELOAD")
    })
    .collect()
}

/// Whether the programs of this shell have the preload of the user's own.
fn preload(own: &Enabled) -> Option<Check> {
    let subject = "LD_PRELOAD here";
    if live_processes::here(&own.installation) {
        return Some(Check::good(subject, "programs of this shell have the preload"));
    }
    let text = match own.brings_preload() {
        true => "programs of this shell have the hook only, those of a new one the preload too",
        false => "programs of this shell have the hook only, and no shell file brings the preload",
    };
    let source = shell::source(&own.installation);
    own.installation.preloadable().then(|| Check::note(subject, text).with("in this one", source))
}

/// The first folder or file on the way to what we have processes load that others may change.
fn open_to_others(payload: &Path) -> Option<PathBuf> {
    if trust::applies() {
        return trust::problem_within(payload).map(|problem| problem.path().to_owned());
    }
    let within = [payload::preload(payload), payload::package(payload)];
    let above = payload.ancestors().map(Path::to_owned);
    within.into_iter().chain(above).find(|path| {
        let Ok(data) = std::fs::metadata(path) else { return false };
        let sticky = data.is_dir() && data.mode() & 0o1000 != 0;
        // A group of one's own is common (umask 002); ours alone is what we made.
        let bits = if path.starts_with(payload) { 0o022 } else { 0o002 };
        !ours(&data) || (data.mode() & bits != 0 && !sticky)
    })
}

/// Whether it belongs to this user, or to one who may do anything anyway.
fn ours(data: &Metadata) -> bool {
    data.uid() == nix::unistd::geteuid().as_raw() || data.uid() == 0
}
