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
}

const CASE: Case = Case {
    script: "",
    arguments: &[],
    settings: &[],
    titles: &[],
    stdout: "",
    succeeds: true,
    talks: false,
};

const fn asks(way: &'static [&'static str], stdout: &'static str) -> Case {
    Case { script: "asks", arguments: way, titles: way, stdout, ..CASE }
}

const fn until_closed(way: &'static [&'static str], stdout: &'static str) -> Case {
    let titles = &["state 0", "state 6"];
    Case { script: "until_closed", arguments: way, titles, stdout, ..CASE }
}

/// Stands for the title of a figure that is delivered as pixels.
pub(crate) const PIXELS: &str = "pixels";

const fn clears(way: &'static [&'static str], titles: &'static [&'static str]) -> Case {
    Case { script: "clears", arguments: way, titles, ..CASE }
}

const fn changes(way: &'static [&'static str], titles: &'static [&'static str]) -> Case {
    Case { script: "changes", arguments: way, titles, ..CASE }
}

/// All of them.
pub(crate) const CASES: [Case; 81] = [
    Case {
        script: "one_by_one",
        titles: &[
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15",
            "16", "17", "18", "19", "20", "21", "22", "23", "24",
        ],
        ..CASE
    },
    Case {
        script: "in_order",
        titles: &["figure 1", "figure 3", "figure 2", ""],
        stdout: "[]",
        ..CASE
    },
    Case {
        script: "in_order",
        settings: &[("CG_PLOT_AFTER_SHOW", "keep")],
        titles: &["figure 1", "figure 3", "figure 2", ""],
        stdout: "[1, 2, 3, 4]",
        ..CASE
    },
    Case {
        script: "open_windows",
        titles: &["1", "2", "3", "2", "5", "6"],
        stdout: "interactive mode by itself\n\
                 shown again, unchanged\n\
                 two are open: [1, 2]\n\
                 the last state on a screen, when all are closed",
        ..CASE
    },
    Case {
        script: "pauses",
        titles: &["other", "state 0", "state 20"],
        stdout: "22 [1, 2]\nTrue False False",
        ..CASE
    },
    Case {
        script: "pauses",
        settings: &[("CG_PLOT_FRAMES", "all")],
        titles: &[
            "other", "state 0", "state 1", "state 2", "state 3", "state 4", "state 5", "state 6",
            "state 7", "state 8", "state 9", "state 10", "state 11", "state 12", "state 13",
            "state 14", "state 15", "state 16", "state 17", "state 18", "state 19", "state 20",
        ],
        stdout: "22 [1, 2]\nTrue False False",
        ..CASE
    },
    // Every fourth, after every second had become too many.
    Case {
        script: "pauses",
        settings: &[("CG_PLOT_FRAMES", "7")],
        titles: &["other", "state 0", "state 4", "state 8", "state 12", "state 16", "state 20"],
        stdout: "22 [1, 2]\nTrue False False",
        ..CASE
    },
    Case {
        script: "pauses",
        settings: &[("CG_PLOT_FRAMES", "1")],
        titles: &["other", "state 20"],
        stdout: "22 [1, 2]\nTrue False False",
        ..CASE
    },
    Case { script: "pause_exits", arguments: &["ends"], titles: &["state 0", "state 3"], ..CASE },
    Case {
        script: "pause_exits",
        arguments: &["raises"],
        titles: &["state 0", "state 3"],
        succeeds: false,
        talks: true,
        ..CASE
    },
    Case {
        script: "pause_exits",
        arguments: &["shows"],
        titles: &["state 0", "state 3"],
        stdout: "[]",
        ..CASE
    },
    Case { script: "pause_exits", arguments: &["forks"], titles: &["state 0", "state 3"], ..CASE },
    Case {
        script: "saves_after_show",
        titles: &["saved"],
        stdout: "[]\nTrue True\nFalse [1]",
        ..CASE
    },
    Case {
        script: "animations",
        titles: &["frame 3", "second 5", "artist 0", "fails"],
        stdout: "[5]\n[True, False, False]",
        talks: true,
        ..CASE
    },
    Case { script: "callbacks", titles: &["drawn"], stdout: "drawn", ..CASE },
    Case {
        script: "each_drawn",
        settings: &[("CG_PLOT_AFTER_SHOW", "keep")],
        titles: &["figure 1", "figure 2"],
        stdout: "drawn 1\ndrawn 2",
        ..CASE
    },
    Case {
        script: "each_drawn",
        arguments: &["pauses"],
        titles: &["figure 1", "figure 2"],
        stdout: "drawn 2\ndrawn 1",
        ..CASE
    },
    Case { script: "flushes", titles: &["state 0", "second", "state 4"], stdout: "0.0", ..CASE },
    Case { script: "interrupted", titles: &["drawn"], stdout: "False", ..CASE },
    Case { script: "own_savefig", titles: &["own", "counted"], stdout: "0", ..CASE },
    Case { script: "waits", titles: &["click me"], stdout: "[] [] None None", ..CASE },
    Case { script: "blits", titles: &["blitted"], stdout: "True\nFalse", ..CASE },
    Case {
        script: "windows",
        titles: &["window"],
        stdout: "closed True\ndone",
        talks: true,
        ..CASE
    },
    Case {
        script: "undrawable",
        titles: &["before", "after"],
        stdout: "done",
        talks: true,
        ..CASE
    },
    Case { script: "unshown", titles: &["shown"], ..CASE },
    Case {
        script: "unshown",
        settings: &[("CG_PLOT_UNSHOWN", "capture")],
        titles: &["shown", "forgotten", "saved"],
        ..CASE
    },
    Case {
        script: "unshown",
        arguments: &["fork"],
        settings: &[("CG_PLOT_UNSHOWN", "capture")],
        titles: &["shown", "worker 1", "forgotten", "saved"],
        ..CASE
    },
    Case {
        script: "unshown",
        arguments: &["spawn"],
        settings: &[("CG_PLOT_UNSHOWN", "capture")],
        titles: &["shown", "worker 1", "forgotten", "saved"],
        ..CASE
    },
    Case {
        script: "reshown",
        titles: &["closed", "pickled", "attached", "attached again"],
        stdout: "[]\n[]",
        ..CASE
    },
    Case { script: "late", titles: &["deleted", "later", "at exit"], ..CASE },
    Case { script: "interactive", arguments: &["flushes"], titles: &["state 4"], ..CASE },
    Case { script: "interactive", arguments: &["loops"], titles: &["state 4"], ..CASE },
    Case {
        script: "interactive",
        arguments: &["pauses"],
        titles: &["", "state 0", "state 4"],
        ..CASE
    },
    Case {
        script: "interactive",
        arguments: &["closes"],
        titles: &["state 4"],
        stdout: "closed",
        ..CASE
    },
    Case { script: "interactive", arguments: &["shows"], titles: &["", "shown"], ..CASE },
    Case { script: "interactive", arguments: &["forks"], titles: &["state 4"], ..CASE },
    Case {
        script: "interactive",
        arguments: &["raises"],
        titles: &["state 4"],
        succeeds: false,
        talks: true,
        ..CASE
    },
    Case {
        script: "own_loops",
        arguments: &["shows"],
        titles: &["state 0", "state 4"],
        stdout: "True\nTrue",
        ..CASE
    },
    Case { script: "own_loops", titles: &["state 0", "state 4"], stdout: "True\nTrue", ..CASE },
    until_closed(&["get_fignums"], "2"),
    until_closed(&["close_event"], "2"),
    until_closed(&["flush_events"], "2"),
    until_closed(&["start_event_loop"], "2"),
    until_closed(&["saves"], "[1] [1]\n2"),
    Case {
        script: "until_closed",
        arguments: &["turns"],
        titles: &["state 0", "state 5"],
        stdout: "20\n0",
        ..CASE
    },
    Case {
        script: "until_pressed",
        arguments: &["ginput"],
        titles: &["click"],
        stdout: "2",
        ..CASE
    },
    Case {
        script: "until_pressed",
        arguments: &["waitforbuttonpress"],
        titles: &["slide 0", "slide 1"],
        ..CASE
    },
    Case {
        script: "until_pressed",
        arguments: &["show"],
        titles: &["press", "press", "press"],
        stdout: "[' ']",
        ..CASE
    },
    Case {
        script: "until_pressed",
        arguments: &["nobody"],
        titles: &["nothing helps"],
        talks: true,
        ..CASE
    },
    Case { script: "timers", arguments: &["ends"], titles: &["tick 5"], stdout: "5", ..CASE },
    Case { script: "timers", arguments: &["goes on"], titles: &["tick 20"], stdout: "20", ..CASE },
    Case { script: "timers", arguments: &["closes"], titles: &["tick 3"], stdout: "3 []", ..CASE },
    Case { script: "timers", arguments: &["raises"], titles: &["tick 1"], talks: true, ..CASE },
    Case { script: "timers", arguments: &["animates"], titles: &["frame 0"], ..CASE },
    Case { script: "resizes", titles: &["resized"], stdout: "640 480", ..CASE },
    Case {
        script: "exits_at_once",
        arguments: &["ends"],
        titles: &["state 0", "state 3"],
        stdout: "out",
        ..CASE
    },
    Case {
        script: "exits_at_once",
        arguments: &["forks"],
        titles: &["child 0", "child 3", "parent 0", "parent 3"],
        stdout: "out",
        ..CASE
    },
    Case {
        script: "exits_at_once",
        arguments: &["works"],
        titles: &["worker 0", "worker 3", "state 0", "state 3"],
        stdout: "out",
        ..CASE
    },
    Case { script: "exits_at_once", arguments: &["draws"], titles: &["state 0"], ..CASE },
    clears(&["pauses"], &["L0", PIXELS]),
    clears(&["closes"], &["L0", PIXELS]),
    clears(&["removes"], &["L0", PIXELS]),
    clears(&["interactive"], &["L0", PIXELS]),
    clears(&["flushes"], &[PIXELS]),
    clears(&["shows"], &["L0", "L1", "L2"]),
    clears(&["blocks"], &["L0", PIXELS, "shown"]),
    changes(&["ends"], &["s0", "s3"]),
    changes(&["closes"], &["s0", "s3"]),
    changes(&["exits"], &["s0", "s3"]),
    changes(&["unseen"], &["s0"]),
    Case { script: "mainloop", titles: &["count 0", "count 5"], stdout: "5", ..CASE },
    Case {
        script: "within",
        titles: &["shows", "by the handler"],
        stdout: "handled\nshown\nended",
        ..CASE
    },
    Case { script: "limits", titles: &["", ""], stdout: "TimeoutError\nKeyboardInterrupt", ..CASE },
    asks(&["nothing"], "tkagg tkagg"),
    asks(&["MPLBACKEND from inside"], "tkagg tkagg"),
    asks(&["matplotlibrc"], "tkagg tkagg"),
    asks(&["rcParams"], "tkagg tkagg"),
    asks(&["use"], "tkagg tkagg"),
    asks(&["pylab"], "tkagg tkagg"),
    asks(&["again"], "tkagg tkagg"),
    // Matplotlib 3.8 and 3.9 warn that this closes the figure, as without us.
    Case { talks: true, ..asks(&["other"], "qtagg qtagg") },
];
