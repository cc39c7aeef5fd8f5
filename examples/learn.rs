//! Learns the weights of `src/wording/learned.rs` from the labelled sentences and writes them:
//!
//! ```text
//! cargo run --release --example learn
//! ```
//!
//! It learns from `tests/wording/learned`, and says how good the weights are on `tests/wording/tuned.tsv`, by which what
//! can be chosen below was chosen. The sets called `measured` it never sees. The same sentences give the same weights.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "numbers of sentences are small"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::{fs, io, thread};

use kept::wording::{BELOW, CLASSES, Class, FAR, Kind, Pattern, STEPS, Sentence, sentences};

/// What parts are called in files, in the order of `kept::wording::Part`.
const PARTS: [&str; 10] =
    ["act", "effect", "no_excuse", "plan", "not_asking", "feeling", "event", "meaning", "need", "limit"];
/// The classes of patterns, and of parts.
const OF_PATTERNS: Range<Class> = 0..15;
const OF_PARTS: Range<Class> = 15..CLASSES;
/// Bits of the classes that are care.
const CARE: u32 = 0b11 << 13;

/// How many weights are kept.
const KEPT: usize = 20_000;
const KEPT_OF_PARTS: usize = 2000;
/// How much one step of a weight is.
const STEP: f32 = 0.5;
/// How far above an even chance it has to be: where a finding is shown, where help is offered, where a part is ticked. Not
/// to offer help to somebody who is afraid is worse than to offer it in vain.
const SURE: f32 = 0.75;
const SURE_OF_SAFETY: f32 = 0.0;
const SURE_OF_SELF_HARM: f32 = -0.5;
const SURE_OF_PART: f32 = -0.2;

/// How often every sentence is looked at: at first, and after each time that weights were taken away.
const ROUNDS: usize = 40;
const ROUNDS_AGAIN: usize = 16;
const RATE: f32 = 0.3;
const RATE_AGAIN: f32 = 0.09;

/// What many people say in so many words has to be found whatever else is: it counts so many times.
const TIMES: [(&str, usize); 3] = [("plain.tsv", 8), ("paraphrases.tsv", 3), ("broad-4.tsv", 3)];

/// A sentence of which something is known.
struct Labelled {
    places: Vec<u32>,
    /// Bits of the classes that it has.
    has: u32,
    /// Bits of the classes of which it is known whether it has them.
    known: u32,
}

fn class(id: &str) -> Option<Class> {
    Pattern::all().map(|pattern| pattern.id()).chain(PARTS).position(|known| known == id)
}

fn bits(classes: Range<Class>) -> u32 {
    classes.map(|class| 1 << class).sum()
}

/// Of which patterns, or parts, something is known in a text of a kind.
fn known(kind: Kind, of_parts: bool) -> u32 {
    let first_of_hurt = OF_PARTS.start + PARTS.len() / 2;
    match kind {
        Kind::Responsibility if of_parts => bits(OF_PARTS.start..first_of_hurt),
        Kind::Hurt if of_parts => bits(first_of_hurt..OF_PARTS.end),
        _ => Pattern::all()
            .enumerate()
            .filter(|(_, pattern)| kind.has(*pattern))
            .map(|(class, _)| 1 << class)
            .sum(),
    }
}

/// The sentences of a line; see `tests/wording.rs` for how they are written.
fn labelled(line: &str, of_parts: bool) -> Vec<Labelled> {
    let [_, kind, labels, marked] = line.split('\t').collect::<Vec<_>>()[..] else { return Vec::new() };
    let kind = if kind == "R" { Kind::Responsibility } else { Kind::Hurt };
    let (mut text, mut marks) = (String::new(), Vec::new());
    for piece in marked.split('{') {
        let mark = piece.split_once('}').and_then(|(mark, rest)| Some((mark.split_once(':')?, rest)));
        let Some(((id, words), rest)) = mark else {
            text.push_str(piece);
            continue;
        };
        marks.extend(class(id).map(|class| (class, text.len()..text.len() + words.len())));
        text.push_str(words);
        text.push_str(rest);
    }
    let of_line: u32 = labels.split(',').filter_map(class).map(|class| 1 << class).sum();
    let one = |Sentence { span, places }: Sentence| {
        let here = marks.iter().filter(|(_, mark)| mark.start < span.end && span.start < mark.end);
        let has = if marks.is_empty() { of_line } else { here.fold(0, |all, (class, _)| all | 1 << class) };
        // With words of fear or despair nobody looked for anything else.
        let known = if has & CARE > 0 { CARE } else { known(kind, of_parts) };
        Labelled { places, has: has & known, known }
    };
    sentences(&text).into_iter().map(one).collect()
}

