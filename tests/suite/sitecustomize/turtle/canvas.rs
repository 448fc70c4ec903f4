//! The canvas below the turtles: its answers are those that Tk 8.6 gave under a display.

use cg_plot_capture_tests::prelude::*;

use super::{World, svg};

/// Expressions on the canvas, and their values on a desktop. `r`, `o`, `l` and `p` are the numbers of four items.
const ANSWERS: [(&str, &str); 24] = [
    (
        "cv.bbox(r), cv.bbox(o), cv.bbox(l), cv.bbox(p)",
        "((9, 9, 61, 41), (7, 107, 63, 143), (-6, -6, 56, 36), (199, -1, 251, 71))",
    ),
    ("cv.bbox(cv.create_rectangle(1, 1, 9, 9, outline=''))", "(1, 1, 9, 9)"),
    ("cv.bbox('none')", "None"),
    ("cv.find_overlapping(20, 20, 30, 30)", "(l,)"),
    ("cv.find_overlapping(10, 10, 60, 40)", "(r, l)"),
    ("cv.find_enclosed(5, 5, 99, 199), cv.find_enclosed(10, 10, 60, 40)", "((r, o), ())"),
    (
        "cv.find_closest(300, 30), cv.find_closest(35, 125), cv.find_closest(30, 130, 50, o)",
        "((p,), (o,), (o,))",
    ),
    ("cv.find_above(r), cv.find_below(o)", "((o,), (r,))"),
    ("cv.find_withtag('a&&!b'), cv.find_withtag('a||(b^a)')", "((o,), (r, o))"),
    (
        "cv.addtag_withtag('c', 'b'), cv.gettags(r), cv.dtag('c'), cv.gettags(r)",
        "(None, ('a', 'b', 'c'), None, ('a', 'b'))",
    ),
    ("cv.addtag_enclosed('in', 5, 5, 99, 99), cv.find_withtag('in')", "(None, (r,))"),
    (
        "cv.move('b', 5, -5), cv.coords(r), cv.moveto(r, 100, 100), cv.coords(r)",
        "(None, [15.0, 5.0, 65.0, 35.0], None, [101.0, 101.0, 151.0, 131.0])",
    ),
    ("cv.coords(r, 9, 9, 1, 1), cv.coords(r)", "([], [1.0, 1.0, 9.0, 9.0])"),
    (
        "cv.itemcget(l, 'width'), cv.itemcget(r, 'outline'), cv.itemcget(l, 'arrow'), cv.itemcget(o, 'tags')",
        "('5.0', '#000000', 'none', 'a')",
    ),
    ("cv.itemconfig(o, 'fill'), len(cv.itemconfig(o))", "(('fill', '', '', '', 'red'), 23)"),
    ("cv.itemconfig(o, state='hidden'), cv.bbox(o)", "(None, None)"),
    (
        "cv.insert(x, 'end', '!'), cv.dchars(x, 0, 1), cv.itemcget(x, 'text'), cv.index(x, 'end')",
        "(None, None, 'llo!', 4)",
    ),
    ("cv.type(p), cv.type('none'), cv.canvasx(0)", "('polygon', None, -251.0)"),
    (
        "cv.winfo_class(), cv.winfo_name(), cv.winfo_parent(), cv.winfo_manager(), cv.winfo_viewable()",
        "('Canvas', '!canvas', '.', 'grid', 1)",
    ),
    ("root.winfo_class(), root.winfo_geometry()[:7]", "('Tk', '500x400')"),
    (
        "root.resizable(), root.resizable(False, False), root.resizable(), root.minsize()",
        "((1, 1), '', (0, 0), (1, 1))",
    ),
    (
        "root.setvar('v', 5), root.getvar('v'), root.getint('5'), root.nametowidget('.') is root",
        "(None, 5, 5, True)",
    ),
    (
        "str(root), str(cv), 'background' in cv.keys(), cv.configure('background')[-1]",
        "('.', '.!canvas', True, 'white')",
    ),
    ("(s.setup(0, 100), s.window_width(), s.window_height())[1:]", "(1, 100)"),
];

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest("turtle: its canvas finds, measures and changes items as Tk's", |python| {
        let mut code = String::from(
            "import turtle
s, root = turtle.Screen(), turtle.Screen()._root
s.setup(500, 400)
turtle.tracer(0)
turtle.ht()
cv = turtle.getcanvas()._canvas
r = cv.create_rectangle(10, 10, 60, 40, tags='a b')
o = cv.create_oval(10, 110, 60, 140, width=5, fill='red', tags=('a',))
l = cv.create_line(0, 0, 50, 30, width=5)
p = cv.create_polygon(200, 0, 250, 30, 220, 70)
x = cv.create_text(-100, -100, text='Hello')
cv.tag_lower(x)
names = dict(r=r, o=o, l=l, p=p)
",
        );
        for (expression, value) in ANSWERS {
            code.push_str(&format!("found, wanted = ({expression}), eval({value:?}, names)\nif found != wanted: print({expression:?}, found)\n"));
        }
        let delivery = World::new(python).run(&code, &[]).success();
        assert_eq!((delivery.stdout().as_str(), delivery.stderr().as_str()), ("", ""));
    });
    suite.on_newest("turtle: a point that cannot be drawn costs only itself", |python| {
        let code = "import turtle
turtle.tracer(0)
turtle.circle(50)
for value in 10**400, float('nan'), float('inf'), -1e300:
    pen = turtle.Turtle()
    pen.color('red')
    pen.fd(40)
    for call in pen.setx, pen.fd, lambda value: pen.goto(5, 5), lambda value: pen.goto(7, 7):
        try:
            call(value)
        except (ArithmeticError, ValueError, turtle.TK.TclError):
            pass
turtle.getcanvas().create_oval(0, 0, 10**400, 9)
turtle.color('blue')
turtle.circle(20)
turtle.update()";
        let delivery = World::new(python).run(code, &[]).success();
        assert_eq!(delivery.stderr(), "");
        let svg = svg(&delivery.messages()[0]);
        for part in ["stroke=\"#000000\"", "stroke=\"#ff0000\" d=\"M0 0l40 0", "stroke=\"#0000ff\""]
        {
            assert!(svg.contains(part), "{part}: {svg}");
        }
        assert!(!svg.contains("nan") && !svg.contains("inf"));
    });
    suite.on_newest("turtle: CG_PLOT_MAX_BYTES holds, and a line says so", |python| {
        let world = World::new(python);
        let said = "cg-plot-capture: a picture's SVG is larger than CG_PLOT_MAX_BYTES, so that it is displayed with \
                    fewer details\n";
        for draws in [
            "turtle.goto(n * 37 % 400 - 200, n * 61 % 300 - 150)",
            "turtle.pencolor(n % 7 / 7, 0, n % 11 / 11); turtle.fd(9); turtle.rt(100)",
            "turtle.dot(5, ('red', 'blue')[n % 2]); turtle.fd(9); turtle.rt(99)",
            "turtle.write('x' * 500)",
        ] {
            let code = format!("import turtle\nturtle.tracer(0)\nfor n in range(2000): {draws}\nturtle.update()");
            let delivery = world.run(&code, &[("CG_PLOT_MAX_BYTES", "9000")]).success();
            assert_eq!(delivery.stderr(), said, "{draws}");
            let svg = svg(&delivery.messages()[0]);
            assert!((3000..9000).contains(&svg.len()), "{draws}: {}", svg.len());
            roxmltree::Document::parse_with_options(&svg, roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() }).unwrap();
        }
    });
}
