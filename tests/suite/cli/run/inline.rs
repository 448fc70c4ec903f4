//! `run --inline`: the figures themselves at a terminal, by the pictures that the capture draws.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cg_plot_capture_tests::harness::line;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::terminal::at_terminal;

mod setup;

use super::stdout;
use super::terminal::shown;
use setup::{Setup, kitty_pictures};

/// What `colours.py` shows.
const COLOURS: &str = "400 200 (255, 0, 0) (0, 0, 255)";

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    for (name, test) in [
        ("shows a figure in kitty's protocol", kitty as fn(&Interpreter)),
        ("shows a figure in iTerm2's protocol", iterm),
        ("shows equal figures, and those of children without an environment", children),
        ("counts a figure that nothing has drawn for a terminal", without_picture),
        ("goes without pictures where none can be written", unwritable),
        ("sends a figure first, whatever becomes of its picture", sent_first),
        ("changes nothing that a program sees", unseen),
        ("says once that a terminal shows no pictures", no_pictures),
        ("takes nothing of what was typed before", typed_ahead),
        ("asks no dumb terminal and no tmux, and says so", not_asked),
        ("never draws into what is no terminal", |_| piped()),
        ("removes the pictures that a killed one has left, and no others", |_| left()),
    ] {
        suite.on_newest(&format!("run: --inline {name}"), test);
    }
}

fn kitty(python: &Interpreter) {
    let mut setup = Setup::new(python, "xterm-kitty");
    for (window, keys) in [
        ("40 100 1000 800", "a=T,f=100,q=2"),
        // As wide as the window, and as high as three quarters of it; by default the latter.
        ("8 100 1000 160", "a=T,f=100,q=2,r=6"),
        ("40 30 300 800", "a=T,f=100,q=2,c=30"),
    ]
    .into_iter()
    .take(if tests_all() { 3 } else { 2 })
    {
        setup.window = window;
        let text = setup.shows(&["--inline"], "$PYTHON $COLOURS");
        let pictures = kitty_pictures(&text);
        assert_eq!(pictures.len(), 1, "{text}");
        assert_eq!((&*pictures[0].0, &*setup.pixels(&pictures[0].1)), (keys, COLOURS));
        assert!(text.matches("\u{1b}_G").count() > 2, "it comes in chunks: {text}");
        assert!(!text.contains("no picture"), "{text}");
    }
}

fn iterm(python: &Interpreter) {
    let mut setup = Setup::new(python, "wezterm");
    let windows = [("40 30 300 800", ";width=30"), ("40 100 1000 800", "")];
    for (window, fit) in windows.into_iter().take(if tests_all() { 2 } else { 1 }) {
        setup.window = window;
        let text = setup.shows(&["--inline"], "$PYTHON $COLOURS");
        let (_, picture) = text.split_once("\u{1b}]1337;File=inline=1;size=").unwrap();
        let (keys, data) = picture.split_once('\u{7}').unwrap().0.split_once(':').unwrap();
        let png = BASE64_STANDARD.decode(data).unwrap();
        assert_eq!(keys, format!("{}{fit}", png.len()));
        assert_eq!(setup.pixels(&png), COLOURS);
    }
}