fn read(path: &Path) -> io::Result<Vec<Labelled>> {
    let of_parts = path.ends_with("parts.tsv");
    Ok(fs::read_to_string(path)?.lines().flat_map(|line| labelled(line, of_parts)).collect())
}

/// The weights of a class.
#[derive(Clone)]
struct Weights {
    /// By place; those that are missing are nothing.
    by_place: BTreeMap<u32, f32>,
    /// What a sentence without any comes to.
    bias: f32,
}

impl Weights {
    fn sum(&self, sentence: &Labelled) -> f32 {
        self.bias + sentence.places.iter().filter_map(|place| self.by_place.get(place)).sum::<f32>()
    }
}

/// What is known of a class, with the places that count numbered from nothing.
struct Lesson {
    sentences: Vec<(Vec<usize>, bool)>,
    places: Vec<u32>,
}

impl Lesson {
    /// Only those places count that have a weight; at first, all that are in two sentences.
    fn new(all: &[Labelled], class: Class, weights: Option<&Weights>) -> Self {
        let known: Vec<&Labelled> = all.iter().filter(|one| one.known >> class & 1 > 0).collect();
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for place in known.iter().flat_map(|one| &one.places) {
            *counts.entry(*place).or_default() += 1;
        }
        counts.retain(|place, count| {
            weights.map_or(*count > 1, |weights| weights.by_place.contains_key(place))
        });
        let places: Vec<u32> = counts.into_keys().collect();
        let numbers =
            |one: &Labelled| one.places.iter().filter_map(|place| places.binary_search(place).ok()).collect();
        let sentences = known.iter().map(|one| (numbers(one), one.has >> class & 1 > 0)).collect();
        Self { sentences, places }
    }

    /// Logistic regression with `AdaGrad` (Duchi et al. 2011) and an L2 penalty, from weights that are there already;
    /// those in `fixed` stay as they are.
    fn learn(&self, from: &Weights, fixed: &BTreeSet<u32>, rounds: usize, rate: f32) -> Weights {
        let of = |place: &u32| from.by_place.get(place).copied().unwrap_or_default();
        let mut weights: Vec<f32> = self.places.iter().map(of).collect();
        let is_fixed: Vec<bool> = self.places.iter().map(|place| fixed.contains(place)).collect();
        let mut counts = vec![0_f32; weights.len()];
        for place in self.sentences.iter().flat_map(|(places, _)| places) {
            counts[*place] += 1.0;
        }
        let mut squares = vec![0.1_f32; weights.len()];
        let (mut bias, mut bias_squares) = (from.bias, 1.0_f32);
        let mut order: Vec<usize> = (0..self.sentences.len()).collect();
        let mut random = 88_172_645_463_325_252_u64;
        for round in 0..rounds {
            shuffle(&mut order, &mut random);
            let rate = rate * (1.0 - round as f32 / rounds as f32).max(0.1);
            for at in &order {
                let (places, has) = &self.sentences[*at];
                let sum = bias + places.iter().map(|place| weights[*place]).sum::<f32>();
                let chance = 1.0 / (1.0 + (-sum).exp());
                let error = chance - f32::from(u8::from(*has));
                bias_squares += error * error;
                bias -= rate * error / bias_squares.sqrt();
                for place in places.iter().copied().filter(|place| !is_fixed[*place]) {
                    let slope = error + weights[place] / counts[place];
                    squares[place] += slope * slope;
                    weights[place] -= rate * slope / squares[place].sqrt();
                }
            }
        }
        Weights { by_place: self.places.iter().copied().zip(weights).collect(), bias }
    }
}

