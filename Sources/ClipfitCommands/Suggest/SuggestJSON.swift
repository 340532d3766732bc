internal import ClipCore
internal import Recommendation
internal import SystemPackage

/// `clipfit.suggest/1`.
struct SuggestJSON: Encodable {
    struct Item: Encodable {
        let id: String
        let name: String
        let score: Double
        let sd: Double
        let probability: Double
        let reasons: [Reason]
        @Nullable var runnerUp: String?
        @Nullable var review: String?
        /// A draw put it there, to learn about it.
        let trial: Bool
        /// The main reasons as sentences, at most three.
        let why: [String]
    }

    struct Reason: Encodable {
        let factor: String
        let effect: Double
        let evidence: Int
        @Nullable var asOf: CalendarDay?
        let note: String
        /// The same as a sentence in the brand's language.
        @Nullable var text: String?
    }

    struct Refused: Encodable {
        let id: String
        let rule: String
        let reason: String
    }

    struct Wanted: Encodable {
        let name: String
        let author: String
        let level: Double
        let direction: String
        let asOf: CalendarDay
        @Nullable var businessCleared: Bool?
        /// What it did in its chart, in words.
        let past: String
        /// The track of the library that is most like it and may be used.
        @Nullable var like: String?
    }

    let source: String
    var sourceBytes: String?
    /// Recognised subjects, most relevant first.
    let topics: [String]
    let music: [Item]
    let looks: [Item]
    let hashtags: [Item]
    let refused: [Refused]
    let toObtain: [Wanted]
    let clear: Clear
    let notes: [String]
    let evidence: String
    let policy: String
    let seed: UInt64

    /// Whether the 80 % interval of the first one's lead over the second excludes 0: false means no clear winner.
    struct Clear: Encodable {
        let music: Bool
        let looks: Bool
    }

    init(_ path: FilePath, _ advice: Advice, _ messages: Messages) {
        let name = JSONPath(path)
        (source, sourceBytes) = (name.text, name.bytes)
        topics = advice.topics
        music = advice.music.suggestions.map { Item($0, messages) }
        looks = advice.looks.suggestions.map { Item($0, messages) }
        hashtags = advice.hashtags.suggestions.map { Item($0, messages) }
        refused = (advice.music.refused + advice.looks.refused + advice.hashtags.refused).map {
            Refused(id: $0.id, rule: $0.rule.rawValue, reason: $0.reason)
        }
        toObtain = advice.toObtain.map {
            Wanted(
                name: $0.name, author: $0.author, level: $0.level, direction: $0.direction.rawValue,
                asOf: $0.asOf, businessCleared: $0.isBusinessCleared, past: messages.text($0.past),
                like: $0.like)
        }
        clear = Clear(music: advice.music.isClear, looks: advice.looks.isClear)
        (notes, seed) = (advice.notes, advice.seed)
        (evidence, policy) = (advice.evidence.rawValue, advice.policy)
    }
}

extension SuggestJSON.Item {
    init(_ suggestion: Suggestion, _ messages: Messages) {
        self.init(
            id: suggestion.id, name: suggestion.name, score: suggestion.score, sd: suggestion.sd,
            probability: suggestion.probability,
            reasons: suggestion.terms.map {
                SuggestJSON.Reason(
                    factor: $0.factor.rawValue, effect: $0.effect, evidence: $0.evidence, asOf: $0.asOf,
                    note: $0.note, text: $0.text.map(messages.text))
            },
            runnerUp: suggestion.runnerUp?.id, review: suggestion.review,
            trial: suggestion.isTrial, why: suggestion.reasons.map(messages.text))
    }
}
