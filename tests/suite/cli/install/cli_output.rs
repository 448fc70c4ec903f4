//! What the commands say of what they did, and of what they could not do.

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, enabled, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    Machine::test(
        suite,
        "what can't be printed is done all the same, and that is said",
        |machine| {
            let python = machine.python.program.to_str().unwrap();
            for to in [">/dev/full", ">&-", "1</dev/null"] {
                let says = |words: &[&str], done: &str| {
                    let output = redirected(machine, to, words);
                    let said = String::from_utf8_lossy(&output.stderr);
                    assert_eq!(output.status.code(), Some(1), "{to} {words:?}: {said}");
                    assert!(said.contains(done), "{to} {words:?}: {said}");
                };
                says(
                    &["enable", "--python", python],
                    "error: it is enabled, but this could not be printed: ",
                );
                assert!(machine.hook().exists());
                says(&["status"], "error: can't write to stdout: ");
                says(&["status"], "hint: redirect stdout");
                says(&["disable"], "error: it is disabled, but this could not be printed: ");
                assert!(!machine.folder().exists());
                for words in
                    [&["completions", "bash"][..], &["--help"], &["enable", "-h"], &["--version"]]
                {
                    says(words, "error: can't write to stdout: ");
                }
            }
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let output = run(machine.home.cli(&["status"]).stdout(writer));
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        },
    );
    Machine::test(suite, "an enable without shell files says what brings the preload", |machine| {
        machine.write(".bashrc", "true\n");
        let python = machine.python.program.to_str().unwrap();
        let line = format!("{python}: preload (where a shell sources it), hook\n");
        let said = machine.enable(&["--no-shell"]);
        assert!(said.contains(&line), "{said}");
        let said = String::from_utf8(status(machine).stdout).unwrap();
        let brings = format!("{}/env.sh brings the preload\n", machine.folder().display());
        assert!(said.contains(&line) && said.contains(&brings), "{said}");
        let doctor = succeed(&mut machine.home.cli(&["doctor", "--verbose", "--python", python]));
        assert!(doctor.contains("no shell file brings the preload"), "{doctor}");
        let said = machine.enable(&["--reset"]);
        assert!(said.contains(&format!("{python}: preload, hook\n")), "{said}");
    });
    let name = "what doctor names reaches no more than enable was told to, and mends it";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        let other = machine.python.private(&machine.path("other"));
        let before = machine.state();
        machine.enable(&["--no-shell", "--mode", "both"]);
        let doctor = || {
            let path = format!("{}:/usr/bin:/bin", other.program.parent().unwrap().display());
            let output = run(machine.home.cli(&["doctor", "--verbose"]).env("PATH", path));
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };
        let (code, said) = doctor();
        let left_out = format!("{}: left out by --python: ", other.program.display());
        assert!(code == Some(0) && said.contains(&left_out), "{said}");
        fs_err::remove_file(machine.hook()).unwrap();
        let (code, said) = doctor();
        assert_eq!(code, Some(1), "{said}");
        let python = machine.python.program.to_str().unwrap();
        let command = "cg-plot-capture enable\n";
        assert!(said.contains(&format!("\n   {command}")), "{said}");
        let output = status(machine);
        assert_eq!(output.status.code(), Some(1));
        let problem = String::from_utf8(output.stderr).unwrap();
        assert!(problem.ends_with(command), "{problem}");
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains(python), "{shown}");
        take_advice(machine, &said);
        assert_eq!(doctor().0, Some(0));
        assert!(machine.hook().exists() && !other.hook().exists());
        assert_eq!(machine.read(".bashrc"), "true\n");
        machine.disable();
        same(&machine.state(), &before);
    });
    Machine::test(suite, "status and doctor say that the settings file is damaged", |machine| {
        machine.enable(&["--mode", "both", "--unshown", "capture"]);
        let settings = ".local/share/cg-plot-capture/settings";
        machine.write(settings, "CG_PLOT_MODE=both\nCG_PLOT_UNSHOWN=yes\nCG_PLOT_FRA");
        let python = machine.python.program.to_str().unwrap();
        let mend = "cg-plot-capture enable";
        let output = status(machine);
        let problem = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{problem}");
        let damage = "settings is damaged: line 3 is not a setting";
        assert!(problem.contains(&format!("{damage}; to fix it: {mend}")), "{problem}");
        let doctor = |expected: i32| {
            let output = run(&mut machine.home.cli(&["doctor", "--python", python]));
            let said = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(expected), "{said}");
            said
        };
        let said = doctor(1);
        assert!(
            said.contains(damage) && said.contains("CG_PLOT_UNSHOWN=yes: not one of"),
            "{said}"
        );
        take_advice(machine, &said);
        doctor(0);
        assert_eq!(machine.read(settings), "CG_PLOT_MODE=both\n");
    });
    Machine::test(suite, "what is named to be typed is quoted for a shell", |machine| {
        let home = machine.path("o'brien's home");
        fs_err::create_dir(&home).unwrap();
        enabled(&run(machine.enabling(&[]).env("HOME", &home)));
        let folder = home.join(".local/share/cg-plot-capture");
        let payload = fs_err::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let payload = payload.into_iter().find(|path| path.to_string_lossy().contains("/payload-"));
        let payload = payload.unwrap();
        std::process::Command::new("chmod").arg("o+w").arg(&payload).status().unwrap();
        let python = machine.python.program.to_str().unwrap();
        let doctor = run(machine.home.cli(&["doctor", "--python", python]).env("HOME", &home));
        let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
        let command = words(machine, &said, "\n   chmod ");
        assert_eq!(command, ["go-w", payload.to_str().unwrap()], "{said}");
        // A receipt of a later form, whose command is named.
        let receipt = folder.join("receipt.json");
        let text = fs_err::read_to_string(&receipt).unwrap();
        let (_, rest) = text.split_once(',').unwrap();
        fs_err::write(receipt, format!("{{\"form\": 99,{rest}")).unwrap();
        let command = folder.join("bin/cg-plot-capture");
        fs_err::write(&command, "another command").unwrap();
        let output = run(machine.home.cli(&["status"]).env("HOME", &home));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let command = [command.to_str().unwrap(), "disable"];
        assert_eq!(words(machine, &said, "use that one: "), command, "{said}");
    });
    let name = "an interpreter that closes its output and goes on is not waited for";
    Machine::test(suite, name, |machine| {
        let wrapper = machine.path("python3");
        program::write(&wrapper, "#!/bin/sh\nexec >&- 2>&- \nsleep 30\n");
        let begun = std::time::Instant::now();
        let output = run(machine.home.cli(&["enable", "--python"]).arg(&wrapper));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(begun.elapsed().as_secs() < 25, "{:?} {said}", begun.elapsed());
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("does not answer within"), "{said}");
    });
    Machine::test(suite, "a login file that is left alone is told with its price", |machine| {
        for name in [".bash_profile", ".bash_login", ".profile"] {
            machine.write(name, "true\n");
        }
        fs_err::hard_link(machine.path(".bash_profile"), machine.path("copy")).unwrap();
        let output = run(&mut machine.enabling(&[]));
        enabled(&output);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("left alone; a login bash reads it and neither"), "{said}");
        let preload = || {
            let words = ["-lc", "printf %s \"${LD_PRELOAD-}\""];
            succeed(machine.home.command("bash").args(words))
        };
        assert_eq!(preload(), "");
        fs_err::remove_file(machine.path("copy")).unwrap();
        fs_err::hard_link(machine.path(".bash_login"), machine.path("copy")).unwrap();
        let output = run(&mut machine.enabling(&[]));
        enabled(&output);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(".bash_login") && !said.contains("login bash"), "{said}");
        assert_eq!(preload(), machine.preload());
    });
    let need = Interpreter::newest().and_then(|python| Ok((python, append_only()?)));
    let name = "a shell file that can't be replaced is told with the way around it";
    suite.needing(name, need, |(python, chattr)| way_around(&Machine::new(&python), chattr));
}

