#if canImport(_FoundationICU) && !PORTABLE
    internal import _FoundationICU
#endif

/// Splits a line of text where it may be broken (UAX #14), in Thai, Lao, Khmer, Burmese, Chinese, Japanese and Korean between
/// words: with ICU, whose dictionaries Foundation includes.
enum LineBreaks {
    /// The units that stay together, each with its trailing spaces.
    static func units(_ line: some StringProtocol) -> [Substring] {
        let line = Substring(line)
        guard let places = dictionaryPlaces(line) else { return simpleUnits(line) }
        var (units, start) = ([Substring](), line.startIndex)
        for place in places {
            let end = String.Index(utf16Offset: place, in: line)
            // ICU may break inside a character in text that is no language's.
            guard end > start, end == line.endIndex || line.indices.contains(end) else { continue }
            units.append(line[start..<end])
            start = end
        }
        return units
    }

    #if canImport(_FoundationICU) && !PORTABLE
        /// Offsets in UTF-16 at which units end; nil if ICU fails.
        private static func dictionaryPlaces(_ line: Substring) -> [Int]? {
            let has = { (range: ClosedRange<UInt32>) in
                line.unicodeScalars.contains { range.contains($0.value) }
            }
            // Japanese breaks between phrases, Korean at spaces; the other dictionaries go by script.
            if has(0x3040...0x30FF) { return places(UBRK_LINE, "ja@lb=strict;lw=phrase", line) }
            let lines = places(UBRK_LINE, has(0xAC00...0xD7AF) ? "ko@lw=keepall" : "en", line)
            guard has(0x3400...0x9FFF), let lines, let words = places(UBRK_WORD, "zh", line) else {
                return lines
            }
            // ICU breaks lines of Chinese between any two characters.
            return lines.filter(Set(words).contains)
        }

        private static func places(_ kind: UBreakIteratorType, _ locale: String, _ line: Substring) -> [Int]?
        {
            var status = U_ZERO_ERROR
            let text = Array(line.utf16)
            return text.withUnsafeBufferPointer { text -> [Int]? in
                let iterator = swift_ubrk_open(kind, locale, text.baseAddress, Int32(text.count), &status)
                // Negative values are warnings.
                guard let iterator, status.rawValue <= 0 else { return nil }
                defer { swift_ubrk_close(iterator) }
                var places: [Int] = []
                while case let place = swift_ubrk_next(iterator), place >= 0 { places.append(Int(place)) }
                return places
            }
        }
    #else
        private static func dictionaryPlaces(_ line: Substring) -> [Int]? { nil }
    #endif

    /// Without dictionaries: words, and single characters of scripts without spaces.
    static func simpleUnits(_ line: Substring) -> [Substring] {
        var (units, start) = ([Substring](), line.startIndex)
        var index = line.startIndex
        while index < line.endIndex {
            let next = line.index(after: index)
            let isEnd = next == line.endIndex
            let breaks =
                isEnd || line[index].isWhitespace && !line[next].isWhitespace && line[index] != "\u{A0}"
                || line[index].isUnspaced && !line[next].isPunctuation && !line[next].isWhitespace
            if breaks {
                units.append(line[start..<next])
                start = next
            }
            index = next
        }
        return units
    }
}

extension Character {
    /// A character of Chinese, Japanese or Thai, which have no spaces between words.
    fileprivate var isUnspaced: Bool {
        guard let value = unicodeScalars.first?.value else { return false }
        return (0x0E00...0x0E7F).contains(value) || (0x2E80...0x9FFF).contains(value)
            || (0xF900...0xFAFF).contains(value) || (0xFF00...0xFFEF).contains(value)
            || (0x20000...0x3FFFF).contains(value)
    }
}
