//! 32-bit programs, which the preload can't go into.

use cg_plot_capture_tests::prelude::*;

use super::Setup;

/// They need no headers and no 32-bit libc to be built, but one's ld.so to run.
const FLAGS: &[&str] = &["-m32", "-nostdlib", "-pie", "-fPIE"];

/// What ld.so has to say of our library.
const COMPLAINT: &str = "cannot be preloaded (wrong ELF class: ELFCLASS64): ignored.";

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    let name = "what the page says to do where ld.so complains of a 32-bit program helps";
    setup.needing(suite, name, builds(), remedies);
}

/// The compiler, if it makes 32-bit programs and they run here.
fn builds() -> Result<PathBuf, String> {
    let compiler = tool("gcc")?;
    let loader = Path::new("/lib/ld-linux.so.2");
    if loader.exists() { Ok(compiler) } else { Err(format!("no {}", loader.display())) }
}

fn remedies(setup: &Setup, compiler: PathBuf) {
    setup.compile(&compiler, "bare", "program", FLAGS);
    // A shell that was there before it read our lines, as a login is.
    let typed = |command: &str| {
        let line = format!(". ~/.cg_bash_env\n{command}\nexit $?");
        let output = run(setup.installation.home.command("bash").args(["-c", &line]));
        assert_eq!((output.status.code(), &*output.stdout), (Some(7), &b"all is well\n"[..]));
        String::from_utf8(output.stderr).unwrap()
    };
    let said = typed("./program");
    assert!(
        said.starts_with("ERROR: ld.so: ") && said.ends_with(&format!("{COMPLAINT}\n")),
        "{said}"
    );

    let page = fs_err::read_to_string(workspace().join("docs/TROUBLESHOOTING.md")).unwrap();
    let (_, section) = page.split_once("`(wrong ELF class: ELFCLASS64)`").expect("a section");
    let section = section.split("\n## ").next().unwrap();
    let code = section.split('`').skip(1).step_by(2);
    let remedies: Vec<&str> = code.filter(|code| code.ends_with("./program")).collect();
    assert_eq!(remedies.len(), 2, "{remedies:?}");
    for remedy in remedies {
        assert_eq!(typed(remedy), "", "{remedy}");
    }
    // The new shell.
    assert_eq!(typed("bash -c './program; exit $?'"), "");
}
