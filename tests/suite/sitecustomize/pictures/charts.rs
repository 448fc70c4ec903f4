//! Plotly and Altair: the packages that draw them, cards without such a package, and the program's own renderers.

use cg_plot_capture_tests::browser::chromium;
use cg_plot_capture_tests::prelude::*;

use super::{ALTAIR, PLOTLY, World, numbered};

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest(
        "pictures: a chart that nothing can draw is a card, and its page is saved",
        |python| {
            let plotly = "plotly-print and kaleido are not installed (pip install kaleido)";
            let altair = "vl-convert-python is not installed (pip install vl-convert-python)";
            for (packages, show, library, reason) in [
                (&["plotly"][..], PLOTLY.show, "Plotly", plotly),
                (&["altair"], ALTAIR.show, "Altair", altair),
            ] {
                let world = World::new(python, packages);
                let settings = [("CG_PLOT_MODE", "both"), ("CG_PLOT_FILENAME", "a_{i}.png")];
                let delivery = world.run(&format!("{show}\nshow(1)"), &settings).success();
                let svg = String::from_utf8(delivery.messages().remove(0).svg).unwrap();
                assert!(
                    svg.contains(&format!("A chart of {library}")) && svg.contains("bar"),
                    "{svg}"
                );
                assert_eq!(world.files(), ["a_1.svg", "a_1.svg.html"]);
                let page =
                    fs_err::read_to_string(world.folder.path().join("a_1.svg.html")).unwrap();
                assert!(page.contains("<script"), "{library}");
                let stderr = delivery.stderr();
                let said = format!("so that a card stands in for it: {reason}\n");
                assert!(stderr.contains(&said), "{stderr}");
                assert!(
                    stderr.contains(&format!("{library} writes no png here; saving svg instead")),
                    "{stderr}"
                );
                assert_eq!(stderr.lines().count(), 2, "{stderr}");
            }
        },
    );
    suite.on_newest("pictures: a chart is drawn in a process that does not capture", |python| {
        let world = World::new(python, PLOTLY.packages);
        let code = format!(
            "{}\nshow(1)\nimport sys, threading\nprint('plotly_print' in sys.modules, threading.active_count())",
            PLOTLY.show
        );
        let delivery = world.run(&code, &[]).success();
        assert_eq!((delivery.stdout().as_str(), delivery.stderr().as_str()), ("False 1\n", ""));
        let svg = String::from_utf8(delivery.messages().remove(0).svg).unwrap();
        assert!(svg.contains("<text>off, False, 1 traces</text>"), "{svg}");
        // Plotly Express makes such a trace of more than a thousand points.
        let many = "import plotly.graph_objects as go\ngo.Figure(go.Scattergl(y=[1, 2])).show()";
        assert_eq!(world.run(many, &[]).success().stderr(), "");
        // A chart whose SVG and PNG are larger than allowed.
        let delivery = world.run(&code, &[("CG_PLOT_MAX_BYTES", "20")]).success();
        let svg = String::from_utf8(delivery.messages().remove(0).svg).unwrap();
        assert!(svg.contains("A chart of Plotly"), "{svg}");
        assert!(delivery.stderr().contains("so that it is displayed as a card"), "{}", delivery.stderr());
    });
    suite.on_newest("pictures: a chart without its data, or a wrong one, says so", |python| {
        let world = World::new(python, ALTAIR.packages);
        let code = "import altair
def show(data, field):
    altair.Chart(data).mark_bar().encode(y=field).show()
show('http://127.0.0.1:9/a.json', 'a:Q')
show('no.csv', 'a:Q')
print('a\\n1', file=open('a.csv', 'w'))
show('a.csv', 'a:Q')
try: show(altair.Data(values=[{'a': 1}]), 'a')
except ValueError as error: print(type(error).__name__, error.__traceback__.tb_next.tb_next is not None,
    [frame for frame in __import__('traceback').extract_tb(error.__traceback__) if '_pictures' in frame.filename])";
        let delivery = world.run(code, &[]).success();
        assert_eq!((delivery.names(), delivery.stdout().as_str()), (numbered(3), "ValueError True []\n"));
        let stderr = delivery.stderr();
        for (line, url) in stderr.lines().zip(["http://127.0.0.1:9/a.json: ", "no.csv: "]) {
            let said = format!("a picture of Altair lacks data that cannot be loaded: {url}");
            assert!(line.contains(&said), "{stderr}");
        }
        assert_eq!(stderr.lines().count(), 2, "{stderr}");
        let svg = String::from_utf8(delivery.messages().remove(2).svg).unwrap();
        assert!(svg.contains("a: 1"), "{svg}");
    });
    suite.seldom().on_newest(
        "pictures: a chart whose SVG is too large is pixels, or a card",
        |python| {
            let world = World::new(python, ALTAIR.packages);
            let code = "import altair
data = altair.Data(values=[{'a': each % 30, 'b': each % 7} for each in range(1500)])
altair.Chart(data).mark_point().encode(x='a:Q', y='b:Q').show()";
            for (most, wanted, said) in
                [("200000", "<image ", "as a PNG"), ("2000", "A chart of Altair", "as a card")]
            {
                let delivery = world.run(code, &[("CG_PLOT_MAX_BYTES", most)]).success();
                let svg = String::from_utf8(delivery.messages().remove(0).svg).unwrap();
                assert!(
                    svg.contains(wanted) && svg.len() <= most.parse().unwrap(),
                    "{}",
                    svg.len()
                );
                assert!(delivery.stderr().contains(said), "{}", delivery.stderr());
            }
        },
    );
    if tests_all() {
        let needed = chromium().and_then(|chromium| Ok((chromium, Interpreter::newest()?)));
        suite.needing(
            "pictures: Kaleido draws what needs a browser",
            needed,
            |(chromium, python)| {
                let world = World::new(&python, &["plotly", "kaleido"]);
                let mut command = world.command();
                command.arg(script("pictures/plotly/surface")).env("BROWSER_PATH", chromium);
                let delivery = deliver(&mut command).success();
                assert_eq!(
                    (delivery.stdout().as_str(), delivery.stderr().as_str()),
                    ("shown\n", "")
                );
                assert!(delivery.messages().remove(0).svg.len() > 20_000);
            },
        );
        suite.on_newest(
            "pictures: a chart is waited for no longer than fifteen seconds",
            |python| {
                let world = World::new(python, &["plotly"]);
                let slow = "import time\ndef to_svg(figure): time.sleep(60)\n";
                fs_err::write(world.folder.path().join("plotly_print.py"), slow).unwrap();
                let start = std::time::Instant::now();
                let delivery = world.run(&format!("{}\nshow(1)", PLOTLY.show), &[]).success();
                assert!(start.elapsed().as_secs() < 40);
                assert_eq!(delivery.names(), numbered(1));
                assert!(
                    delivery.stderr().contains("that took longer than 15 seconds"),
                    "{}",
                    delivery.stderr()
                );
            },
        );
    }
    suite.on_newest("pictures: a renderer that the program has chosen is left alone", |python| {
        let world = World::new(python, &["plotly"]);
        let code = "import plotly.graph_objects as go, plotly.io as pio
from plotly.io.base_renderers import ExternalRenderer
class Own(ExternalRenderer):
    def render(self, figure): print('own', len(figure['data']))
pio.renderers['own'] = Own()
pio.renderers.default = 'own'
go.Figure(go.Bar(y=[1])).show()";
        let delivery = world.run(code, &[]).success();
        assert_eq!((delivery.names().len(), delivery.stdout().as_str()), (0, "own 1\n"));
        let delivery = world.run(
            &format!("{}\nshow(1)", PLOTLY.show),
            &[("PLOTLY_RENDERER", "json")],
        );
        assert_eq!(delivery.names().len(), 0);
        let world = World::new(python, &["altair"]);
        let code = format!(
            "{}\naltair.renderers.register('own', lambda spec: print('own'))\naltair.renderers.enable('own')
try: show(1)\nexcept ImportError: print('no IPython')",
            ALTAIR.show
        );
        let delivery = world.run(&code, &[]).success();
        assert_eq!((delivery.names().len(), delivery.stdout().as_str()), (0, "no IPython\n"));
    });
}
