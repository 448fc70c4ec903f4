//! The shells: which of their files get our line, and the script that the line sources.

mod unclosed;

use std::path::{Path, PathBuf};

use cg_plot_capture::settings::{SHARED, SYSTEM};
use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

use crate::edit::LinePosition;
use crate::install::Installation;
use crate::install::installation::SCRIPTS;
use crate::quote::quote;

pub(crate) use unclosed::unclosed;

/// The comment at the end of our line.
pub(crate) const MARK: &str = "# cg-plot-capture";

/// The user who owns the shell files.
pub(crate) struct User {
    pub(crate) home: PathBuf,
    /// `ZDOTDIR`, the folder in which zsh looks instead of the home.
    pub(crate) zdotdir: Option<PathBuf>,
    /// `XDG_CONFIG_HOME` or its default.
    pub(crate) config: PathBuf,
    /// Whether this is a machine of CodeGrade AutoTest.
    pub(crate) autotest: bool,
}

impl User {
    pub(crate) fn current(installation: &Installation) -> Self {
        let home = installation.home().to_owned();
        let zdotdir = std::env::var_os("ZDOTDIR").map(PathBuf::from);
        let config = Xdg::new().map(|base| base.config_dir());
        Self {
            zdotdir: zdotdir.filter(|path| path.is_absolute() && path.to_str().is_some()),
            config: config.unwrap_or_else(|_| home.join(".config")),
            autotest: std::env::var("CG_ATV2").is_ok_and(|value| value == "true"),
            home,
        }
    }
}

/// A file that a shell reads at its start.
pub(crate) struct ShellFile {
    /// Its path; it may not exist.
    pub(crate) path: PathBuf,
    /// Where our line goes in it.
    pub(crate) place: LinePosition,
    /// Whether it is made and removed.
    pub(crate) creation: FileCreation,
}

/// Whether a file is made if it does not exist.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileCreation {
    /// It is the user's; it gets our line only if it exists.
    Existing,
    /// It is the user's; it is made if it does not exist.
    Wanted,
    /// It is made for our line, with its folder, and removed with the line if nothing else is in
    /// it.
    Ours,
}

/// A family of shells with the same language.
pub(crate) trait Shell {
    /// The name of the script that our line sources.
    fn script_name(&self) -> &'static str;
    /// The script, with tokens for the values of an installation.
    fn script(&self) -> &'static str;
    /// Our line. It must work in a shell that stops at the first failure, and if the script is
    /// gone.
    fn line(&self, script: &Path) -> String;
    /// The files that these shells read at their start.
    fn files(&self, user: &User) -> Vec<ShellFile>;

    /// The script that a line of ours sources, of any installation; `None` if the line is not ours.
    fn sourced(&self, line: &str) -> Option<PathBuf> {
        if !line.ends_with(MARK) {
            return None;
        }
        let words = shlex::split(line)?;
        let named = words.iter().flat_map(|word| [Some(&**word), word.strip_suffix(';')]);
        named.flatten().map(PathBuf::from).find(|script| {
            let folder = script.parent().and_then(Path::file_name);
            let known = [SYSTEM, SHARED].iter().any(|one| Path::new(one).file_name() == folder);
            known && script.ends_with(self.script_name()) && self.line(script) == line
        })
    }
}

/// All shells that we know.
pub(crate) const SHELLS: [&dyn Shell; 2] = [&Posix, &Fish];

struct Posix;

