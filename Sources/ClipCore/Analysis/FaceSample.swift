/// The faces and the likely text of one frame.
public struct FaceSample: Hashable, Codable, Sendable {
    /// The box of a face, in shares of the upright picture. It may reach beyond the picture.
    public struct Box: Hashable, Codable, Sendable {
        /// From the picture's left side.
        public var left: Double
        /// From the picture's upper side.
        public var top: Double
        /// Above 0.
        public var width: Double
        /// Above 0.
        public var height: Double

        /// Creates a box.
        public init(left: Double, top: Double, width: Double, height: Double) {
            (self.left, self.top, self.width, self.height) = (left, top, width, height)
        }

        /// Its share of the picture's area.
        public var area: Double { width * height }

        func moved(across: Double, down: Double) -> Box {
            Box(left: left + across, top: top + down, width: width, height: height)
        }

        /// With more room on each side, as a share of its size.
        func grown(by room: Double) -> Box {
            Box(
                left: left - room * width, top: top - room * height, width: (1 + 2 * room) * width,
                height: (1 + 2 * room) * height)
        }

        /// The area that both boxes share by the area of either, from 0 to 1.
        public func overlap(with other: Box) -> Double {
            let across = min(left + width, other.left + other.width) - max(left, other.left)
            let down = min(top + height, other.top + other.height) - max(top, other.top)
            guard across > 0, down > 0 else { return 0 }
            return across * down / (area + other.area - across * down)
        }
    }

    /// The most boxes of a sample: a crowd has no face to follow.
    public static let mostBoxes = 12

    /// Presentation time, on the file's own clock.
    public var time: MediaTime
    /// The largest first, at most ``mostBoxes``.
    public let boxes: [Box]
    /// Small faces were searched too, in tiles of the frame.
    public let isThorough: Bool
    /// Lines that are likely text; none where a pattern says nothing.
    public var texts: [Box] = []

    /// Keeps the largest of the boxes.
    public init(time: MediaTime, boxes: [Box], isThorough: Bool = false) {
        (self.time, self.isThorough) = (time, isThorough)
        self.boxes = Array(boxes.sorted { $0.area > $1.area }.prefix(Self.mostBoxes))
    }
}
