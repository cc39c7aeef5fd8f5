//! What happens while somebody sits with it: listening in turns, and the hard moment. Pure state machines that are told
//! what was tapped and what time it is.
//!
//! None of it is an entry. The state of a talk stays on the device, so that it survives a reload and a closed app, and
//! is gone when the talk is over.

mod breath;
mod listen;
mod steady;

pub use self::breath::{Breath, Pattern, Phase};
pub use self::listen::{Event as ListenEvent, LEAST_PAUSE_MS, Listen, MOST_PAUSE_MS, Stage};
pub use self::steady::{Choice, Event as SteadyEvent, Steady, Step, comfort};
