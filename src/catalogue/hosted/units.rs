//! The units that providers bill, and how they nest.
//!
//! A unit is a point in a space of dimensions; it lies inside another when it has all dimensions of that one and
//! perhaps more: cache reads of audio lie inside cache reads, inside audio input, and inside input.
//! Table: genai-prices 0.2.3 (MIT, Pydantic), `data_units.py`.

/// What a unit measures, apart from tokens in and out: family, direction, modality, kind of token, and one more.
/// 0 means "any". Four bits each, so that two units are compared at once: prices of many requests are mostly that.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Dimensions {
    all: u32,
    /// All bits of the dimensions that are not "any".
    fixed: u32,
}

impl Dimensions {
    const COUNT: u32 = 5;

    const fn new([family, direction, modality, kind, rest]: [u8; 5]) -> Self {
        let all = family as u32
            | (direction as u32) << 4
            | (modality as u32) << 8
            | (kind as u32) << 12
            | (rest as u32) << 16;
        let any = all | all >> 1 | all >> 2 | all >> 3;
        Self { all, fixed: (any & 0x1_1111) * 15 }
    }

    const fn get(self, dimension: u32) -> u32 {
        (self.all >> (4 * dimension)) & 15
    }
}

struct UnitRow {
    unit: PricedUnit,
    usage_key: &'static str,
    price_key: &'static str,
    code: &'static str,
    per: u32,
    dimensions: Dimensions,
}

macro_rules! units {
    ($($name:ident = $usage:literal, $price:literal, $code:literal, $per:literal, $dimensions:expr;)*) => {
        /// Something that a provider bills; named by its usage key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum PricedUnit {
            $(#[doc = concat!("`", $usage, "`, priced by `", $price, "`.")] $name,)*
        }

        static UNITS: [UnitRow; PricedUnit::ALL.len()] = [$(UnitRow {
            unit: PricedUnit::$name,
            usage_key: $usage,
            price_key: $price,
            code: $code,
            per: $per,
            dimensions: Dimensions::new($dimensions),
        },)*];

        impl PricedUnit {
            /// Every unit, in the table's order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            #[expect(clippy::indexing_slicing, reason = "the same macro writes a row for every variant")]
            fn row(self) -> &'static UnitRow {
                &UNITS[self as usize]
            }
        }
    };
}

/// Which way tokens go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Sent to the model.
    Input,
    /// Made by the model.
    Output,
    /// Neither: requests, searches.
    Neither,
}

