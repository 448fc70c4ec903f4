//! Collects the edits of `enable`.

use std::path::{Path, PathBuf};

use crate::edit::Edit;
use crate::error::Result;
use crate::install::Installation;
use crate::install::interpreter::Interpreter;
use crate::install::receipt::Receipt;
use crate::install::scope::Scope;
use crate::install::settings_file::SettingsFile;
use crate::install::shell::User;
use crate::install::slot;
use crate::install::startup;
use crate::install::system::{self, PRELOADS};

/// Returns every edit in the order in which they are made, and notes on the files that are left
/// alone.
pub(super) fn all(
    installation: &Installation,
    interpreters: &[Interpreter],
    scope: &Scope,
    settings: &SettingsFile,
    old: &Receipt,
) -> Result<(Vec<Edit>, Vec<String>)> {
    let file = |path, bytes, mode| Edit::File { path, bytes, mode, derived: None };
    // This path is readable even if the file that we were started from is gone.
    let command = fs_err::read("/proc/self/exe")?;
    let mut edits = vec![
        file(installation.settings(), settings.text().into_bytes(), 0o644),
        Edit::Folder(installation.commands()),
        file(installation.command(), command, 0o755),
    ];
    let mut notes = vec![];
    notes.extend(slot::plan_hooks(installation, interpreters, &old.records, &mut edits));
    if installation.is_system() {
        notes.extend(system::plan_preload(installation, scope.no_shell, &mut edits));
        return Ok((edits, notes));
    }
    if !installation.preloadable() {
        notes.push(format!(
            "LD_PRELOAD cannot name a path with a space, colon or line break ({}): hooks only",
            installation.folder().display()
        ));
        return Ok((edits, notes));
    }
    edits.extend(startup::scripts(installation));
    if !scope.no_shell {
        let user = User::current(installation);
        notes.extend(startup::plan_lines(startup::targets(&user), installation, &mut edits));
    }
    Ok((edits, notes))
}

/// The shell files that get a line.
pub(super) fn shell_files(edits: &[Edit]) -> Vec<PathBuf> {
    let lines = edits.iter().filter(|edit| matches!(edit, Edit::Line(_))).map(Edit::path);
    lines.filter(|path| *path != Path::new(PRELOADS)).map(Path::to_owned).collect()
}
