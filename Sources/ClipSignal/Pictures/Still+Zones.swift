public import ClipCore

extension Still {
    /// The same picture, darker outside of rectangles, the more of them the more, and with a bright line around another.
    public func shaded(outside clear: [Picture.Rectangle], around frame: Picture.Rectangle) -> Still {
        var copy = self
        copy.changeLuma { x, y, luma in
            let covers = clear.count { !$0.contains(x, y) }
            if frame.contains(x, y), !frame.inset(by: 2).contains(x, y) { return 235 }
            let share = covers == 0 ? 1 : 0.8 - 0.45 * Double(covers) / Double(max(1, clear.count))
            return UInt8((16 + max(0, Double(luma) - 16) * share).rounded())
        }
        return copy
    }
}

extension Picture.Rectangle {
    fileprivate func contains(_ x: Int, _ y: Int) -> Bool {
        x >= self.x && y >= self.y && x < self.x + size.width && y < self.y + size.height
    }

    fileprivate func inset(by pixels: Int) -> Picture.Rectangle {
        Picture.Rectangle(
            x: x + pixels, y: y + pixels,
            size: Picture.Size(width: size.width - 2 * pixels, height: size.height - 2 * pixels))
    }
}
