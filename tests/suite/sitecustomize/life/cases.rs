//! The scripts, what each is given, and what has to come of it.

/// One run of a script in `tests/scripts/life`.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) script: &'static str,
    pub(crate) arguments: &'static [&'static str],
    pub(crate) settings: &'static [(&'static str, &'static str)],
    /// A text in each figure, in the order of delivery; empty: any figure.
    pub(crate) titles: &'static [&'static str],
    pub(crate) stdout: &'static str,
    /// Whether the program ends with 0.
    pub(crate) succeeds: bool,
    /// Whether something is said on stderr.
    pub(crate) talks: bool,
    /// Whether it is run only where every test is wanted, because another case is of its kind.
    pub(crate) seldom: bool,
}

/// A script, its arguments, and the figures that it delivers.
const fn case(
    script: &'static str,
    arguments: &'static [&'static str],
    titles: &'static [&'static str],
) -> Case {
    Case {
        script,
        arguments,
        titles,
        settings: &[],
        stdout: "",
        succeeds: true,
        talks: false,
        seldom: false,
    }
}

impl Case {
    const fn under(self, settings: &'static [(&'static str, &'static str)]) -> Self {
        Self { settings, ..self }
    }

    const fn prints(self, stdout: &'static str) -> Self {
        Self { stdout, ..self }
    }

    const fn fails(self) -> Self {
        Self { succeeds: false, ..self }
    }

    const fn talks(self) -> Self {
        Self { talks: true, ..self }
    }

    const fn seldom(self) -> Self {
        Self { seldom: true, ..self }
    }
}

const fn asks(way: &'static [&'static str], stdout: &'static str) -> Case {
    case("asks", way, way).prints(stdout)
}

const fn until_closed(way: &'static [&'static str], stdout: &'static str) -> Case {
    case("until_closed", way, &["state 0", "state 6"]).prints(stdout)
}

/// Stands for the title of a figure that is delivered as pixels.
pub(crate) const PIXELS: &str = "pixels";

const fn clears(way: &'static [&'static str], titles: &'static [&'static str]) -> Case {
    case("clears", way, titles)
}

const fn changes(way: &'static [&'static str], titles: &'static [&'static str]) -> Case {
    case("changes", way, titles)
}

