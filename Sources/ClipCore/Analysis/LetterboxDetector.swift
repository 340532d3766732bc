/// Distinguishes a letterbox or pillarbox from picture content that is dark at its edges.
///
/// A letterbox ends at the same row or column in all frames, and the picture starts right behind it; dark
/// content ends here and there.
public struct LetterboxDetector: Hashable, Sendable {
    /// Rows or columns of black bars at the edges of a picture, in its own pixels.
    public struct Bars: Hashable, Codable, Sendable {
        /// Rows above.
        public var top = 0
        /// Rows below.
        public var bottom = 0
        /// Columns on the left.
        public var left = 0
        /// Columns on the right.
        public var right = 0

        /// Creates bars.
        public init(top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0) {
            (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
        }

        /// No bars.
        public static let none = Bars()

        /// It is as deep as another on each side, but for a few lines.
        func covers(_ other: Bars) -> Bool {
            let sides = [(top, other.top), (bottom, other.bottom), (left, other.left), (right, other.right)]
            return sides.allSatisfy { $0 + 3 >= $1 }
        }

        /// The deeper of both on each side.
        func joined(_ other: Bars) -> Bars {
            Bars(
                top: max(top, other.top), bottom: max(bottom, other.bottom), left: max(left, other.left),
                right: max(right, other.right))
        }
    }

    /// The least ``PictureScore/contrast`` of a frame that counts as evidence.
    public var contrast: Float = 12
    /// The share of such frames whose black ends within ``tolerance`` of the bar's end, sharply.
    public var support = 0.5
    /// Tolerance in pixels.
    public var tolerance = 2
    /// The share of frames that may show something inside a bar: decoding errors.
    public var stray = 0.02
    /// The least number of frames needed as evidence.
    public var frames = 5
    /// The least rows or columns of a bar.
    public var depth = 2

    /// Creates a detector with the default thresholds.
    public init() {}

    /// Detects the bars of a picture of this coded width and height.
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

    /// Index of the bar's depth among the sorted depths of `frames` frames.
    func place(among frames: Int) -> Int { max(0, min(frames - 1, Int(stray * Double(frames)))) }
}

extension LetterboxDetector {
    /// Counts frames until they rule out bars, whatever the rest show. An edge has no bar once more than
    /// ``LetterboxDetector/stray`` of all frames have no black there.
    public struct Tally: Sendable {
        private let rule: LetterboxDetector
        /// Frames without black that rule out an edge.
        private let needed: Int
        private var clear = [0, 0, 0, 0]

        /// - Parameter frames: an upper bound of their number.
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

        /// No edge can have a bar any more.
        public var rulesOutBars: Bool { clear.allSatisfy { $0 >= needed } }
    }
}
