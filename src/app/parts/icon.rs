//! Icons, drawn as strokes of one thread.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    /// A sun over a line.
    Today,
    /// An open book.
    Guide,
    /// A speech bubble.
    CheckIn,
    /// A cup.
    Rituals,
    /// Three dots.
    More,
    /// A cog.
    Settings,
    /// A line that goes up and down.
    Progress,
    /// A shield.
    Safety,
    /// A tick.
    Done,
    /// An arrow that hops over.
    Skip,
    /// A small arrow to the right.
    Next,
}

impl Picture {
    /// The strokes, on a square of 24.
    fn path(self) -> &'static str {
        match self {
            Self::Today => "M3 18h18M7 18a5 5 0 0 1 10 0M12 5v3M4.9 9.9l2 2M19.1 9.9l-2 2",
            Self::Guide => {
                "M12 6.5C10 5 7 4.5 3.5 4.7v13.8c3.5-.2 6.5.3 8.5 1.8 2-1.5 5-2 8.5-1.8V4.7C17 4.5 14 5 12 6.5zm0 0v13.8"
            }
            Self::CheckIn => "M4 5h16v11h-8.5L7 20v-4H4zM8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01",
            Self::Rituals => {
                "M4 9.5h12.5V15a4.5 4.5 0 0 1-4.5 4.5H8.5A4.5 4.5 0 0 1 4 15zm12.5 1.5H18a2.5 2.5 0 0 1 0 5h-1.7M8 3v3M12 3v3"
            }
            Self::More => "M5.5 12h.01M12 12h.01M18.5 12h.01",
            Self::Settings => "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5M9 14.5v5",
            Self::Progress => "M4 4v16h16M7.5 15l3.5-5 3.5 3L20 6.5",
            Self::Safety => "M12 3.5l7.5 2.7v5.3c0 4.2-3 7.4-7.5 9-4.5-1.6-7.5-4.8-7.5-9V6.2z",
            Self::Done => "M5 12.5l4.5 4.5L19 7.5",
            Self::Skip => "M4 15c1.5-5.5 9-8 14-2.5M18 7.5v5h-5",
            Self::Next => "M9 5.5l6.5 6.5L9 18.5",
        }
    }
}

/// An icon beside words that say the same; assistive technology skips it.
pub(crate) fn icon(picture: Picture) -> AnyView {
    // Leptos's own notation: drawings are elements of another kind.
    leptos::view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=picture.path() />
        </svg>
    }
    .into_any()
}
