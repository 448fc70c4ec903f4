//! What the commands say of what they did, and of what they could not do.

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, enabled, same, take_advice};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    Machine::test(suite, "what can't be printed is done all the same, and that is said", unprinted);
    let name =
        "what is named reaches no more than enable was told to, mends it, and says what it lacks";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        let other = machine.python.private(&machine.path("other"));
        let python = machine.python.program.to_str().unwrap();
        let before = machine.state();
        let line = format!("{python}: preload (where a shell sources it), hook\n");
        let said = machine.enable(&["--no-shell", "--mode", "both"]);
        assert!(said.contains(&line), "{said}");
        let (_, said, _) = told(&status(machine));
        let brings = format!("{}/env.sh brings the preload\n", machine.folder().display());
        assert!(said.contains(&line) && said.contains(&brings), "{said}");
        let doctor = || {
            let path = format!("{}:/usr/bin:/bin", other.program.parent().unwrap().display());
            let output = run(machine.home.cli(&["doctor", "--verbose"]).env("PATH", path));
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };
        let (code, said) = doctor();
        let left_out = format!("{}: left out by --python: ", other.program.display());
        assert!(code == Some(0) && said.contains(&left_out), "{said}");
        assert!(said.contains("no shell file brings the preload"), "{said}");
        fs_err::remove_file(machine.hook()).unwrap();
        let (code, said) = doctor();
        let command = "cg-plot-capture enable\n";
        assert!(code == Some(1) && said.contains(&format!("\n   {command}")), "{said}");
        assert!(said.contains("no message came from plain"), "{said}");
        let (code, shown, problem) = told(&status(machine));
        assert!(code == Some(1) && problem.ends_with(command), "{problem}");
        assert!(shown.contains(python), "{shown}");
        take_advice(&machine.home, &said);
        assert!(machine.hook().exists() && !other.hook().exists());
        assert_eq!((machine.read(".bashrc").as_str(), doctor().0), ("true\n", Some(0)));
        let said = machine.enable(&["--reset"]);
        assert!(said.contains(&format!("{python}: preload, hook\n")), "{said}");
        machine.disable();
        same(&machine.state(), &before);
    });
    let name = "a damaged settings file is named and mended, and disable takes it back";
    Machine::test(suite, name, |machine| {
        let before = machine.state();
        machine.enable(&["--mode", "both", "--unshown", "capture"]);
        let settings = ".local/share/cg-plot-capture/settings";
        machine.write(settings, "CG_PLOT_MODE=both\nCG_PLOT_UNSHOWN=yes\nCG_PLOT_FRA");
        let damage = "settings is damaged: line 3 is not a setting";
        let (code, _, problem) = told(&status(machine));
        let mend = format!("{damage}; to fix it: cg-plot-capture enable");
        assert!(code == Some(1) && problem.contains(&mend), "{problem}");
        let python = machine.python.program.to_str().unwrap();
        let (code, said, _) = told(&run(&mut machine.home.cli(&["doctor", "--python", python])));
        assert!(code == Some(1) && said.contains(damage), "{said}");
        assert!(said.contains("CG_PLOT_UNSHOWN=yes: not one of"), "{said}");
        let mended = run(&mut machine.enabling(&[]));
        assert!(told(&mended).2.contains(&format!("{damage}; its valid")), "{}", said);
        assert_eq!(machine.settings(), "CG_PLOT_MODE=both\n");
        fs_err::write(machine.path(settings), b"\xff\0").unwrap();
        machine.disable();
        same(&machine.state(), &before);
    });
    Machine::test(suite, "what is named to be typed is quoted for a shell", quoted);
    let name = "an interpreter that closes its output and goes on is not waited for";
    Machine::test(suite, name, |machine| {
        let wrapper = machine.path("python3");
        program::write(&wrapper, "#!/bin/sh\nexec >&- 2>&- \nsleep 30\n");
        let begun = std::time::Instant::now();
        let output = run(machine.home.cli(&["enable", "--python"]).arg(&wrapper));
        assert!(begun.elapsed().as_secs() < 25, "{:?} {}", begun.elapsed(), said(&output));
        let (code, _, said) = told(&output);
        assert!(code == Some(2) && said.contains("does not answer within"), "{said}");
    });
    Machine::test(suite, "a login file that is left alone is told with its price", |machine| {
        for name in [".bash_profile", ".bash_login", ".profile"] {
            machine.write(name, "true\n");
        }
        let hides_the_rest = "left alone; a login bash reads it and neither";
        for (name, is_told) in [(".bash_profile", true), (".bash_login", false)] {
            fs_err::hard_link(machine.path(name), machine.path("copy")).unwrap();
            let output = run(&mut machine.enabling(&[]));
            enabled(&output);
            let (_, _, said) = told(&output);
            assert!(said.contains(name) && said.contains(hides_the_rest) == is_told, "{said}");
            let words = ["-lc", "printf %s \"${LD_PRELOAD-}\""];
            let preload = succeed(machine.home.command("bash").args(words));
            assert_eq!(preload, if is_told { String::new() } else { machine.preload() });
            fs_err::remove_file(machine.path("copy")).unwrap();
        }
    });
    let name = "a shell file that can't be replaced is told with the way around it";
    let need = Interpreter::newest().and_then(|python| Ok((python, append_only()?)));
    suite.needing(name, need, |(python, chattr)| way_around(&Machine::new(&python), chattr));
}

