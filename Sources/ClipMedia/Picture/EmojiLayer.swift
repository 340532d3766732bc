internal import ClipCore
internal import LibAV

/// Draws colour emoji into the squares that libass leaves free for them.
struct EmojiLayer {
    let font: EmojiFont
    /// Side of a square, in pixels.
    let side: Int

    static func font(_ path: FilePath) throws(Failure) -> EmojiFont {
        let bytes = try FontReader.font(path).bytes
        do throws(AVFailure) { return try EmojiFont(bytes) } catch { throw Failure(reading: path, error) }
    }

    /// - Parameters:
    ///   - text: planar RGBA, colours weighted by opacity.
    ///   - places: the squares on black.
    func draw(_ emoji: [Character], on text: borrowing Frame, places: borrowing Frame) throws(AVFailure) {
        var squares: [Int: (left: Int, right: Int, top: Int, bottom: Int)] = [:]
        guard let red = places.plane(2), let green = places.plane(0), let blue = places.plane(1) else {
            return
        }
        for row in 0..<places.height {
            for column in 0..<places.width {
                let at = { (plane: (base: UnsafeMutablePointer<UInt8>, stride: Int)) in
                    plane.base[row * plane.stride + column]
                }
                guard let number = TextTimeline.emoji(of: at(red), at(green), at(blue)) else { continue }
                let old = squares[number] ?? (column, column, row, row)
                squares[number] = (
                    min(old.left, column), max(old.right, column), old.top, max(old.bottom, row)
                )
            }
        }
        for (number, character) in emoji.enumerated() {
            guard let square = squares[number], let whole = try font.picture(of: character) else { continue }
            let scale = Double(side) / Double(max(whole.width, whole.height))
            let size = [whole.width, whole.height].map { max(1, Int((Double($0) * scale).rounded())) }
            let small = try Scaler(toRGBA: whole, size[0], size[1]).convert(whole)
            text.lay(
                small, x: (square.left + square.right + 1 - size[0]) / 2,
                y: (square.top + square.bottom + 1 - size[1]) / 2)
        }
    }
}

extension Frame {
    /// Lays a picture over this one; both are planar RGBA with colours weighted by opacity.
    fileprivate func lay(_ above: borrowing Frame, x: Int, y: Int) {
        guard let cover = above.plane(3) else { return }
        for index in 0..<4 {
            guard let plane = plane(index), let over = above.plane(index) else { return }
            for row in max(0, -y)..<max(0, -y, min(above.height, height - y)) {
                for column in max(0, -x)..<max(0, -x, min(above.width, width - x)) {
                    let share = 255 - Int(cover.base[row * cover.stride + column])
                    let place = (y + row) * plane.stride + x + column
                    let mixed =
                        Int(over.base[row * over.stride + column]) + (Int(plane.base[place]) * share + 127)
                        / 255
                    plane.base[place] = UInt8(min(255, mixed))
                }
            }
        }
    }
}
