use nix::libc;

use super::*;

/// What `check_signals` fails with where somebody presses Ctrl-C.
fn interrupt() -> io::Error {
    io::Error::other("Ctrl-C")
}

/// Shows a figure from a signal handler within a turn.
fn show_within(queue: &DeliveryQueue<&'static str>, figure: &'static str) {
    let inner = queue.deliver(Some(figure), &mut || Ok(()), |_, _, _| unreachable!());
    assert!(inner.delivered && inner.result.is_ok() && inner.spent.is_empty());
}

/// Takes a turn in which each figure is delivered; answers them with their numbers.
fn deliver_all(
    queue: &DeliveryQueue<&'static str>,
    figure: Option<&'static str>,
) -> Vec<(&'static str, u64)> {
    let mut given = Vec::new();
    let ended = queue.deliver(figure, &mut || Ok(()), |figure, number, _| {
        given.push((*figure, number));
        Ok(true)
    });
    assert!(ended.result.is_ok());
    assert_eq!(ended.delivered, figure.is_some());
    assert_eq!(ended.spent, given.iter().map(|(figure, _)| *figure).collect::<Vec<_>>());
    given
}

#[test]
fn only_what_was_delivered_uses_a_number() {
    let queue = DeliveryQueue::default();
    let mut given = Vec::new();
    for figure in [true, false, true] {
        let took = queue.deliver(Some(figure), &mut || Ok(()), |figure, number, _| {
            given.push(number);
            Ok(*figure)
        });
        assert_eq!((took.delivered, took.spent), (figure, vec![figure]));
    }
    assert_eq!((given, queue.last()), (vec![1, 2, 2], 2));
}

#[test]
fn threads_take_queue_and_share_no_number() {
    let queue = DeliveryQueue::default();
    let given = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..100 {
                    let deliver = |(): &(), number, _: SignalCheck<'_>| {
                        given.try_lock().expect("its turn").push(number);
                        Ok(true)
                    };
                    assert!(queue.deliver(Some(()), &mut || Ok(()), deliver).delivered);
                }
            });
        }
    });
    assert_eq!(given.into_inner().expect("whole"), (1..=800).collect::<Vec<_>>());
}

#[test]
fn a_figure_shown_within_a_turn_is_delivered_after_it() {
    let queue = DeliveryQueue::default();
    let mut given = Vec::new();
    let took = queue.deliver(Some("outer"), &mut || Ok(()), |figure, number, _| {
        if *figure == "outer" {
            show_within(&queue, "inner");
        }
        given.push((*figure, number));
        Ok(true)
    });
    assert!(took.delivered && took.result.is_ok());
    assert_eq!(given, [("outer", 1), ("inner", 2)]);
    assert_eq!(took.spent, ["outer", "inner"]);
    assert!(!queue.has_left());
}

#[test]
fn a_turn_that_fails_leaves_what_was_shown_within_to_the_next() {
    let queue = DeliveryQueue::default();
    let failed = queue.deliver(Some("outer"), &mut || Ok(()), |_, _, _| {
        show_within(&queue, "first");
        show_within(&queue, "second");
        Err(interrupt())
    });
    assert!(!failed.delivered && failed.result.is_err());
    assert_eq!(failed.spent, ["outer"]);
    assert!(queue.has_left());
    assert_eq!(deliver_all(&queue, Some("next")), [("first", 1), ("second", 2), ("next", 3)]);
}

#[test]
fn a_turn_without_a_figure_of_its_own_delivers_what_is_left() {
    let queue = DeliveryQueue::default();
    let failed = queue.deliver(Some("outer"), &mut || Ok(()), |_, _, _| {
        show_within(&queue, "inner");
        Err(interrupt())
    });
    assert!(failed.result.is_err());
    assert_eq!(deliver_all(&queue, None), [("inner", 1)]);
    assert_eq!(deliver_all(&queue, None), []);
}

#[test]
fn a_figure_whose_leftover_fails_was_delivered() {
    let queue = DeliveryQueue::default();
    let took = queue.deliver(Some("outer"), &mut || Ok(()), |figure, _, _| {
        if *figure == "inner" {
            return Err(interrupt());
        }
        show_within(&queue, "inner");
        Ok(true)
    });
    assert!(took.delivered && took.result.is_err());
    assert_eq!((took.spent, queue.last()), (vec!["outer"], 1));
    // Its show has returned, so that it is still to come, under the number that it did not use.
    assert_eq!(deliver_all(&queue, Some("next")), [("inner", 2), ("next", 3)]);
}

#[test]
fn a_figure_behind_a_leftover_that_fails_was_not_delivered() {
    let queue = DeliveryQueue::default();
    let failed = queue.deliver(Some("outer"), &mut || Ok(()), |_, _, _| {
        show_within(&queue, "inner");
        Err(interrupt())
    });
    assert!(failed.result.is_err());
    let took = queue.deliver(Some("next"), &mut || Ok(()), |figure, _, _| {
        assert_eq!(*figure, "inner");
        Err(interrupt())
    });
    assert!(!took.delivered && took.result.is_err());
    assert_eq!(took.spent, ["next"]);
    assert_eq!(deliver_all(&queue, None), [("inner", 1)]);
}

#[test]
fn a_wait_that_fails_is_no_turn() {
    let queue = DeliveryQueue::default();
    let took = queue.deliver(Some("outer"), &mut || Ok(()), |_, _, _| {
        let waited = thread::scope(|scope| {
            let wait =
                || queue.deliver(Some("other"), &mut || Err(interrupt()), |_, _, _| unreachable!());
            scope.spawn(wait).join().expect("no panic")
        });
        assert!(!waited.delivered && waited.result.is_err());
        assert_eq!(waited.spent, ["other"]);
        Ok(true)
    });
    assert!(took.delivered && !queue.has_left());
}

#[test]
fn a_child_forked_within_a_turn_waits_for_no_lock_of_its_parents() {
    let queue = DeliveryQueue::default();
    let mut status = -1;
    let took = queue.deliver(Some("outer"), &mut || Ok(()), |figure, _, _| {
        if *figure == "outer" {
            // The child ends its turn by a leftover, which it may not put back.
            show_within(&queue, "inner");
            return Ok(true);
        }
        let held = queue.state();
        // SAFETY: the child ends below, and only frees and makes system calls before.
        match unsafe { libc::fork() } {
            0 => {
                // As if another thread of the parent had it.
                std::mem::forget(held);
                // SAFETY: alarm(2) takes a number; it kills the child if that hangs.
                unsafe { libc::alarm(10) };
                Err(io::Error::other("this is a forked child"))
            }
            child => {
                drop(held);
                // SAFETY: the status is a valid place, and the child our own.
                assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
                Ok(true)
            }
        }
    });
    if status == -1 {
        // SAFETY: it ends the child without a word to the harness of the tests.
        unsafe { libc::_exit(i32::from(took.result.is_ok())) };
    }
    assert_eq!(status, 0);
    assert_eq!((took.delivered, took.spent), (true, vec!["outer", "inner"]));
}
