//! Which file of a crate uses which.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use crate::{imports, plan::Plan};

/// The files of a crate, by their paths without `.rs`, each with the files that it uses.
#[derive(Debug)]
pub(crate) struct Graph(BTreeMap<String, BTreeSet<String>>);

impl Graph {
    /// Reads the sources of a folder.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let mut sources = BTreeMap::new();
        collect(folder, "", &mut sources)?;
        Ok(Self::of(&sources))
    }

    /// Makes the graph of sources, which are named by their paths without `.rs`. Files that are compiled for
    /// tests only are not in it.
    pub(crate) fn of(sources: &BTreeMap<String, String>) -> Self {
        let tests: Vec<_> = sources
            .iter()
            .flat_map(|(file, source)| {
                let module = module_of(file);
                imports::test_modules(source)
                    .into_iter()
                    .map(move |name| [module.clone(), vec![name]].concat())
            })
            .collect();
        let is_test = |file: &str| tests.iter().any(|test| module_of(file).starts_with(test));
        let sources: BTreeMap<_, _> = sources.iter().filter(|(file, _)| !is_test(file)).collect();
        let files: BTreeMap<_, _> = sources.keys().map(|file| (module_of(file), file.as_str())).collect();
        let used = |file: &str, source: &str| {
            let paths = imports::paths(source);
            let found = paths.iter().filter_map(|path| resolve(&files, &module_of(file), path));
            found.filter(|other| other != file).collect()
        };
        Self(sources.iter().map(|(file, source)| ((*file).clone(), used(file, source))).collect())
    }

    /// Returns what is wrong by a plan, a sentence each.
    pub(crate) fn violations(&self, plan: &Plan) -> Vec<String> {
        let homeless = self.0.keys().filter(|file| plan.place(file).is_none());
        let forbidden = self.arrows().filter(|(from, to)| !plan.allows(from, to));
        let is_empty =
            |entry: &str| !self.0.keys().any(|file| plan.place(file).is_some_and(|at| at.0 == entry));
        let empty = plan.entries().map(|(entry, _)| entry).filter(|entry| is_empty(entry));
        let is_used = |number| self.arrows().any(|(from, to)| plan.exception(from, to) == Some(number));
        let unused = (0..plan.exceptions.len()).filter(|number| !is_used(*number));
        homeless
            .map(|file| format!("{file}.rs stands on no floor"))
            .chain(
                forbidden.map(|(from, to)| {
                    format!("{from}.rs uses {to}.rs, which is neither below nor beside it")
                }),
            )
            .chain(empty.map(|entry| format!("{entry} stands on a floor and has no file")))
            .chain(unused.map(|number| format!("nothing needs the exception {:?}", plan.exceptions[number])))
            .collect()
    }

    /// Returns every use of one file by another.
    fn arrows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(from, used)| used.iter().map(|to| (from.as_str(), to.as_str())))
    }

    /// Returns the circles: files that use each other, directly or by others. The largest come first.
    pub(crate) fn circles(&self) -> Vec<Vec<&str>> {
        let reached: BTreeMap<_, _> = self.0.keys().map(|file| (file.as_str(), self.reached(file))).collect();
        let mut circles = BTreeSet::new();
        for (file, others) in &reached {
            if others.contains(file) {
                circles
                    .insert(others.iter().copied().filter(|o| reached[o].contains(file)).collect::<Vec<_>>());
            }
        }
        let mut circles: Vec<_> = circles.into_iter().collect();
        circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
        circles
    }

    /// Returns all that a file uses, directly or by others.
    fn reached<'a>(&'a self, file: &'a str) -> BTreeSet<&'a str> {
        let (mut reached, mut waiting) = (BTreeSet::new(), vec![file]);
        while let Some(next) = waiting.pop() {
            let used = self.0.get(next).into_iter().flatten();
            waiting.extend(used.map(String::as_str).filter(|other| reached.insert(*other)));
        }
        reached
    }
}

fn collect(folder: &Path, inside: &str, sources: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{inside}{name}/"), sources)?;
        } else if let Some(stem) = name.strip_suffix(".rs") {
            sources.insert(format!("{inside}{stem}"), fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// Returns the names of the module that a file holds: none for the root of the crate.
fn module_of(file: &str) -> Vec<String> {
    let mut names: Vec<_> = file.split('/').map(str::to_owned).collect();
    names.pop_if(|last| last == "mod" || (file == *last && ["lib", "main"].contains(&file)));
    names
}

/// Returns the file that a path leads to, or `None` if it leads out of the crate.
fn resolve(files: &BTreeMap<Vec<String>, &str>, module: &[String], path: &[String]) -> Option<String> {
    let (first, rest) = path.split_first()?;
    let mut target = match first.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => module.to_vec(),
        // A module inside this one.
        child if files.contains_key(&[module, &[child.to_owned()]].concat()) => {
            [module, &[child.to_owned()]].concat()
        }
        _ => return None,
    };
    let ups = path.iter().take_while(|name| *name == "super").count();
    target.truncate(target.len().saturating_sub(ups));
    target.extend(rest.iter().skip(ups.saturating_sub(1)).cloned());
    while !files.contains_key(&target) {
        target.pop()?;
    }
    files.get(&target).map(|file| (*file).to_owned())
}
