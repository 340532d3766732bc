public import ClipCore
internal import GRDB
public import Recommendation
internal import SystemLibrary

/// Stores the learned model, so that advice need not learn again.
extension Library {
    /// Whether there is a model, unchanged since the last post.
    public var hasModel: Bool {
        get throws(Failure) {
            try read {
                try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM model WHERE facts <> '')") ?? false
            } ?? false
        }
    }

    /// Replaces the stored model; nil records that there was nothing to learn.
    public func keep(_ model: PostModel?, _ companions: HashtagCompanions, on day: CalendarDay)
        throws(Failure)
    {
        try write { database in
            for table in ["model", "model_effect", "companion"] {
                try database.execute(sql: "DELETE FROM \(table)")
            }
            try CompanionRows.write(companions, into: database)
            guard let model else {
                try database.execute(sql: "INSERT INTO model VALUES (1, ?, '')", arguments: [day.text])
                return
            }
            let effect = try database.makeStatement(sql: "INSERT INTO model_effect VALUES (?, ?, ?, ?)")
            // In the order of the table's key.
            let sorted = model.model.effects.sorted {
                ($0.key.group.rawValue, $0.key.name) < ($1.key.group.rawValue, $1.key.name)
            }
            for (token, one) in sorted {
                try effect.execute(arguments: [token.group.rawValue, token.name, one.value, one.rows])
            }
            let facts = try JSONEncoder().encode(ModelFacts(model))
            try database.execute(
                sql: "INSERT INTO model VALUES (1, ?, ?)",
                arguments: [day.text, String(decoding: facts, as: UTF8.self)])
        }
    }

    /// The model with the effects of these tokens; nil if there is none, or posts have changed since.
    public func model(_ tokens: some Collection<PostToken>) throws(Failure) -> PostModel? {
        let found: PostModel?? = try read { database in
            guard let text = try String.fetchOne(database, sql: "SELECT facts FROM model"), !text.isEmpty
            else { return nil }
            let facts = try JSONDecoder().decode(ModelFacts.self, from: Data(text.utf8))
            let statement = try database.makeStatement(
                sql: "SELECT value, posts FROM model_effect WHERE kind = ? AND name = ?")
            var effects: [PostToken: MixedModel.Effect] = [:]
            for token in tokens {
                let row = try Row.fetchOne(statement, arguments: [token.group.rawValue, token.name])
                effects[token] = row.map { MixedModel.Effect(value: $0["value"], rows: $0["posts"]) }
            }
            return facts.model(effects)
        }
        return found ?? nil
    }

    /// Hashtags that go with the clues, likeliest first; empty without a model.
    public func companions(_ clues: [HashtagCompanions.Clue], first count: Int) throws(Failure)
        -> [HashtagCompanions.Companion]
    {
        guard try hasModel else { return [] }
        let companions = try read { try CompanionRows.read(clues, from: $0) }
        return Array((companions?.ranked(clues) ?? []).prefix(count))
    }
}

/// The stored form of a model, without its effects.
private struct ModelFacts: Codable {
    let mean: Double
    let sigma: Double
    let penalties: [String: Double]
    let tokens: PostTokens
    let width: Double
    let posts: Int

    init(_ model: PostModel) {
        (mean, sigma) = (model.model.mean, model.model.sigma)
        penalties = Dictionary(
            uniqueKeysWithValues: model.model.penalties.map { ($0.key.rawValue, $0.value) })
        (tokens, width, posts) = (model.tokens, model.width, model.posts)
    }

    func model(_ effects: [PostToken: MixedModel.Effect]) -> PostModel {
        let penalties = self.penalties.compactMap { name, value in
            PostToken.Group(rawValue: name).map { ($0, value) }
        }
        return PostModel(
            model: MixedModel(
                mean: mean, sigma: sigma, penalties: Dictionary(uniqueKeysWithValues: penalties),
                effects: effects), tokens: tokens, width: width, posts: posts)
    }
}
