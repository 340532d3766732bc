/// Captions as a file of SubRip (`.srt`), WebVTT (`.vtt`) or SubStation Alpha (`.ass`, `.ssa`) holds them. The content says
/// which of them it is.
///
/// A caption is a line of times, `00:00:01,000 --> 00:00:02,500`, and the lines below it. Its number does not count.
/// Times without sense are corrected where it is clear what was meant. What cannot be read is left out with a warning.
public struct CaptionFile: Hashable, Codable, Sendable {
    /// The captions, one at a time and in order.
    public let captions: [Caption]
    /// What was corrected; a line each.
    public let notes: [String]
    /// What is missing; a line each.
    public let warnings: [String]

    /// What is said, without times.
    public var text: String { captions.map(\.text).joined(separator: " ") }

    /// The maximum file size in bytes.
    public static let maximumBytes = 16 << 20
    /// Duration of a caption that does not end after its start, unless the next one starts earlier.
    private static let usualLength = MediaTime(ticks: 2, timescale: 1)
    /// Shorter overlaps are removed: nobody reads both captions in that time.
    private static let shortest = MediaTime(ticks: 1, timescale: 1)

    /// Parses the text of a file.
    ///
    /// - Throws: if there is no caption.
    public init(_ text: String) throws(PlanningError) {
        var notes: [String] = []
        let found: [Caption]
        let unread: [Int]
        if CaptionScript.isOne(text) {
            (found, unread) = CaptionScript.captions(text)
        } else {
            var reader = CaptionLines(text)
            (found, unread) = (reader.captions(), reader.unread)
        }
        let (mended, count) = Self.mended(found)
        warnings =
            unread.first.map { first in
                let place = unread.count == 1 ? "(line \(first))" : "(the first is line \(first))"
                return [Self.count(unread.count, "caption", "left out: the times cannot be read \(place)")]
            } ?? []
        if count > 0 {
            notes.append(Self.count(count, "caption", "ended before it began: its end is a guess"))
        }
        if found.count > mended.count {
            notes.append(Self.count(found.count - mended.count, "caption", "lay before the start: left out"))
        }
        guard !mended.isEmpty else {
            throw PlanningError(
                .unsatisfiable, "it holds no captions",
                hint: "a caption is a line such as 00:00:01,000 --> 00:00:02,500 and text below it")
        }
        let unrolled = mended.unrolled
        if unrolled.count < mended.count { notes.append("the captions roll up: each line is shown once") }
        captions = Self.parted(unrolled).untangled
        self.notes = notes
    }

    /// Captions of a subtitle track; possibly none in the range that was read.
    public init(_ found: [Caption]) {
        captions = Self.parted(Self.mended(found).0.unrolled).untangled
        (notes, warnings) = ([], [])
    }

    private static func count(_ number: Int, _ word: String, _ rest: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s") \(rest)"
    }

    /// Sorts captions, repairs ends before starts, drops what lies before 0; returns how many ends are guesses.
    private static func mended(_ found: [Caption]) -> ([Caption], Int) {
        var (mended, guesses): ([Caption], Int) = ([], 0)
        var (later, next): (MediaTime?, MediaTime?) = (nil, nil)
        for caption in found.sorted(by: { $0.range.start < $1.range.start }).reversed() {
            var (caption, range) = (caption, caption.range)
            if let later, later > range.start { next = later }
            later = range.start
            if range.end <= range.start {
                guesses += 1
                range.end = min(range.start + usualLength, next ?? range.start + usualLength)
            }
            range.start = max(.zero, range.start)
            caption.range = range
            if range.end > range.start { mended.append(caption) }
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

    /// Serialises captions as a SubRip file in UTF-8.
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
