internal import ClipCore
internal import ClipLibrary
package import Recommendation
internal import SystemLibrary

/// Remembers in the library what was suggested, with what probability.
package enum SuggestionLog {
    private struct Reason: Encodable {
        let factor: String
        let effect: Double
        let sd: Double
        let evidence: Int
    }

    /// A library that cannot be written to costs the memory, not the advice.
    package static func keep(_ advice: Advice, brand: String, clip: String, warn: (String) -> Void) {
        let kinds = [("music", advice.music), ("look", advice.looks), ("hashtag", advice.hashtags)]
        let records = kinds.flatMap { kind, ranking in
            ranking.suggestions.enumerated().map { place, one in
                var record = SuggestionRecord(
                    kind, one.id, rank: place + 1, score: one.score, clip: clip, made: Clock.today,
                    seed: advice.seed)
                (record.brand, record.policy) = (brand, advice.policy)
                (record.sd, record.probability) = (one.sd, one.probability)
                record.why = why(one)
                if place == 0 { record.options = ranking.contenders }
                return record
            }
        }
        do throws(LibraryError) {
            try MusicShelf.library(for: .noting).log(records)
        } catch {
            warn(
                "the library does not remember what was suggested: \(error.path.shown): \(error.message)")
        }
    }

    private static func why(_ suggestion: Suggestion) -> String {
        let reasons = suggestion.terms.map {
            Reason(factor: $0.factor.rawValue, effect: $0.effect, sd: $0.sd, evidence: $0.evidence)
        }
        return (try? JSONEncoder().encode(reasons)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}
