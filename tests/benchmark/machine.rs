//! Where the figures come from: without it a table says nothing.

use cg_plot_capture_tests::prelude::*;

use crate::table;

/// Prints what a reader has to know about this machine.
pub(crate) fn describe(python: &Interpreter) {
    let info = fs_err::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let system = nix::sys::utsname::uname().unwrap();
    let release = fs_err::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let code = "import platform, matplotlib, numpy\n\
        print('CPython', platform.python_version(), 'with Matplotlib', matplotlib.__version__, \
        'and NumPy', numpy.__version__)";
    let venv = venv_with(python, &["cg-plot-capture==1.0.2"]);
    println!();
    table::row(&["machine", ""]);
    table::row(&["---", "---"]);
    table::row(&["processor", &format!("{cores} cores, {}", model.unwrap_or("of unknown kind"))]);
    table::row(&["kernel", &format!("Linux {}", system.release().to_string_lossy())]);
    table::row(&["system", name.unwrap_or("").trim_matches('"')]);
    table::row(&["Python", succeed(Command::new(venv).args(["-c", code])).trim()]);
    let load = fs_err::read_to_string("/proc/loadavg").unwrap_or_default();
    let busy = load.split(' ').next().unwrap_or("unknown");
    table::row(&["load before the first round", busy]);
}
