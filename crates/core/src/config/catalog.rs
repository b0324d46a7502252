//! The rules that a configuration can name. Whoever knows the rules fills it.

/// Every rule by id and registered name.
#[derive(Debug, Default)]
pub struct Catalog {
    rules: Vec<(&'static str, &'static str)>,
    deny_lists: Vec<(&'static str, &'static str)>,
    all_deny_lists: &'static str,
}

impl Catalog {
    /// A catalog of coded rules and deny lists, each an id and a name, and the id that stands for all deny lists.
    #[must_use]
    pub fn new(
        rules: impl IntoIterator<Item = (&'static str, &'static str)>,
        deny_lists: impl IntoIterator<Item = (&'static str, &'static str)>,
        all_deny_lists: &'static str,
    ) -> Catalog {
        Catalog {
            rules: rules.into_iter().collect(),
            deny_lists: deny_lists.into_iter().collect(),
            all_deny_lists,
        }
    }

    /// The id of a registered name.
    #[must_use]
    pub fn id_of_name(&self, name: &str) -> Option<&'static str> {
        self.ids_and_names().find(|(_, own)| *own == name).map(|(id, _)| id)
    }

    /// Whether there is a rule of that id, the one for all deny lists included.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        id == self.all_deny_lists || self.ids_and_names().any(|(own, _)| own == id)
    }

    /// Every id with its name: the coded rules, then the deny lists.
    pub fn ids_and_names(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.rules.iter().chain(&self.deny_lists).copied()
    }

    /// The ids of the deny lists.
    pub fn deny_lists(&self) -> impl Iterator<Item = &'static str> {
        self.deny_lists.iter().map(|(id, _)| *id)
    }

    /// The id that stands for all deny lists.
    #[must_use]
    pub fn all_deny_lists(&self) -> &'static str {
        self.all_deny_lists
    }
}