fn shuffle(order: &mut [usize], random: &mut u64) {
    for at in (1..order.len()).rev() {
        // Marsaglia 2003.
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(at, (*random % (at as u64 + 1)) as usize);
    }
}

/// Does it for each class, on two processors.
fn for_each_class(all: &mut [Weights], one: impl Fn(Class, &Weights) -> Weights + Sync) {
    let half = |even: usize| {
        let one = &one;
        move |all: &[Weights]| -> Vec<Weights> {
            all.iter().enumerate().skip(even).step_by(2).map(|(class, weights)| one(class, weights)).collect()
        }
    };
    let before = all.to_vec();
    let halves = thread::scope(|scope| {
        let threads = [0, 1].map(|even| {
            let (half, before) = (half(even), &before);
            scope.spawn(move || half(before))
        });
        threads.map(|thread| thread.join().unwrap_or_default())
    });
    for (even, half) in halves.into_iter().enumerate() {
        for (place, weights) in all.iter_mut().skip(even).step_by(2).zip(half) {
            *place = weights;
        }
    }
}

/// Keeps so many weights of some classes, the heaviest.
fn prune(all: &mut [Weights], keep: usize) {
    let mut sizes: Vec<f32> =
        all.iter().flat_map(|one| one.by_place.values()).map(|weight| weight.abs()).collect();
    sizes.sort_by(|one, other| other.total_cmp(one));
    let least = sizes.get(keep - 1).copied().unwrap_or_default();
    for one in all {
        one.by_place.retain(|_, weight| weight.abs() >= least);
    }
}

/// The nearest that a weight can be, in steps.
fn steps(weight: f32) -> f32 {
    let size = weight.abs() / STEP;
    let away = |step: &f32| (size - step).abs();
    let all = STEPS.iter().map(|step| f32::from(*step)).chain([0.0]);
    all.min_by(|one, other| away(one).total_cmp(&away(other))).unwrap_or_default().copysign(weight)
}

/// Puts a share of the weights on a step, those that are nearest to one. Says which.
fn round(weights: &mut Weights, share: f32) -> BTreeSet<u32> {
    let away = |weight: f32| (weight - steps(weight) * STEP).abs();
    let mut order: Vec<(f32, u32)> =
        weights.by_place.iter().map(|(place, weight)| (away(*weight), *place)).collect();
    order.sort_by(|one, other| one.0.total_cmp(&other.0));
    order.truncate((order.len() as f32 * share).ceil() as usize);
    let fixed: BTreeSet<u32> = order.into_iter().map(|(_, place)| place).collect();
    for (_, weight) in weights.by_place.iter_mut().filter(|(place, _)| fixed.contains(place)) {
        *weight = steps(*weight) * STEP;
    }
    fixed
}

