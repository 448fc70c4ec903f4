//! Our line among the user's: no two lines ever join or continue, with it or once it is gone.

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, enabled, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "what the user appends while enabled stands on a line of its own after disable";
    Machine::test(suite, name, |machine| {
        for files in
            files(&["export A=1", "export A=1\n", "export A=1\r\n", "A=\\\n1 \\\n", "# \\\n"])
        {
            write(machine, &files);
            machine.enable(&[]);
            for (name, _) in &files {
                machine.write(name, &(machine.read(name) + "export MINE=2\n"));
            }
            machine.disable();
            for (name, text) in &files {
                let left = machine.read(name);
                // Their own last line is as whole as ours was.
                let end = left.strip_prefix(text).unwrap_or_else(|| panic!("{name}: {left:?}"));
                let ends = ["\nexport MINE=2\n", "\r\nexport MINE=2\n"];
                let is_whole = text.ends_with('\n') && end == "export MINE=2\n";
                assert!(is_whole || ends.contains(&end), "{name}: {left:?}");
                let script = format!(". ./{name}; printf %s \"${{MINE-}}\"");
                let mut bash = machine.home.command("bash");
                assert_eq!(succeed(bash.args(["-c", &script])), "2", "{name}: {left:?}");
            }
        }
    });
    let name = "our line does not continue a line that ends in a backslash";
    Machine::test(suite, name, |machine| {
        for files in files(&["export A=1 \\\n", "true \\\\\\\n"]) {
            write(machine, &files);
            let before = machine.state();
            machine.enable(&[]);
            for (name, text) in &files {
                for shell in ["sh", "bash"] {
                    succeed(machine.home.command(shell).args(["-n", name]));
                }
                if text.starts_with("export") {
                    let script = format!(". ./{name}; printf %s \"${{LD_PRELOAD-}}\"");
                    let mut bash = machine.home.command("bash");
                    assert_eq!(succeed(bash.args(["-c", &script])), machine.preload());
                }
            }
            machine.disable();
            same(&machine.state(), &before);
        }
    });
    let name = "a shell file that ends within quotes or a here-document is left alone, and said";
    Machine::test(suite, name, |machine| {
        for files in files(&[
            "cat <<END\nnever ended\n",
            "cat <<\"\"\nnever ended\n",
            "export A='never\nended\n",
            "echo \"never\n",
            "a \\",
        ]) {
            write(machine, &files);
            let before = machine.state();
            let output = run(&mut machine.enabling(&[]));
            enabled(&output);
            let (_, _, said) = told(&output);
            for (name, text) in &files {
                let note = format!("note: {} ends within ", machine.path(name).display());
                assert!(said.contains(&note) && machine.read(name) == *text, "{said}");
            }
            machine.disable();
            same(&machine.state(), &before);
        }
    });
}

/// Files of shells with these texts, one each; where every test is wanted, each text is in each file in turn.
fn files(texts: &[&'static str]) -> Vec<Vec<(&'static str, &'static str)>> {
    const FILES: [&str; 5] = [".bashrc", ".profile", ".zshenv", ".bash_profile", ".bash_login"];
    let turns = if tests_all() { texts.len() } else { 1 };
    let turn = |turn: usize| {
        let texts = texts.iter().cycle().skip(turn);
        FILES.into_iter().zip(texts.copied()).collect()
    };
    (0..turns).map(turn).collect()
}

fn write(machine: &Machine, files: &[(&str, &str)]) {
    files.iter().for_each(|(name, text)| machine.write(name, text));
}
