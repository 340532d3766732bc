internal import ClipCore
internal import Recommendation

/// Advice for people: one block per kind, one line per suggestion, with the main reasons below.
struct SuggestText {
    let text: String

    /// - Parameter isVerbose: with scores, and the terms that they are made of.
    init(_ path: FilePath, _ advice: Advice, _ messages: Messages, isVerbose: Bool) {
        var lines = [path.shown]
        lines += Self.block("music", advice.music, messages, isVerbose)
        lines += Self.block("looks", advice.looks, messages, isVerbose)
        if !advice.hashtags.suggestions.isEmpty {
            let review = " \(Language.text("(review)"))"
            let tags = advice.hashtags.suggestions.map { "#\($0.id)" + ($0.review == nil ? "" : review) }
            lines.append("  \(Self.title("hashtags"))\(tags.joined(separator: " "))".printable)
            lines += Self.reasons(of: advice.hashtags.suggestions, messages)
        }
        for wanted in advice.toObtain {
            let cleared = wanted.isBusinessCleared.map {
                ", " + Language.text($0 ? "cleared for business" : "not cleared for business")
            }
            let like =
                wanted.like.map { "; " + Language.text("like \($0), which is yours and cleared") } ?? ""
            lines.append(
                "  \(Self.title("to obtain"))\(wanted.name) - \(wanted.author) (\(messages.text(wanted.past)), \(wanted.asOf.text)\(cleared ?? ""))\(like)"
                    .printable)
        }
        lines += advice.notes.map { "  \(Self.title("note"))\(Language.text($0))" }
        text = lines.joined(separator: "\n")
    }

    /// A line for each reason, with the tags that it is for.
    private static func reasons(of tags: [Suggestion], _ messages: Messages) -> [String] {
        let all = tags.map { (tag: "#\($0.id)", why: $0.reasons.map(messages.text).joined(separator: "; ")) }
        var seen: Set<String> = []
        return all.filter { !$0.why.isEmpty && seen.insert($0.why).inserted }.map { one in
            let same = all.filter { $0.why == one.why }.map(\.tag).joined(separator: " ")
            return "              \(same): \(one.why)".printable
        }
    }

    private static func title(_ word: String) -> String { (Language.text(word) + "  ").padding(to: 10) }

    private static func block(
        _ title: String, _ ranking: Advice.Ranking, _ messages: Messages, _ isVerbose: Bool
    ) -> [String] {
        var lines: [String] = []
        let indent = String(repeating: " ", count: 14)
        for (index, suggestion) in ranking.suggestions.enumerated() {
            let isOpen = index == 0 && ranking.suggestions.count > 1 && !ranking.isClear
            let padded = index == 0 ? Self.title(title) : Self.title("")
            let marks: [Phrase?] = [
                index == 0 && suggestion.score < 0 ? "nothing in the library fits" : nil,
                suggestion.isTrial ? "worth a try" : nil, isOpen && isVerbose ? "no clear winner" : nil,
            ]
            let notes = marks.compactMap { $0.map(messages.text) }.joined(separator: ", ")
            let score = isVerbose ? "\(suggestion.score.hundredths)  " : ""
            lines.append("  \(padded)\(score)\(suggestion.id)\(notes.isEmpty ? "" : " (\(notes))")".printable)
            let reasons = suggestion.reasons.map(messages.text).joined(separator: "; ")
            if !reasons.isEmpty { lines.append((indent + reasons).printable) }
            guard isVerbose else { continue }
            let telling = suggestion.terms.filter { abs($0.effect) >= 0.005 }
            for term in telling.sorted(by: { abs($0.effect) > abs($1.effect) }) {
                let sentence = "\(Language.text(term.factor.rawValue)): \(Language.list(term.note))"
                lines.append("\(indent)\(term.effect.signedHundredths)  \(sentence)".printable)
            }
        }
        if let first = ranking.refused.first {
            let more =
                ranking.refused.count > 1 ? ", " + Language.text("and \(ranking.refused.count - 1) more") : ""
            let reason = Language.text(first.reason)
            lines.append(
                "            \(Language.text("not").padding(to: 8))\(first.id): \(reason)\(more)".printable)
        }
        return lines
    }
}
