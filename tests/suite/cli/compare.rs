//! `compare` and `check`: what they say of figures, against what was written by hand.

use serde_json::Value;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let described = Shared::new(Described::new);
    described.test(suite, "compare says of pairs of figures what a grader says", |described| {
        let pairs: Value = described.read("pairs");
        for (number, pair) in pairs.as_array().unwrap().iter().enumerate() {
            let options: Vec<&str> =
                list(&pair["options"]).map(|it| it.as_str().unwrap()).collect();
            let files = ["reference", "figure"].map(|which| format!("{number}.{which}.json"));
            let found = described.compare([&files[0], &files[1]], &options);
            let said: Vec<Value> =
                found.iter().map(|one| serde_json::json!([one["code"], one["words"]])).collect();
            assert_eq!(Value::from(said), pair["said"], "{}", pair["name"]);
            // The other way round, what is missing is what is not expected.
            let back = described.compare([&files[1], &files[0]], &options);
            let mirrored = |code: &Value| match code.as_str().unwrap() {
                code if code.ends_with("-missing") => code.replace("-missing", "-extra"),
                code => code.replace("-extra", "-missing"),
            };
            let [mut one, mut other] =
                [found.iter().map(|it| it["code"].clone()).collect(), vec![]] as [Vec<Value>; 2];
            other.extend(back.iter().map(|it| Value::from(mirrored(&it["code"]))));
            one.sort_by_key(Value::to_string);
            other.sort_by_key(Value::to_string);
            assert_eq!(one, other, "{}", pair["name"]);
        }
        let said = run(&mut described.cli(&["compare", "5.reference.json", "5.figure.json"]));
        assert_eq!(said.status.code(), Some(1));
        assert_eq!(said.stdout, b"axes 1: the x label is \"t\", expected \"t (s)\"\n");
    });
    described.test(suite, "compare finds every figure alike itself", |described| {
        let mut count = 0;
        for entry in fs_err::read_dir(described.folder.path()).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".json") {
                count += 1;
                assert_eq!(described.compare([&name, &name], &[]), [Value::Null; 0], "{name}");
            }
        }
        assert!(count > 100, "{count}");
    });
    described.test(
        suite,
        "check says of each rule whether it holds, and where a file is wrong",
        |described| {
            let table = fs_err::read_to_string(workspace().join("tests/scripts/grading/rules.txt"))
                .unwrap();
            for block in table.split("\n=== ").skip(1) {
                let (head, rest) = block.split_once('\n').unwrap();
                let (name, figure) = head.split_once(" | ").unwrap();
                let (rules, expected) = rest.split_once("---\n").unwrap();
                let expected: Vec<&str> =
                    expected.lines().filter(|line| !line.is_empty()).collect();
                described.write("rules.toml", rules);
                let output =
                    run(&mut described.cli(&["check", "rules.toml", &format!("{figure}.json")]));
                let [out, err] =
                    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
                if expected[0].starts_with(char::is_numeric) {
                    assert_eq!((output.status.code(), &*out), (Some(2), ""), "{name}");
                    assert_eq!(err.lines().count(), expected.len(), "{name}: {err}");
                    for (line, wanted) in err.lines().zip(expected) {
                        // The rest of a message of the TOML reader is its own.
                        let wanted = wanted.trim_end_matches("TOML");
                        let found = line.strip_prefix("cg-plot-capture: rules.toml:").unwrap();
                        assert!(found.starts_with(wanted), "{name}: {line}");
                    }
                    continue;
                }
                let mut lines: Vec<&str> = out.lines().collect();
                let sum = lines.pop().unwrap();
                assert_eq!(lines, expected, "{name}: {err}");
                let [passed, unclear] = ["pass", "?"]
                    .map(|word| lines.iter().filter(|line| line.starts_with(word)).count());
                let wanted = match unclear {
                    0 => String::new(),
                    unclear => format!(", and nobody can tell of {unclear}"),
                };
                assert_eq!(
                    sum,
                    format!("{passed} of {} rules hold{wanted}", lines.len()),
                    "{name}"
                );
                let code = if unclear > 0 { 2 } else { i32::from(passed < lines.len()) };
                assert_eq!(output.status.code(), Some(code), "{name}");
            }
        },
    );
    described.test(
        suite,
        "check and compare say which file they can't read, and end with 2",
        |described| {
            described.write("title.toml", "title = \"required\"\n");
            described.write("plain.svg", "<svg/>");
            fs_err::create_dir_all(described.folder.path().join("other")).unwrap();
            described.write("other/saved.png", "PNG");
            described.write("other/saved.png.json", "{}");
            described.write("other/index.html", "<!doctype html>");
            let head = r#"{"generator": "cg-plot-capture", "version": 1, "figures": ["#;
            described.write("other/figures.json", &format!("{head}\n]}}\n"));
            for (words, said) in [
                (&["compare", "none.svg", "growth.json"][..], "none.svg`"),
                (&["compare", "growth.json", "plain.svg"], "plain.svg has no description"),
                (&["check", "title.toml", "plain.svg"], "plain.svg has no description"),
                (&["check", "none.toml", "growth.json"], "none.toml`"),
                (&["check", "title.toml", "other/saved.png"], "(it is in other/saved.png.json)"),
                (&["compare", "growth.json", "other/index.html"], "name the SVG of one figure"),
                (&["check", "title.toml", "other/figures.json"], "has those of all figures"),
            ] {
                let output = run(&mut described.cli(words));
                let err = String::from_utf8(output.stderr).unwrap();
                assert_eq!(output.status.code(), Some(2), "{words:?}: {err}");
                assert!(err.contains(said) && err.lines().count() <= 2, "{words:?}: {err}");
            }
            // What a program forges stays in its line.
            described.write("other/forged.json", r#"{"version": 1, "words": "One\nTwo"}"#);
            let said = succeed(&mut described.cli(&["describe", "other/forged.json"]));
            assert_eq!(said, "One\\nTwo\n");
            let all = ["check", "--json", "title.toml", "growth.json", "plain.svg", "plain.json"];
            let output = run(&mut described.cli(&all));
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!((output.status.code(), &report["holds"]), (Some(2), &Value::Bool(false)));
            let passed: Vec<&Value> =
                list(&report["figures"]).map(|figure| &figure["passed"]).collect();
            assert_eq!(passed, [&Value::from(1), &Value::from(0), &Value::from(0)]);
            let [good, bad, _] = report["figures"].as_array().unwrap().as_slice() else { panic!() };
            let rule = &good["rules"][0];
            assert_eq!(rule["rule"], "title");
            assert_eq!(rule["passes"], true);
            assert_eq!(rule["found"], serde_json::json!([["Growth of yeast"]]));
            assert_eq!(rule["words"], "found \"Growth of yeast\"");
            assert_eq!((&bad["file"], &bad["count"]), (&"plain.svg".into(), &1.into()));
            assert!(bad["error"].as_str().unwrap().contains("has no description"), "{bad}");
        },
    );
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

/// A folder with the descriptions of all pairs, of the figures for rules and of a sample.
struct Described {
    home: Home,
    folder: tempfile::TempDir,
}

impl Described {
    fn new(python: &Interpreter) -> Self {
        let venv = venv_with(python, &["matplotlib", "jsonschema"]);
        let folder = tempfile::tempdir().unwrap();
        let mut describe = Command::new(venv);
        describe.arg(script("grading/describe_pairs"));
        describe.arg(workspace().join("sitecustomize/python/cg_plot_capture"));
        succeed(describe.arg(folder.path()).args(tests_all().then_some("sample")));
        Self { home: Home::new(), folder }
    }

    fn cli(&self, words: &[&str]) -> Command {
        let mut command = self.home.cli(words);
        command.current_dir(self.folder.path());
        command
    }

    fn read(&self, name: &str) -> Value {
        serde_json::from_slice(&fs_err::read(self.folder.path().join(name)).unwrap()).unwrap()
    }

    fn write(&self, name: &str, content: &str) {
        fs_err::write(self.folder.path().join(name), content).unwrap();
    }

    /// The differences of two files, which the exit code must agree with.
    fn compare(&self, files: [&str; 2], options: &[&str]) -> Vec<Value> {
        let words = [&["compare", "--json"], &files[..], options].concat();
        let output = run(&mut self.cli(&words));
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        let found: Vec<Value> = list(&said["differences"]).cloned().collect();
        assert_eq!(said["alike"], found.is_empty());
        assert_eq!(output.status.code(), Some(i32::from(!found.is_empty())));
        found
    }
}
