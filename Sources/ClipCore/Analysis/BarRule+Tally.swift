extension BarRule {
    /// Counts frames as they come, until they rule out bars whatever the others show: as soon as more of them than
    /// ``BarRule/stray`` of all have no black at an edge, there is no bar at that edge.
    public struct Tally: Sendable {
        private let rule: BarRule
        /// Frames that an edge needs.
        private let needed: Int
        private var clear = [0, 0, 0, 0]

        /// - Parameter frames: how many there are in all, or more.
        public init(of frames: Int, _ rule: BarRule = BarRule()) {
            self.rule = rule
            needed = rule.place(among: frames) + 1
        }

        /// Counts a frame.
        public mutating func add(_ score: PictureScore) {
            guard score.contrast >= rule.contrast else { return }
            let edges = [score.edges.top, score.edges.bottom, score.edges.left, score.edges.right]
            for (index, edge) in edges.enumerated() where Int(edge.depth) < rule.depth { clear[index] += 1 }
        }

        /// The rule finds no bars in all frames.
        public var rulesOutBars: Bool { clear.allSatisfy { $0 >= needed } }
    }
}
