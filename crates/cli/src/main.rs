mod bandit {
    pub(crate) mod options;
}
mod bandit_baseline;
mod config_generator;
mod python;

fn main() {}
