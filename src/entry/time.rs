//! A time of day as people mean it: what the clock on the wall says, wherever they are.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A time of day to the minute, written `07:30` in files and storage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The minutes of a day.
    pub const MINUTES: u16 = 24 * 60;

    /// So many minutes after midnight, where the day has as many.
    pub fn new(minutes: u16) -> Option<Self> {
        (minutes < Self::MINUTES).then_some(Self(minutes))
    }

    /// Minutes after midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0')).ok_or(());
        let &[a, b, b':', c, d] = text.as_bytes() else { return Err(()) };
        let (hours, minutes) = (digit(a)? * 10 + digit(b)?, digit(c)? * 10 + digit(d)?);
        if minutes < 60 { Self::new(hours * 60 + minutes).ok_or(()) } else { Err(()) }
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|()| "not a time like 07:30")
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_times_of_a_day_in_this_one_form_are_read() {
        for text in ["00:00", "07:30", "23:59"] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), text);
        }
        for text in ["24:00", "12:60", "7:30", "07:3", "07.30", "07:30:00", " 7:30", "", "+7:30", "０７:３０"]
        {
            assert_eq!(text.parse::<TimeOfDay>(), Err(()), "{text}");
        }
        assert_eq!(TimeOfDay::new(1439).map(TimeOfDay::minutes), Some(1439));
        assert_eq!(TimeOfDay::new(1440), None);
    }
}
