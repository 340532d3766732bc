internal import LibAV

/// Colours and opacity of a picture in planes of 8 bits, whose samples nobody else owns. What FFmpeg's filters do to them
/// differs from release to release.
extension Frame {
    /// Multiplies colours by their opacity: where pixels are mixed, what is hidden then does not shine through.
    func weightColours() {
        changeColours { colour, cover in (colour * cover + 127) / 255 }
    }

    /// Divides them by it again, as far as there is any.
    func unweightColours() {
        changeColours { colour, cover in cover == 0 ? 0 : min(255, (colour * 255 + cover / 2) / cover) }
    }

    /// Leaves that share of the opacity, 0 to 1.
    func fade(to share: Double) {
        guard share < 1, let cover = plane(3) else { return }
        let shares = (0...255).map { UInt8((Double($0) * max(0, share)).rounded()) }
        for row in 0..<height {
            let line = cover.base + row * cover.stride
            for column in 0..<width { line[column] = shares[Int(line[column])] }
        }
    }

    /// Of a drawing on black, from the same drawing on white: where that ground still shows, nothing covers it.
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

    /// Planes of red, green, blue and opacity as BT.709 of limited range with opacity, of which filters are told nothing:
    /// they would bring what lies beneath to the same.
    func ready() throws(AVFailure) -> Frame {
        let result = try Scaler(keepingColoursOf: self, to: .planar420Opacity).convert(self)
        result.forgetColours()
        return result
    }
}
