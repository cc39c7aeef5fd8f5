#[path = "../tests/common/decade/mod.rs"]
mod decade;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let e = decade::entries(a[1].parse().unwrap(), a[2].parse().unwrap(), a[3].parse().unwrap());
    println!("{}", kept::exchange::export(&e.into_iter().collect(), a[2].parse().unwrap()));
}
