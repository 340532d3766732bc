internal import LibAV

/// Colour and opacity operations on 8-bit planes that nobody else owns. FFmpeg's filters for this differ
/// between releases.
extension Frame {
    /// Multiplies colours by opacity, so that hidden colours do not shine through when pixels are mixed.
    func weightColours() {
        changeColours { colour, cover in (colour * cover + 127) / 255 }
    }

    /// Divides colours by opacity; fully transparent pixels become 0.
    func unweightColours() {
        changeColours { colour, cover in cover == 0 ? 0 : min(255, (colour * 255 + cover / 2) / cover) }
    }

    /// Scales the opacity by a share from 0 to 1.
    func fade(to share: Double) {
        guard share < 1, let cover = plane(3) else { return }
        let shares = (0...255).map { UInt8((Double($0) * max(0, share)).rounded()) }
        for row in 0..<height {
            let line = cover.base + row * cover.stride
            for column in 0..<width { line[column] = shares[Int(line[column])] }
        }
    }

    /// Computes opacity from the same drawing on black and on white: where the background shows, nothing covers it.
    func takeOpacity(from onWhite: borrowing Frame) {
        guard let cover = plane(3), let dark = plane(0), let light = onWhite.plane(0) else { return }
        for row in 0..<height {
            let line = cover.base + row * cover.stride
            let (dark, light) = (dark.base + row * dark.stride, light.base + row * light.stride)
            for column in 0..<width {
                line[column] = 255 - UInt8(max(0, Int32(light[column]) - Int32(dark[column])))
            }
        }
    }

    private func changeColours(_ change: (_ colour: Int32, _ cover: Int32) -> Int32) {
        guard let cover = plane(3) else { return }
        for index in 0..<3 {
            guard let colour = plane(index) else { return }
            for row in 0..<height {
                let (line, above) = (colour.base + row * colour.stride, cover.base + row * cover.stride)
                for column in 0..<width {
                    line[column] = UInt8(change(Int32(line[column]), Int32(above[column])))
                }
            }
        }
    }

    /// Converts RGBA planes to BT.709 of limited range with opacity. Colour tags are removed: filters would
    /// convert the picture beneath to match.
    func ready() throws(AVFailure) -> Frame {
        let result = try Scaler(keepingColoursOf: self, to: .planar420Opacity).convert(self)
        result.forgetColours()
        return result
    }
}