/// A command whose stdout a shell has redirected.
fn redirected(machine: &Machine, to: &str, words: &[&str]) -> Output {
    let mut command = machine.home.command("sh");
    let script = format!("exec \"$@\" {to}");
    run(command.args(["-c", &script, "sh"]).arg(cg_plot_capture()).args(words))
}

/// `status` where the one interpreter is on no `PATH`.
fn status(machine: &Machine) -> Output {
    run(machine.home.cli(&["status"]).env("PATH", "/usr/bin:/bin"))
}

/// The command for the last problem, run as it is.
fn take_advice(machine: &Machine, said: &str) {
    let command = said.lines().rfind(|line| line.starts_with("   ")).unwrap().trim();
    let path = format!("{}:/usr/bin:/bin", cg_plot_capture().parent().unwrap().display());
    succeed(machine.home.command("sh").args(["-c", command]).env("PATH", path));
}

/// What a shell makes of the command behind `start`, a word each.
fn words(machine: &Machine, said: &str, start: &str) -> Vec<String> {
    let at = said.find(start).unwrap_or_else(|| panic!("{start}: {said}")) + start.len();
    let command = said[at..].lines().next().unwrap();
    let script = format!("for word in {command}; do printf '%s\\n' \"$word\"; done");
    let words = succeed(machine.home.command("sh").args(["-c", &script]));
    words.lines().map(str::to_owned).collect()
}

/// `chattr`, where a file can be made one to append to only.
fn append_only() -> Result<PathBuf, String> {
    let chattr = tool("chattr")?;
    let file = tempfile::NamedTempFile::new().unwrap();
    let change = |flag: &str| {
        let output = Command::new(&chattr).arg(flag).arg(file.path()).output();
        output.is_ok_and(|output| output.status.success())
    };
    match change("+a") && change("-a") {
        true => Ok(chattr),
        false => Err("no file can be made one to append to only".to_owned()),
    }
}

fn way_around(machine: &Machine, chattr: PathBuf) {
    machine.write(".zshenv", "true\n");
    let before = machine.state();
    let change = |flag: &str| {
        succeed(Command::new(&chattr).arg(flag).arg(machine.path(".zshenv")));
    };
    change("+a");
    let output = run(&mut machine.enabling(&[]));
    let around = run(&mut machine.enabling(&["--no-shell"]));
    change("-a");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let hint = "hint: --no-shell leaves the shell's files alone; nothing was changed\n";
    assert!(said.contains(".zshenv") && said.ends_with(hint), "{said}");
    enabled(&around);
    machine.disable();
    same(&machine.state(), &before);
}
