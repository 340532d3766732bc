/// The part of a frame that the platforms' own buttons and words leave clear. Pure.
public struct SafeZone: Sendable {
    /// The frame.
    public let frame: Picture.Size
    /// What each platform covers of a frame of 1080x1920.
    public let margins: [Platform.Margins]
    private let edge: Double

    /// - Parameter hasEdge: 4 % of the frame's shorter side are kept clear of each edge in any case: screens round their
    ///   corners.
    public init(frame: Picture.Size, margins: [Platform.Margins], hasEdge: Bool = true) {
        (self.frame, self.margins, edge) = (frame, margins, hasEdge ? 0.04 : 0)
    }

    /// The rectangle that is clear on all platforms, with even sides and places; empty where they leave nothing.
    public var rectangle: Picture.Rectangle {
        let edge = edge * Double(min(frame.width, frame.height))
        let (across, down) = (Double(frame.width) / 1080, Double(frame.height) / 1920)
        let most = { (side: KeyPath<Platform.Margins, Int>, scale: Double) in
            max(edge, (margins.map { Double($0[keyPath: side]) * scale }).max() ?? 0)
        }
        let (left, top) = (Self.up(most(\.left, across)), Self.up(most(\.top, down)))
        let (right, bottom) = (Self.up(most(\.right, across)), Self.up(most(\.bottom, down)))
        return Picture.Rectangle(
            x: left, y: top,
            size: Picture.Size(
                width: max(0, (frame.width & ~1) - left - right),
                height: max(0, (frame.height & ~1) - top - bottom)))
    }

    /// The next even number.
    private static func up(_ pixels: Double) -> Int { Int((pixels / 2).rounded(.up)) * 2 }

    /// Where a picture lies in a corner: as wide as asked for, or smaller where it would not be clear.
    ///
    /// - Parameters:
    ///   - shape: the picture's own size, whose shape it keeps.
    ///   - width: in pixels of the frame.
    /// - Returns: even sides and places, as 4:2:0 has them; nil where nothing is clear.
    func place(_ shape: Picture.Size, width: Double, in corner: Picture.Corner) -> Picture.Rectangle? {
        let clear = rectangle
        let scale = min(
            width / Double(shape.width), Double(clear.size.width) / Double(shape.width),
            Double(clear.size.height) / Double(shape.height))
        let sides = [shape.width, shape.height].map { max(2, Int((Double($0) * scale / 2).rounded()) * 2) }
        guard sides[0] <= clear.size.width, sides[1] <= clear.size.height else { return nil }
        let isLeft = corner == .topLeft || corner == .bottomLeft
        let isTop = corner == .topLeft || corner == .topRight
        return Picture.Rectangle(
            x: clear.x + (isLeft ? 0 : clear.size.width - sides[0]),
            y: clear.y + (isTop ? 0 : clear.size.height - sides[1]),
            size: Picture.Size(width: sides[0], height: sides[1]))
    }
}
