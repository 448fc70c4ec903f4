//! Programs that cannot load the preload are not given it, and one that they have is taken away.

use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use cg_plot_capture_tests::prelude::*;

use super::{Programs, ours};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, programs: &Shared<Programs>) {
    let name = "a program of another ELF class is not given the preload";
    programs.needing(suite, name, tool("gcc"), |programs, _| foreign(programs));
    // Of its own, which others may not read, or which lacks something.
    let of_its_own = |(gcc, python): (PathBuf, Interpreter)| {
        Programs::in_home(&gcc, Installation::enable(&python, &[]))
    };
    let needed = Programs::needed("gcc");
    suite.needing("a preload whose package is gone is given to nobody", needed, move |needed| {
        let programs = of_its_own(needed);
        let package = programs.installation.preload().with_file_name("cg_plot_capture");
        fs_err::remove_file(package.join("_start.py")).unwrap();
        // Who has it among others keeps the others.
        let list = format!("LD_PRELOAD=/no/other.so:{}", programs.installation.preload().display());
        let given = programs.given(programs.settled(&programs.exec), &[list.as_bytes()]);
        let expected = [b"LD_PRELOAD=/no/other.so".as_slice(), b"CG_PLOT_CHANNEL=foreign:1:2", b""];
        assert_eq!(given, expected);
    });
    let root = || match fs_err::metadata("/proc/self").unwrap().uid() == 0 {
        true => Programs::needed("gcc"),
        false => Err("only root changes users and root folders".into()),
    };
    let needed = tool("setpriv").and_then(|_| root());
    let name = "another user who cannot read the payload hears nothing of it";
    suite.needing(name, needed, move |needed| {
        let programs = of_its_own(needed);
        let share = programs.folder().join(".local/share");
        fs_err::set_permissions(&share, Permissions::from_mode(0o700)).unwrap();
        let list = format!("/no/lib:{}", programs.installation.preload().display());
        for (list, left) in [(None, None), (Some(list), Some("LD_PRELOAD=/no/lib"))] {
            let mut command = programs.settled(Path::new("setpriv"));
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "env"]);
            command.envs(list.map(|list| ("LD_PRELOAD", list)));
            let output = run(&mut command);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            // "/no/lib" is what the program itself asked for.
            assert!(output.status.success() && !said.contains("cg_plot"), "{said}");
            let mut expected = vec!["CG_PLOT_CHANNEL=foreign:1:2", "CG_PLOT_MODE=both"];
            expected.extend(left);
            let mut found = ours(&output.stdout);
            found.sort();
            assert_eq!(found, expected);
        }
    });
    let needed = tool("chroot").and_then(|chroot| root().map(|_| chroot));
    let name = "a program in another root folder is not given the preload";
    programs.needing(suite, name, needed, |programs, chroot| {
        let mut command = programs.settled(&chroot);
        let said = succeed(command.arg(programs.folder()).arg("/show"));
        let mut found = ours(said.as_bytes());
        found.sort();
        assert_eq!(found, ["CG_PLOT_CHANNEL=foreign:1:2", "CG_PLOT_MODE=both"], "{said}");
    });
}

/// Nothing of another class runs here, so that it is another preload, behind ours in symbol order,
/// which shows what would have reached the kernel.
fn foreign(programs: &Programs) {
    let observer = programs.library("observer", &[]);
    let list = format!("{}:{}", programs.installation.preload().display(), observer.display());
    let mut other = fs_err::read(&programs.show).unwrap();
    other[4] = 1;
    let [class, script, nested, native] =
        ["class", "script", "nested", "native"].map(|name| programs.folder().join(name));
    fs_err::write(&class, other).unwrap();
    fs_err::write(&script, format!("#! {} -x\n", class.display())).unwrap();
    fs_err::write(&nested, format!("#!{}\n", script.display())).unwrap();
    fs_err::write(&native, format!("#!{}\n", programs.show.display())).unwrap();
    let reached = |program: &Path| {
        let mut command: Command = programs.settled(&programs.exec);
        command.env("LD_PRELOAD", &list).args(["plain", "execve", "1"]).arg(program);
        succeed(command.arg(format!("LD_PRELOAD={list}")))
    };
    let shown = |list: &str| format!("execve\nLD_PRELOAD={list}\nCG_PLOT_CHANNEL=foreign:1:2\n");
    for program in [&class, &script, &nested] {
        assert_eq!(reached(program), shown(observer.to_str().unwrap()), "{}", program.display());
    }
    for program in [&programs.show, &native, Path::new("/no/program"), Path::new("/dev/null")] {
        assert_eq!(reached(program), shown(&list), "{}", program.display());
    }
}
