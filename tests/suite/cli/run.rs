//! `run`: the command is untouched, and whatever arrives on its channel becomes files in one folder.

mod bare;
mod given;
mod inline;
mod process;
mod stream;
mod terminal;

use std::io::{BufRead as _, BufReader};
use std::process::Child;

use cg_plot_capture_tests::harness::line;
use cg_plot_capture_tests::prelude::*;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    process::add(suite);
    bare::add(suite);
    stream::add(suite);
    terminal::add(suite);
    inline::add(suite);
    given::add(suite);
}

/// `run -o out -- sh -c script sh arguments…` in `home`.
fn shell(home: &Home, script: &str, arguments: &[&str]) -> Command {
    let mut command = home.cli(&["run", "-o", "out", "--", "sh", "-c", script, "sh"]);
    command.args(arguments);
    command
}

/// The figures in a folder: names and contents.
fn figures(folder: &Path) -> Vec<(String, String)> {
    let files = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut figures: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "svg"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs_err::read_to_string(path).unwrap())
        })
        .collect();
    figures.sort();
    figures
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Starts `command` and waits for the first line that it prints.
fn started(command: &mut Command) -> (Child, String) {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
    (child, first.trim().to_owned())
}

fn send(child: &Child, signal: Signal) {
    kill(Pid::from_raw(child.id().cast_signed()), signal).unwrap();
}
