//! Removes what earlier captures left in the temporary folder: preloads that a process still named
//! when the command ended, and payloads of captures that were killed.

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;

use crate::capture::temporary::{PICTURES, PREFIX};
use crate::install::live_processes;
use crate::{file, payload};

/// A lock that marks a capture's folder as in use until this process ends, so that another capture
/// does not remove it.
pub(crate) struct InUseLock {
    _lock: io::Result<File>,
}

impl InUseLock {
    /// Locks a new, empty folder. If that fails, other captures still see the processes that name
    /// the payload.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { _lock: lock(folder) }
    }
}

fn lock(folder: &Path) -> io::Result<File> {
    let file = File::open(folder)?;
    file.try_lock().map_err(io::Error::from)?;
    Ok(file)
}

/// Removes from `folder` everything that no capture uses and no live process names. Errors are
/// ignored: what can't be removed stays.
pub(super) fn remove(folder: &Path) {
    for pictures in ours(folder, PICTURES) {
        if let Ok(_lock) = lock(&pictures) {
            let _ = file::remove_tree(&pictures);
        }
    }
    let unused = ours(folder, PREFIX).filter_map(|entry| {
        let payload = only_payload(&entry)?;
        // The lock is held to the end, so that another capture that looks meanwhile leaves the
        // folder to us.
        Some((payload, lock(&entry).ok()?))
    });
    let (payloads, _locks): (Vec<PathBuf>, Vec<File>) = unused.unzip();
    // To ask every process takes a while.
    if payloads.is_empty() {
        return;
    }
    let named = live_processes::named_by_processes(&payloads);
    for payload in payloads.iter().filter(|payload| !named.contains(*payload)) {
        let _ = payload.parent().map(file::remove_tree);
    }
}

/// The folders in `folder` that belong to this user and whose names start with `prefix`.
fn ours(folder: &Path, prefix: &str) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let named = entry.file_name().as_encoded_bytes().starts_with(prefix.as_bytes());
        let data = entry.path().symlink_metadata().ok()?;
        let own = data.is_dir() && data.uid() == geteuid().as_raw();
        (named && own).then(|| entry.path())
    })
}

/// The payload in `folder`, if it holds nothing else.
fn only_payload(folder: &Path) -> Option<PathBuf> {
    let mut entries = std::fs::read_dir(folder).ok()?.flatten();
    let payload = entries.next()?.path();
    let name = payload.file_name()?.as_encoded_bytes();
    let is_payload = name.starts_with(payload::PREFIX.as_bytes());
    (is_payload && payload::preload(&payload).is_file() && entries.next().is_none())
        .then_some(payload)
}
