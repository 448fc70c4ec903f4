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
        let told = exercises.lines().filter_map(|line| line.strip_prefix("- `axes 1"));
        let told: Vec<&str> = told.map(|line| line.trim_end_matches('`')).collect();
        assert!(told.len() == 3 && told.iter().all(|line| all.contains(line)), "{all}");
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
