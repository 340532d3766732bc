internal import Recommendation

/// A choice that was made with a known probability, and what came of it.
struct LoggedChoice: Hashable, Codable, Sendable {
    /// What was chosen.
    var item: String
    /// At which place, from 1.
    var position: Int
    /// With what probability, above 0 and up to 1.
    var propensity: Double
    /// What came of it.
    var reward: Double
    /// When, in any unit; choices are learnt from in this order.
    var time: Double
    /// What there was to choose from, where that was written down; otherwise it is all that occurs in the log.
    var options: [Advice.Contender]

    /// A choice among all that occurs in its log.
    init(
        item: String, position: Int, propensity: Double, reward: Double, time: Double,
        options: [Advice.Contender] = []
    ) {
        (self.item, self.position, self.propensity) = (item, position, propensity)
        (self.reward, self.time, self.options) = (reward, time, options)
    }

    /// From a line of JSON, where only `item`, `propensity` and `reward` are needed.
    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            item: try row.decode(String.self, forKey: .item),
            position: try row.decodeIfPresent(Int.self, forKey: .position) ?? 1,
            propensity: try row.decode(Double.self, forKey: .propensity),
            reward: try row.decode(Double.self, forKey: .reward),
            time: try row.decodeIfPresent(Double.self, forKey: .time) ?? 0,
            options: try row.decodeIfPresent([Advice.Contender].self, forKey: .options) ?? [])
    }
}
