/// How much a clip flashes: what WCAG 2.3.1 and ITU-R BT.1702 limit, because it can bring on seizures.
///
/// A flash is a pair of opposing changes within one second: of relative luminance by 10 % or more of its maximum, where the
/// darker state is below 80 %, or to or from a saturated red. It counts over a quarter of what an eye sees at once, 10
/// degrees; where a picture fills a phone that is held 30 cm away, those are three quarters of its shorter side.
/// BT.1702 asks for a quarter of the whole picture, which is always more.
public struct Flashes: Hashable, Codable, Sendable {
    /// The most flashes in one second that are no danger.
    public static let limit = 3

    /// The most flashes of luminance in any one second.
    public var general: Int
    /// The most flashes of saturated red in any one second.
    public var red: Int
    /// When the limit is passed for the first time, from the clip's start; nil where it never is.
    public var firstOver: MediaTime?

    /// Flashes of these numbers.
    public init(general: Int, red: Int, firstOver: MediaTime?) {
        (self.general, self.red, self.firstOver) = (general, red, firstOver)
    }

    /// It flashes more than three times in some second.
    public var isOver: Bool { general > Self.limit || red > Self.limit }

    /// What is over the limit, in a sentence; nil where nothing is.
    public var warning: String? {
        guard isOver else { return nil }
        let kinds = [
            general > Self.limit ? "\(general) times a second" : nil,
            red > Self.limit ? "\(red) times a second in saturated red" : nil,
        ].compactMap { $0 }
        return
            "it flashes \(kinds.joined(separator: " and ")) from \(firstOver?.text ?? "0") s on: more than "
            + "\(Self.limit) can bring on seizures (WCAG 2.3.1)"
    }
}