impl Shell for Posix {
    fn script_name(&self) -> &'static str {
        SCRIPTS[0]
    }

    fn script(&self) -> &'static str {
        include_str!("env.sh")
    }

    fn line(&self, script: &Path) -> String {
        let script = quote(script);
        format!("if [ -r {script} ]; then . {script}; fi {MARK}")
    }

    fn files(&self, user: &User) -> Vec<ShellFile> {
        let target = |folder: &Path, name, place, creation| ShellFile {
            path: folder.join(name),
            place,
            creation,
        };
        // At the end, so that we extend an LD_PRELOAD that the user sets, instead of losing ours.
        let last = |name| target(&user.home, name, LinePosition::End, FileCreation::Existing);
        let autotest = if user.autotest { FileCreation::Wanted } else { FileCreation::Existing };
        let mut files = vec![
            target(&user.home, ".cg_bash_env", LinePosition::End, autotest),
            last(".profile"),
            last(".bash_profile"),
            last(".bash_login"),
            // At the start: the .bashrc of Debian and most others returns at once in a shell that
            // is not interactive (`case $- in *i*) …`), and shells of harnesses are not
            // (BASH_ENV=~/.bashrc, ssh).
            target(&user.home, ".bashrc", LinePosition::Start, FileCreation::Existing),
            last(".zshenv"),
        ];
        // Many users set ZDOTDIR in ~/.zshenv, so that zsh may read both files.
        if let Some(folder) = &user.zdotdir {
            files.push(target(folder, ".zshenv", LinePosition::End, FileCreation::Existing));
        }
        files
    }
}

struct Fish;

impl Shell for Fish {
    fn script_name(&self) -> &'static str {
        SCRIPTS[1]
    }

    fn script(&self) -> &'static str {
        include_str!("env.fish")
    }

    fn line(&self, script: &Path) -> String {
        let script = quote(script);
        format!("if test -r {script}; source {script}; end {MARK}")
    }

    fn files(&self, user: &User) -> Vec<ShellFile> {
        let folder = user.config.join("fish");
        let path = folder.join("conf.d/cg-plot-capture.fish");
        let target = ShellFile { path, place: LinePosition::End, creation: FileCreation::Ours };
        folder.is_dir().then_some(target).into_iter().collect()
    }
}

/// The command that brings the preload into a running shell.
pub(crate) fn source(installation: &Installation) -> String {
    format!(". {}", quote(installation.script(Posix.script_name())))
}

/// The command that undoes `enable`, run from the copy that no package manager removes.
pub(crate) fn undo(installation: &Installation) -> String {
    let option = if installation.is_system() { " --system" } else { "" };
    format!("{} disable{option}", quote(installation.command()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_quote_any_home() {
        let path = Path::new(r"/o'brien\x/env");
        assert_eq!(
            Posix.line(path),
            r#"if [ -r "/o'brien\\x/env" ]; then . "/o'brien\\x/env"; fi # cg-plot-capture"#
        );
        assert_eq!(
            Fish.line(path),
            r#"if test -r "/o'brien\\x/env"; source "/o'brien\\x/env"; end # cg-plot-capture"#
        );
    }

    #[test]
    fn only_our_own_line_is_recognised_by_its_script() {
        for shell in SHELLS {
            for folder in ["/h", "/o'brien s", "/\u{e9}"] {
                let script = Path::new(folder).join("cg-plot-capture").join(shell.script_name());
                let line = shell.line(&script);
                assert_eq!(shell.sourced(&line), Some(script));
                assert_eq!(shell.sourced(&line.replacen("if", "if true; and", 1)), None);
                assert_eq!(shell.sourced(&(line.clone() + "x")), None);
                assert_eq!(shell.sourced(&line.replace("cg-plot-capture/", "other/")), None);
            }
            assert_eq!(shell.sourced("old # cg-plot-capture"), None);
            assert_eq!(shell.sourced(""), None);
        }
    }

    #[test]
    fn a_file_of_autotest_is_made_on_its_machines_only() {
        let user = |autotest| User {
            home: "/h".into(),
            zdotdir: Some("/z".into()),
            config: "/nonexistent".into(),
            autotest,
        };
        let wanted = |autotest| {
            let files = Posix.files(&user(autotest)).into_iter();
            files
                .filter(|target| target.creation == FileCreation::Wanted)
                .map(|target| target.path)
                .collect::<Vec<_>>()
        };
        assert_eq!(wanted(true), [Path::new("/h/.cg_bash_env")]);
        assert!(wanted(false).is_empty());
        assert!(Fish.files(&user(false)).is_empty());
    }
}
