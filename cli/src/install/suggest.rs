//! The commands that we name: as they are typed, quoted, with what this user needs to type them.
//!
//! `enable` keeps what it is not told again, and so no more has to be named than what is to change.

use std::path::Path;

use crate::install::interpreter;
use crate::quote::quote;

/// What mends an installation, the machine's or the user's own.
pub(crate) fn enable(system: bool) -> String {
    let option = match (system, by_sudo()) {
        (true, _) => " --system",
        (false, true) => " --user",
        (false, false) => "",
    };
    format!("{}cg-plot-capture enable{option}", sudo(system))
}

/// What has it reach the interpreter at `program` too.
pub(crate) fn enable_for(system: bool, program: &Path) -> String {
    format!("{} --python {}", enable(system), quote(program))
}

/// What has it reach another interpreter than those that were named and are gone.
pub(crate) fn enable_another(system: bool) -> String {
    match interpreter::on_path("python3").next() {
        Some(program) => enable_for(system, &program),
        None => format!("{} --reset", enable(system)),
    }
}

/// What stores a setting.
pub(crate) fn enable_with(system: bool, name: &str, value: &str) -> String {
    format!("{} {} {}", enable(system), flag(name), quote(value))
}

/// What takes it back.
pub(crate) fn disable(system: bool) -> String {
    format!("{}cg-plot-capture disable{}", sudo(system), if system { " --system" } else { "" })
}

/// The flag of `enable` that stores `name`.
pub(crate) fn flag(name: &str) -> String {
    let name = name.strip_prefix("CG_PLOT_").unwrap_or(name);
    format!("--{}", name.to_lowercase().replace('_', "-"))
}

/// What a command for the machine's installation starts with when this user types it.
pub(crate) fn sudo(system: bool) -> &'static str {
    match system && !nix::unistd::geteuid().is_root() {
        true => "sudo ",
        false => "",
    }
}

/// Whether another user than root runs us as root: it may be meant for that user's home, for
/// root's, or for everybody.
pub(crate) fn by_sudo() -> bool {
    let user = std::env::var_os("SUDO_USER").unwrap_or_default();
    nix::unistd::geteuid().is_root() && !user.is_empty() && user != "root"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_names_no_more_than_what_changes() {
        assert!(enable(true).ends_with("cg-plot-capture enable --system"));
        let named = enable_with(true, "CG_PLOT_MAX_BYTES", "it's {i}");
        assert!(named.ends_with(r#"--system --max-bytes "it's {i}""#), "{named}");
        assert!(enable_for(true, Path::new("/a b")).ends_with("--system --python '/a b'"));
        assert!(disable(true).ends_with("cg-plot-capture disable --system"));
    }
}