/// All of them.
pub(crate) const CASES: [Case; 81] = [
    case(
        "one_by_one",
        &[],
        &[
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15",
            "16", "17", "18", "19", "20", "21", "22", "23", "24",
        ],
    ),
    case("in_order", &[], &["figure 1", "figure 3", "figure 2", ""]).prints("[]").seldom(),
    case("in_order", &[], &["figure 1", "figure 3", "figure 2", ""])
        .under(&[("CG_PLOT_AFTER_SHOW", "keep")])
        .prints("[1, 2, 3, 4]"),
    case("open_windows", &[], &["1", "2", "3", "2", "5", "6"]).prints(
        "interactive mode by itself\n\
                 shown again, unchanged\n\
                 two are open: [1, 2]\n\
                 the last state on a screen, when all are closed",
    ),
    case("pauses", &[], &["other", "state 0", "state 20"]).prints("22 [1, 2]\nTrue False False"),
    case(
        "pauses",
        &[],
        &[
            "other", "state 0", "state 1", "state 2", "state 3", "state 4", "state 5", "state 6",
            "state 7", "state 8", "state 9", "state 10", "state 11", "state 12", "state 13",
            "state 14", "state 15", "state 16", "state 17", "state 18", "state 19", "state 20",
        ],
    )
    .under(&[("CG_PLOT_FRAMES", "all")])
    .prints("22 [1, 2]\nTrue False False")
    .seldom(),
    // Every fourth, after every second had become too many.
    case(
        "pauses",
        &[],
        &["other", "state 0", "state 4", "state 8", "state 12", "state 16", "state 20"],
    )
    .under(&[("CG_PLOT_FRAMES", "7")])
    .prints("22 [1, 2]\nTrue False False"),
    case("pauses", &[], &["other", "state 20"])
        .under(&[("CG_PLOT_FRAMES", "1")])
        .prints("22 [1, 2]\nTrue False False")
        .seldom(),
    case("pause_exits", &["ends"], &["state 0", "state 3"]).seldom(),
    case("pause_exits", &["raises"], &["state 0", "state 3"]).fails().talks(),
    case("pause_exits", &["shows"], &["state 0", "state 3"]).prints("[]").seldom(),
    case("pause_exits", &["forks"], &["state 0", "state 3"]),
    case("saves_after_show", &[], &["saved"]).prints("[]\nTrue True\nFalse [1]"),
    case("animations", &[], &["frame 3", "second 5", "artist 0", "fails"])
        .prints("[5]\n[True, False, False]")
        .talks(),
    case("callbacks", &[], &["drawn"]).prints("drawn"),
    case("each_drawn", &[], &["figure 1", "figure 2"])
        .under(&[("CG_PLOT_AFTER_SHOW", "keep")])
        .prints("drawn 1\ndrawn 2"),
    case("each_drawn", &["pauses"], &["figure 1", "figure 2"]).prints("drawn 2\ndrawn 1").seldom(),
    case("flushes", &[], &["state 0", "second", "state 4"]).prints("0.0"),
    case("interrupted", &[], &["drawn"]).prints("False"),
    case("own_savefig", &[], &["own", "counted"]).prints("0"),
    case("waits", &[], &["click me"]).prints("[] [] None None"),
    case("blits", &[], &["blitted"]).prints("True\nFalse"),
    case("windows", &[], &["window"]).prints("closed True\ndone").talks(),
    case("undrawable", &[], &["before", "after"]).prints("done").talks(),
    case("unshown", &[], &["shown"]).seldom(),
    case("unshown", &[], &["shown", "forgotten", "saved"]).under(&[("CG_PLOT_UNSHOWN", "capture")]),
    case("unshown", &["fork"], &["shown", "worker 1", "forgotten", "saved"])
        .under(&[("CG_PLOT_UNSHOWN", "capture")])
        .seldom(),
    case("unshown", &["spawn"], &["shown", "worker 1", "forgotten", "saved"])
        .under(&[("CG_PLOT_UNSHOWN", "capture")])
        .seldom(),
    case("reshown", &[], &["closed", "pickled", "attached", "attached again"]).prints("[]\n[]"),
    case("late", &[], &["deleted", "later", "at exit"]),
    case("interactive", &["flushes"], &["state 4"]).seldom(),
    case("interactive", &["loops"], &["state 4"]).seldom(),
    case("interactive", &["pauses"], &["", "state 0", "state 4"]),
    case("interactive", &["closes"], &["state 4"]).prints("closed").seldom(),
    case("interactive", &["shows"], &["", "shown"]).seldom(),
    case("interactive", &["forks"], &["state 4"]),
    case("interactive", &["raises"], &["state 4"]).fails().talks(),
    case("own_loops", &["shows"], &["state 0", "state 4"]).prints("True\nTrue"),
    case("own_loops", &[], &["state 0", "state 4"]).prints("True\nTrue").seldom(),
    until_closed(&["get_fignums"], "2"),
    until_closed(&["close_event"], "2").seldom(),
    until_closed(&["flush_events"], "2").seldom(),
    until_closed(&["start_event_loop"], "2").seldom(),
    until_closed(&["saves"], "[1] [1]\n2").seldom(),
    case("until_closed", &["turns"], &["state 0", "state 5"]).prints("20\n0"),
    case("until_pressed", &["ginput"], &["click"]).prints("2"),
    case("until_pressed", &["waitforbuttonpress"], &["slide 0", "slide 1"]).seldom(),
    case("until_pressed", &["show"], &["press", "press", "press"]).prints("[' ']").seldom(),
    case("until_pressed", &["nobody"], &["nothing helps"]).talks(),
    case("timers", &["ends"], &["tick 5"]).prints("5"),
    case("timers", &["goes on"], &["tick 20"]).prints("20").seldom(),
    case("timers", &["closes"], &["tick 3"]).prints("3 []").seldom(),
    case("timers", &["raises"], &["tick 1"]).talks(),
    case("timers", &["animates"], &["frame 0"]).seldom(),
    case("resizes", &[], &["resized"]).prints("640 480"),
    case("exits_at_once", &["ends"], &["state 0", "state 3"]).prints("out").seldom(),
    case("exits_at_once", &["forks"], &["child 0", "child 3", "parent 0", "parent 3"])
        .prints("out"),
    case("exits_at_once", &["works"], &["worker 0", "worker 3", "state 0", "state 3"])
        .prints("out"),
    case("exits_at_once", &["draws"], &["state 0"]).seldom(),
    clears(&["pauses"], &["L0", PIXELS]),
    clears(&["closes"], &["L0", PIXELS]).seldom(),
    clears(&["removes"], &["L0", PIXELS]).seldom(),
    clears(&["interactive"], &["L0", PIXELS]).seldom(),
    clears(&["flushes"], &[PIXELS]).seldom(),
    clears(&["shows"], &["L0", "L1", "L2"]),
    clears(&["blocks"], &["L0", PIXELS, "shown"]).seldom(),
    changes(&["ends"], &["s0", "s3"]),
    changes(&["closes"], &["s0", "s3"]).seldom(),
    changes(&["exits"], &["s0", "s3"]).seldom(),
    changes(&["unseen"], &["s0"]).seldom(),
    case("mainloop", &[], &["count 0", "count 3"]).prints("3"),
    case("within", &[], &["shows", "by the handler"]).prints("handled\nshown\nended"),
    case("limits", &[], &["", ""]).prints("TimeoutError\nKeyboardInterrupt"),
    asks(&["nothing"], "tkagg tkagg"),
    asks(&["MPLBACKEND from inside"], "tkagg tkagg"),
    asks(&["matplotlibrc"], "tkagg tkagg").seldom(),
    asks(&["rcParams"], "tkagg tkagg").seldom(),
    asks(&["use"], "tkagg tkagg").seldom(),
    asks(&["pylab"], "tkagg tkagg").seldom(),
    asks(&["again"], "tkagg tkagg").seldom(),
    // Matplotlib 3.8 and 3.9 warn that this closes the figure, as without us.
    asks(&["other"], "qtagg qtagg").talks(),
];
