internal import ClipCore
internal import Recommendation

extension JSONObject {
    /// `clipfit.suggest/1`.
    init(_ path: FilePath, _ advice: Advice, _ messages: Messages) {
        let items = { (ranking: Advice.Ranking) in ranking.suggestions.map { JSONObject($0, messages) } }
        let refused = advice.music.refused + advice.looks.refused + advice.hashtags.refused
        self.init("source", path)
        self += [
            // Recognised subjects, most relevant first.
            "topics": advice.topics, "music": items(advice.music), "looks": items(advice.looks),
            "hashtags": items(advice.hashtags), "refused": refused.map { JSONObject($0) },
            "toObtain": advice.toObtain.map { JSONObject($0, messages) }, "notes": advice.notes,
            "evidence": advice.evidence.rawValue, "policy": advice.policy, "seed": advice.seed,
            // Whether the 80 % interval of the first one's lead over the second excludes 0: false means no clear winner.
            "clear": ["music": advice.music.isClear, "looks": advice.looks.isClear] as JSONObject,
        ]
    }

    private init(_ suggestion: Suggestion, _ messages: Messages) {
        self = [
            "id": suggestion.id, "name": suggestion.name, "score": suggestion.score, "sd": suggestion.sd,
            "probability": suggestion.probability,
            "reasons": suggestion.terms.map { JSONObject($0, messages) },
            "runnerUp": suggestion.runnerUp?.id, "review": suggestion.review,
            // A draw put it there, to learn about it.
            "trial": suggestion.isTrial,
            // The main reasons as sentences, at most three.
            "why": suggestion.reasons.map(messages.text),
        ]
    }

    private init(_ term: Term, _ messages: Messages) {
        self = [
            "factor": term.factor.rawValue, "effect": term.effect, "evidence": term.evidence,
            "asOf": term.asOf, "note": term.note,
            // The same as a sentence in the brand's language.
            "text": term.text.map(messages.text),
        ]
    }

    private init(_ refusal: Refusal) {
        self = ["id": refusal.id, "rule": refusal.rule.rawValue, "reason": refusal.reason]
    }

    private init(_ wanted: Advice.WantedSound, _ messages: Messages) {
        self = [
            "name": wanted.name, "author": wanted.author, "level": wanted.level,
            "direction": wanted.direction.rawValue, "asOf": wanted.asOf,
            "businessCleared": wanted.isBusinessCleared,
            // What it did in its chart, in words.
            "past": messages.text(wanted.past),
            // The track of the library that is most like it and may be used.
            "like": wanted.like,
        ]
    }
}
