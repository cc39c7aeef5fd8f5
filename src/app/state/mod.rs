//! What the running app holds: everything that was written, who is writing, and what went wrong.
//!
//! Memory never runs ahead of storage: an entry is in [`State::entries`] once it was saved, so what people see
//! as kept is kept.

mod file;
pub(crate) mod lock;
pub(crate) mod storage;

use kept::entry::{Body, Day, Entries, Entry, EntryId, Hlc, Person, PersonId, Stamp, Visibility};
use kept::problem::Problem;
use kept::vault::{Draft, DraftName, Key, Keyring, MemoryShelf, SaveError, SetAside, Vault, keys_at_hand};
use leptos::prelude::*;
use serde_json::Value;

use crate::app::words;
use crate::browser::storage::BrowserShelf;
use crate::browser::traces::Traces;
use crate::browser::{clock, page, random, storage as browser_storage};

/// How long a deletion can be undone from the notice, in milliseconds.
const UNDO_MS: u64 = 12_000;

/// The running app's state, shared by context. It is a handle; copies are the same state.
///
/// Everything is in one place with a trigger for each part that changes on its own, rather than in a signal
/// each: Leptos compiles every type of signal into code of its own.
#[derive(Clone, Copy)]
pub(crate) struct State {
    inner: StoredValue<Inner, LocalStorage>,
    entries: Trigger,
    me: Trigger,
    today: Trigger,
    notices: Trigger,
    theme: RwSignal<usize>,
}

#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
struct Inner {
    vault: Vault,
    clock: Hlc,
    device: u32,
    entries: Entries,
    me: Option<PersonId>,
    today: Day,
    week_starts: u8,
    standing: Vec<Problem>,
    trouble: Option<Problem>,
    done: Option<Done>,
    /// What is typed and could not be kept as a draft, for want of room: it is here for as long as the page is.
    unkept: Vec<(DraftName, Value)>,
    asked_to_persist: bool,
    is_tidying: bool,
    has_emptied_trash: bool,
    is_short_of_room: bool,
    /// How many damaged values were found since the page was opened.
    damaged: usize,
    /// How far taking in a file is.
    progress: Option<(usize, usize)>,
    /// The file that is kept up to date by itself.
    file: file::KeptFile,
    /// When somebody last pressed a key or touched the page, in milliseconds since 1970.
    touched_at: u64,
    /// Once everything was deleted nothing is kept, not even a draft on leaving the page; nor while it is locked.
    gone: Gone,
}

/// What became of everything.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gone {
    /// It is there.
    No,
    /// It is locked.
    Locked,
    /// It was deleted in another tab.
    Elsewhere,
    /// It was deleted here, and what is left beside it is being removed.
    Removing,
    /// It was deleted here, and this is left.
    Looked(Traces),
}

/// Something that was just done.
#[derive(Clone)]
pub(crate) struct Done {
    /// What, in a short sentence.
    pub(crate) sentence: String,
    /// What to write to undo it.
    undo: Option<Entry>,
    at: u64,
}

impl Done {
    /// Whether it can be undone.
    pub(crate) fn can_be_undone(&self) -> bool {
        self.undo.is_some()
    }
}

/// The looks there are, as storage, the style sheet and `index.html` know them. The first is the device's.
pub(crate) const THEMES: [&str; 3] = ["auto", "light", "dark"];

/// The state, from anywhere in the app.
pub(crate) fn state() -> State {
    expect_context()
}

