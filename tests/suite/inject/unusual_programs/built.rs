//! Programs by how they were built.

use cg_plot_capture_tests::prelude::*;

use super::Setup;

/// The headers of the kernel are the same for both kinds, and lie with those of the other.
const DYNAMIC_32_BIT: &[&str] = &["-m32", "-idirafter", "/usr/include/x86_64-linux-gnu"];

/// A name, its compiler, the source and the flags.
type Build = (&'static str, &'static str, &'static str, &'static [&'static str]);

const BUILDS: [Build; 27] = [
    ("a dynamic program", "gcc", "foreign", &[]),
    ("a program at a fixed address", "gcc", "foreign", &["-no-pie"]),
    ("a stripped program", "gcc", "foreign", &["-s"]),
    ("a program with the old hash table alone", "gcc", "foreign", &["-Wl,--hash-style=sysv"]),
    ("a program bound at its start", "gcc", "foreign", &["-Wl,-z,now"]),
    ("a program bound at first calls", "gcc", "foreign", &["-Wl,-z,lazy"]),
    ("a program that measures itself", "gcc", "foreign", &["-pg"]),
    ("a static program", "gcc", "foreign", &["-static"]),
    ("a static PIE", "gcc", "foreign", &["-static-pie"]),
    ("a musl program", "musl-gcc", "foreign", &[]),
    ("a static musl program", "musl-gcc", "foreign", &["-static"]),
    ("a PIE without libc", "gcc", "bare", &["-nostdlib", "-pie", "-fPIE"]),
    ("a static program without libc", "gcc", "bare", &["-nostdlib", "-static"]),
    ("a static 32-bit program", "gcc", "bare", &["-m32", "-nostdlib", "-static", "-fno-pic"]),
    ("a dynamic 32-bit program", "gcc", "foreign", DYNAMIC_32_BIT),
    ("a program under gcc's AddressSanitizer", "gcc", "foreign", &["-fsanitize=address"]),
    ("one that has it inside", "gcc", "foreign", &["-fsanitize=address", "-static-libasan"]),
    ("a program under gcc's LeakSanitizer", "gcc", "foreign", &["-fsanitize=leak"]),
    ("a program under gcc's ThreadSanitizer", "gcc", "foreign", &["-fsanitize=thread"]),
    (
        "a program under gcc's UndefinedBehaviorSanitizer",
        "gcc",
        "foreign",
        &["-fsanitize=undefined"],
    ),
    ("a program under clang's AddressSanitizer", "clang", "foreign", &["-fsanitize=address"]),
    ("a program under clang's LeakSanitizer", "clang", "foreign", &["-fsanitize=leak"]),
    ("a program under clang's ThreadSanitizer", "clang", "foreign", &["-fsanitize=thread"]),
    ("a program under clang's MemorySanitizer", "clang", "foreign", &["-fsanitize=memory"]),
    (
        "a program under clang's UndefinedBehaviorSanitizer",
        "clang",
        "foreign",
        &["-fsanitize=undefined"],
    ),
    ("a program under clang's DataFlowSanitizer", "clang", "foreign", &["-fsanitize=dataflow"]),
    ("a program under clang's SafeStack", "clang", "foreign", &["-fsanitize=safe-stack"]),
];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    for (number, (name, compiler, source, flags)) in BUILDS.into_iter().enumerate() {
        let name = format!("{name} runs as without the preload");
        setup.needing(suite, &name, builds(compiler, flags), move |setup, compiler| {
            let program = setup.compile(&compiler, source, &format!("built-{number}"), flags);
            // By a shell, because ld.so itself complains of a list that a harness gives a 32-bit one.
            let (status, out, _) = setup.same("exec \"$@\"", &[program.as_os_str()]);
            assert!(status.code() == Some(7) && out.starts_with("all is well\n"), "{out}");
        });
    }
    for flags in [&["-fsanitize=address"] as &[&str], &["-fsanitize=address", "-shared-libasan"]] {
        let compiler = if flags.len() == 1 { "gcc" } else { "clang" };
        let name =
            format!("{compiler}'s shared AddressSanitizer still finds errors under the preload");
        setup.needing(suite, &name, builds(compiler, flags), move |setup, compiler| {
            finds_errors(setup, &compiler, flags);
        });
    }
}

/// The compiler, if it makes programs of this kind.
fn builds(compiler: &str, flags: &[&str]) -> Result<PathBuf, String> {
    let path = tool(compiler)?;
    // Each of the others comes with the compiler, and to try takes time at every start of the tests.
    if compiler != "clang" && flags != DYNAMIC_32_BIT {
        return Ok(path);
    }
    let folder = tempfile::tempdir().unwrap();
    let [source, program] = ["try.c", "try"].map(|name| folder.path().join(name));
    fs_err::write(&source, "#include <errno.h>\nint main() {}").unwrap();
    let output = run(Command::new(&path).args(["-w", "-o"]).arg(program).arg(source).args(flags));
    let made = output.status.success();
    if made { Ok(path) } else { Err(format!("{compiler} makes none with {}", flags.join(" "))) }
}

fn finds_errors(setup: &Setup, compiler: &Path, flags: &[&str]) {
    let name = format!("finds-{}", compiler.file_name().unwrap().display());
    let program = setup.compile(compiler, "foreign", &name, flags);
    let runtime = run(Command::new(compiler).arg("-print-runtime-dir"));
    let folder = String::from_utf8_lossy(&runtime.stdout).into_owned();
    let mut command = setup.preloaded("exec \"$@\"", &[program.as_os_str(), "more".as_ref()]);
    let output = run(command.env("LD_LIBRARY_PATH", folder.trim()));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("heap-buffer-overflow"), "{said}");
}
