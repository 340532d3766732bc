/// Flashes per second of a clip, as limited by WCAG 2.3.1 and ITU-R BT.1702: they can cause seizures.
///
/// A flash is a pair of opposing changes within one second: of relative luminance by 10 % or more of its
/// maximum with the darker state below 80 %, or to or from a saturated red. It counts if it covers a quarter
/// of 10 degrees of the visual field: three quarters of the shorter side of a picture that fills a phone 30
/// cm away. BT.1702 asks for a quarter of the whole picture, which is always more.
public struct Flashes: Hashable, Codable, Sendable {
    /// The highest number of flashes in one second that is still safe.
    public static let limit = 3

    /// The most luminance flashes in any one second.
    public var general: Int
    /// The most saturated red flashes in any one second.
    public var red: Int
    /// When the limit is first exceeded, from the clip's start; nil if it never is.
    public var firstOver: MediaTime?

    /// Creates flash counts.
    public init(general: Int, red: Int, firstOver: MediaTime?) {
        (self.general, self.red, self.firstOver) = (general, red, firstOver)
    }

    /// Some second has more than three flashes.
    public var isOver: Bool { general > Self.limit || red > Self.limit }

    /// A warning that names the exceeded limits; nil if there are none.
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
