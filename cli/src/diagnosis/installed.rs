//! What `enable` has put in place: whole, nobody else's to write, and named by this shell.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::diagnosis::Check;
use crate::install::Installation;
use crate::install::carriers;
use crate::install::receipt::Receipt;
use crate::install::shell;
use crate::payload;

/// Looks into the installation; `receipt` is its own, `damage` what is gone of it, `enable` what to type
/// for a new one.
pub(crate) fn check(
    installation: &Installation,
    receipt: Option<&Receipt>,
    damage: &[String],
    enable: &str,
) -> Vec<Check> {
    let payload = installation.payload();
    if receipt.is_none() {
        let text = "it is not enabled for this user: only programs that choose its backend deliver";
        let mut checks = vec![Check::problem("the capture", text, enable)];
        checks.extend(gone());
        checks.extend(stubs(installation, None));
        return checks;
    }
    let mut checks: Vec<Check> =
        damage.iter().map(|text| Check::problem("the installation", text, enable)).collect();
    let subject = format!("the payload {}", payload.display());
    checks.push(match payload::is_whole(&payload) {
        Ok(true) => match open_to_others(&payload) {
            None => Check::good(subject, "whole, and nobody else may write to it"),
            Some(path) => {
                let me = nix::unistd::geteuid();
                let command = match std::fs::metadata(&path).is_ok_and(|data| ours(&data)) {
                    true => format!("chmod go-w '{}'", path.display()),
                    false => format!("chown {me} '{}'", path.display()),
                };
                let text =
                    format!("others may write to {}, and so run code as you", path.display());
                Check::problem(subject, text, command)
            }
        },
        _ => Check::problem(subject, "it is damaged or of another version", enable),
    });
    checks.extend(preload(installation));
    checks.extend(stubs(installation, Some(&payload)));
    checks
}

/// The preloads of what was enabled earlier.
fn stubs(installation: &Installation, current: Option<&PathBuf>) -> Vec<Check> {
    let payloads = installation.payloads().unwrap_or_default().into_iter();
    let old = payloads.filter(|old| Some(old) != current && payload::preload(old).exists());
    let text = "left, inert, while a live process names it";
    let remover = match current {
        Some(_) => "the next cg-plot-capture enable removes it",
        None => "cg-plot-capture status removes it once none does",
    };
    old.map(|old| Check::note(old.display().to_string(), text, Some(remover.into()))).collect()
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

/// What `LD_PRELOAD` says here.
fn preload(installation: &Installation) -> Vec<Check> {
    let mut checks = gone();
    if carriers::here(installation) {
        checks.push(Check::good("LD_PRELOAD here", "programs of this shell have the preload"));
    } else if installation.preloadable() {
        let text = "programs of this shell have the hook only, those of a new one the preload too";
        checks.push(Check::note("LD_PRELOAD here", text, Some(shell::source(installation))));
    }
    checks
}

/// The first folder or file on the way to what we have processes load that others may change.
fn open_to_others(payload: &Path) -> Option<PathBuf> {
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