fn unprinted(machine: &Machine) {
    let python = machine.python.program.to_str().unwrap();
    let redirections = [">/dev/full", ">&-", "1</dev/null"];
    for to in redirections.into_iter().take(if tests_all() { 3 } else { 1 }) {
        // A command whose stdout a shell has redirected.
        let says = |words: &[&str], done: &str| {
            let script = format!("exec \"$@\" {to}");
            let output = run(&mut within(&["sh", "-c", &script, "sh"], &machine.home.cli(words)));
            let (code, _, said) = told(&output);
            assert!(code == Some(1) && said.contains(done), "{to} {words:?}: {said}");
        };
        let done = "error: it is enabled, but this could not be printed: ";
        says(&["enable", "--python", python], done);
        assert!(machine.hook().exists());
        says(&["status"], "error: can't write to stdout: ");
        says(&["status"], "hint: redirect stdout");
        says(&["disable"], "error: it is disabled, but this could not be printed: ");
        assert!(!machine.folder().exists());
        for words in [&["completions", "bash"][..], &["--help"], &["enable", "-h"], &["--version"]]
        {
            says(words, "error: can't write to stdout: ");
        }
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = run(machine.home.cli(&["status"]).stdout(writer));
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

fn quoted(machine: &Machine) {
    let home = machine.path("o'brien's home");
    fs_err::create_dir(&home).unwrap();
    enabled(&run(machine.enabling(&[]).env("HOME", &home)));
    let folder = home.join(".local/share/cg-plot-capture");
    let payload = names(&folder).into_iter().find(|name| name.starts_with("payload-")).unwrap();
    let payload = folder.join(payload);
    succeed(Command::new("chmod").arg("o+w").arg(&payload));
    let python = machine.python.program.to_str().unwrap();
    let doctor = run(machine.home.cli(&["doctor", "--python", python]).env("HOME", &home));
    let (_, said, _) = told(&doctor);
    let command = words(machine, &said, "\n   chmod ");
    assert_eq!(command, ["go-w", payload.to_str().unwrap()], "{said}");
    // A receipt of a later form, whose command is named.
    let receipt = folder.join("receipt.json");
    let text = fs_err::read_to_string(&receipt).unwrap();
    let (_, rest) = text.split_once(',').unwrap();
    fs_err::write(receipt, format!("{{\"form\": 99,{rest}")).unwrap();
    let command = folder.join("bin/cg-plot-capture");
    fs_err::write(&command, "another command").unwrap();
    let before = machine.state();
    for arguments in [["status"], ["disable"]] {
        let (code, _, said) = told(&run(machine.home.cli(&arguments).env("HOME", &home)));
        let command = [command.to_str().unwrap(), "disable"];
        assert_eq!(code, Some(1), "{said}");
        assert_eq!(words(machine, &said, "use that one: "), command, "{said}");
    }
    same(&machine.state(), &before);
}

/// `status` where the one interpreter is on no `PATH`.
fn status(machine: &Machine) -> Output {
    run(machine.home.cli(&["status"]).env("PATH", "/usr/bin:/bin"))
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
    let (code, _, said) = told(&output);
    let hint = "hint: --no-shell leaves the shell's files alone; nothing was changed\n";
    assert!(code == Some(1) && said.contains(".zshenv") && said.ends_with(hint), "{said}");
    enabled(&around);
    machine.disable();
    same(&machine.state(), &before);
}
