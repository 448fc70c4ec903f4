//! The exercises of docs/GRADING.md, from scripts to marks, run as they stand there.

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("grading: the exercises of the page give the marks that it shows", |python| {
        let installation = Installation::enable(python, &[]);
        let venv = installation.venv_with("venv", &TOOLS);
        let folder = installation.home.path().join("work");
        fs_err::create_dir(&folder).unwrap();
        let bin = installation.home.path().join("bin");
        fs_err::create_dir(&bin).unwrap();
        std::os::unix::fs::symlink(cg_plot_capture(), bin.join("cg-plot-capture")).unwrap();
        let path = format!("{}:{}:/usr/bin:/bin", bin.display(), venv.parent().unwrap().display());
        let page = fs_err::read_to_string(workspace().join("docs/GRADING.md")).unwrap();
        let exercises =
            page.split("\n## ").find(|part| part.starts_with("Three exercises")).unwrap();
        let (mut said, mut shown, mut all) = (String::new(), 0, String::new());
        for (above, language, block) in blocks(exercises) {
            match language {
                "sh" => {
                    let mut shell = installation.home.command("sh");
                    shell.args(["-euc", block]).env("PATH", &path).current_dir(&folder);
                    said = succeed(&mut shell);
                    all += &said;
                }
                "text" => {
                    assert_eq!(said, block);
                    shown += 1;
                }
                _ => {
                    let name = above.trim_end_matches("`:").rsplit_once('`').unwrap().1;
                    fs_err::write(folder.join(name), block).unwrap();
                    if name == "growth.py" {
                        fs_err::create_dir(folder.join("submissions")).unwrap();
                        fs_err::write(folder.join("submissions/anna.py"), block).unwrap();
                        fs_err::write(folder.join("submissions/ben.py"), "").unwrap();
                    }
                }
            }
        }
        assert_eq!(shown, 3);
        assert!(all.contains("1 failed, 1 passed"), "{all}");
        // What the page says of the test that failed.
        let told: Vec<&str> =
            exercises.lines().filter_map(|line| line.strip_prefix("- `axes 1")).collect();
        let reference = folder.join("reference");
        let mut capture = installation.home.cli(&["run", "-o"]);
        capture.arg(&reference).arg("--").arg(&venv).arg("solution.py").current_dir(&folder);
        succeed(&mut capture);
        let svg = |folder: &Path| cg_plot_capture_tests::source::files(folder, "svg").remove(0);
        let mut compare = installation.home.cli(&["compare", "--ignore", "colors,limits"]);
        let output = run(compare.arg(svg(&reference)).arg(svg(&folder.join("graded"))));
        let found = String::from_utf8(output.stdout).unwrap();
        let found: Vec<String> =
            found.lines().map(|line| line.replace("axes 1", "") + "`").collect();
        assert_eq!(found, told);
    });
}

/// The fenced blocks of a text: the last line above, the language and the content.
fn blocks(text: &str) -> Vec<(&str, &str, &str)> {
    let parts: Vec<&str> = text.split("```").collect();
    let pairs = parts.chunks(2).filter_map(|pair| Some((pair[0], *pair.get(1)?)));
    let blocks = pairs.map(|(before, block)| {
        let (language, content) = block.split_once('\n').unwrap();
        (before.trim_end().rsplit('\n').next().unwrap(), language, content)
    });
    blocks.collect()
}
