//! What is generated from the command line's own description: completions and the manual.

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.needing("bash completes commands, flags and values", tool("bash"), |_| {
        let script = "eval \"$(cg-plot-capture completions bash)\"
            function=$(complete -p cg-plot-capture | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            COMP_WORDS=(cg-plot-capture en) COMP_CWORD=1
            $function cg-plot-capture en cg-plot-capture; echo \"${COMPREPLY[@]}\"
            COMP_WORDS=(cg-plot-capture enable --mo) COMP_CWORD=2
            $function cg-plot-capture --mo enable; echo \"${COMPREPLY[@]}\"
            compopt() { :; } # which is for completions that a terminal asked for
            COMP_WORDS=(cg-plot-capture enable --mode '') COMP_CWORD=3
            $function cg-plot-capture '' --mode; echo \"${COMPREPLY[@]}\"
            COMP_WORDS=(cg-plot-capture enable --max-bytes '') COMP_CWORD=3
            $function cg-plot-capture '' --max-bytes; echo \"${COMPREPLY[@]}\"";
        let said = shell("bash", &["-eu", "-c", script]);
        assert_eq!(said, "enable\n--mode\ndisplay save both\n\n");
    });
    suite.needing("zsh loads its completions", tool("zsh"), |_| {
        let script = "autoload -U compinit && compinit -u -D
            eval \"$(cg-plot-capture completions zsh)\"; print ${_comps[cg-plot-capture]}";
        assert_eq!(shell("zsh", &["-f", "-c", script]), "_cg-plot-capture\n");
    });
    suite.needing("fish completes commands and flags", tool("fish"), |_| {
        let script = "cg-plot-capture completions fish | source
            complete -C 'cg-plot-capture ena' | string split -f1 \\t
            complete -C 'cg-plot-capture enable --mod' | string split -f1 \\t
            complete -C 'cg-plot-capture enable --log ' | string split -f1 \\t
            complete -C 'cg-plot-capture enable --max-bytes ' | string split -f1 \\t; true";
        assert_eq!(shell("fish", &["-N", "-c", script]), "enable\n--mode\ndebug\nwarn\n");
    });
    suite.test("each flag with fixed values offers them to zsh", || {
        let script = succeed(&mut Home::new().cli(&["completions", "ZSH"]));
        for offer in [
            "MODE:(display save both)",
            "WHAT:(auto close keep)",
            "WHAT:(ignore capture)",
            "N:(auto never)",
            "N:(last all)",
            "N:(none)",
            "LEVEL:(warn debug)",
            "default\\: 4000000\\]]:N:'",
            "shell -- The shell:(bash zsh fish)",
        ] {
            assert!(script.contains(offer), "{offer}");
        }
    });
    suite.needing(
        "every page of the manual is read by man without a warning",
        tool("man"),
        |man| {
            let home = Home::new();
            succeed(&mut home.cli(&["man", "pages"]));
            let pages: Vec<_> = fs_err::read_dir(home.path().join("pages")).unwrap().collect();
            assert!(pages.len() >= 9, "{pages:?}");
            for page in pages {
                let mut command = home.command(&man);
                command.args(["--warnings", "-l"]).arg(page.unwrap().path()).env("MANPAGER", "cat");
                let output = run(&mut command);
                assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
            }
            let all = succeed(&mut home.cli(&["man"]));
            assert!(all.contains(".TH CG-PLOT-CAPTURE-ENABLE 1"), "{all:.300}");
        },
    );
}

fn shell(name: &str, arguments: &[&str]) -> String {
    let home = Home::new();
    let mut command = home.command(name);
    let folder = cg_plot_capture().parent().unwrap();
    command.args(arguments).env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    succeed(&mut command)
}
