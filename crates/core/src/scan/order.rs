//! Work for many threads whose answers are wanted in order, few of them at a time: threads take the next piece each, and
//! none runs far ahead of the piece that everybody waits for.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

use rayon::ThreadPool;

/// Has the pieces from 0 up to `count` worked on by every thread of a pool, and hands each answer on in order, on the
/// thread that called, until that has had enough. At most `ahead` answers wait for one before them. Each worker has room of
/// its own to keep from piece to piece.
///
/// A panic in either of the two ends the work and goes on to the caller.
pub(super) fn in_order<R, T: Send>(
    pool: &ThreadPool,
    count: usize,
    ahead: usize,
    work: &(dyn Fn(&mut R, usize) -> T + Sync),
    each: &mut dyn FnMut(T) -> ControlFlow<()>,
) where
    R: Default,
{
    let queue = Queue::new(count, ahead);
    let queue = &queue;
    pool.in_place_scope(|scope| {
        let _stop = Stop(queue);
        let (sender, answers) = mpsc::channel();
        for _ in 0..pool.current_num_threads() {
            let sender = sender.clone();
            scope.spawn(move |_| {
                // Whoever is through with the last piece stops nobody.
                let _stop = Stop(queue);
                let mut room = R::default();
                while let Some(at) = queue.next() {
                    // Nobody listens where the caller has had enough.
                    if sender.send((at, work(&mut room, at))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut wanted = 0;
        for (at, answer) in answers {
            early.insert(at, answer);
            while let Some(answer) = early.remove(&wanted) {
                if each(answer).is_break() {
                    return;
                }
                wanted += 1;
                queue.handed_on(wanted);
            }
        }
    });
}

/// The pieces that nobody has taken yet.
struct Queue {
    count: usize,
    ahead: usize,
    state: Mutex<State>,
    moved: Condvar,
}

struct State {
    next: usize,
    handed_on: usize,
    stopped: bool,
}

impl Queue {
    fn new(count: usize, ahead: usize) -> Queue {
        let state = State { next: 0, handed_on: 0, stopped: false };
        Queue { count, ahead, state: Mutex::new(state), moved: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next piece, once it is not too far ahead; none if there is no more.
    fn next(&self) -> Option<usize> {
        let too_far = |state: &mut State| !state.stopped && state.next >= state.handed_on + self.ahead;
        let mut state = self.moved.wait_while(self.state(), too_far).unwrap_or_else(PoisonError::into_inner);
        if state.stopped || state.next == self.count {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    /// So many answers are with the caller.
    fn handed_on(&self, count: usize) {
        self.state().handed_on = count;
        self.moved.notify_all();
    }
}

/// Stops the work when it goes, so that nobody waits for an answer that will not come.
struct Stop<'q>(&'q Queue);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.state().stopped = true;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    const AHEAD: usize = 1024;

    fn pool(threads: usize) -> ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
    }

    #[test]
    fn answers_come_in_order_whatever_the_number_of_threads() {
        for threads in [1, 2, 7] {
            let mut answers = Vec::new();
            let work = |room: &mut usize, at: usize| {
                *room += 1;
                if at.is_multiple_of(97) {
                    std::thread::sleep(Duration::from_millis(2));
                }
                at * 2
            };
            in_order(&pool(threads), 3000, AHEAD, &work, &mut |answer| {
                answers.push(answer);
                ControlFlow::Continue(())
            });
            assert!(answers.iter().copied().eq((0..3000).map(|at| at * 2)), "{threads}");
        }
        in_order(&pool(2), 0, AHEAD, &|(), at| at, &mut |_| panic!("there is nothing"));
    }

    #[test]
    fn nobody_runs_far_ahead() {
        let (far, handed_on) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |(): &mut (), at: usize| {
            if at == 0 {
                std::thread::sleep(Duration::from_millis(100));
            }
            far.fetch_max(at - handed_on.load(Ordering::Relaxed).min(at), Ordering::Relaxed);
        };
        in_order(&pool(3), 5 * AHEAD, AHEAD, &work, &mut |()| {
            handed_on.fetch_add(1, Ordering::Relaxed);
            ControlFlow::Continue(())
        });
        let far = far.load(Ordering::Relaxed);
        assert!((AHEAD - 8..=AHEAD).contains(&far), "{far}");
    }

    #[test]
    fn who_has_had_enough_gets_no_more() {
        let (worked, mut seen) = (AtomicUsize::new(0), 0);
        let work = |(): &mut (), _: usize| worked.fetch_add(1, Ordering::Relaxed);
        in_order(&pool(2), 5 * AHEAD, AHEAD, &work, &mut |_| {
            seen += 1;
            if seen == 9 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(seen == 9 && worked.into_inner() < 2 * AHEAD);
    }

    #[test]
    fn a_panic_ends_the_work() {
        let pool = pool(2);
        let in_caller = || {
            in_order(&pool, 5 * AHEAD, AHEAD, &|(), at| at, &mut |at| -> ControlFlow<()> { panic!("{at}") })
        };
        assert!(catch_unwind(AssertUnwindSafe(in_caller)).is_err());
        let work = |(): &mut (), at: usize| assert!(at != 9, "enough");
        let in_work = || in_order(&pool, 5 * AHEAD, AHEAD, &work, &mut |()| ControlFlow::Continue(()));
        assert!(catch_unwind(AssertUnwindSafe(in_work)).is_err());
    }
}
