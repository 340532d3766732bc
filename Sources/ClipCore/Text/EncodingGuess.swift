/// Ranks the encodings that a text may have by the frequencies of its letters in the languages that use them. People choose
/// from the result; nothing is drawn on a guess.
public struct EncodingGuess: Sendable {
    /// One language and its encodings.
    fileprivate struct Table {
        var encodings: [String]
        /// Log frequency of a character among those above ASCII.
        var letters: [Unicode.Scalar: Double] = [:]
        /// Its letters are Latin: a word mixes them with ASCII letters.
        var isLatin = false
    }

    private let tables: [Table]

    /// The tables of `Media/encodings/letters.py`.
    public static let usual = EncodingGuess(String(decoding: PackageResources.letters_txt, as: UTF8.self))

    init(_ text: String) {
        tables = text.split(separator: "\n").filter { $0.first != "#" }.map { line in
            let words = line.split(separator: " ", maxSplits: 2)
            var table = Table(encodings: words[1].split(separator: ",").map(String.init))
            var level = 0.0
            for scalar in words[2].unicodeScalars {
                if scalar.isASCII {
                    level = Double(Int(String(scalar), radix: 36) ?? 0) / 4
                } else {
                    table.letters[scalar] = -level
                }
            }
            table.isLatin = table.letters.keys.contains { "áéäåąšđãâç".unicodeScalars.contains($0) }
            return table
        }
    }

    /// The glibc names of all encodings in the tables.
    public var encodings: [String] {
        tables.flatMap(\.encodings).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Up to three encodings, the likeliest first, each with a decoded line that has characters above ASCII. Encodings with
    /// the same line are named once.
    ///
    /// - Parameter decode: decodes bytes strictly; nil if they are invalid in the encoding.
    public func likeliest(_ bytes: [UInt8], decode: ([UInt8], String) -> String?) -> [(
        name: String, line: String
    )] {
        if bytes.contains(0x1B), let text = decode(bytes, "ISO-2022-JP"), let line = Self.line(of: text) {
            return [("ISO-2022-JP", line)]
        }
        // No encoding here has the bytes of ASCII's line ends inside a character.
        var sample: [UInt8] = []
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        where line.contains(where: { $0 > 0x7F }) {
            guard sample.isEmpty || sample.count + line.count < 1 << 14 else { break }
            sample += line + [0x0A]
        }
        let high = sample.count { $0 > 0x7F }
        guard high > 0, sample.count < 1 << 16 else { return [] }
        var texts: [String: String] = [:]
        for name in encodings { texts[name] = decode(sample, name) }
        var best: [(name: String, line: String, score: Double)] = []
        for table in tables {
            for name in table.encodings {
                guard let text = texts[name], let line = Self.line(of: text), let score = table.score(text)
                else { continue }
                best.append((name, line, score / Double(high)))
            }
        }
        best.sort { $0.score > $1.score }
        return best.reduce(into: []) { found, next in
            guard found.count < 3, !found.contains(where: { $0.name == next.name || $0.line == next.line })
            else { return }
            found.append((next.name, next.line))
        }
    }

    private static func line(of text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isASCII) }
        let said = lines.first { CaptionTimes($0) == .none }
        return said.map { String(CaptionMarkup.trimmed(CaptionMarkup.plain(String($0))[...]).prefix(40)) }
    }
}

extension EncodingGuess.Table {
    /// Log frequency of characters that the table lacks: below all that it has.
    private static let floor = -9.25

    /// Log likelihood of a text's characters above ASCII; nil if some never occur in captions.
    func score(_ text: String) -> Double? {
        var (score, last): (Double, Unicode.Scalar) = (0, " ")
        for scalar in text.unicodeScalars {
            let properties = scalar.properties
            if !scalar.isASCII {
                switch properties.generalCategory {
                case .control, .privateUse, .unassigned: return nil
                default: score += letters[scalar] ?? Self.floor
                }
            }
            if properties.isAlphabetic, last.properties.isAlphabetic, !(scalar.isASCII && last.isASCII) {
                // Letters of two scripts in a word, or a capital inside it.
                if !isLatin, scalar.isASCII != last.isASCII { score -= 3 }
                if properties.isUppercase, last.properties.isLowercase { score -= 2.5 }
            }
            last = scalar
        }
        return score
    }
}
