//! Work for many threads whose answers are wanted in order, few of them at a time: threads take the next piece each, and
//! none runs far ahead of the piece that everybody waits for.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

use rayon::ThreadPool;

/// So many answers at most wait for one before them.
const AHEAD: usize = 1024;

/// So many answers go to the caller at once: to wake it for each would cost as much as a small file.
const BATCH: usize = 32;

/// Answers that go to the caller together.
///
/// What is handed on is a copy made by the caller, and each worker frees what it made: so nothing that is kept stands in
/// the gaps of what a worker builds and frees with each piece. Where it did, parsing took a tenth longer, for the allocator
/// could not use those pages as a whole again.
pub(super) trait Batch: Default + Send {
    /// The answer for a piece.
    type Answer;
    /// Takes in the answer for the piece of that number.
    fn put(&mut self, at: usize, answer: Self::Answer);
    /// How many there are.
    fn len(&self) -> usize;
    /// A copy of each with its piece's number, as they were put.
    fn copies(&self) -> impl Iterator<Item = (usize, Self::Answer)>;
    /// Forgets them, and keeps the room.
    fn clear(&mut self);
}

/// Has the pieces from 0 up to `count` worked on by every thread of a pool, and hands each answer on in order, on the
/// thread that called, until that has had enough. Each worker has room of its own to keep from piece to piece.
///
/// A panic in either of the two ends the work and goes on to the caller.
pub(super) fn in_order<R: Default, B: Batch>(
    pool: &ThreadPool,
    count: usize,
    work: &(dyn Fn(&mut R, usize) -> B::Answer + Sync),
    each: &mut dyn FnMut(B::Answer) -> ControlFlow<()>,
) {
    let queue = Queue::new(count);
    let queue = &queue;
    pool.in_place_scope(|scope| {
        let _stop = Stop(queue);
        let (sender, answers) = mpsc::channel();
        for _ in 0..pool.current_num_threads() {
            let sender = sender.clone();
            let (giver, returned) = mpsc::channel();
            scope.spawn(move |_| {
                // Whoever is through with the last piece stops nobody.
                let _stop = Stop(queue);
                let mut room = R::default();
                let mut batch = B::default();
                // What is done is sent before anybody waits: it may be what they wait for.
                let send = |batch: &mut B| {
                    let mut free: B = returned.try_iter().last().unwrap_or_default();
                    free.clear();
                    batch.len() == 0 || sender.send((std::mem::replace(batch, free), giver.clone())).is_ok()
                };
                loop {
                    let at = match queue.next() {
                        Next::Piece(at) => at,
                        Next::Wait if send(&mut batch) && queue.wait() => continue,
                        Next::Wait | Next::None => break,
                    };
                    batch.put(at, work(&mut room, at));
                    // Nobody listens where the caller has had enough.
                    if batch.len() == BATCH && !send(&mut batch) {
                        return;
                    }
                }
                send(&mut batch);
            });
        }
        drop(sender);
        // What came before its turn, each at its distance from the one that is wanted.
        let mut early: VecDeque<Option<B::Answer>> = VecDeque::new();
        let mut wanted = 0;
        for (batch, giver) in answers {
            for (at, answer) in batch.copies() {
                let place = at - wanted;
                if place >= early.len() {
                    early.resize_with(place + 1, || None);
                }
                early[place] = Some(answer);
            }
            // A worker that is through needs none of it any more.
            let _ = giver.send(batch);
            while let Some(answer) = early.pop_front_if(|answer| answer.is_some()).flatten() {
                if each(answer).is_break() {
                    return;
                }
                wanted += 1;
            }
            queue.handed_on(wanted);
        }
    });
}

/// The pieces that nobody has taken yet.
struct Queue {
    count: usize,
    state: Mutex<State>,
    moved: Condvar,
}

struct State {
    next: usize,
    handed_on: usize,
    /// Threads that wait for a piece.
    waiting: usize,
    stopped: bool,
}

/// What a queue has for a thread.
enum Next {
    /// The piece of this number.
    Piece(usize),
    /// A piece that is too far ahead as yet.
    Wait,
    /// No more.
    None,
}

impl Queue {
    fn new(count: usize) -> Queue {
        let state = State { next: 0, handed_on: 0, waiting: 0, stopped: false };
        Queue { count, state: Mutex::new(state), moved: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next piece.
    fn next(&self) -> Next {
        let mut state = self.state();
        if state.stopped || state.next == self.count {
            return Next::None;
        }
        if state.is_too_far() {
            return Next::Wait;
        }
        state.next += 1;
        Next::Piece(state.next - 1)
    }

    /// Waits until the next piece is not too far ahead. Answers whether there may be one.
    fn wait(&self) -> bool {
        let mut state = self.state();
        state.waiting += 1;
        let too_far = |state: &mut State| state.is_too_far();
        state = self.moved.wait_while(state, too_far).unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        !state.stopped
    }

    /// So many answers are with the caller.
    fn handed_on(&self, count: usize) {
        let mut state = self.state();
        state.handed_on = count;
        if state.waiting > 0 {
            self.moved.notify_all();
        }
    }
}

impl State {
    fn is_too_far(&self) -> bool {
        !self.stopped && self.next >= self.handed_on + AHEAD
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

    impl<T: Clone + Send> Batch for Vec<(usize, T)> {
        type Answer = T;

        fn put(&mut self, at: usize, answer: T) {
            self.push((at, answer));
        }

        fn len(&self) -> usize {
            self.len()
        }

        fn copies(&self) -> impl Iterator<Item = (usize, T)> {
            self.iter().cloned()
        }

        fn clear(&mut self) {
            self.clear();
        }
    }

    /// With batches of the simplest kind.
    fn in_order<R: Default, T: Clone + Send>(
        pool: &ThreadPool,
        count: usize,
        work: &(dyn Fn(&mut R, usize) -> T + Sync),
        each: &mut dyn FnMut(T) -> ControlFlow<()>,
    ) {
        super::in_order::<R, Vec<(usize, T)>>(pool, count, work, each);
    }

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
            in_order(&pool(threads), 3000, &work, &mut |answer| {
                answers.push(answer);
                ControlFlow::Continue(())
            });
            assert!(answers.iter().copied().eq((0..3000).map(|at| at * 2)), "{threads}");
        }
        in_order(&pool(2), 0, &|(), at| at, &mut |_| panic!("there is nothing"));
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
        in_order(&pool(3), 5 * AHEAD, &work, &mut |()| {
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
        in_order(&pool(2), 5 * AHEAD, &work, &mut |_| {
            seen += 1;
            if seen == 9 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(seen == 9 && worked.into_inner() < 2 * AHEAD);
    }

    #[test]
    fn a_panic_ends_the_work() {
        let pool = pool(2);
        let in_caller =
            || in_order(&pool, 5 * AHEAD, &|(), at| at, &mut |at| -> ControlFlow<()> { panic!("{at}") });
        assert!(catch_unwind(AssertUnwindSafe(in_caller)).is_err());
        let work = |(): &mut (), at: usize| assert!(at != 9, "enough");
        let in_work = || in_order(&pool, 5 * AHEAD, &work, &mut |()| ControlFlow::Continue(()));
        assert!(catch_unwind(AssertUnwindSafe(in_work)).is_err());
    }
}
