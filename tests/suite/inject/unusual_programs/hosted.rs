//! Programs that watch or change how others run: what runs under them, and they themselves.

use cg_plot_capture_tests::prelude::*;

use super::Setup;

/// Without the numbers of processes, and what it says of children, before or after their own words.
const GDB: &str = "gdb -nx -batch -iex 'set auto-load no' -ex 'set print thread-events off' \
    -ex 'set print inferior-events off' -ex 'set debuginfod enabled off' -ex run -ex 'p $_exitcode' \
    --args \"$@\" | sed 's/process [0-9]*/process/'";

/// A host and the line of shell that starts a program under it.
const HOSTS: [(&str, &str); 7] = [
    ("gdb", GDB),
    ("strace", "exec strace -f -qq -o /dev/null \"$@\""),
    ("ltrace", "exec ltrace -f -o /dev/null \"$@\""),
    ("fakeroot", "exec fakeroot \"$@\""),
    ("faketime", "exec faketime '2001-02-03 04:05:06' \"$@\""),
    ("stdbuf", "exec stdbuf -o0 \"$@\""),
    ("nohup", "exec nohup \"$@\""),
];

/// Valgrind's tools, all of which say what they think of us too.
const TOOLS: [&str; 4] =
    ["memcheck --leak-check=full --show-leak-kinds=all", "helgrind", "drd", "callgrind"];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    for (host, line) in HOSTS {
        // It stops at each call of a library's function.
        let suite = suite.seldom_if(host == "ltrace");
        let need = tool(host).and_then(|_| tool("gcc"));
        let name = format!("{host} and what runs under it are as without us");
        setup.needing(suite, &name, need, move |setup, _| {
            let program = setup.foreign(&format!("under-{host}"));
            setup.same(line, &[program.as_os_str()]);
            setup.shows(line, 1);
        });
    }
    for (number, options) in TOOLS.into_iter().enumerate() {
        let need = tool("valgrind").and_then(|_| tool("gcc"));
        let name = options.split(' ').next().unwrap();
        let line = format!(
            "exec valgrind -q --tool={options} {} \"$@\"",
            if name == "callgrind" { "--callgrind-out-file=/dev/null" } else { "" }
        );
        let name = format!("valgrind's {name} has nothing to say of us");
        setup.needing(suite, &name, need, move |setup, _| {
            let program = setup.foreign(&format!("under-{number}"));
            let (status, _, err) = setup.same(&line, &[program.as_os_str()]);
            assert!(status.code() == Some(7) && !err.contains("=="), "{err}");
        });
    }
    if tests_all() {
        // Minutes: Matplotlib's import alone is thirty seconds there.
        setup.needing(suite, "a Python under valgrind delivers", tool("valgrind"), |setup, _| {
            setup.shows("exec valgrind -q --log-file=/dev/null \"$@\"", 1);
        });
    }
}
