use std::collections::BTreeSet;
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::sync::Barrier;
use std::time::Instant;

use nix::sys::stat::stat;

use super::folder::RENAME_METHODS;
use super::*;

/// A saver whose run has just begun, so that existing files are older.
fn new_run() -> Saver {
    Saver::new(Some(u64::MAX))
}

/// A saver whose run began at the epoch, so that existing files are of this run.
fn same_run() -> Saver {
    Saver::new(Some(0))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn contents(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("listed").map(|entry| entry.expect("one").path());
    entries.map(|path| fs::read_to_string(path).expect("read")).collect()
}

/// The file's st_ctime.
fn changed(path: &Path) -> i128 {
    let status = stat(path).expect("there");
    nanoseconds(status.st_ctime, status.st_ctime_nsec)
}

/// Writes to a file until its time stamp is later than `moment`, because time stamps lag behind the
/// clock.
fn after(path: &Path, moment: i128) {
    let start = Instant::now();
    while fs::write(path, "theirs").is_ok() && changed(path) <= moment {
        assert!(start.elapsed() < LOCK_TIMEOUT, "time stands still");
    }
}

#[test]
fn folders_are_made_and_a_process_replaces_its_own_file() {
    let folder = folder();
    let path = folder.path().join("a/b/plot.png");
    let saver = same_run();
    for content in ["one", "two"] {
        let saved = saver.save(&path, content.as_bytes(), FigureOrigin::default()).expect("saved");
        assert_eq!(saved, Saved { path: path.clone(), aside: false });
        assert_eq!(contents(&folder.path().join("a/b")), [content.into()].into());
    }
}

#[test]
fn a_file_of_an_earlier_run_is_replaced_and_keeps_its_permissions() {
    let folder = folder();
    let path = folder.path().join("plot.png");
    fs::write(&path, "old").expect("written");
    fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("set");
    assert!(!new_run().save(&path, b"new", FigureOrigin::default()).expect("saved").aside);
    assert_eq!(contents(folder.path()), ["new".into()].into());
    assert_eq!(fs::metadata(&path).expect("there").mode() & 0o777, 0o640);
}

#[test]
fn a_file_of_this_run_stays_and_ours_goes_beside_it() {
    let folder = folder();
    let path = folder.path().join("plot.png");
    fs::write(&path, "theirs").expect("written");
    let saver = same_run();
    let pid = std::process::id();
    let beside = folder.path().join(format!("plot-{pid}.png"));
    for content in ["one", "two"] {
        let saved = saver.save(&path, content.as_bytes(), FigureOrigin::default()).expect("saved");
        assert_eq!(saved, Saved { path: beside.clone(), aside: true });
        assert_eq!(contents(folder.path()), ["theirs".into(), content.into()].into());
    }
    // For a forked child, the parent's files are another process's; in this test they also have the
    // same pid.
    let third = saver.forked().save(&path, b"three", FigureOrigin::default()).expect("saved").path;
    assert_eq!(third, folder.path().join(format!("plot-{pid}-2.png")));
    assert_eq!(contents(folder.path()), ["theirs", "two", "three"].map(String::from).into());
}

#[test]
fn a_run_without_a_start_begins_now() {
    let folder = folder();
    let path = folder.path().join("plot.png");
    let saver = Saver::new(None);
    after(&path, i128::from(saver.began) - 1);
    assert!(saver.save(&path, b"ours", FigureOrigin::default()).expect("saved").aside);
}

#[test]
fn no_file_is_lost_if_many_processes_find_the_same_old_file() {
    let folder = folder();
    let path = folder.path().join("plot.png");
    for _ in 0..20 {
        fs::write(&path, "old").expect("written");
        let old = changed(&path);
        let began = Some(u64::try_from(old).expect("after 1970") + 1);
        after(&folder.path().join("probe"), old);
        fs::remove_file(folder.path().join("probe")).expect("removed");
        let barrier = Barrier::new(16);
        std::thread::scope(|scope| {
            for number in 0..16 {
                let (path, barrier) = (&path, &barrier);
                scope.spawn(move || {
                    let saver = Saver::new(began);
                    barrier.wait();
                    saver
                        .save(path, format!("{number}").as_bytes(), FigureOrigin::default())
                        .expect("saved");
                });
            }
        });
        assert_eq!(contents(folder.path()), (0..16).map(|number| number.to_string()).collect());
        for entry in fs::read_dir(folder.path()).expect("listed") {
            fs::remove_file(entry.expect("one").path()).expect("removed");
        }
    }
}

#[test]
fn a_lock_that_is_never_released_delays_only_the_first_file() {
    let folder = folder();
    let held = fs::File::open(folder.path()).expect("opened");
    held.lock().expect("locked");
    let patience = Duration::from_millis(300);
    let saver = Saver { patience, ..same_run() };
    let start = Instant::now();
    saver.save(&folder.path().join("one"), b"1", FigureOrigin::default()).expect("saved");
    let first = start.elapsed();
    assert!(first >= patience, "{first:?}");
    for number in 2..20 {
        saver
            .save(&folder.path().join(number.to_string()), b"x", FigureOrigin::default())
            .expect("saved");
    }
    assert!(start.elapsed() - first < patience * 18, "{:?}", start.elapsed());
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 19);
    assert!(saver.forked().impatient.load(Ordering::Relaxed));
}

