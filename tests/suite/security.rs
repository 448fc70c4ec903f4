//! What SECURITY.md promises and no test of a part proves.

use cg_plot_capture_tests::prelude::*;

use crate::docs::names;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for umask in ["000", "077"] {
        let name = format!("nobody else can write what enable writes, with umask {umask}");
        suite.on_newest(&name, move |python| {
            let home = Home::new();
            let python = python.private(&home.path().join("python"));
            let before = state(&home.path());
            let mut command = home.command("sh");
            command
                .args(["-c", &format!("umask {umask}; exec \"$@\""), "sh"])
                .arg(cg_plot_capture());
            succeed(command.args(["enable", "--python"]).arg(&python.program));
            let mut files = 0;
            for (path, (mode, ..)) in state(&home.path()) {
                if before.contains_key(&path) || path.is_symlink() {
                    continue;
                }
                files += 1;
                let expected = match path.file_name().unwrap().to_str().unwrap() {
                    // It holds what private files held.
                    "receipt.json" => 0o600,
                    _ if mode & 0o111 != 0 => 0o755,
                    _ => 0o644,
                };
                assert!(mode & 0o777 & !expected == 0, "{mode:o} {}", path.display());
            }
            assert!(files > 20, "{files}");
        });
    }
    suite.on_newest("a program's lies cost its own figures and no others", |python| {
        lies(&Installation::enable(python, &[]));
    });
    suite.test("each test that SECURITY.md names is there", || {
        // The page is a promise only as long as what it names exists.
        let page = fs_err::read_to_string(workspace().join("SECURITY.md")).unwrap();
        let listed = names();
        // The last cell of a row holds names, each in back quotes.
        let rows = page.lines().filter(|line| line.starts_with("| ") && line.ends_with("` |"));
        let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
        let names: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        assert!(names.len() > 10, "{names:?}");
        for name in names {
            assert!(listed.contains(name), "no test is called {name:?}");
        }
    });
}

fn lies(installation: &Installation) {
    let python = installation.venv("venv");
    let code = "import os, subprocess, sys\n\
        import matplotlib.pyplot as plt\n\
        if len(sys.argv) == 1:\n    \
            os.write(3, b'{\"messageType\": \"file\", \"filename\": \"../../x.svg\"}\\n')\n    \
            subprocess.run([sys.executable, sys.argv[0], 'child'], check=True)\n    \
            os.write(3, b'{\"messageType\"')\n    \
            subprocess.run(['sh', '-c', 'printf noise >&3'], pass_fds=[3], check=True)\n\
        else:\n    plt.plot([1]); plt.show()";
    let script = installation.home.path().join("liar.py");
    fs_err::write(&script, code).unwrap();
    let delivery = deliver(installation.in_shell(python).arg(script));
    let lines: Vec<&[u8]> = delivery.stream.split(|byte| *byte == b'\n').collect();
    let [first, figure, last] = lines[..] else { panic!("{} lines", lines.len()) };
    assert!(first.ends_with(b"../../x.svg\"}") && last == b"{\"messageType\"noise");
    assert!(figure.starts_with(b"{\"messageType\": \"file\", \"filename\": \"plot_1.svg\""));
}
