//! Tables as compiled into the module: without remarks, and without the columns that only readers of the file need. This
//! is done by the compiler, so that both can be written beside the rows that they explain.

/// Most columns of a table.
const MOST: usize = 40;

/// A tab-separated file as text: no lines that begin with `#`, no empty ones, and none but the named columns, or none of
/// them.
macro_rules! shipped {
    ($file:literal, only $columns:expr) => {
        crate::catalogue::shipped::shipped!($file, true, $columns)
    };
    ($file:literal, without $columns:expr) => {
        crate::catalogue::shipped::shipped!($file, false, $columns)
    };
    ($file:literal, $kept:literal, $columns:expr) => {{
        const FILE: &[u8] = include_bytes!($file);
        const LENGTH: usize = crate::catalogue::shipped::packed::<{ FILE.len() }>(FILE, &$columns, $kept).1;
        const PACKED: &[u8] = &crate::catalogue::shipped::packed::<LENGTH>(FILE, &$columns, $kept).0;
        match std::str::from_utf8(PACKED) {
            Ok(text) => text,
            Err(_) => "",
        }
    }};
}
pub(super) use shipped;

/// What is left of `file`, in its first bytes, and how many they are. The named columns are the ones that are kept, or the
/// ones that are not.
#[allow(clippy::indexing_slicing, reason = "runs in the compiler, where an error ends the build")]
pub(super) const fn packed<const N: usize>(file: &[u8], columns: &[&str], kept: bool) -> ([u8; N], usize) {
    let (mut text, mut length) = ([0; N], 0);
    let (mut at, mut is_header, mut dropped) = (0, true, [false; MOST]);
    while at < file.len() {
        let end = end_of(file, at, b'\n');
        if end == at || file[at] == b'#' {
            at = end + 1;
            continue;
        }
        let (mut column, mut is_first) = (0, true);
        while at <= end {
            let cell_end = end_of(file, at, b'\t');
            let cell_end = if cell_end < end { cell_end } else { end };
            if is_header {
                dropped[column] = is_among(file, at, cell_end, columns) != kept;
            }
            if !dropped[column] {
                if !is_first {
                    text[length] = b'\t';
                    length += 1;
                }
                is_first = false;
                while at < cell_end {
                    text[length] = file[at];
                    length += 1;
                    at += 1;
                }
            }
            column += 1;
            at = cell_end + 1;
        }
        text[length] = b'\n';
        length += 1;
        is_header = false;
    }
    (text, length)
}

/// The position of the next `mark` from `at` on, or the end of the file.
#[allow(clippy::indexing_slicing, reason = "runs in the compiler, where an error ends the build")]
const fn end_of(file: &[u8], mut at: usize, mark: u8) -> usize {
    while at < file.len() && file[at] != mark {
        at += 1;
    }
    at
}

/// Whether the cell from `start` to `end` is one of `names`.
#[allow(clippy::indexing_slicing, reason = "runs in the compiler, where an error ends the build")]
const fn is_among(file: &[u8], start: usize, end: usize, names: &[&str]) -> bool {
    let mut each = 0;
    while each < names.len() {
        let name = names[each].as_bytes();
        let mut same = 0;
        while same < name.len() && start + same < end && file[start + same] == name[same] {
            same += 1;
        }
        if same == name.len() && start + same == end {
            return true;
        }
        each += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn remarks_and_columns_for_readers_are_left_out() {
        let file = b"# what it is\nid\tnotes\tsize\tby\n\na\tlong\t1\tx\nb\t\t2\n# the end\n";
        let (text, length) = packed::<100>(file, &["notes", "by"], false);
        assert_eq!(std::str::from_utf8(&text[..length]), Ok("id\tsize\na\t1\nb\t2\n"));
    }

    #[test]
    fn of_a_table_only_some_columns_can_be_kept() {
        let (text, length) = packed::<100>(b"id\tnotes\tsize\na\tlong\t1\n", &["id"], true);
        assert_eq!(std::str::from_utf8(&text[..length]), Ok("id\na\n"));
    }

    #[test]
    fn a_table_without_columns_to_drop_keeps_its_rows() {
        let (text, length) = packed::<100>(b"class\tx\n#\nspread\ty\t2", &[], false);
        assert_eq!(std::str::from_utf8(&text[..length]), Ok("class\tx\nspread\ty\t2\n"));
    }
}
