//! Our line among the user's: no two lines ever join or continue, with it or once it is gone.

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, enabled, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "what the user appends while enabled stands on a line of its own after disable";
    Machine::test(suite, name, |machine| {
        for text in TEXTS {
            FILES.iter().for_each(|name| machine.write(name, text));
            let before = machine.state();
            machine.enable(&[]);
            for name in FILES {
                machine.write(name, &(machine.read(name) + "export MINE=2\n"));
            }
            machine.disable();
            for name in FILES {
                let left = machine.read(name);
                assert!(left.starts_with(text), "{name}: {left:?}");
                // Their own last line is as whole as ours was.
                let end = left.strip_prefix(text).unwrap();
                let ends = ["\nexport MINE=2\n", "\r\nexport MINE=2\n"];
                let is_whole = text.ends_with('\n') && end == "export MINE=2\n";
                assert!(is_whole || ends.contains(&end), "{name}: {left:?}");
                let script = format!(". ./{name}; printf %s \"${{MINE-}}\"");
                let words = ["-c", script.as_str()];
                assert_eq!(
                    succeed(machine.home.command("bash").args(words)),
                    "2",
                    "{name}: {left:?}"
                );
                machine.write(name, text);
            }
            machine.enable(&[]);
            machine.disable();
            let contents = |state: super::machine::State| -> Vec<_> {
                state.into_iter().map(|(path, (mode, _, text))| (path, mode, text)).collect()
            };
            assert_eq!(contents(machine.state()), contents(before));
        }
    });
    let name = "our line does not continue a line that ends in a backslash";
    Machine::test(suite, name, |machine| {
        for text in ["export A=1 \\\n", "true \\\\\\\n"] {
            FILES.iter().for_each(|name| machine.write(name, text));
            let before = machine.state();
            machine.enable(&[]);
            for name in FILES {
                for shell in ["sh", "bash"] {
                    let output = run(machine.home.command(shell).args(["-n", name]));
                    assert!(output.status.success(), "{shell} {name}: {output:?}");
                }
            }
            let words = ["-c", ". ./.profile; printf %s \"${LD_PRELOAD-}\""];
            if text.starts_with("export A=1 \\") {
                assert_eq!(succeed(machine.home.command("bash").args(words)), machine.preload());
            }
            machine.disable();
            same(&machine.state(), &before);
        }
    });
    let name = "a shell file that ends within quotes or a here-document is left alone, and said";
    Machine::test(suite, name, |machine| {
        for text in [
            "cat <<END\nnever ended\n",
            "cat <<\"\"\nnever ended\n",
            "export A='never\nended\n",
            "echo \"never\n",
            "a \\",
        ] {
            FILES.iter().for_each(|name| machine.write(name, text));
            let before = machine.state();
            let output = run(&mut machine.enabling(&[]));
            enabled(&output);
            let said = String::from_utf8_lossy(&output.stderr);
            for name in FILES {
                assert_eq!(machine.read(name), text, "{said}");
                let path = machine.path(name);
                let note = format!("note: {} ends within ", path.display());
                assert!(said.contains(&note), "{said}");
            }
            machine.disable();
            same(&machine.state(), &before);
        }
    });
}

/// How files may end.
const TEXTS: [&str; 5] =
    ["export A=1", "export A=1\n", "export A=1\r\n", "export A=\\\n1 \\\n", "# \\\n"];

const FILES: [&str; 3] = [".bashrc", ".profile", ".zshenv"];
