//! The window of turtles: the times of its deliveries, its clock, and its SVG.

use std::time::Instant;

use cg_plot_capture_tests::prelude::*;

use super::{World, svg};

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest("turtle: one picture a window, however the program ends", |python| {
        let world = World::new(python);
        for (end, printed) in [
            ("", ""),
            ("turtle.done()\nprint('on')", "on\n"),
            ("turtle.exitonclick()\nprint('on')", "on\n"),
            ("turtle.bye()\nprint('on')", "on\n"),
            ("turtle.Screen().mainloop()", ""),
            ("turtle.Screen()._root.mainloop()", ""),
            ("import sys\nsys.exit()", ""),
            ("import os\nos._exit(0)", ""),
            (
                "turtle.done()\ntry: turtle.fd(9)\nexcept turtle.Terminator: print('closed')",
                "closed\n",
            ),
            ("import os\nif os.fork() == 0: sys = __import__('sys'); sys.exit()\nos.wait()", ""),
        ] {
            let delivery =
                world.run(&format!("import turtle\nturtle.fd(50)\n{end}"), &[]).success();
            assert_eq!(
                (delivery.stdout().as_str(), delivery.stderr().as_str()),
                (printed, ""),
                "{end}"
            );
            assert_eq!(delivery.names(), ["plot_1.svg"], "{end}");
        }
        let nothing = world.run("import turtle\nprint(turtle.Vec2D(1, 2))", &[]).success();
        assert!(nothing.names().is_empty());
    });
    suite.on_newest("turtle: timers have a clock of their own, 60 seconds of it", |python| {
        let world = World::new(python);
        let code = "
import turtle
calls = {'second': 0, 'failing': 0}
def again(name, after):
    calls[name] += 1
    turtle.ontimer(lambda: again(name, after), after)
    if name == 'failing':
        raise ValueError('in a timer')
turtle.tracer(0)
again('second', 1000)
turtle.ontimer(lambda: again('failing', 25000), 10)
turtle.done()
print(calls['second'] in (60, 61), calls['failing'])";
        let began = Instant::now();
        let delivery = world.run(code, &[]).success();
        assert!(began.elapsed().as_secs() < 30);
        assert_eq!(delivery.stdout(), "True 3\n");
        let stderr = delivery.stderr();
        assert_eq!(
            stderr.matches("Exception in Tkinter callback\nTraceback").count(),
            3,
            "{stderr}"
        );
        assert!(
            !stderr.contains("_turtle_") && stderr.ends_with("ValueError: in a timer\n"),
            "{stderr}"
        );
    });
    suite.on_newest("turtle: a loop without an end is delivered after two seconds", |python| {
        let world = World::new(python);
        let code = "import turtle, os
began = __import__('time').monotonic()
while __import__('time').monotonic() < began + 3:
    turtle.rt(10)
    turtle.fd(1)
os.kill(os.getpid(), 9)";
        let delivery = world.run(code, &[]);
        assert_eq!(delivery.names(), ["plot_1.svg"]);
    });
    suite.on_newest("turtle: a window stays open under a test", |python| {
        let world = World::new(python);
        let code = "
import turtle, unittest
class Test(unittest.TestCase):
    def test(self):
        turtle.fd(50)
        turtle.done()
        turtle.fd(50)
        self.assertEqual(turtle.pos(), (100, 0))
unittest.main()";
        world.run(code, &[]).success();
        let code = "import turtle\nturtle.done()\nturtle.fd(50)";
        assert!(world.run(code, &[]).stderr().ends_with("turtle.Terminator\n"));
        world.run(code, &[("CG_PLOT_AFTER_SHOW", "keep")]).success();
    });
    suite.on_newest("turtle: an SVG is small, in order and well-formed", |python| {
        let world = World::new(python);
        let code = "
import turtle
turtle.setup(300, 200)
turtle.title('<a> & \\x01')
turtle.tracer(0)
for _ in range(20000):
    turtle.fd(3)
    turtle.rt(7)
turtle.color('light blue', 'GREEN')
turtle.begin_fill()
turtle.circle(40)
turtle.end_fill()
turtle.pensize(4)
turtle.fd(20)
turtle.write('1 < 2 & \\x02', font=('Times', 12, 'bold'))
turtle.hideturtle()
turtle.update()";
        let svg = svg(&world.run(code, &[]).success().messages()[0]);
        assert!(svg.len() < 20_000 * 10, "{}", svg.len());
        assert!(svg.contains("width=\"300\" height=\"200\""));
        assert!(
            svg.contains("<title>&lt;a&gt; &amp; \u{fffd}</title>")
                && svg.contains("1 &lt; 2 &amp; \u{fffd}<")
        );
        let parts = [
            "stroke=\"#000000\"",
            "fill=\"#008000\"",
            "stroke=\"#add8e6\" d",
            "stroke-width=\"4\"",
            "<text",
        ];
        let places: Vec<usize> = parts.iter().map(|part| svg.find(part).expect(part)).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert_eq!(svg.matches("stroke=\"#000000\"").count(), 1, "lines of one pen are one path");
    });
    suite.on_newest("turtle: files are SVG and PostScript, and dialogs are cancelled", |python| {
        let world = World::new(python);
        let code = "
import turtle
print(turtle.textinput('a', 'b'), turtle.numinput('a', 'b', 3, 1, 9), turtle.numinput('a', 'b', minval=2), turtle.numinput('a', 'b'))
turtle.circle(50)
turtle.write('(text)')
print(turtle.getcanvas().postscript()[:23])";
        let printed = "None 3.0 2.0 None\n%!PS-Adobe-3.0 EPSF-3.0\n";
        for (template, start, said) in [
            ("a.svg", "<?xml", ""),
            ("a.eps", "%!PS-Adobe-3.0 EPSF", ""),
            ("a.png", "<?xml", "turtle writes no png here; saving svg instead"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let template = format!("{}/{{i}}{template}", folder.path().display());
            let settings = [("CG_PLOT_MODE", "save"), ("CG_PLOT_FILENAME", template.as_str())];
            let delivery = world.run(code, &settings).success();
            assert_eq!(delivery.stdout(), printed);
            assert!(delivery.stderr().contains(said), "{}", delivery.stderr());
            let file = fs_err::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
            assert!(fs_err::read_to_string(file).unwrap().starts_with(start), "{template}");
        }
    });
}