units! {
    InputTokens = "input_tokens", "input_mtok", "i", 1_000_000, [1, 1, 0, 0, 0];
    OutputTokens = "output_tokens", "output_mtok", "o", 1_000_000, [1, 2, 0, 0, 0];
    CacheReadTokens = "cache_read_tokens", "cache_read_mtok", "r", 1_000_000, [1, 1, 0, 1, 0];
    CacheWriteTokens = "cache_write_tokens", "cache_write_mtok", "w", 1_000_000, [1, 1, 0, 2, 0];
    CacheWrite5mTokens = "cache_write_5m_tokens", "cache_write_5m_mtok", "", 1_000_000, [1, 1, 0, 2, 1];
    CacheWrite1hTokens = "cache_write_1h_tokens", "cache_write_1h_mtok", "h", 1_000_000, [1, 1, 0, 2, 2];
    InputTextTokens = "input_text_tokens", "input_text_mtok", "", 1_000_000, [1, 1, 1, 0, 0];
    OutputTextTokens = "output_text_tokens", "output_text_mtok", "", 1_000_000, [1, 2, 1, 0, 0];
    CacheTextReadTokens = "cache_text_read_tokens", "cache_text_read_mtok", "", 1_000_000, [1, 1, 1, 1, 0];
    CacheTextWriteTokens = "cache_text_write_tokens", "cache_text_write_mtok", "", 1_000_000, [1, 1, 1, 2, 0];
    CacheTextWrite5mTokens = "cache_text_write_5m_tokens", "cache_text_write_5m_mtok", "", 1_000_000, [1, 1, 1, 2, 1];
    CacheTextWrite1hTokens = "cache_text_write_1h_tokens", "cache_text_write_1h_mtok", "", 1_000_000, [1, 1, 1, 2, 2];
    InputAudioTokens = "input_audio_tokens", "input_audio_mtok", "a", 1_000_000, [1, 1, 2, 0, 0];
    OutputAudioTokens = "output_audio_tokens", "output_audio_mtok", "A", 1_000_000, [1, 2, 2, 0, 0];
    CacheAudioReadTokens = "cache_audio_read_tokens", "cache_audio_read_mtok", "b", 1_000_000, [1, 1, 2, 1, 0];
    CacheAudioWriteTokens = "cache_audio_write_tokens", "cache_audio_write_mtok", "", 1_000_000, [1, 1, 2, 2, 0];
    CacheAudioWrite5mTokens = "cache_audio_write_5m_tokens", "cache_audio_write_5m_mtok", "", 1_000_000, [1, 1, 2, 2, 1];
    CacheAudioWrite1hTokens = "cache_audio_write_1h_tokens", "cache_audio_write_1h_mtok", "", 1_000_000, [1, 1, 2, 2, 2];
    InputImageTokens = "input_image_tokens", "input_image_mtok", "g", 1_000_000, [1, 1, 3, 0, 0];
    OutputImageTokens = "output_image_tokens", "output_image_mtok", "G", 1_000_000, [1, 2, 3, 0, 0];
    CacheImageReadTokens = "cache_image_read_tokens", "cache_image_read_mtok", "k", 1_000_000, [1, 1, 3, 1, 0];
    CacheImageWriteTokens = "cache_image_write_tokens", "cache_image_write_mtok", "", 1_000_000, [1, 1, 3, 2, 0];
    CacheImageWrite5mTokens = "cache_image_write_5m_tokens", "cache_image_write_5m_mtok", "", 1_000_000, [1, 1, 3, 2, 1];
    CacheImageWrite1hTokens = "cache_image_write_1h_tokens", "cache_image_write_1h_mtok", "", 1_000_000, [1, 1, 3, 2, 2];
    InputVideoTokens = "input_video_tokens", "input_video_mtok", "v", 1_000_000, [1, 1, 4, 0, 0];
    OutputVideoTokens = "output_video_tokens", "output_video_mtok", "", 1_000_000, [1, 2, 4, 0, 0];
    CacheVideoReadTokens = "cache_video_read_tokens", "cache_video_read_mtok", "l", 1_000_000, [1, 1, 4, 1, 0];
    CacheVideoWriteTokens = "cache_video_write_tokens", "cache_video_write_mtok", "", 1_000_000, [1, 1, 4, 2, 0];
    CacheVideoWrite5mTokens = "cache_video_write_5m_tokens", "cache_video_write_5m_mtok", "", 1_000_000, [1, 1, 4, 2, 1];
    CacheVideoWrite1hTokens = "cache_video_write_1h_tokens", "cache_video_write_1h_mtok", "", 1_000_000, [1, 1, 4, 2, 2];
    InputToolTokens = "input_tool_tokens", "input_tool_mtok", "", 1_000_000, [1, 1, 0, 3, 0];
    InputTextToolTokens = "input_text_tool_tokens", "input_text_tool_mtok", "", 1_000_000, [1, 1, 1, 3, 0];
    InputAudioToolTokens = "input_audio_tool_tokens", "input_audio_tool_mtok", "", 1_000_000, [1, 1, 2, 3, 0];
    InputImageToolTokens = "input_image_tool_tokens", "input_image_tool_mtok", "", 1_000_000, [1, 1, 3, 3, 0];
    InputVideoToolTokens = "input_video_tool_tokens", "input_video_tool_mtok", "", 1_000_000, [1, 1, 4, 3, 0];
    OutputReasoningTokens = "output_reasoning_tokens", "output_reasoning_mtok", "z", 1_000_000, [1, 2, 0, 4, 0];
    OutputTextReasoningTokens = "output_text_reasoning_tokens", "output_text_reasoning_mtok", "", 1_000_000, [1, 2, 1, 4, 0];
    OutputAudioReasoningTokens = "output_audio_reasoning_tokens", "output_audio_reasoning_mtok", "", 1_000_000, [1, 2, 2, 4, 0];
    OutputImageReasoningTokens = "output_image_reasoning_tokens", "output_image_reasoning_mtok", "", 1_000_000, [1, 2, 3, 4, 0];
    OutputVideoReasoningTokens = "output_video_reasoning_tokens", "output_video_reasoning_mtok", "", 1_000_000, [1, 2, 4, 4, 0];
    OutputCitationTokens = "output_citation_tokens", "output_citation_mtok", "c", 1_000_000, [1, 2, 0, 5, 0];
    OutputTextCitationTokens = "output_text_citation_tokens", "output_text_citation_mtok", "", 1_000_000, [1, 2, 1, 5, 0];
    OutputAudioCitationTokens = "output_audio_citation_tokens", "output_audio_citation_mtok", "", 1_000_000, [1, 2, 2, 5, 0];
    OutputImageCitationTokens = "output_image_citation_tokens", "output_image_citation_mtok", "", 1_000_000, [1, 2, 3, 5, 0];
    OutputVideoCitationTokens = "output_video_citation_tokens", "output_video_citation_mtok", "", 1_000_000, [1, 2, 4, 5, 0];
    InputCharacters = "input_characters", "input_mchars", "", 1_000_000, [2, 1, 0, 0, 0];
    InputTextMessages = "input_text_messages", "input_text_messages_kcount", "", 1_000, [3, 1, 1, 0, 0];
    AudioSeconds = "audio_seconds", "audio_hours", "", 3_600, [4, 0, 2, 0, 0];
    InputAudioSeconds = "input_audio_seconds", "input_audio_hours", "", 3_600, [4, 1, 2, 0, 0];
    OutputAudioSeconds = "output_audio_seconds", "output_audio_hours", "", 3_600, [4, 2, 2, 0, 0];
    InputPixels = "input_pixels", "input_gpixels", "", 1_000_000_000, [5, 1, 0, 0, 0];
    InputDocumentPages = "input_document_pages", "input_document_kpages", "", 1_000, [6, 1, 0, 0, 0];
    InputAnnotatedDocumentPages = "input_annotated_document_pages", "input_annotated_document_kpages", "", 1_000, [6, 1, 0, 0, 3];
    RerankSearches = "rerank_searches", "rerank_searches_kcount", "", 1_000, [7, 0, 0, 0, 0];
    WebSearches = "web_searches", "web_searches_kcount", "s", 1_000, [8, 0, 0, 0, 4];
    SocialSearches = "social_searches", "social_searches_kcount", "", 1_000, [8, 0, 0, 0, 5];
    StorageSearches = "storage_searches", "storage_searches_kcount", "f", 1_000, [8, 0, 0, 0, 6];
    CodeExecutions = "code_executions", "code_executions_kcount", "", 1_000, [8, 0, 0, 0, 7];
    Requests = "requests", "requests_kcount", "q", 1_000, [9, 0, 0, 0, 0];
}