impl Inner {
    /// What is stored, as it is found with the key of somebody who unlocked theirs.
    fn open(unlocked: Option<(&PersonId, Key)>) -> Self {
        let (device, today) = (random::number(), clock::today());
        let (shelf, keys) = match BrowserShelf::open() {
            Some(shelf) => {
                // Without random bytes nothing can be sealed, and nothing is opened that would have to be.
                let keys = random::secret().map(|session| keys_at_hand(&shelf, session, unlocked));
                (Some(shelf), keys.unwrap_or_else(|| Keyring::new([0; 16])))
            }
            None => (None, Keyring::new([0; 16])),
        };
        let in_memory = shelf.is_none();
        let (vault, opened) = match shelf {
            Some(shelf) => Vault::open_with(Box::new(shelf), device, today, keys),
            None => Vault::open(Box::new(MemoryShelf::default()), device, today),
        };
        let mut standing = Vec::new();
        if in_memory {
            standing.push(Problem::NothingIsKept);
        }
        if opened.newer {
            standing.push(Problem::NewerStore);
        }
        if opened.damaged > 0 {
            standing.push(Problem::Damaged(opened.damaged));
        }
        let last: Option<PersonId> = vault.preference("person").and_then(|id| id.parse().ok());
        let is_locked = |id: &PersonId| !vault.is_unlocked(id);
        let people: Vec<PersonId> = opened.entries.people().into_iter().map(|(id, _)| id).collect();
        let open = people.iter().filter(|id| vault.may_write_here(id) && !is_locked(id));
        let me = open.clone().find(|id| last.as_ref() == Some(*id)).or_else(|| open.clone().next()).cloned();
        // Whoever wrote here last comes first; and where nobody is left who could write, there is nothing but locks.
        let is_closed = last.as_ref().is_some_and(is_locked) || (vault.has_locked() && me.is_none());
        let mut clock = Hlc::new(device);
        clock.observe(opened.entries.newest());
        Self {
            vault,
            clock,
            device,
            entries: opened.entries,
            me,
            today,
            week_starts: clock::week_starts(),
            standing,
            trouble: None,
            done: None,
            unkept: Vec::new(),
            asked_to_persist: false,
            is_tidying: false,
            has_emptied_trash: false,
            is_short_of_room: false,
            damaged: opened.damaged,
            progress: None,
            file: file::KeptFile::default(),
            touched_at: clock::now_ms(),
            gone: if is_closed { Gone::Locked } else { Gone::No },
        }
    }
}

impl State {
    /// Opens what is stored; where the browser stores nothing, everything is kept in memory and the page says so.
    pub(crate) fn open() -> Self {
        let inner = Inner::open(None);
        let theme = inner.vault.preference("theme").unwrap_or_default();
        let theme = THEMES.iter().position(|known| *known == theme).unwrap_or_default();
        let state = Self {
            inner: StoredValue::new_local(inner),
            entries: Trigger::new(),
            me: Trigger::new(),
            today: Trigger::new(),
            notices: Trigger::new(),
            theme: RwSignal::new(theme),
        };
        state.tidy_soon();
        state
    }

    /// Everything that was written and saved.
    pub(crate) fn entries<T>(self, read: impl FnOnce(&Entries) -> T) -> T {
        self.entries.track();
        self.inner.with_value(|inner| read(&inner.entries))
    }

    /// An entry that the current person may see, whoever wrote it.
    pub(crate) fn find(self, id: &EntryId, is_it: fn(&Entry) -> bool) -> Option<Entry> {
        let me = self.me()?;
        self.entries(|entries| {
            let mut found = entries
                .iter()
                .filter(|entry| entry.id == *id && entry.is_visible_to(entries, &me) && is_it(entry));
            found.next().cloned()
        })
    }

    /// What to call somebody.
    pub(crate) fn name_of(self, person: &PersonId) -> String {
        let is_me = self.me().as_ref() == Some(person);
        self.entries(|entries| {
            let person = entries.get::<Person>(person, &Person::id());
            person.map(|person| words::called(person, is_me)).unwrap_or_default()
        })
    }

    /// Whether somebody said what to call them.
    pub(crate) fn has_name(self, person: &PersonId) -> bool {
        self.entries(|entries| {
            let person = entries.get::<Person>(person, &Person::id());
            person.is_some_and(|person| !person.name.trim().is_empty())
        })
    }

    /// Who is writing; `None` until somebody said who they are or wrote something.
    pub(crate) fn me(self) -> Option<PersonId> {
        self.me.track();
        self.inner.with_value(|inner| inner.me.clone())
    }

    /// Today, which changes at midnight and when the page comes back into view.
    pub(crate) fn today(self) -> Day {
        self.today.track();
        self.inner.with_value(|inner| inner.today)
    }

    /// The day on which weeks begin here, 0 for Monday to 6 for Sunday.
    pub(crate) fn week_starts(self) -> u8 {
        self.inner.with_value(|inner| inner.week_starts)
    }