fn children(python: &Interpreter) {
    let setup = Setup::new(python, "xterm-kitty");
    // The folder is nobody else's, and the two have one file.
    let shell = r#"stat -c 'mode %a' "$CG_PLOT_INLINE"; $PYTHON $COLOURS; env -i $PYTHON $COLOURS
        echo "files: $(ls -A "$CG_PLOT_INLINE" | wc -l)"; echo "at $CG_PLOT_INLINE.""#;
    let text = setup.shows(&["--inline"], shell);
    let pictures = kitty_pictures(&text);
    assert_eq!(pictures.len(), 2, "{text}");
    assert!(pictures.iter().all(|(_, png)| setup.pixels(png) == COLOURS), "{text}");
    assert!(text.contains("mode 700\r\n") && text.contains("files: 1\r\n"), "{text}");
    let folder = text.split_once("at ").unwrap().1.split_once(".\r\n").unwrap().0;
    assert!(folder.starts_with('/') && !PathBuf::from(folder).exists(), "{folder}");
    // Nobody else draws for it.
    let inner = r#""$0" run -o inner -- sh -c 'echo "inline: $CG_PLOT_INLINE."; $PYTHON $COLOURS'"#;
    let inner = inner.replace("\"$0\"", cg_plot_capture().to_str().unwrap());
    for (options, shell) in
        [(&["--inline"][..], &*inner), (&[], r#"echo "inline: $CG_PLOT_INLINE.""#)]
    {
        let text = setup.shows(options, shell);
        assert!(text.contains("inline: .\r\n") && !text.contains("\u{1b}_G"), "{text}");
    }
}

fn without_picture(python: &Interpreter) {
    let home = Home::new();
    let answer = "\\x1b_Gi=31;OK\\x1b\\\\\\x1b[?62;c";
    let text = stdout(&shown(&home, python, &["--inline"], "Name? ", answer));
    let end = "got word\r\n\
        cg-plot-capture: 1 figure has no picture for a terminal: the page shows it\r\n\
        cg-plot-capture: 1 figure: out/index.html\r\n";
    assert!(text.ends_with(end), "{text:?}");
    // What is no picture is not shown either.
    let name = r#"$(printf %s "$1" | sha256sum | cut -d ' ' -f 1).png"#;
    for makes in ["echo no PNG >", "mkfifo", "ln -s /etc/passwd", "mkdir"] {
        let home = Home::new();
        let shell = format!(r#"{makes} "$CG_PLOT_INLINE/{name}"; printf '%s\n' "$2" >&3"#);
        let command = [
            &[cg_plot_capture().to_str().unwrap(), "run", "--inline", "-o", "out", "--"][..],
            &["sh", "-c", &shell, "sh", "<svg/>", &line("plot_1.svg", "<svg/>")],
        ];
        let text = stdout(&at_terminal(&home, python, &[], answer, &command.concat()));
        assert!(text.contains("1 figure has no picture"), "{makes}: {text:?}");
        assert!(!text.contains("a=T"), "{makes}: {text:?}");
    }
}

fn unwritable(python: &Interpreter) {
    let setup = Setup::new(python, "xterm-kitty");
    // No room for the whole file, and then no folder.
    let shell = r#"(ulimit -f 4; exec $PYTHON $COLOURS); echo "code $?"
        echo "files: $(ls -A "$CG_PLOT_INLINE" | wc -l)"; rm -r "$CG_PLOT_INLINE"; $PYTHON $COLOURS"#;
    let text = setup.shows(&["--inline"], shell);
    assert!(text.contains("code 0\r\n") && text.contains("files: 0\r\n"), "{text}");
    assert!(
        text.contains("2 figures have no picture for a terminal: the page shows them\r\n"),
        "{text}"
    );
    assert!(!text.contains("\u{1b}_G") && text.matches("Error").count() == 1, "{text}");
    assert_eq!(setup.figures(), 2);
}

fn sent_first(python: &Interpreter) {
    let setup = Setup::new(python, "xterm-kitty");
    let text = setup.shows(&["--inline"], "exec $PYTHON $AGG out");
    assert!(text.contains("sent before: 1\r\n") && text.contains("timed out\r\n"), "{text}");
    assert!(text.contains("2 figures have no picture for a terminal"), "{text}");
    assert_eq!((setup.figures(), kitty_pictures(&text).len()), (4, 2), "{text}");
    let why =
        "cg-plot-capture: a figure has no picture for the terminal: LookupError: on purpose\r\n";
    assert_eq!(text.matches("no picture").count(), 2, "{text}");
    assert!(text.contains(why), "{text}");
}

fn unseen(python: &Interpreter) {
    let setup = Setup::new(python, "xterm-kitty");
    for flags in ["-W error", ""].into_iter().take(if tests_all() { 2 } else { 1 }) {
        let facts = |options| {
            let text = setup
                .shows(options, &format!("mkdir -p in; cd in; $PYTHON {flags} $FACTS > ../facts"));
            let facts = fs_err::read_to_string(setup.home.path().join("facts")).unwrap();
            assert!(facts.starts_with("True "), "{facts}{text}");
            (facts, kitty_pictures(&text).len())
        };
        let ((plain, none), (inline, one)) = (facts(&[]), facts(&["--inline"]));
        assert_eq!((none, one), (0, 1));
        assert_eq!(inline, plain, "{flags}");
    }
}

fn no_pictures(python: &Interpreter) {
    let home = Home::new();
    // Whether it knows none or does not even answer.
    for answer in ["\\x1b[?62;c", "\\x1b[?62;4c", ""] {
        let text = stdout(&shown(&home, python, &["--inline"], "[1 figure]", answer));
        assert_eq!(text.matches("no pictures: ").count(), 1, "{text:?}");
        assert!(!text.contains("\u{1b}P") && text.contains("got word"), "{text:?}");
    }
}

fn typed_ahead(python: &Interpreter) {
    // The Ctrl-C says that what came before it has arrived.
    let after = r#"stty noflsh; trap typed=1 INT; echo ready; while [ ! "$typed" ]; do sleep 0.05; done; exec "$@""#;
    let program = r#"printf 'Name? '; read x; echo "got $x""#;
    for typed in [&["ready", "word\\n\\x03"][..], &["ready", "wo\\x03", "Name? ", "rd\\n"]] {
        let home = Home::new();
        let run = [cg_plot_capture().to_str().unwrap(), "run", "--inline", "--"];
        let command = [&["sh", "-c", after, "sh"], &run[..], &["sh", "-c", program]].concat();
        let answer = "\\x1b_Gi=31;OK\\x1b\\\\\\x1b[?62;c";
        let text = stdout(&at_terminal(&home, python, typed, answer, &command));
        assert!(text.contains("got word\r\n") && !text.contains("\u{1b}[c"), "{text:?}");
        assert!(text.contains("no pictures: something was typed"), "{text:?}");
    }
}

fn not_asked(python: &Interpreter) {
    for (variable, why) in
        [("TERM=dumb", "dumb"), ("TERM=", "TERM"), ("TMUX=/tmp/tmux,1,0", "tmux")]
    {
        let home = Home::new();
        let command =
            ["env", variable, cg_plot_capture().to_str().unwrap(), "run", "--inline", "true"];
        let text = stdout(&at_terminal(&home, python, &[], "", &command));
        let (first, rest) = text.split_once("\r\n").unwrap();
        let (_, said) = first.split_once("cg-plot-capture: no pictures: ").unwrap();
        assert!(said.contains(why), "{text:?}");
        assert_eq!(rest, "cg-plot-capture: no figure arrived\r\n");
    }
}

fn piped() {
    let home = Home::new();
    let message = line("plot_1.svg", "<svg/>");
    let script = r#"printf '%s\n' "$1" >&3; echo "out $CG_PLOT_INLINE""#;
    let mut command = home.cli(&["run", "--inline", "-o", "out", "--", "sh", "-c", script, "sh"]);
    let output = run(command.arg(&message).env("TERM", "xterm-kitty"));
    assert_eq!(stdout(&output), "out \n");
    let said = super::stderr(&output);
    assert!(said.starts_with("cg-plot-capture: no pictures: stderr is not a terminal\n"), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

fn left() {
    let home = Home::new();
    let folder = |name: &str| {
        let folder = home.path().join(name);
        fs_err::create_dir(&folder).unwrap();
        fs_err::write(folder.join("a.png"), "").unwrap();
        folder
    };
    let [dead, live, other] = ["cg-plot-pictures-1", "cg-plot-pictures-2", "pictures"].map(folder);
    let link = home.path().join("cg-plot-pictures-3");
    fs_err::os::unix::fs::symlink(&other, &link).unwrap();
    let in_use = fs_err::File::open(&live).unwrap();
    in_use.file().lock().unwrap();
    let output = run(home.cli(&["run", "true"]).env("TMPDIR", home.path()));
    assert!(output.status.success(), "{}", super::stderr(&output));
    assert!(!dead.exists(), "nobody uses it");
    assert!(live.join("a.png").exists() && other.join("a.png").exists() && link.is_symlink());
}