/// Root may list every folder, so that this test checks something only for other users.
#[test]
fn a_folder_need_not_be_readable() {
    let folder = folder();
    let set = |mode| fs::set_permissions(folder.path(), Permissions::from_mode(mode)).expect("set");
    set(0o300);
    let path = folder.path().join("plot.png");
    for content in ["one", "two"] {
        new_run().save(&path, content.as_bytes(), FigureOrigin::default()).expect("saved");
        assert_eq!(fs::read_to_string(&path).expect("read"), content);
    }
    set(0o700);
}

#[test]
fn each_method_takes_a_free_name() {
    let folder = folder();
    let opened = Folder::open(folder.path()).expect("opened");
    for (number, way) in RENAME_METHODS.iter().enumerate() {
        let name = OsString::from(number.to_string());
        let mut first = opened.temporary(b"first").expect("made");
        assert!(first.take_free_name_by(&[*way], &name).expect("settled"), "{number}");
        // The last method is only for file systems that lack the others.
        if number < 2 {
            let mut second = opened.temporary(b"second").expect("made");
            assert!(!second.take_free_name_by(&[*way], &name).expect("looked"), "{number}");
        }
    }
    drop(opened);
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), RENAME_METHODS.len());
    assert_eq!(contents(folder.path()), ["first".into()].into());
}

#[test]
fn a_method_that_a_file_system_lacks_is_replaced_by_the_next() {
    let folder = folder();
    let opened = Folder::open(folder.path()).expect("opened");
    let mut file = opened.temporary(b"x").expect("made");
    let lacks =
        |_: &fs::File, _: &std::ffi::CStr, _: &std::ffi::CStr| Err(nix::errno::Errno::EINVAL);
    assert!(file.take_free_name_by(&[lacks, RENAME_METHODS[1]], OsStr::new("a")).expect("settled"));
    let mut file = opened.temporary(b"x").expect("made");
    assert!(file.take_free_name_by(&[lacks], OsStr::new("b")).is_err());
    drop(file);
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
}

#[test]
fn links_are_followed_even_to_a_missing_file() {
    let folder = folder();
    let [file, link] = ["file", "link"].map(|name| folder.path().join(name));
    symlink("file", &link).expect("linked");
    for content in ["made", "new"] {
        let saved =
            new_run().save(&link, content.as_bytes(), FigureOrigin::default()).expect("saved");
        assert_eq!(saved.path, file);
        assert_eq!(fs::read_to_string(&file).expect("read"), content);
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    }
}

#[test]
fn a_failure_leaves_no_file_and_names_the_cause() {
    let folder = folder();
    let path = folder.path().join("is-a-folder");
    fs::create_dir(&path).expect("made");
    for name in ["is-a-folder", "is-a-folder/\0", &"long".repeat(100)] {
        assert!(
            new_run().save(&folder.path().join(name), b"x", FigureOrigin::default()).is_err(),
            "{name}"
        );
    }
    assert_eq!(fs::read_dir(&path).expect("read").count(), 0);
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    for name in ["file/plot.png", "file/deeper/plot.png"] {
        let error = new_run()
            .save(&folder.path().join(name), b"x", FigureOrigin::default())
            .expect_err("no folder");
        assert_eq!(error.to_string(), format!("{} is not a folder", file.display()));
    }
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 2);
}

#[test]
fn a_device_is_not_replaced() {
    let null = Path::new("/dev/null");
    assert!(!same_run().save(null, b"x", FigureOrigin::default()).expect("written").aside);
    assert!(!fs::metadata(null).expect("there").is_file());
}