/// Of what is found with the threshold at which 95 in 100 are right: which share of all it is, and that threshold.
fn measure(all: &[Weights], sentences: &[Labelled], classes: Range<Class>) -> (f32, f32) {
    let mut sums: Vec<(f32, bool)> = Vec::new();
    for class in classes {
        let known = sentences.iter().filter(|one| one.known >> class & 1 > 0);
        sums.extend(known.map(|one| (all[class].sum(one), one.has >> class & 1 > 0)));
    }
    sums.sort_by(|one, other| other.0.total_cmp(&one.0));
    let many = sums.iter().filter(|(_, has)| *has).count() as f32;
    let (mut right, mut best) = (0.0, (0.0, f32::MAX));
    for (at, (sum, has)) in (1..).zip(&sums) {
        right += f32::from(u8::from(*has));
        if right >= 0.95 * at as f32 {
            best = (right / many, *sum);
        }
    }
    best
}

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = fs::read_dir(root.join("tests/wording/learned"))?
        .map(|file| Ok(file?.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    let mut sentences = Vec::new();
    for file in files {
        let times = TIMES.iter().find(|(name, _)| file.ends_with(name)).map_or(1, |(_, times)| *times);
        for _ in 0..times {
            sentences.extend(read(&file)?);
        }
    }
    let tuned = read(&root.join("tests/wording/tuned.tsv"))?;
    println!("{} sentences to learn from, {} to measure", sentences.len(), tuned.len());
    let say = |what: &str, all: &[Weights]| {
        let (share, threshold) = measure(all, &tuned, OF_PATTERNS);
        println!("{what}: 95 in 100 right at {threshold:.2}, and {:.1} in 100 found", share * 100.0);
    };

    let nothing = Weights { by_place: BTreeMap::new(), bias: -2.0 };
    let mut all = vec![nothing; CLASSES];
    let fixed = BTreeSet::new();
    for_each_class(&mut all, |class, weights| {
        Lesson::new(&sentences, class, None).learn(weights, &fixed, ROUNDS, RATE)
    });
    say("with all weights", &all);
    // What is left makes up for what is taken away (Han et al., *Learning both Weights and Connections*, 2015).
    for times in [10.0, 5.0, 3.0, 2.0, 1.5, 1.25, 1.1, 1.0] {
        let keep = |all: usize| (all as f32 * times) as usize;
        prune(&mut all[OF_PATTERNS], keep(KEPT));
        prune(&mut all[OF_PARTS], keep(KEPT_OF_PARTS));
        for_each_class(&mut all, |class, weights| {
            Lesson::new(&sentences, class, Some(weights)).learn(weights, &fixed, ROUNDS_AGAIN, RATE_AGAIN)
        });
    }
    say("with those that are kept", &all);
    // Those nearest to a step are put on it, and the others make up for it (Zhou et al., *Incremental Network
    // Quantization*, 2017).
    for share in [0.2, 0.4, 0.55, 0.7, 0.8, 0.88, 0.94, 0.97, 0.99, 1.0] {
        for_each_class(&mut all, |class, weights| {
            let mut weights = weights.clone();
            let fixed = round(&mut weights, share);
            Lesson::new(&sentences, class, Some(&weights)).learn(&weights, &fixed, ROUNDS_AGAIN, RATE_AGAIN)
        });
    }
    say("rounded", &all);
    fs::write(root.join("src/wording/learned.bin"), packed(&all))
}

/// The bytes that `src/wording/learned.rs` reads.
fn packed(all: &[Weights]) -> Vec<u8> {
    let (mut heads, mut distances, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
    for (class, weights) in all.iter().enumerate() {
        let sure = match class {
            class if class == Pattern::Safety as Class => SURE_OF_SAFETY,
            class if class == Pattern::SelfHarm as Class => SURE_OF_SELF_HARM,
            class if OF_PARTS.contains(&class) => SURE_OF_PART,
            _ => SURE,
        };
        let threshold = ((sure - weights.bias) / STEP).floor().max(0.0) as u16;
        let of_steps = |weight: f32| {
            let size = STEPS.iter().position(|step| (f32::from(*step) - weight.abs()).abs() < 0.5)? as u8;
            Some(if weight < 0.0 { size + BELOW } else { size })
        };
        let by_place: Vec<(u32, u8)> = weights
            .by_place
            .iter()
            .filter_map(|(place, weight)| Some((*place, of_steps(steps(*weight))?)))
            .collect();
        heads.extend(threshold.to_le_bytes());
        heads.extend((by_place.len() as u16).to_le_bytes());
        let mut next = 0;
        for (place, byte) in by_place {
            let distance = place - next;
            distances.extend((0..distance / u32::from(FAR)).map(|_| FAR));
            distances.push((distance % u32::from(FAR)) as u8);
            bytes.push(byte);
            next = place + 1;
        }
    }
    [heads, distances, bytes].concat()
}
