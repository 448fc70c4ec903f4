//! The command under test, built as a user builds it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The workspace.
pub fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The build folder, where everything that tests keep between runs lives too.
pub fn target() -> &'static Path {
    static TARGET: LazyLock<PathBuf> = LazyLock::new(|| {
        let test = std::env::current_exe().unwrap();
        test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap().to_owned()
    });
    &TARGET
}

/// The path of `cg-plot-capture`, built on first use (`cargo test` builds no binary of another package), or
/// the one that `TEST_COMMAND` names, if there is no compiler where the tests run.
pub fn cg_plot_capture() -> &'static Path {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
        if let Some(named) = std::env::var_os("TEST_COMMAND") {
            return named.into();
        }
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--locked", "--package", "cg-plot-capture"])
            .arg("--target-dir")
            .arg(target())
            .current_dir(workspace())
            .status()
            .unwrap();
        assert!(status.success(), "building the command failed");
        stripped(target().join("debug/cg-plot-capture"))
    });
    &BUILT
}

/// A copy without symbols, as a release has none: it is half as large, and `enable` copies and reads it a
/// thousand times. Itself where nothing can strip it.
fn stripped(command: PathBuf) -> PathBuf {
    let folder = target().join("test-command");
    fs_err::create_dir_all(&folder).unwrap();
    // Another program of tests may start it meanwhile.
    let new = folder.join(std::process::id().to_string());
    let strip = Command::new("strip").arg("-o").arg(&new).arg(&command).status();
    if !strip.is_ok_and(|status| status.success()) {
        return command;
    }
    let copy = folder.join("cg-plot-capture");
    fs_err::rename(new, &copy).unwrap();
    copy
}

/// Runs a command to its end; panics with all that it said if it can't be started.
pub fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// `outer`, which ends by running `inner`: the words, environment and folder of that one are behind its own.
pub fn within(outer: &[&str], inner: &Command) -> Command {
    let mut command = Command::new(outer[0]);
    command.args(&outer[1..]).arg(inner.get_program()).args(inner.get_args()).env_clear();
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(inner.get_current_dir().unwrap());
    command
}

/// The exit code, stdout and stderr.
pub fn told(output: &Output) -> (Option<i32>, String, String) {
    let [out, err] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (output.status.code(), out, err)
}

/// How a command ended, and all that it said.
pub fn said(output: &Output) -> String {
    let (_, out, err) = told(output);
    format!("{}\n{out}\n{err}", output.status)
}

/// The same, and it must succeed; answers its stdout.
pub fn succeed(command: &mut Command) -> String {
    let output = run(command);
    assert!(output.status.success(), "{command:?}: {}", said(&output));
    told(&output).1
}
