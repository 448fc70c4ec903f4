//! What the stream becomes: files, a page, and lines about what is no figure.

use cg_plot_capture_tests::prelude::*;

use super::{figures, line, shell, stderr};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    suite.test("run: hostile lines are reported and skipped, and stay inside", hostile);
    suite.test("run: a flood of noise is cut short on stderr", flood);
    suite.test("run: equal names get a number", equal_names);
    suite.test("run: without -o a dated folder is made for the first figure", dated);
    suite.test("run: a page that is not ours is not overwritten", foreign_page);
    suite.test("run: a folder that is taken away costs the figures, not the exit code", lost);
}

fn hostile() {
    let home = Home::new();
    let good = line("plot_1.svg", "<svg/>");
    let lines = [
        line("../outside.svg", "x"),
        line(home.path().join("outside.svg").to_str().unwrap(), "x"),
        line("a/b.svg", "x"),
        line("..", "x"),
        line("new\nline.svg", "x"),
        line("index.html", "x"),
        line(".bash_profile", "x"),
        good.replace("\"size\": 6", "\"size\": 5"),
        good.replace("\"size\": 6", "\"size\": \"6\""),
        good.replace("PHN2Zy8+", "PHN2Zy8"),
    ];
    let mut arguments: Vec<&str> = lines.iter().map(String::as_str).collect();
    arguments.push("Traceback \u{1b}[2J");
    arguments.push(&good);
    arguments.push(&good[..50]);
    let output = run(&mut shell(&home, r#"printf '%s\n' "$@" >&3"#, &arguments));
    let said = stderr(&output);
    assert!(output.status.success());
    for number in 1..=10 {
        assert!(said.contains(&format!("skipped line {number}: ")), "{said}");
    }
    assert!(said.contains("2 more lines were skipped"), "{said}");
    assert!(said.ends_with("cg-plot-capture: 1 figure: out/index.html\n"), "{said}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
    assert_eq!(names(&home.path()), ["out"]);
    assert_eq!(names(&home.path().join("out")), ["index.html", "plot_1.svg"]);
}

fn flood() {
    let home = Home::new();
    let output = run(&mut shell(&home, "yes | head -c 2000000 >&3", &[]));
    assert!(stderr(&output).lines().count() < 20, "{}", stderr(&output));
}

fn equal_names() {
    let home = Home::new();
    let lines = ["<svg>1</svg>", "<svg>2</svg>"].map(|svg| line("plot_1.svg", svg));
    let lines = lines.each_ref().map(String::as_str);
    let expect = |names: &[&str]| {
        let found = figures(&home.path().join("out"));
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names);
        found
    };
    let first = run(&mut shell(&home, r#"printf '%s\n' "$@" >&3"#, &lines));
    assert!(!stderr(&first).contains("before"), "{}", stderr(&first));
    let found = expect(&["plot_1-2.svg", "plot_1.svg"]);
    assert_eq!(found[0].1, "<svg>2</svg>");
    // A second run in the same folder takes nothing from the first.
    let second = run(&mut shell(&home, r#"printf '%s\n' "$@" >&3"#, &lines));
    let told = "2 SVG files were in the folder before: they are not on the page\n";
    assert!(stderr(&second).contains(told), "{}", stderr(&second));
    let again = expect(&["plot_1-2.svg", "plot_1-3.svg", "plot_1-4.svg", "plot_1.svg"]);
    assert_eq!((&again[0], &again[3]), (&found[0], &found[1]));
    let page = fs_err::read_to_string(home.path().join("out/index.html")).unwrap();
    assert!(page.contains("plot_1-3.svg") && !page.contains("plot_1-2.svg"), "of the last run");
}

fn dated() {
    let home = Home::new();
    run(&mut home.cli(&["run", "true"]));
    assert_eq!(names(&home.path()), [""; 0]);
    let message = line("plot_1.svg", "<svg/>");
    let output =
        run(&mut home.cli(&["run", "sh", "-c", "printf '%s' \"$1\" >&3; exit 5", "sh", &message]));
    assert_eq!(output.status.code(), Some(5));
    let folder = names(&home.path()).remove(0);
    let shape: String = folder.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(shape, "plots-0000-00-00-000000");
    assert_eq!(stderr(&output), format!("cg-plot-capture: 1 figure: {folder}/index.html\n"));
    let found = figures(&home.path().join(folder));
    assert_eq!(found, [("plot_1.svg".to_owned(), "<svg/>".to_owned())]);
}

fn foreign_page() {
    let home = Home::new();
    fs_err::write(home.path().join("index.html"), "<h1>My site</h1>").unwrap();
    let output = run(&mut home.cli(&["run", "-o", ".", "--", "touch", "ran"]));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("index.html is not a page of ours, so that it is not overwritten")
    );
    assert!(!home.path().join("ran").exists());
}

fn lost() {
    let home = Home::new();
    let lines = ["plot_1.svg", "plot_2.svg"].map(|name| line(name, "<svg/>"));
    let script = r#"rm -r out; printf '%s\n' "$@" >&3; exit 6"#;
    let output = run(&mut shell(&home, script, &lines.each_ref().map(String::as_str)));
    assert_eq!(output.status.code(), Some(6));
    let said = stderr(&output);
    assert_eq!(said.matches("a figure is lost: ").count(), 1, "{said}");
    assert!(said.contains("2 figures are lost in all"), "{said}");
    assert!(!said.contains("index.html\n"), "{said}");
}
