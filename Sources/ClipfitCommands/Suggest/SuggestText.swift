internal import ClipCore
internal import Recommendation
internal import SystemPackage

/// Advice for people: one block per kind, one line per suggestion, with the main reasons below.
struct SuggestText {
    let text: String

    init(_ path: FilePath, _ advice: Advice) {
        var lines = [path.shown]
        lines += Self.block("music", advice.music)
        lines += Self.block("looks", advice.looks)
        if !advice.hashtags.suggestions.isEmpty {
            let tags = advice.hashtags.suggestions.map { "#\($0.id)" + ($0.review == nil ? "" : " (review)") }
            lines.append("  hashtags  \(tags.joined(separator: " "))".printable)
        }
        for wanted in advice.toObtain {
            let cleared = wanted.isBusinessCleared.map {
                $0 ? ", cleared for business" : ", not cleared for business"
            }
            lines.append(
                "  to obtain  \(wanted.name) - \(wanted.author) (\(wanted.direction.rawValue), \(wanted.asOf.text)\(cleared ?? ""))"
                    .printable)
        }
        lines += advice.notes.map { "  note  \($0)" }
        text = lines.joined(separator: "\n")
    }

    private static func block(_ title: String, _ ranking: Advice.Ranking) -> [String] {
        var lines: [String] = []
        for (index, suggestion) in ranking.suggestions.enumerated() {
            let unclear = index == 0 && ranking.suggestions.count > 1 && !ranking.isClear
            let head = index == 0 ? title : ""
            let padded = head + String(repeating: " ", count: max(0, 8 - head.count))
            lines.append(
                "  \(padded)  \(suggestion.score.hundredths)  \(suggestion.id)\(unclear ? " (no clear winner)" : "")"
                    .printable)
            let telling = suggestion.terms.filter { abs($0.effect) >= 0.005 }.sorted {
                abs($0.effect) > abs($1.effect)
            }
            for term in telling.prefix(4) {
                lines.append(
                    "              \(term.effect.signedHundredths)  \(term.factor.rawValue): \(term.note)"
                        .printable)
            }
        }
        if let first = ranking.refused.first {
            let more = ranking.refused.count > 1 ? ", and \(ranking.refused.count - 1) more" : ""
            lines.append("            not     \(first.id): \(first.reason)\(more)".printable)
        }
        return lines
    }
}