impl PricedUnit {
    /// The key under which usage is counted, for example `cache_read_tokens`.
    #[must_use]
    pub fn usage_key(self) -> &'static str {
        self.row().usage_key
    }

    /// The key under which its price is published, for example `cache_read_mtok`.
    #[must_use]
    pub fn price_key(self) -> &'static str {
        self.row().price_key
    }

    /// How many of it the published price buys.
    #[must_use]
    pub fn per(self) -> u32 {
        self.row().per
    }

    /// Which way it goes.
    #[must_use]
    pub fn direction(self) -> Direction {
        match self.row().dimensions.get(1) {
            1 => Direction::Input,
            2 => Direction::Output,
            _ => Direction::Neither,
        }
    }

    /// Whether it counts tokens.
    #[must_use]
    pub fn is_tokens(self) -> bool {
        self.row().dimensions.get(0) == 1
    }

    /// The unit with this usage key.
    #[must_use]
    pub fn from_usage_key(key: &str) -> Option<Self> {
        UNITS.iter().find(|row| row.usage_key == key).map(|row| row.unit)
    }

    /// The unit with this price key.
    #[must_use]
    pub fn from_price_key(key: &str) -> Option<Self> {
        UNITS.iter().find(|row| row.price_key == key).map(|row| row.unit)
    }

    /// The unit that the price book writes as this letter.
    pub(in crate::catalogue) fn from_code(code: &str) -> Option<Self> {
        UNITS.iter().find(|row| !code.is_empty() && row.code == code).map(|row| row.unit)
    }

    /// The letter by which the price book writes this unit; empty where it writes the price key.
    #[cfg(not(target_arch = "wasm32"))]
    pub(in crate::catalogue) fn code(self) -> &'static str {
        self.row().code
    }

    /// Whether `part` lies inside this unit, or is it.
    #[must_use]
    pub fn contains(self, part: Self) -> bool {
        let whole = self.row().dimensions;
        part.row().dimensions.all & whole.fixed == whole.all
    }

    /// Whether something may be counted by both units.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let (a, b) = (self.row().dimensions, other.row().dimensions);
        (a.all ^ b.all) & a.fixed & b.fixed == 0
    }

    /// Whether this unit is exactly what `a` and `b` have in common.
    #[must_use]
    pub fn is_join_of(self, a: Self, b: Self) -> bool {
        a.overlaps(b) && self.row().dimensions.all == a.row().dimensions.all | b.row().dimensions.all
    }

    /// How many dimensions it fixes: the more, the more special.
    #[must_use]
    pub fn depth(self) -> usize {
        (self.row().dimensions.fixed.count_ones() / 4) as usize
    }

    /// The one dimension by which `part` is more special than this unit, if it is just one.
    #[must_use]
    pub fn split_by(self, part: Self) -> Option<usize> {
        let (whole, inner) = (self.row().dimensions, part.row().dimensions);
        let mut added =
            (0..Dimensions::COUNT).filter(|dimension| whole.get(*dimension) != inner.get(*dimension));
        let first = added.next()?;
        (self.contains(part) && added.next().is_none()).then_some(first as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::PricedUnit as U;

    #[test]
    fn every_key_names_one_unit() {
        for &unit in U::ALL {
            assert_eq!(U::from_usage_key(unit.usage_key()), Some(unit));
            assert_eq!(U::from_price_key(unit.price_key()), Some(unit));
            if !unit.code().is_empty() {
                assert_eq!(U::from_code(unit.code()), Some(unit));
            }
        }
        assert_eq!(U::ALL.len(), 59);
    }

    #[test]
    fn cache_reads_of_audio_lie_inside_cache_reads_and_audio_and_input() {
        for whole in [U::InputTokens, U::CacheReadTokens, U::InputAudioTokens] {
            assert!(whole.contains(U::CacheAudioReadTokens));
        }
        assert!(!U::CacheReadTokens.contains(U::InputAudioTokens));
        assert!(U::CacheReadTokens.overlaps(U::InputAudioTokens));
        assert!(U::CacheAudioReadTokens.is_join_of(U::CacheReadTokens, U::InputAudioTokens));
        assert!(!U::CacheReadTokens.overlaps(U::CacheWriteTokens));
        assert!(!U::InputTokens.contains(U::OutputTokens));
    }
}
