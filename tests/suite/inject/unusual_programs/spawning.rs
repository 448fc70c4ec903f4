//! Programs that start thousands of others from many threads while these go on.

use cg_plot_capture_tests::prelude::*;

use super::Setup;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    for compiler in ["gcc", "musl-gcc"] {
        let name = format!(
            "eight threads start programs at once and each has its environment ({compiler})"
        );
        setup.needing(suite, &name, tool(compiler), move |setup, _| {
            let count = if tests_all() { 10_000 } else { 1000 };
            spawns(setup, compiler, &[], count, &[]);
        });
    }
    if !tests_all() {
        return;
    }
    // The environment stays: a program that changes it while it starts others by `execv` has a race.
    for (check, options) in [
        (
            "memcheck",
            &["--leak-check=full", "--errors-for-leak-kinds=definite,indirect"] as &[&str],
        ),
        ("helgrind", &[]),
    ] {
        let name = format!(
            "valgrind's {check} finds nothing in a program that starts others from threads"
        );
        let need = tool("valgrind").and_then(|_| tool("gcc"));
        setup.needing(suite, &name, need, move |setup, _| {
            let tool = format!("--tool={check}");
            let host = [&["valgrind", "-q", "--error-exitcode=99", &tool], options].concat();
            spawns(setup, "gcc", &["-g", "-DSTILL"], 54, &host);
        });
    }
    let flags = &["-fsanitize=thread", "-DSTILL"];
    let name = "ThreadSanitizer finds nothing in a program that starts others from threads";
    setup.needing(suite, name, tool("gcc"), |setup, _| spawns(setup, "gcc", flags, 540, &[]));
}

/// Under a host: all children are right, and what is left open is what is left without us.
fn spawns(setup: &Setup, compiler: &str, flags: &[&str], count: usize, host: &[&str]) {
    let name = format!("{compiler}{}{}", flags.concat(), host.concat().len());
    let [compiler, gcc] = [compiler, "gcc"].map(|name| tool(name).unwrap());
    let flags = [&["-O1", "-pthread", "-D_GNU_SOURCE"], flags].concat();
    let spawner = setup.compile(&compiler, "spawner", &format!("spawner-{name}"), &flags);
    let spawned = setup.compile(&gcc, "spawned", &format!("spawned-{name}"), &["-static"]);
    let start = |ours: &str| {
        // A deadlock is an error, not a test that never ends.
        let mut command: Command = setup.installation.home.command("timeout");
        command.args(["--kill-after=5", "240"]).args(host).arg(&spawner);
        command.arg(count.to_string()).arg(ours).arg(&spawned);
        command
    };
    let mut preloaded = start("1");
    preloaded.env("LD_PRELOAD", setup.installation.preload());
    let preloaded =
        run(preloaded.env("CG_PLOT_MODE", "both").env("CG_PLOT_CHANNEL", "foreign:1:2"));
    let said = String::from_utf8_lossy(&preloaded.stdout).into_owned();
    assert!(said.starts_with(&format!("0 of {count} failed")), "{said}");
    assert!(preloaded.status.success() && preloaded.stderr.is_empty(), "{preloaded:?}");
    // Valgrind puts a preload of its own into the environment.
    if host.is_empty() {
        assert_eq!(preloaded, run(&mut start("0")));
    }
}