    /// What stands in the way, for as long as the page is open or until a save works.
    pub(crate) fn problems(self) -> Vec<Problem> {
        self.notices.track();
        self.inner.with_value(|inner| {
            let mut problems = inner.standing.clone();
            // That a newer version's storage is not written to is said from the start.
            let is_said = problems.contains(&Problem::NewerStore);
            let trouble = inner
                .trouble
                .iter()
                .filter(|trouble| !is_said || !matches!(trouble, Problem::NotSaved(SaveError::NewerStore)));
            problems.extend(trouble.cloned());
            problems
        })
    }

    /// Whether the last save failed.
    pub(crate) fn has_trouble(self) -> bool {
        self.notices.track();
        self.inner.with_value(|inner| inner.trouble.is_some())
    }

    /// What was just done.
    pub(crate) fn done(self) -> Option<Done> {
        self.notices.track();
        self.inner.with_value(|inner| inner.done.clone())
    }

    /// The chosen look, as a position in [`THEMES`].
    pub(crate) fn theme(self) -> RwSignal<usize> {
        self.theme
    }

    fn update<T>(self, change: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner.try_update_value(change)
    }

    fn set_trouble(self, trouble: Option<Problem>) {
        if self.update(|inner| std::mem::replace(&mut inner.trouble, trouble.clone())) != Some(trouble) {
            self.notices.notify();
        }
    }

    /// Who is writing. Whoever has not said who they are gets a name nobody sees; nothing is stored of them before
    /// they write something.
    pub(crate) fn author(self) -> PersonId {
        untrack(|| self.me()).unwrap_or_else(|| {
            let id = PersonId::random(random::bytes());
            self.update(|inner| inner.me = Some(id.clone()));
            self.me.notify();
            id
        })
    }

    /// Whether the one who is writing said who they are, or wrote something.
    pub(crate) fn is_known(self) -> bool {
        let me = self.me();
        self.entries(|entries| entries.people().iter().any(|(id, _)| Some(id) == me.as_ref()))
    }

    /// Stores somebody who has not said who they are, so that what they write is found again.
    pub(crate) fn introduce(self, author: &PersonId) {
        let is_stranger = self.inner.with_value(|inner| inner.entries.entry(author, &Person::id()).is_none());
        if is_stranger && self.put_person(author, Person::default()) {
            self.remember("person", author.as_str());
        }
    }

    /// Writes down who somebody is.
    pub(crate) fn put_person(self, id: &PersonId, person: Person) -> bool {
        self.write_as(id, Person::id(), Visibility::Shared, Some(person.into()))
    }

    /// From now on somebody else is writing.
    pub(crate) fn switch_to(self, id: &PersonId) {
        self.remember("person", id.as_str());
        if self.has_locks() {
            // The keys of the one who wrote must not stay.
            page::tell("kept-flush");
            page::start_again();
            return;
        }
        self.update(|inner| inner.me = Some(id.clone()));
        self.me.notify();
    }

    /// Writes an entry as the current person, or deletes it where there is no body. Says whether it was saved;
    /// if not, [`State::problems`] says why.
    pub(crate) fn write(self, id: EntryId, visibility: Visibility, body: Option<Body>) -> bool {
        let author = self.author();
        if body.is_some() {
            self.introduce(&author);
        }
        self.write_as(&author, id, visibility, body)
    }

    /// The id of something new of a kind, the same one until it was saved: what is typed and left is there again.
    pub(crate) fn new_id(self, kind: &str, make: impl FnOnce() -> EntryId) -> EntryId {
        // Each begins their own: two people's entries of one id would be taken for the same thing.
        let (author, name) = (self.author(), format!("new-{kind}"));
        let kept = self.inner.with_value(|inner| inner.vault.word_of(&author, &name));
        let kept = kept.and_then(|id| id.parse().ok());
        let is_free =
            |id: &EntryId| untrack(|| self.entries(|entries| entries.iter().all(|entry| entry.id != *id)));
        kept.filter(is_free).unwrap_or_else(|| {
            let id = make();
            // Where it cannot be remembered, another id is made the next time, and what is typed now is found by nobody:
            // so it is only where drafts cannot be kept either.
            let _ = self.update(|inner| inner.vault.set_word_of(&author, &name, id.as_str()));
            id
        })
    }

