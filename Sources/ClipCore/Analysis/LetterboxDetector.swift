/// Tells black bars of a source from what is only dark at its edges.
///
/// Bars end at the same row or column all the time, and the picture begins right behind them; what is dark in a scene
/// ends here and there.
public struct LetterboxDetector: Hashable, Sendable {
    /// Rows or columns of bars at the edges of a picture, in its own pixels.
    public struct Bars: Hashable, Sendable {
        /// Rows above.
        public var top = 0
        /// Rows below.
        public var bottom = 0
        /// Columns on the left.
        public var left = 0
        /// Columns on the right.
        public var right = 0

        /// No bars.
        public static let none = Bars()
    }

    /// The least ``PictureScore/contrast`` of a frame that can tell bars.
    public var contrast: Float = 12
    /// The share of such frames whose black ends within ``tolerance`` of the bar's end, sharply.
    public var support = 0.5
    /// Pixels.
    public var tolerance = 2
    /// The share of frames that may show something in a bar: errors of decoding.
    public var stray = 0.02
    /// The least number of frames that tell.
    public var frames = 5
    /// The least rows or columns of a bar.
    public var depth = 2

    /// The rule.
    public init() {}

    /// The bars of a picture that is coded with this width and height.
    public func bars(in scores: [PictureScore], width: Int, height: Int) -> Bars {
        let telling = scores.filter { $0.contrast >= contrast }.map(\.edges)
        guard telling.count >= frames else { return .none }
        let bars = Bars(
            top: depth(telling.map(\.top)), bottom: depth(telling.map(\.bottom)),
            left: depth(telling.map(\.left)), right: depth(telling.map(\.right)))
        let inner = (width - bars.left - bars.right) * (height - bars.top - bars.bottom)
        return inner * 4 >= width * height ? bars : .none
    }

    private func depth(_ edges: [PictureEdges.Edge]) -> Int {
        let depths = edges.map(\.depth).sorted()
        let depth = Int(depths[place(among: depths.count)])
        guard depth >= self.depth else { return 0 }
        let agreeing = edges.count { $0.isSharp && abs(Int($0.depth) - depth) <= tolerance }
        guard Double(agreeing) >= support * Double(edges.count) else { return 0 }
        // One more: the last line of a bar is often mixed with the picture.
        return depth + 1
    }

    /// The place of the bar's depth among those of so many frames, from the least.
    func place(among frames: Int) -> Int { max(0, min(frames - 1, Int(stray * Double(frames)))) }
}

extension LetterboxDetector {
    /// Counts frames as they come, until they rule out bars whatever the others show: as soon as more of them than
    /// ``LetterboxDetector/stray`` of all have no black at an edge, there is no bar at that edge.
    public struct Tally: Sendable {
        private let rule: LetterboxDetector
        /// Frames that an edge needs.
        private let needed: Int
        private var clear = [0, 0, 0, 0]

        /// - Parameter frames: how many there are in all, or more.
        public init(of frames: Int, _ rule: LetterboxDetector = LetterboxDetector()) {
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
