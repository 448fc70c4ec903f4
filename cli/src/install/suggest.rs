//! The commands that messages suggest: quoted, and with `sudo` if this user needs it.
//!
//! `enable` keeps the flags of the last time, so that a suggested command names only what changes.

use std::path::Path;

use crate::install::interpreter;
use crate::quote::quote;

/// The command that repairs an installation, the machine's or the user's own.
pub(crate) fn enable(system: bool) -> String {
    let option = match (system, by_sudo()) {
        (true, _) => " --system",
        (false, true) => " --user",
        (false, false) => "",
    };
    format!("{}cg-plot-capture enable{option}", sudo(system))
}

/// The command with which it also reaches the interpreter at `program`.
pub(crate) fn enable_for(system: bool, program: &Path) -> String {
    format!("{} --python {}", enable(system), quote(program))
}

/// The command with which it reaches another interpreter instead of named ones that are gone.
pub(crate) fn enable_another(system: bool) -> String {
    match interpreter::on_path("python3").next() {
        Some(program) => enable_for(system, &program),
        None => format!("{} --reset", enable(system)),
    }
}

/// The command that stores a setting.
pub(crate) fn enable_with(system: bool, name: &str, value: &str) -> String {
    format!("{} {} {}", enable(system), flag(name), quote(value))
}

/// The command that undoes it.
pub(crate) fn disable(system: bool) -> String {
    format!("{}cg-plot-capture disable{}", sudo(system), if system { " --system" } else { "" })
}

/// The flag of `enable` that stores `name`.
pub(crate) fn flag(name: &str) -> String {
    let name = name.strip_prefix("CG_PLOT_").unwrap_or(name);
    format!("--{}", name.to_lowercase().replace('_', "-"))
}

/// The start of a command for the machine's installation, if this user types it.
pub(crate) fn sudo(system: bool) -> &'static str {
    match system && !nix::unistd::geteuid().is_root() {
        true => "sudo ",
        false => "",
    }
}

/// Whether sudo runs us as root for another user. It is not clear then whose home is meant: that
/// user's, root's, or everybody's.
pub(crate) fn by_sudo() -> bool {
    let user = std::env::var_os("SUDO_USER").unwrap_or_default();
    nix::unistd::geteuid().is_root() && !user.is_empty() && user != "root"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_names_only_what_changes() {
        assert!(enable(true).ends_with("cg-plot-capture enable --system"));
        let named = enable_with(true, "CG_PLOT_MAX_BYTES", "it's {i}");
        assert!(named.ends_with(r#"--system --max-bytes "it's {i}""#), "{named}");
        assert!(enable_for(true, Path::new("/a b")).ends_with("--system --python '/a b'"));
        assert!(disable(true).ends_with("cg-plot-capture disable --system"));
    }
}
