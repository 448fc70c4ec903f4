//! A shell that sources our script names the channel that it has, for what it starts.

use std::os::fd::OwnedFd;

use cg_plot_capture_tests::channel::{Kind, open};
use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::shows;
use nix::sys::stat::fstat;

use super::Setup;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    for shell in ["dash", "bash", "zsh", "mksh", "fish"] {
        let name =
            format!("found again: what {shell} starts with descriptor 3 closed finds the channel");
        let need = tool("perl").and_then(|_| tool(shell));
        setup.needing(suite, &name, need, move |setup, shell| closed(setup, &shell));
        let name = format!(
            "found again: {shell} names a pipe or socket that may be a harness's, and no other"
        );
        setup.needing(suite, &name, tool(shell), move |setup, shell| names(setup, &shell));
    }
}

/// `shell`, which has sourced our script, as it runs `line`.
fn sourced(setup: &Setup, shell: &Path, line: &str) -> Command {
    let mut command = setup.installation.home.command(shell);
    let folder = setup.installation.folder();
    let (options, script) = match shell.file_name().unwrap().to_str().unwrap() {
        "fish" => (&["-N"] as &[&str], format!("source {}", folder.join("env.fish").display())),
        "zsh" => (&["-f", "-eu"] as &[&str], format!(". {}", folder.join("env.sh").display())),
        _ => (&["-eu"] as &[&str], format!(". {}", folder.join("env.sh").display())),
    };
    command.args(options).args(["-c", &format!("{script}\n{line}")]);
    command
}

fn closed(setup: &Setup, shell: &Path) {
    let (python, figures) = (setup.python.display(), shows());
    // Perl closes what the shell keeps. It is not the last command: a shell may become that one.
    let closes = "perl -MPOSIX -e 'POSIX::close(3); exit system(@ARGV)'";
    let line = format!("{closes} {python} {}\ntrue", figures.display());
    let delivery = deliver(&mut sourced(setup, shell, &line)).success();
    assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"], "{}", delivery.stderr());
    assert_eq!(delivery.stderr(), "");
}

fn names(setup: &Setup, shell: &Path) {
    let said = |change: &dyn Fn(&mut Command)| {
        let mut command = sourced(setup, shell, "printenv CG_PLOT_CHANNEL || true");
        change(&mut command);
        succeed(&mut command).trim_end().to_owned()
    };
    let ends = |kind| {
        let (reader, writer) = open(kind);
        (OwnedFd::from(reader), writer)
    };
    let at_three = |descriptor: &OwnedFd| {
        let copy = descriptor.try_clone().unwrap();
        move |command: &mut Command| give(command, copy.try_clone().unwrap())
    };
    let inode = |descriptor: &OwnedFd| fstat(descriptor).unwrap().st_ino;
    let (reader, writer) = ends(Kind::Pipe);
    let own = said(&at_three(&writer));
    let holder =
        own.strip_prefix(&format!(":pw::{}:", inode(&writer))).unwrap_or_else(|| panic!("{own}"));
    assert!(holder.ends_with(".3:") && holder.split('.').count() == 3, "{own}");
    let (_other, socket) = ends(Kind::Socket);
    assert!(said(&at_three(&socket)).starts_with(&format!(":srw::{}:", inode(&socket))));
    // Not the other end, not a file, not what is said to be somebody else's.
    assert_eq!(said(&at_three(&reader)), "");
    assert_eq!(said(&at_three(&ends(Kind::File).1)), "");
    let taken = |name: &'static str| {
        let give = at_three(&writer);
        move |command: &mut Command| {
            give(command);
            command.env(name, "3");
        }
    };
    for name in ["NODE_CHANNEL_FD", "LISTEN_FDS", "BATS_VERSION"] {
        assert_eq!(said(&taken(name)), "", "{name}");
    }
    // stdout once more.
    let command = sourced(setup, shell, "printenv CG_PLOT_CHANNEL || true");
    assert_eq!(succeed(&mut within(&["sh", "-c", "exec \"$@\" 3>&1", "sh"], &command)), "");
    // A name that is there: of this pipe, of another one, and of the program's own.
    let named = |value: String| {
        let give = at_three(&writer);
        move |command: &mut Command| {
            give(command);
            command.env("CG_PLOT_CHANNEL", &value);
        }
    };
    let (inode, device) = (inode(&writer), fstat(&writer).unwrap().st_dev);
    for value in
        [format!("ab.1:pw:{device}:{inode}:1.2.3:"), format!("ab.1:pw:7:9:1.2.3:{device}.{inode}")]
    {
        assert_eq!(said(&named(value.clone())), value);
    }
    let other = said(&named("ab.1:pw:7:9:1.2.3:".into()));
    assert!(other.starts_with(&format!("ab.1:pw::{inode}:")), "{other}");
}
