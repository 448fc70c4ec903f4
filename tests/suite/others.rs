//! Other people's tests go captured as they go plain: a sample; `--test others` has thousands.

use cg_plot_capture_tests::others::ground::{Ground, Way};
use cg_plot_capture_tests::others::outcome::{Outcome, read};
use cg_plot_capture_tests::others::side::PROCESS;
use cg_plot_capture_tests::others::subject::regression;
use cg_plot_capture_tests::others::verdict::{Difference, Verdict, differing};
use cg_plot_capture_tests::prelude::*;

/// Modules about what we touch, each a few seconds.
const SAMPLE: [&str; 5] = ["test_atexit", "test_fcntl", "test_popen", "test_pty", "test_site"];

/// What both runners write.
const PLAIN: &str = r#"<testsuites>
    <testsuite><testcase name="a" classname="m.C"/><testcase name="b"/></testsuite>
    <testsuite><testcase name="b"><skipped>no</skipped></testcase></testsuite>
</testsuites>"#;

/// The same with a failure, with a failed subtest of a test that then has no name, and one skipped.
const CAPTURED: &str = r#"<testsuites>
    <testsuite><testcase name="a" classname="m.C"><failure/></testcase><testcase/></testsuite>
    <testsuite><testcase name="b"><skipped/></testcase></testsuite>
</testsuites>"#;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("other people's tests: the comparison finds what differs", || {
        let (plain, captured) = (read(PLAIN).unwrap(), read(CAPTURED).unwrap());
        assert_eq!(plain["m.C.a"], Outcome::Passed);
        assert_eq!(plain["b (2)"], Outcome::Skipped);
        assert!(differing(&plain, &plain).is_empty());
        let expected = ["(a failed subtest's)", "b", "b (2)", "m.C.a"];
        assert_eq!(differing(&plain, &captured), expected);
        let (mut plain, mut captured) = (plain, captured);
        plain.insert(PROCESS.into(), Outcome::Exit(0));
        captured.insert(PROCESS.into(), Outcome::Exit(1));
        assert_eq!(differing(&plain, &captured), expected);
        captured.insert(PROCESS.into(), Outcome::Exit(-11));
        assert!(differing(&plain, &captured).contains(&PROCESS.to_owned()));
        let difference = |plain: &[Outcome], reason: Option<&str>| Difference {
            test: "a".into(),
            plain: plain.iter().cloned().map(Some).collect(),
            captured: vec![Some(Outcome::Failed)],
            reason: reason.map(str::to_owned),
        };
        assert!(difference(&[Outcome::Passed, Outcome::Passed], None).ours());
        assert!(!difference(&[Outcome::Passed, Outcome::Failed], None).ours());
        assert!(!difference(&[Outcome::Passed], Some("its subject")).ours());
    });
    for minor in [11, 13, 14, 15] {
        let name = format!("a sample of CPython 3.{minor}'s own tests is the same when captured");
        let python = Interpreter::any(3, minor);
        let needed = python.and_then(|python| {
            let mut subjects = regression(&python);
            subjects.retain(|one| SAMPLE.iter().any(|module| one.name().ends_with(module)));
            let all = subjects.len() == SAMPLE.len();
            all.then_some((python, subjects)).ok_or("it came without its tests".into())
        });
        suite.seldom_if(minor == 11).needing(&name, needed, |(python, subjects)| {
            let ground = Ground::new(&python);
            for (index, subject) in subjects.iter().enumerate() {
                // Each way has its turn; all of them on each is for `--test others`.
                let verdict = Verdict::of(&ground, subject, Way::ALL[index % Way::ALL.len()]);
                assert!(verdict.tests.0 > verdict.tests.1, "{verdict:?}");
                assert!(!verdict.differences.iter().any(Difference::ours), "{verdict:#?}");
            }
        });
    }
}
