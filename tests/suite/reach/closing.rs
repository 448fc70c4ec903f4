//! The table: parents that close descriptor 3 in their children, which find the channel again.

use cg_plot_capture_tests::prelude::TOOLS;

use super::row::{Row, start};

/// One row a way.
pub(super) const ROWS: &[Row] = &[
    // Python itself.
    start("forked(lambda: (os.closerange(3, 256), os.execv(FIGURE[0], FIGURE)))").everywhere(),
    start("forked(lambda: (os.closerange(3, 256), os.execve(ISOLATED[0], ISOLATED, {})))"),
    start("forked(lambda: ([closed(each) for each in range(3, 256)], os.execv(FIGURE[0], FIGURE)))"),
    start("forked(lambda: (os.closerange(3, 256), show()))"),
    start("os.closerange(3, 256); show()"),
    start("os.closerange(3, 256); subprocess.run(FIGURE, check=True)").seldom(),
    start("os.closerange(3, 256); subprocess.run(ISOLATED, check=True, env={})"),
    start("subprocess.run(FIGURE, check=True, preexec_fn=lambda: os.close(3))"),
    start("wait(os.posix_spawn(FIGURE[0], FIGURE, os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, 3)]))"),
    start("os.close(3); succeed(os.system('env -u CG_PLOT_MODE ' + LINE))"),
    // The holder becomes another program, which keeps descriptor 3.
    start("os.execv('/bin/sh', ['sh', '-c', 'perl -MPOSIX -e \"POSIX::close(3); exec @ARGV\" $PYTHON figure.py; :'])").with("perl"),
    // The program's own file or pipe at 3, which its children have there as well.
    start("at_three('/dev/zero'); show(); subprocess.run(FIGURE, check=True)").figures(2),
    start("at_three('own'); show(); subprocess.run(FIGURE, check=True, close_fds=False)").figures(2),
    start("os.close(3); os.pipe(); show(); subprocess.run(FIGURE, check=True, close_fds=False)").figures(2),
    start("os.close(3); subprocess.run([sys.executable, 'workers.py', 'pool', 'spawn'], check=True)").figures(4),
    // Shells.
    start("succeed(os.system('3>&- ' + LINE))"),
    start("subprocess.run(['sh', '-c', 'exec 3>&-; ' + LINE + '; :'], check=True)"),
    start("subprocess.run(['bash', '-c', 'exec 3>own; ' + LINE + ' 3>&-'], check=True)").with("bash"),
    start("subprocess.run(['tcsh', '-f', '-c', LINE], check=True)").with("tcsh"),
    start("subprocess.run(['expect', '-c', 'spawn -noecho ' + LINE + '; expect eof'], check=True)").with("expect"),
    // Packages.
    start("import pexpect; print(pexpect.run(LINE).decode(), end='')").packages(&TOOLS),
    start(
        "import pexpect; child = pexpect.spawn(FIGURE[0], FIGURE[1:]); child.expect(pexpect.EOF); \
         print(child.before.decode(), end='')",
    )
    .packages(&TOOLS),
    start(
        "import ptyprocess; child = ptyprocess.PtyProcess.spawn(FIGURE); \
         through_terminal(child.pid, child.fd)",
    )
    .packages(&TOOLS),
    // What a notebook's `!command` calls.
    start("from IPython.utils.process import system; succeed(system(LINE))").packages(&TOOLS),
    start("import sh; print(sh.Command(FIGURE[0])(*FIGURE[1:]), end='')").packages(&TOOLS),
    start("from gevent import subprocess; subprocess.check_call(FIGURE)").packages(&TOOLS),
    start(
        "import daemon; daemon.DaemonContext(detach_process=False, working_directory='.', \
         stdout=sys.stdout, stderr=sys.stderr).open(); show(); subprocess.run(FIGURE, check=True)",
    )
    .figures(2)
    .packages(&TOOLS),
    // Other languages.
    start("subprocess.run(['node', 'start.js', 'spawn', *FIGURE], check=True)").with("node"),
    start("subprocess.run(['node', 'start.js', 'exec', *FIGURE], check=True)").with("node"),
    start("subprocess.run(['node', 'start.js', 'execFile', *FIGURE], check=True)").with("node").seldom(),
    start("subprocess.run(['node', 'start.js', 'fork', *FIGURE], check=True)").with("node"),
    start("subprocess.run(['node', 'start.js', 'spawnSync', *FIGURE], check=True)").with("node").seldom(),
    start("subprocess.run(['node', 'start.js', 'execSync', *FIGURE], check=True)").with("node"),
    start("subprocess.run(['node', 'start.js', 'execFileSync', *FIGURE], check=True)").with("node").seldom(),
    start("subprocess.run(['java', 'Start.java', *FIGURE], check=True)").with("java"),
    start("subprocess.run(['ruby', '-e', 'exit system(*ARGV, close_others: true)', *FIGURE], check=True)")
        .with("ruby"),
    start("subprocess.run(['perl', '-MPOSIX', '-e', 'POSIX::close(3); exec @ARGV', *FIGURE], check=True)")
        .with("perl"),
    // Several, and one within the other.
    start("[subprocess.run(['node', 'start.js', 'exec', *FIGURE], check=True) for _ in '12']")
        .figures(2)
        .with("node"),
    start(
        "subprocess.run(['java', 'Start.java', *started('import pexpect; print(pexpect.run(LINE).decode(), \
         end=chr(0)[1:])')], check=True)",
    )
    .with("java")
    .packages(&TOOLS),
    start("[each.wait() for each in [subprocess.Popen(['sh', '-c', '3>&- ' + LINE]) for _ in range(6)]]")
        .figures(6),
];
