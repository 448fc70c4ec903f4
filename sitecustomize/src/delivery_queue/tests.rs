use nix::libc;

use super::*;

/// The error of `check_signals` after a Ctrl-C.
fn interrupt() -> io::Error {
    io::Error::other("Ctrl-C")
}

/// Shows a figure from a signal handler, during a delivery.
fn show_within(queue: &DeliveryQueue<&'static str>, figure: &'static str) {
    let inner = queue.deliver(Some(figure), &mut || Ok(()), |_, _, _| unreachable!());
    assert!(inner.delivered && inner.result.is_ok() && inner.spent.is_empty());
}

/// Delivers with a queue that accepts each figure; returns the figures with their numbers.
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
fn only_a_delivered_figure_uses_a_number() {
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
fn threads_deliver_in_turn_and_share_no_number() {
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
fn a_figure_shown_during_a_delivery_is_delivered_after_it() {
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
    assert!(!queue.has_leftover());
}

#[test]
fn a_failed_delivery_leaves_figures_shown_during_it_to_the_next() {
    let queue = DeliveryQueue::default();
    let failed = queue.deliver(Some("outer"), &mut || Ok(()), |_, _, _| {
        show_within(&queue, "first");
        show_within(&queue, "second");
        Err(interrupt())
    });
    assert!(!failed.delivered && failed.result.is_err());
    assert_eq!(failed.spent, ["outer"]);
    assert!(queue.has_leftover());
    assert_eq!(deliver_all(&queue, Some("next")), [("first", 1), ("second", 2), ("next", 3)]);
}

#[test]
fn a_delivery_without_a_figure_sends_leftovers() {
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
fn a_figure_is_delivered_although_a_leftover_after_it_fails() {
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
    // Its show has returned, so that it is still delivered, under the number that it did not use.
    assert_eq!(deliver_all(&queue, Some("next")), [("inner", 2), ("next", 3)]);
}

#[test]
fn a_figure_after_a_failed_leftover_is_not_delivered() {
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
fn a_failed_wait_gives_no_turn() {
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
    assert!(took.delivered && !queue.has_leftover());
}

#[test]
fn a_child_forked_during_a_delivery_waits_for_no_lock_of_its_parent() {
    let queue = DeliveryQueue::default();
    let mut status = -1;
    let took = queue.deliver(Some("outer"), &mut || Ok(()), |figure, _, _| {
        if *figure == "outer" {
            // The child ends its turn with a leftover, which it must not put back.
            show_within(&queue, "inner");
            return Ok(true);
        }
        let held = queue.state();
        // SAFETY: the child ends below, and only frees and makes system calls before.
        match unsafe { libc::fork() } {
            0 => {
                // As if another thread of the parent held it.
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
