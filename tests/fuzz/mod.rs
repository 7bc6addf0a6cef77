//! How long inputs are made up and tried: five seconds a target; `FUZZ_SECONDS=600` or `FUZZ_ROUNDS=100000000` for longer (with
//! `--profile native`), `FUZZ_SEED=n` for others. A failure names the seed of its round.

#![allow(clippy::print_stdout, reason = "a long run says how far it came")]

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const AT_ONCE: u64 = 64;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs `round` with one seed after the other until the time is over, on two threads, and prints the number of rounds, and of
/// those that gave true. One of them has to.
pub(crate) fn for_a_while(target: &str, round: impl Fn(u64) -> bool + Sync) {
    let wanted = setting("FUZZ_ROUNDS");
    let end = Instant::now() + Duration::from_secs(setting("FUZZ_SECONDS").unwrap_or(5));
    let first = setting("FUZZ_SEED").unwrap_or(1).wrapping_mul(1 << 40);
    let (next, good, failed) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let is_over = |done: u64| wanted.map_or_else(|| Instant::now() >= end, |wanted| done >= wanted);
    let work = || {
        loop {
            let done = next.fetch_add(AT_ONCE, Ordering::Relaxed);
            if is_over(done) || failed.load(Ordering::Relaxed) {
                return;
            }
            for at in done..done + AT_ONCE {
                let seed = first.wrapping_add(at);
                let fine = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| round(seed)));
                match fine {
                    Ok(was_good) => {
                        good.fetch_add(u64::from(was_good), Ordering::Relaxed);
                    }
                    Err(panic) => {
                        failed.store(true, Ordering::Relaxed);
                        println!("{target}: seed {seed}");
                        std::panic::resume_unwind(panic);
                    }
                }
            }
        }
    };
    std::thread::scope(|threads| {
        let second = threads.spawn(work);
        work();
        if let Err(panic) = second.join() {
            std::panic::resume_unwind(panic);
        }
    });
    let rounds = next.load(Ordering::Relaxed) - AT_ONCE * 2;
    let good = good.load(Ordering::Relaxed);
    println!("{target}: {rounds} tried, {good} of them read");
    assert!(good > 0, "{target}: nothing was read; what is made up is too coarse");
}