    /// Makes entries of the current person's, each with a stamp of its own; nothing is saved yet.
    pub(crate) fn new_entries(
        self,
        make: impl FnOnce(&Entries, &PersonId, &mut dyn FnMut() -> Stamp) -> Vec<Entry>,
    ) -> Vec<Entry> {
        let author = self.author();
        self.introduce(&author);
        let entries = self.update(|inner| {
            let Inner { entries, clock, .. } = inner;
            make(entries, &author, &mut || clock.tick(clock::now_ms()))
        });
        entries.unwrap_or_default()
    }

    fn write_as(self, author: &PersonId, id: EntryId, visibility: Visibility, body: Option<Body>) -> bool {
        self.bring(author, &id);
        let entry = self.update(|inner| {
            let before = inner.entries.entry(author, &id);
            // The clock knows of what was read; a version of this entry from a clock that is ahead is among it.
            inner.clock.observe(before.map(|before| before.stamp).unwrap_or_default());
            let stamp = inner.clock.tick(clock::now_ms());
            match (before, body) {
                (Some(before), Some(body)) => Some(before.revised(stamp, visibility, Some(body))),
                (Some(before), None) if inner.vault.is_tight() => {
                    Some(before.revised(stamp, visibility, None))
                }
                (Some(before), None) => Some(before.deleted(stamp, inner.today)),
                (None, Some(body)) => Some(Entry::new(author.clone(), id, stamp, visibility, body)),
                (None, None) => None,
            }
        });
        entry.flatten().is_none_or(|entry| {
            let is_saved = self.save(std::slice::from_ref(&entry));
            // The room may have run out with this.
            is_saved || (entry.trash().is_some() && self.is_tight() && self.save(&[entry.forgotten()]))
        })
    }

    /// Whether room is so short that what is deleted has to go at once: that is how people make room.
    fn is_tight(self) -> bool {
        self.inner.with_value(|inner| inner.vault.is_tight())
    }

    /// Saves entries and, once they are saved, takes them in. Says whether it worked.
    pub(crate) fn save(self, entries: &[Entry]) -> bool {
        let saved = self.update(|inner| {
            if !inner.asked_to_persist {
                inner.asked_to_persist = true;
                browser_storage::ask_to_persist();
            }
            inner.vault.save(entries)
        });
        if let Err(error) = saved.unwrap_or(Err(SaveError::Denied)) {
            self.set_trouble(Some(Problem::NotSaved(error)));
            return false;
        }
        self.absorb(entries.to_vec());
        self.set_trouble(None);
        self.tidy_soon();
        true
    }

    /// Reads an entry that belongs to a month which was not read yet.
    pub(crate) fn bring(self, author: &PersonId, id: &EntryId) {
        let read = self.update(|inner| inner.vault.bring(author, id));
        self.absorb(read.unwrap_or_default());
    }

    /// The same, whoever of those who are known here wrote it.
    pub(crate) fn bring_of_anybody(self, id: &EntryId) {
        let people = untrack(|| self.entries(Entries::people));
        for (person, _) in people {
            self.bring(&person, id);
        }
    }

    /// Takes in what is in storage.
    fn absorb(self, all: Vec<Entry>) {
        let news = self.update(|inner| {
            let mut news = false;
            for entry in all {
                inner.clock.observe(entry.stamp);
                news |= inner.entries.absorb(entry);
            }
            news
        });
        if news == Some(true) {
            self.settle();
            self.entries.notify();
        }
    }

    /// Where nobody has said who they are yet and somebody came from elsewhere, they are the one who writes.
    fn settle(self) {
        let settled = self.update(|inner| {
            let people = inner.entries.people();
            let is_settled = people.is_empty() || people.iter().any(|(id, _)| Some(id) == inner.me.as_ref());
            if !is_settled {
                inner.me = people.into_iter().next().map(|(id, _)| id);
            }
            !is_settled
        });
        if settled == Some(true) {
            self.me.notify();
        }
    }

    /// Deletes one of the current person's entries, with a notice that can undo it.
    pub(crate) fn delete(self, id: &EntryId, sentence: &str) -> bool {
        let author = self.author();
        self.bring(&author, id);
        let before = self.inner.with_value(|inner| inner.entries.entry(&author, id).cloned());
        let Some(before) = before else { return true };
        let deleted = self.write(id.clone(), before.visibility.clone(), None);
        if deleted {
            self.tell(sentence, Some(before));
        }
        deleted
    }

