package import ClipCore
package import ClipLibrary
package import Recommendation

/// Learns from the library's posts, for a brand's advice.
package struct PostLearner {
    /// How many companion hashtags are considered.
    private static let companions = 30

    package let library: Library
    package let brand: Brand

    /// The user's library, opened for reading, with an up-to-date model of its posts. If it is read-only, the
    /// old model is used and `warn` is called.
    package static func refreshed(warn: (String) -> Void) throws(Failure) -> Library {
        let library = try TrackCatalogue.library(for: .reading)
        guard try library.needsLearning else { return library }
        do throws(Failure) {
            try TrackCatalogue.library(for: .noting).learn(on: Clock.today)
        } catch { warn("nothing was learnt from posts: \(error.path.shown): \(error.message)") }
        return library
    }

    /// Hashtags that posts combine with those of the clip's subject.
    package func companions(_ clues: [HashtagCompanions.Clue]) throws(Failure)
        -> [HashtagCompanions.Companion]
    {
        clues.isEmpty ? [] : try library.companions(clues, first: Self.companions)
    }

    package func effects(_ request: AdviceRequest, _ candidates: Candidates) throws(Failure) -> LearnedEffects
    {
        guard try library.hasModel else { return LearnedEffects() }
        var question = LearnedEffects.Question(brand: brand.name, categories: brand.categories)
        question.names[.music] = Dictionary(
            candidates.tracks.map { ($0.id, $0.soundIDs) }, uniquingKeysWith: { first, _ in first })
        question.names[.look] = Dictionary(
            candidates.looks.map { ($0.name, []) }, uniquingKeysWith: { first, _ in first })
        question.names[.hashtag] = Dictionary(
            candidates.hashtagNames(for: request).map { ($0, []) }, uniquingKeysWith: { first, _ in first })
        guard let model = try library.model(question.tokens) else { return LearnedEffects() }
        return LearnedEffects(model, question)
    }
}
