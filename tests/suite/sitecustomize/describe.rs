//! The description: what it says is what was drawn, and without it nothing differs.

use serde_json::Value;

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::source;

/// What is written in front of a description in an SVG, and behind it.
const START: &str = "\n <title>";
const JSON: &str = "<metadata id=\"cg-plot-capture\">";
const END: &str = "</metadata>";

/// The scripts of the gallery that every run of the tests reads, one or two for each family of kinds.
const SAMPLE: [&str; 15] = [
    "examples/images_contours_and_fields/contourf_demo.py",
    "examples/images_contours_and_fields/pcolor_demo.py",
    "examples/images_contours_and_fields/quiver_simple_demo.py",
    "examples/lines_bars_and_markers/bar_stacked.py",
    "examples/lines_bars_and_markers/fill_between_demo.py",
    "examples/lines_bars_and_markers/scatter_with_legend.py",
    "examples/lines_bars_and_markers/stem_plot.py",
    "examples/misc/table_demo.py",
    "examples/mplot3d/surface3d.py",
    "examples/pie_and_polar_charts/pie_features.py",
    "examples/statistics/boxplot_color.py",
    "examples/statistics/errorbar.py",
    "examples/statistics/hexbin_demo.py",
    "examples/statistics/hist.py",
    "examples/statistics/violinplot.py",
];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("descriptions of a sample of figures say what is in them", |python| {
        let venv = venv_with(python, &["matplotlib", "jsonschema"]);
        let schema = workspace().join("docs/description.schema.json");
        println!("{}", succeed(reader(&venv, "check_sample").arg(schema)));
    });
    suite.on_newest("the data in descriptions are those that were drawn", |python| {
        let venv = venv_with(python, &["matplotlib"]);
        let rounds = if tests_all() { "200" } else { "10" };
        println!("{}", succeed(reader(&venv, "properties").arg(rounds)));
    });
    suite.on_newest("descriptions name the right kind for 95 of 100 calls that draw", |python| {
        let venv = venv_with(python, &["matplotlib", "colorspacious"]);
        let gallery = source::matplotlib(&venv).join("galleries");
        let mut scripts = source::files(&gallery, "py");
        scripts.retain(|path| {
            let name = path.strip_prefix(&gallery).unwrap().to_str().unwrap();
            tests_all() || SAMPLE.contains(&name)
        });
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join("report.jsonl");
        succeed(reader(&venv, "oracle").arg(&report).args(&scripts));
        let mut sum = Command::new(&venv);
        println!("{}", succeed(sum.arg(script("describe/figures")).arg(&report)));
    });
    suite.on_newest("an SVG with a description is otherwise the same", |python| {
        let described = places(python, &[("CG_PLOT_DESCRIBE", "on")]);
        let plain = places(python, &[]);
        let off = places(python, &[("CG_PLOT_DESCRIBE", "off")]);
        assert_eq!(plain.stream, off.stream);
        assert_eq!(described.stderr(), "");
        let (described, plain) = (described.messages(), plain.messages());
        assert_eq!((described.len(), plain.len()), (2, 2));
        for (with, without) in described.iter().zip(&plain) {
            let svg = std::str::from_utf8(&with.svg).unwrap();
            let (start, json) = (svg.find(START).unwrap(), svg.find(JSON).unwrap());
            let end = json + svg[json..].find(END).unwrap() + END.len();
            let rest = format!("{}{}", &svg[..start], &svg[end..]);
            assert_eq!(rest.replacen(" role=\"img\"", "", 1).as_bytes(), without.svg);
        }
        let told = described.iter().map(|message| description(&message.svg));
        let told: Vec<Value> = told.collect();
        let place = |line: u32, function: Value| {
            let mut place = serde_json::json!({"file": "places.py", "line": line});
            if !function.is_null() {
                place["function"] = function;
            }
            place
        };
        assert_eq!(told[0]["figure"]["made_at"], place(7, "make".into()));
        assert_eq!(told[0]["figure"]["shown_at"], place(14, "show".into()));
        assert_eq!(told[1]["figure"]["shown_at"], place(21, Value::Null));
        let svg = String::from_utf8(described[0].svg.clone()).unwrap();
        assert!(svg.contains("<title>first</title>\n <desc>Line chart titled “first”."), "{svg}");
        assert!(svg.contains("“a &lt;b&gt; &amp; c” of 3 points, rising from 2 to 8."), "{svg}");
    });
    suite.on_newest("a description is saved beside the file under its whole name", |python| {
        let folder = tempfile::tempdir().unwrap();
        let variables = [("CG_PLOT_DESCRIBE", "on"), ("CG_PLOT_MODE", "both")];
        let mut command = captured(python, &variables, "places");
        let delivery = deliver(command.current_dir(folder.path())).success();
        let saved = fs_err::read_to_string(folder.path().join("plot_2.png.json")).unwrap();
        let saved: Value = serde_json::from_str(&saved).unwrap();
        assert_eq!(saved, description(&delivery.messages()[1].svg));
        assert_eq!(saved["axes"][0]["title"], "second");
        let mut names: Vec<_> = fs_err::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["plot_1.png", "plot_1.png.json", "plot_2.png", "plot_2.png.json"]);
        // Without descriptions, the next run leaves none of another figure's. A file of the user's stays.
        let own = folder.path().join("plot_2.png.json");
        fs_err::write(&own, "mine").unwrap();
        let mut command = captured(python, &[("CG_PLOT_MODE", "save")], "places");
        deliver(command.current_dir(folder.path())).success();
        assert!(!folder.path().join("plot_1.png.json").exists());
        assert_eq!(fs_err::read_to_string(own).unwrap(), "mine");
    });
    suite.on_newest(
        "a figure that can't be described is delivered without a description",
        |python| {
            let run = |value, arguments: &[&str]| {
                let mut command = captured(python, &[("CG_PLOT_DESCRIBE", value)], "own");
                deliver(command.args(arguments)).success()
            };
            let (on, off) = (run("on", &[]), run("off", &[]));
            // A locator and a formatter of the program's are called as often.
            assert_eq!(on.stdout(), off.stdout());
            let told = description(&on.messages()[0].svg);
            assert!(told["axes"][0]["y"]["ticks"]["labels"].as_array().unwrap().len() > 2);
            let artists = told["axes"][0]["artists"].as_array().unwrap();
            let kinds: Vec<&str> =
                artists.iter().map(|artist| artist["kind"].as_str().unwrap()).collect();
            assert_eq!(kinds, ["bar", "unknown"]);
            assert_eq!(artists[1]["error"], "RuntimeError");
            let told = description(&run("on", &["axes"]).messages()[0].svg);
            let [broken, other] = told["axes"].as_array().unwrap().as_slice() else {
                panic!("{told}")
            };
            assert_eq!(broken["errors"], serde_json::json!({"legend": "ZeroDivisionError"}));
            assert_eq!(broken["artists"].as_array().unwrap().len(), 2);
            assert_eq!((&other["title"], &other["errors"]), (&Value::from("other"), &Value::Null));
            let broken = run("on", &["figure"]);
            assert!(broken.stderr().contains("Made.describe failed, and the program goes on"));
            assert_eq!(broken.messages()[0].svg, run("off", &["figure"]).messages()[0].svg);
        },
    );
    suite.on_newest("a time limit of the program ends a description too", |python| {
        let mut command = captured(python, &[("CG_PLOT_DESCRIBE", "on")], "limit");
        assert_eq!(deliver(&mut command).success().stdout(), "limited\n");
    });
    suite.on_newest(
        "a description names the test that shows a figure if that is asked for",
        |python| {
            for (runner, name) in [
                ("unittest", "test_plots.Plots.test_title"),
                ("pytest", "test_plots.py::Plots::test_title"),
                ("doctest", "test_plots.titled"),
            ] {
                let installation = Installation::shared(python, &[]);
                let python = venv_with(python, &["matplotlib", "pytest"]);
                for (value, named) in [("test", Value::from(name)), ("on", Value::Null)] {
                    let mut command = installation.preloaded(&python);
                    let test = script("describe/test_plots");
                    command.current_dir(test.parent().unwrap()).env("CG_PLOT_DESCRIBE", value);
                    command.env("PYTHONDONTWRITEBYTECODE", "1").args([
                        "-m",
                        runner,
                        "test_plots.py",
                    ]);
                    if runner == "pytest" {
                        command.args(["-pno:cacheprovider", "--rootdir=."]);
                    }
                    let delivery = deliver(&mut command).success();
                    let told = description(&delivery.messages()[0].svg);
                    assert_eq!(told["figure"]["test"], named, "{runner}");
                    assert_eq!(told["figure"]["shown_at"]["file"], "test_plots.py", "{runner}");
                }
            }
        },
    );
    suite.on_newest("descriptions go on when a program empties sys.modules", |python| {
        for which in ["ours", "none"] {
            let mut command = captured(python, &[("CG_PLOT_DESCRIBE", "on")], "../modules/emptied");
            let delivery = deliver(command.args([which, "shown"])).success();
            let messages = delivery.messages();
            assert_eq!(messages.len(), 4, "{which}: {}", delivery.stderr());
            messages.iter().for_each(|message| assert!(description(&message.svg).is_object()));
        }
    });
    suite.on_newest("a description stays within the bytes that an SVG may have", |python| {
        let mut command = captured(
            python,
            &[("CG_PLOT_DESCRIBE", "on"), ("CG_PLOT_MAX_BYTES", "24000")],
            "places",
        );
        let delivery = deliver(&mut command).success();
        let sizes: Vec<usize> =
            delivery.messages().iter().map(|message| message.svg.len()).collect();
        assert!(sizes.iter().all(|size| *size <= 24_000), "{sizes:?}");
    });
}

/// A script of the reader's alone, which is told where that is.
fn reader(venv: &Path, name: &str) -> Command {
    let mut command = Command::new(venv);
    command.arg(script(&format!("describe/{name}")));
    command.arg(workspace().join("sitecustomize/python/cg_plot_capture"));
    command
}

/// A script that is captured, in its own folder.
fn captured(python: &Interpreter, variables: &[(&str, &str)], name: &str) -> Command {
    let installation = Installation::shared(python, &[]);
    let mut command = installation.preloaded(venv_with(python, &["matplotlib"]));
    let script = script(&format!("describe/{name}"));
    command.current_dir(script.parent().unwrap()).arg(&script);
    command.envs(variables.iter().copied());
    command
}

fn places(python: &Interpreter, variables: &[(&str, &str)]) -> Delivery {
    deliver(&mut captured(python, variables, "places")).success()
}

/// The description that an SVG carries.
pub(super) fn description(svg: &[u8]) -> Value {
    let svg = std::str::from_utf8(svg).unwrap();
    let start = svg.find(JSON).unwrap() + JSON.len();
    let json = &svg[start..start + svg[start..].find(END).unwrap()];
    let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&json).unwrap()
}