    /// Says what was just done.
    pub(crate) fn say(self, sentence: &str) {
        self.tell(sentence, None);
    }

    fn tell(self, sentence: &str, undo: Option<Entry>) {
        let at = clock::now_ms();
        self.set_done(Some(Done { sentence: sentence.to_owned(), undo, at }));
        let forget = move || {
            if self.inner.with_value(|inner| inner.done.as_ref().is_some_and(|done| done.at == at)) {
                self.set_done(None);
            }
        };
        set_timeout(forget, std::time::Duration::from_millis(UNDO_MS));
    }

    fn set_done(self, done: Option<Done>) {
        self.update(|inner| inner.done = done);
        self.notices.notify();
    }

    /// Puts the notice of what was just done away.
    pub(crate) fn put_away(self) {
        self.set_done(None);
    }

    /// Undoes what was just done.
    pub(crate) fn undo(self) {
        if let Some(before) = untrack(|| self.done()).and_then(|done| done.undo) {
            self.bring_back(&before);
        }
        self.set_done(None);
    }

    /// Takes in what another tab did to storage.
    pub(crate) fn follow(self, key: &str) {
        if self.is_closed() {
            return;
        }
        if self.is_closed_by(key) {
            self.lock_up();
            return;
        }
        if Vault::tells_of_a_wipe(key) {
            // Opening the page again would bring back its worker, which is just being removed.
            self.let_go(Gone::Elsewhere);
            return;
        }
        if self.inner.with_value(|inner| inner.vault.is_outdated_by(key)) {
            // Everything was replaced by a backup. What is typed here stays.
            page::tell("kept-flush");
            page::reload();
            return;
        }
        match self.update(|inner| inner.vault.follow(key, &inner.entries)) {
            Some(Ok(read)) => self.absorb(read),
            Some(Err(error)) => self.set_trouble(Some(Problem::NotSaved(error))),
            None => {}
        }
        self.notice_damage();
        self.tidy_soon();
    }

    /// Looks at the calendar again.
    pub(crate) fn refresh_today(self) {
        let today = clock::today();
        let before = self.update(|inner| {
            inner.vault.set_today(today);
            std::mem::replace(&mut inner.today, today)
        });
        if before != Some(today) {
            self.today.notify();
        }
    }

    /// Keeps what is being typed: in storage, or in memory where that has no room. It holds all that was picked up,
    /// so those drafts go once it is in storage. Says whether it is.
    pub(crate) fn keep_draft(self, name: &DraftName, value: &Value, picked_up: &[Draft]) -> bool {
        let name = &DraftName { author: self.writer_of(name), form: name.form.clone() };
        if !self.is_closed() {
            self.introduce(&name.author);
        }
        let kept = self.update(|inner| {
            inner.unkept.retain(|(other, _)| other != name);
            if inner.gone != Gone::No {
                return Ok(());
            }
            let kept = inner.vault.keep_draft(name, inner.device, value);
            let kept = kept.and_then(|()| inner.vault.drop_picked_up(picked_up));
            if kept.is_err() {
                inner.unkept.push((name.clone(), value.clone()));
            }
            kept
        });
        if let Some(Err(error)) = kept {
            self.set_trouble(Some(Problem::NotSaved(error)));
        }
        kept == Some(Ok(()))
    }

    /// Whose draft it is: its author's, or, where that was somebody who had not said who they are and another tab
    /// said it meanwhile, the one's who writes now. The form is opened again under their name and picks it up.
    fn writer_of(self, name: &DraftName) -> PersonId {
        self.inner.with_value(|inner| {
            let people = inner.entries.people();
            let is_known = |id: &PersonId| people.iter().any(|(known, _)| known == id);
            let now = inner.me.as_ref().filter(|me| is_known(me) && !is_known(&name.author));
            now.unwrap_or(&name.author).clone()
        })
    }

    /// What is typed into a form and could not be kept in storage.
    pub(crate) fn unkept(self, name: &DraftName) -> Option<Value> {
        self.inner.with_value(|inner| {
            let (_, value) = inner.unkept.iter().find(|(other, _)| other == name)?;
            Some(value.clone())
        })
    }

