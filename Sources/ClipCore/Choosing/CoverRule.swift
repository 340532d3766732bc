/// Chooses the cover frame: a face towards the camera, sharp, well lit, colourful, in a lively moment but itself still,
/// outside transitions, without text that is half shown.
public struct CoverRule: Sendable {
    /// A candidate cover with its score.
    public struct Choice: Hashable, Sendable {
        /// Presentation time.
        public var time: MediaTime
        /// The terms of its score.
        public var terms: [CoverTerm]

        /// The sum of its terms.
        public var score: Double { terms.map(\.effect).reduce(0, +) }
    }

    /// Creates the rule; it has no settings.
    public init() {}

    /// The best frame, the first among equals; nil if there are none.
    ///
    /// - Parameters:
    ///   - pictures: in presentation order.
    ///   - boundaries: the shot boundaries.
    ///   - samples: faces and text of some frames, in presentation order.
    ///   - written: when captions are drawn on the picture.
    public func best(
        of pictures: [PictureScore], _ boundaries: [ShotBoundary], _ samples: [FaceSample] = [],
        written: [TimeRange] = []
    ) -> Choice? {
        guard let first = pictures.first, let last = pictures.last else { return nil }
        let top = Top(
            sharpness: Self.high(pictures.map(\.sharpness), least: 1),
            colour: Self.high(pictures.map(\.colourfulness), least: 12),
            motion: Self.high(pictures.map(\.change), least: 2))
        let sums = pictures.reduce(into: [0.0]) { $0.append($0.last! + Self.known(min(40, $1.change))) }
        var (low, high, near, best) = (0, 0, 0, Optional<Choice>.none)
        for (place, picture) in pictures.enumerated() {
            let time = picture.time.seconds
            while time - pictures[low].time.seconds > 0.5 { low += 1 }
            while high < pictures.count, pictures[high].time.seconds - time <= 0.5 { high += 1 }
            while near + 1 < samples.count, samples[near + 1].time <= picture.time { near += 1 }
            let shown = samples.dropFirst(near).prefix(2).min {
                abs($0.time.seconds - time) < abs($1.time.seconds - time)
            }
            let next = place + 1 < pictures.count ? pictures[place + 1].change : 0
            let moment = Moment(
                around: (sums[high] - sums[low]) / Double(high - low),
                own: max(Self.known(picture.change), Self.known(next)),
                isInTransition: Self.isInTransition(time, boundaries),
                isAtEdge: min(time - first.time.seconds, last.time.seconds - time) < 0.3,
                face: shown.map(Self.face) ?? 0,
                hasText: shown?.texts.isEmpty == false || written.contains { $0.contains(picture.time) })
            let choice = Choice(time: picture.time, terms: Self.terms(picture, top, moment))
            if choice.score > best?.score ?? -.infinity { best = choice }
        }
        return best
    }

    /// The highest measurements in the clip.
    private struct Top {
        let sharpness: Double
        let colour: Double
        let motion: Double
    }

    /// The context of a frame.
    private struct Moment {
        let around: Double
        /// The change to the frames before and after.
        let own: Double
        let isInTransition: Bool
        let isAtEdge: Bool
        /// How well a face can be seen, from 0 to 1.
        let face: Double
        let hasText: Bool
    }

    private static func terms(_ picture: PictureScore, _ top: Top, _ moment: Moment) -> [CoverTerm] {
        let luma = known(picture.luma)
        let light = min((luma - 30) / 50, (235 - luma) / 55)
        let isBlank = known(picture.contrast) <= 6 || luma <= 24
        return [
            CoverTerm(.sharp, weight: 0.35, measure: known(picture.sharpness) / top.sharpness),
            CoverTerm(.light, weight: 0.15, measure: light),
            CoverTerm(.contrast, weight: 0.1, measure: known(picture.contrast) / 60),
            CoverTerm(.colour, weight: 0.2, measure: known(picture.colourfulness) / top.colour),
            CoverTerm(.lively, weight: 0.2, measure: moment.around / top.motion),
            CoverTerm(.moving, weight: -0.25, measure: moment.own / 24),
            CoverTerm(.face, weight: 0.3, measure: moment.face),
            CoverTerm(.text, weight: -0.25, measure: moment.hasText ? 1 : 0),
            CoverTerm(.edge, weight: -0.05, measure: moment.isAtEdge ? 1 : 0),
            CoverTerm(.transition, weight: -1, measure: moment.isInTransition ? 1 : 0),
            CoverTerm(.blank, weight: -1, measure: isBlank ? 1 : 0),
        ].filter { $0.effect != 0 }
    }

    /// The largest face, which counts less where it is cut.
    private static func face(_ sample: FaceSample) -> Double {
        guard let box = sample.boxes.first else { return 0 }
        let isWhole = box.left >= 0 && box.top >= 0 && box.left + box.width <= 1 && box.top + box.height <= 1
        return min(1, box.area.squareRoot() / 0.25) * (isWhole ? 1 : 0.3)
    }

    private static func isInTransition(_ time: Double, _ boundaries: [ShotBoundary]) -> Bool {
        boundaries.contains { abs($0.time.seconds - time) < $0.duration / 2 + 0.15 }
    }

    private static func high(_ values: [Float], least: Double) -> Double {
        values.reduce(least) { max($0, known($1)) }
    }

    private static func known(_ value: Float) -> Double { value.isFinite ? Double(value) : 0 }
}

/// One term of a cover's score.
public struct CoverTerm: Hashable, Sendable {
    /// What the term measures.
    public enum Kind: String, Hashable, Sendable {
        case sharp, light, contrast, colour, lively, moving, face, text, edge, transition, blank
    }

    /// What the term measures.
    public let kind: Kind
    /// Its contribution to the score.
    public let effect: Double
    /// The measurement, from 0 to 1.
    public let measure: Double

    init(_ kind: Kind, weight: Double, measure: Double) {
        let measure = measure.isFinite ? min(1, max(0, measure)) : 0
        (self.kind, self.effect, self.measure) = (kind, weight * measure, measure)
    }

    /// For people: `sharp +0.33: 95 % of the clip's sharpest`.
    public var text: String {
        let share = "\(Int((measure * 100).rounded())) %"
        let note =
            switch kind {
            case .sharp: "\(share) of the sharpest frames"
            case .light: "neither dark nor burnt out: \(share)"
            case .contrast: "\(share) of full contrast"
            case .colour: "\(share) of the most colourful frames"
            case .lively: "around it \(share) of the most motion"
            case .moving: "the frame itself moves: \(share)"
            case .face: "a face towards the camera: \(share)"
            case .text: "it shows text"
            case .edge: "it is one of the first or last frames"
            case .transition: "it lies in a change of shots"
            case .blank: "it shows next to nothing"
            }
        return "\(kind.rawValue) \(effect.signedHundredths): \(note)"
    }
}
