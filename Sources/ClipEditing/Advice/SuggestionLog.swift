package import ClipCore
internal import ClipLibrary
internal import Foundation
package import Recommendation

extension Suggestion {
    /// As stored in a plan.
    package func choice(in messages: Messages) -> PlannedPost.Choice {
        var choice = PlannedPost.Choice(
            id: id, name: name, score: score,
            reasons: terms.map {
                PlannedPost.Reason(
                    factor: $0.factor.rawValue, effect: $0.effect, evidence: $0.evidence, note: $0.note,
                    text: $0.text.map(messages.text))
            })
        choice.why = reasons.map(messages.text)
        return choice
    }
}

/// Records suggestions and their probabilities in the library.
package enum SuggestionLog {
    private struct Reason: Encodable {
        let factor: String
        let effect: Double
        let sd: Double
        let evidence: Int
    }

    /// If the library is read-only, only the record is lost, not the advice.
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
        do throws(Failure) {
            try TrackCatalogue.library(for: .noting).log(records)
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