    /// Whether closing the page now would lose something that is typed.
    pub(crate) fn has_unkept(self) -> bool {
        self.inner.with_value(|inner| !inner.unkept.is_empty())
    }

    /// What was typed into a form and not saved, in this tab or another, now or earlier.
    pub(crate) fn drafts(self, name: &DraftName) -> Vec<Draft> {
        let drafts = self.update(|inner| {
            let is_held = inner.unkept.iter().any(|(other, _)| other == name);
            let mut drafts = inner.vault.drafts(name);
            // What this tab stored before it ran out of room is older than what it holds.
            drafts.retain(|draft| !(is_held && draft.is_by(inner.device)));
            drafts
        });
        drafts.unwrap_or_default()
    }

    /// Lets go of drafts that were saved.
    pub(crate) fn drop_drafts(self, name: &DraftName, picked_up: &[Draft]) {
        // Where it fails the draft is picked up again next time, and adds nothing to what was saved.
        let _ = self.update(|inner| {
            inner.unkept.retain(|(other, _)| other != name);
            inner.vault.drop_drafts(name, inner.device, picked_up)
        });
    }

    /// Shows the page in a look, by its position in [`THEMES`], and remembers it where it is not the device's.
    pub(crate) fn put_on(self, at: usize) {
        let chosen = THEMES.get(at).copied().filter(|_| at > 0);
        self.prefer("theme", chosen.unwrap_or_default());
        page::mark_root("data-theme", chosen);
    }

    /// A plain word that is remembered for this device.
    pub(crate) fn preference(self, name: &str) -> String {
        self.inner.with_value(|inner| inner.vault.preference(name)).unwrap_or_default()
    }

    /// Remembers a plain word for this device, or forgets it where it is empty.
    pub(crate) fn prefer(self, name: &str, word: &str) {
        if word.is_empty() {
            let _ = self.update(|inner| inner.vault.forget_preference(name));
        } else {
            self.remember(name, word);
        }
    }

    fn remember(self, name: &str, word: &str) {
        // A preference that could not be kept is asked for again; nobody's words are in it.
        let _ = self.update(|inner| inner.vault.set_preference(name, word));
    }

    /// What was set aside because it could not be read.
    pub(crate) fn aside(self) -> Vec<SetAside> {
        self.inner.with_value(|inner| inner.vault.aside())
    }

    /// Removes what was set aside.
    pub(crate) fn discard_aside(self) -> bool {
        let done = self.update(|inner| {
            inner.standing.retain(|problem| !matches!(problem, Problem::Damaged(_)));
            inner.damaged = 0;
            inner.vault.discard_aside().is_ok()
        });
        self.notices.notify();
        done.unwrap_or_default()
    }

    /// Deletes everything on this device, and then looks what is left.
    pub(crate) fn wipe(self) {
        match self.update(|inner| inner.vault.wipe()).unwrap_or(Err(SaveError::Denied)) {
            Ok(()) => {
                self.let_go(Gone::Removing);
                self.remove_the_rest();
            }
            Err(error) => self.set_trouble(Some(Problem::NotSaved(error))),
        }
    }

    /// Forgets what the page holds. Whatever is still going on here writes into memory from now on.
    fn let_go(self, gone: Gone) {
        self.update(|inner| {
            (inner.vault, _) = Vault::open(Box::new(MemoryShelf::default()), inner.device, inner.today);
            inner.entries = Entries::default();
            inner.me = None;
            inner.file = file::KeptFile::default();
            inner.unkept.clear();
            inner.standing.clear();
            (inner.trouble, inner.done, inner.progress) = (None, None, None);
            inner.gone = gone;
        });
        self.notices.notify();
    }

    /// Whether everything was deleted, and what is left of it.
    pub(crate) fn gone(self) -> Gone {
        self.notices.track();
        self.inner.with_value(|inner| inner.gone)
    }

    /// Whether nothing is to be written here any longer.
    fn is_closed(self) -> bool {
        self.inner.try_with_value(|inner| inner.gone) != Some(Gone::No)
    }

    /// The name of the current person's partner on this device, if there are two.
    pub(crate) fn partner(self) -> Option<String> {
        let me = self.me();
        self.entries(|entries| {
            let (_, person) = entries.people().into_iter().find(|(id, _)| Some(id) != me.as_ref())?;
            Some(words::called(&person, false))
        })
    }
}
