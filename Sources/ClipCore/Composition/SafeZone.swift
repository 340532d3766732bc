/// The rectangle of a frame that the platforms' user interfaces leave clear. Pure.
public struct SafeZone: Sendable {
    /// The frame.
    public let frame: Picture.Size
    /// The margins that each platform covers in a 1080x1920 frame.
    public let margins: [Platform.Margins]
    private let edge: Double

    /// - Parameter hasEdge: keep 4 % of the shorter side clear at every edge, as screens have round corners.
    public init(frame: Picture.Size, margins: [Platform.Margins], hasEdge: Bool = true) {
        (self.frame, self.margins, edge) = (frame, margins, hasEdge ? 0.04 : 0)
    }

    /// The rectangle that is clear on all platforms, with even sides and position; empty if there is none.
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

    /// Rounds up to an even number.
    private static func up(_ pixels: Double) -> Int { Int((pixels / 2).rounded(.up)) * 2 }

    /// Places a picture in a corner, as wide as requested or smaller if the clear area is too small.
    ///
    /// - Parameters:
    ///   - shape: the picture's own size; its aspect ratio is kept.
    ///   - width: in pixels of the frame.
    /// - Returns: even sides and position, as 4:2:0 needs; nil if nothing is clear.
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
