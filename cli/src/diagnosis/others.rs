//! Finds other installations of this user that his shells source.

use std::collections::BTreeSet;

use crate::edit::line;
use crate::file;
use crate::install::Installation;
use crate::install::shell::{self, User};
use crate::install::startup::targets;
use crate::install::trust::problem;

/// Notes on other installations that this user's shells source, with the command that undoes each.
/// They were enabled with another `XDG_DATA_HOME`.
pub(crate) fn sourced(installation: &Installation) -> Vec<String> {
    let mut folders = BTreeSet::new();
    let user = User::current(installation);
    for (shell, target) in targets(&user).filter(|(_, target)| problem(&target.path).is_none()) {
        let text = file::content(&target.path).unwrap_or_default();
        let lines = line::found(&text, |line| shell.sourced(line).is_some());
        let scripts = lines.iter().filter_map(|line| shell.sourced(line));
        let there = scripts.filter(|script| script.exists());
        folders.extend(there.filter_map(|script| Some(script.parent()?.to_owned())));
    }
    folders.remove(installation.folder());
    let told = folders.into_iter().map(|folder| {
        let other = installation.in_folder(folder);
        let (folder, undo) = (other.folder().display(), shell::undo(&other));
        format!("your shells source another installation, {folder}; {undo} undoes it")
    });
    told.collect()
}
