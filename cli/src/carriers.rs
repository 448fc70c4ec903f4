//! The live processes that would start programs with our preload: nothing tells them to stop.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::install::Installation;
use crate::payload;

/// Whether programs started from here get this version's preload.
pub(crate) fn here(installation: &Installation) -> bool {
    own(installation).contains(&installation.payload()) && installation.preload().exists()
}

fn own(installation: &Installation) -> BTreeSet<PathBuf> {
    let value = std::env::var_os("LD_PRELOAD").unwrap_or_default();
    payloads(value.as_encoded_bytes(), installation.folder())
}

/// The payload folders that `LD_PRELOAD` names in our own environment (that of the shell that we
/// were typed into) or in that of a process whose environment we may read.
fn named(installation: &Installation) -> BTreeSet<PathBuf> {
    let mut found = own(installation);
    for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        if !process.file_name().as_encoded_bytes().iter().all(u8::is_ascii_digit) {
            continue;
        }
        let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
        for variable in environment.split(|byte| *byte == 0) {
            if let Some(value) = variable.strip_prefix(b"LD_PRELOAD=") {
                found.extend(payloads(value, installation.folder()));
            }
        }
    }
    found
}

/// The payload folders of the installation at `folder` that a value of `LD_PRELOAD` names.
fn payloads(value: &[u8], folder: &Path) -> BTreeSet<PathBuf> {
    value
        .split(|byte| matches!(byte, b':' | b' '))
        .filter_map(|entry| Path::new(std::str::from_utf8(entry).ok()?).parent())
        .filter(|payload| payload.parent() == Some(folder))
        .map(Path::to_owned)
        .collect()
}

/// Removes every payload but `current`; of one that is still named the preload stays. Answers those.
pub(crate) fn retire(installation: &Installation, current: Option<&Path>) -> Result<Vec<PathBuf>> {
    let old = installation.payloads()?.into_iter().filter(|payload| Some(&**payload) != current);
    let old: Vec<PathBuf> = old.collect();
    if old.is_empty() {
        return Ok(vec![]);
    }
    let named = named(installation);
    let mut stubs = vec![];
    for payload in old {
        stubs.extend(payload::remove(&payload, named.contains(&payload))?);
    }
    Ok(stubs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_entries_count() {
        let found = payloads(
            b"/a.so:/f/payload-1/x.so /f/payload-2/x.so:/g/payload-3/x.so:",
            "/f".as_ref(),
        );
        assert_eq!(found, ["/f/payload-1".into(), "/f/payload-2".into()].into());
        assert!(payloads(b"", "/f".as_ref()).is_empty());
    }
}
