/// A choice that was made with a known probability, and what came of it.
public struct LoggedChoice: Hashable, Sendable {
    /// Something that could have been chosen, and what was known of it then.
    public struct Option: Hashable, Codable, Sendable {
        /// Its id.
        public var item: String
        /// Its score without draws.
        public var mean: Double
        /// The standard deviation of the score.
        public var sd: Double

        /// An option.
        public init(item: String, mean: Double, sd: Double) {
            (self.item, self.mean, self.sd) = (item, mean, sd)
        }
    }

    /// What was chosen.
    public var item: String
    /// At which place, from 1.
    public var position: Int
    /// With what probability, above 0 and up to 1.
    public var propensity: Double
    /// What came of it.
    public var reward: Double
    /// When, in any unit; choices are learnt from in this order.
    public var time: Double
    /// What there was to choose from, where that was written down; otherwise it is all that occurs in the log.
    public var options: [Option]

    /// A choice among all that occurs in its log.
    public init(
        item: String, position: Int, propensity: Double, reward: Double, time: Double,
        options: [Option] = []
    ) {
        (self.item, self.position, self.propensity) = (item, position, propensity)
        (self.reward, self.time, self.options) = (reward, time, options)
    }
}
