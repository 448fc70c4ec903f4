//! `--version`, and the commit that an archive of these sources carries.

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("--version names the version, the commit, the payload and the compiler", || {
        let said = succeed(&mut Home::new().cli(&["--version"]));
        let [version, commit, payload, compiler] = said.lines().collect::<Vec<_>>()[..] else {
            panic!("{said}")
        };
        // The one place that has the version.
        let manifest = fs_err::read_to_string(workspace().join("Cargo.toml")).unwrap();
        let number = version.strip_prefix("cg-plot-capture ").unwrap();
        assert!(manifest.contains(&format!("\nversion = \"{number}\"\n")), "{said}");
        assert!(commit.starts_with("commit "), "{said}");
        let hash = payload.strip_prefix("payload ").and_then(|rest| rest.split(' ').next());
        assert!(hash.is_some_and(|hash| hash.len() == 16), "{said}");
        assert!(compiler.starts_with("built by rustc 1."), "{said}");
    });
    suite.on_newest("--version names the payload that enable installs", |python| {
        let installation = Installation::shared(python, &[]);
        let said = succeed(&mut installation.home.cli(&["--version"]));
        let folder = installation.preload().parent().unwrap().to_owned();
        let name = folder.file_name().unwrap().to_str().unwrap().replace('-', " ");
        assert!(said.contains(&format!("\n{name} for ")), "{said}");
    });
    let need = tool("git").and_then(|git| match workspace().join(".git").exists() {
        true => Ok(git),
        false => Err("no repository".to_owned()),
    });
    suite.needing("an archive of the sources says of which commit it is", need, |git| {
        let git =
            |arguments: &[&str]| run(Command::new(&git).args(arguments).current_dir(workspace()));
        let head = String::from_utf8(git(&["rev-parse", "HEAD"]).stdout).unwrap();
        let archive = git(&["archive", "HEAD", ".git_archival.txt"]).stdout;
        let line = format!("node: {head}");
        assert!(memchr::memmem::find(&archive, line.as_bytes()).is_some());
    });
}
