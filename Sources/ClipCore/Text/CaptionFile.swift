/// Captions as a SubRip file (`.srt`) holds them, read as kindly as players read it.
///
/// A caption is a line of times, `00:00:01,000 --> 00:00:02,500`, and the lines below it. Its number does not count.
/// What has no sense is mended where it is clear what was meant, else left out, and told.
public struct CaptionFile: Hashable, Codable, Sendable {
    /// One at a time, in order; at least one.
    public let captions: [Caption]
    /// What was mended or left out; a line each.
    public let notes: [String]

    /// The most bytes of a file.
    public static let maximumBytes = 16 << 20
    /// How long one is shown whose end does not lie behind its start, unless the next one comes before that.
    private static let usualLength = MediaTime(ticks: 2, timescale: 1)
    /// Captions that overlap by less follow one another: nobody reads both in that time.
    private static let shortest = MediaTime(ticks: 1, timescale: 1)

    /// The captions in `bytes`.
    ///
    /// - Throws: where there is not one.
    public init(_ bytes: [UInt8]) throws(PlanningError) {
        let decoded = TextDecoding(bytes)
        var notes = decoded.note.map { [$0] } ?? []
        var reader = CaptionLines(decoded.text)
        let found = reader.captions()
        let (mended, count) = Self.mended(found)
        if reader.unfit > 0 {
            notes.append(Self.count(reader.unfit, "line of times", "cannot be read: left out"))
        }
        if count > 0 {
            notes.append(Self.count(count, "caption", "ended before it began: its end is a guess"))
        }
        if found.count > mended.count {
            notes.append(Self.count(found.count - mended.count, "caption", "lay before the start: left out"))
        }
        guard !mended.isEmpty else {
            throw PlanningError(
                .unsatisfiable, "there is no caption in it",
                hint: "a caption is a line such as 00:00:01,000 --> 00:00:02,500 and text below it")
        }
        captions = Self.parted(mended).untangled
        self.notes = notes
    }

    private static func count(_ number: Int, _ word: String, _ rest: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s") \(rest)"
    }

    /// In order, each with an end behind its start, none before 0; and how many ends are a guess.
    private static func mended(_ found: [Caption]) -> ([Caption], Int) {
        var (mended, guesses): ([Caption], Int) = ([], 0)
        var (later, next): (MediaTime?, MediaTime?) = (nil, nil)
        for caption in found.sorted(by: { $0.range.start < $1.range.start }).reversed() {
            var range = caption.range
            if let later, later > range.start { next = later }
            later = range.start
            if range.end <= range.start {
                guesses += 1
                range.end = min(range.start + usualLength, next ?? range.start + usualLength)
            }
            range.start = max(.zero, range.start)
            if range.end > range.start { mended.append(Caption(range, caption.text)) }
        }
        return (mended.reversed(), guesses)
    }

    private static func parted(_ captions: [Caption]) -> [Caption] {
        var parted = captions
        for index in captions.indices.dropLast() {
            let (one, next) = (captions[index].range, captions[index + 1].range)
            if next.start < one.end, one.end - next.start < shortest, next.start - one.start >= shortest.half
            {
                parted[index].range.end = next.start
            }
        }
        return parted
    }

    /// Captions as a SubRip file, in UTF-8.
    public static func text(_ captions: [Caption]) -> String {
        captions.enumerated().map { number, caption in
            "\(number + 1)\n\(time(caption.range.start)) --> \(time(caption.range.end))\n\(caption.text)\n"
        }.joined(separator: "\n")
    }

    private static func time(_ time: MediaTime) -> String {
        let all = time.ticksNearest(in: TimeBase(1, 1000))
        let two = { (value: Int64) in value < 10 ? "0\(value)" : "\(value)" }
        let rest = String(all % 1000 + 1000).dropFirst()
        return "\(two(all / 3_600_000)):\(two(all / 60_000 % 60)):\(two(all / 1000 % 60)),\(rest)"
    }
}

/// Text of an encoding that nobody tells: UTF-8, UTF-16 with or without a mark, else the one of Windows' code pages that
/// fits its letters.
struct TextDecoding {
    let text: String
    /// What was taken for granted; nil where the bytes leave no doubt.
    let note: String?

    init(_ bytes: [UInt8]) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            (text, note) = (Self.utf16(bytes.dropFirst(2), isBig: bytes[0] == 0xFE), nil)
        } else if let isBig = Self.unmarkedUTF16(bytes) {
            (text, note) = (Self.utf16(bytes[...], isBig: isBig), "read as UTF-16")
        } else if let plain = String(
            validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...],
            as: UTF8.self)
        {
            (text, note) = (plain, nil)
        } else {
            let page = CodePage.likeliest(for: bytes)
            text = String(String.UnicodeScalarView(bytes.map(page.scalar)))
            note = "read as \(page.name)"
        }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> String {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBig ? first << 8 | second : second << 8 | first
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// Digits, colons and line ends have a 0 beside them in UTF-16; nil for other text.
    private static func unmarkedUTF16(_ bytes: [UInt8]) -> Bool? {
        let head = bytes.prefix(4096)
        let zeros = head.indices.filter { head[$0] == 0 }
        guard head.count >= 4, zeros.count * 5 > head.count else { return nil }
        return zeros.count { $0 % 2 == 0 } > zeros.count / 2
    }
}
