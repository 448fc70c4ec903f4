//! How many instructions a program executes, which is the same on a busy machine, too.

use std::ffi::OsString;
use std::fmt::{Display, Formatter};
use std::path::PathBuf;
use std::process::Command;

use crate::command::{succeed, target};

/// A count, and the profile that says where it comes from.
pub struct Count {
    /// All that the process executed, ld.so's part in it included; not that of its children.
    pub instructions: u64,
    profile: PathBuf,
}

impl Count {
    /// Runs a command under callgrind, to a profile of that name, which stays until the next time.
    pub fn of(command: &Command, name: &str) -> Self {
        let folder = target().join("test-instructions");
        fs_err::create_dir_all(&folder).unwrap();
        let profile = folder.join(name);
        let mut out = OsString::from("--callgrind-out-file=");
        out.push(&profile);
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--quiet", "--tool=callgrind"]).arg(out);
        valgrind.arg(command.get_program()).args(command.get_args()).env_clear();
        valgrind.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        valgrind.current_dir(command.get_current_dir().unwrap());
        succeed(&mut valgrind);
        let text = fs_err::read_to_string(&profile).unwrap();
        let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
        let instructions = total.expect("callgrind's totals").trim().parse().unwrap();
        Self { instructions, profile }
    }
}

impl Display for Count {
    /// With the command that shows what it is made of.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        let (number, profile) = (self.instructions, self.profile.display());
        write!(formatter, "{number} instructions: callgrind_annotate --inclusive=yes {profile}")
    }
}
