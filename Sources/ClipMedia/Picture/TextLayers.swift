internal import ClipCore
internal import LibAV

/// All overlay text of an output, in layers.
final class TextLayers {
    private let layers: [TextLayer]
    /// The next frame of the output.
    private var place = 0

    init(_ picture: Picture) throws {
        layers = try (picture.words ?? []).map { try TextLayer($0, rate: picture.frameRate) }
    }

    /// The next `repeats` output frames with their overlay text: one picture per run of frames with the same
    /// captions.
    func written(on picture: consuming Frame, repeats: Int) throws -> [PictureShaper.Shown] {
        let base = Owned(picture)
        let end = place + repeats
        var shown: [PictureShaper.Shown] = []
        while place < end {
            let next = min(end, layers.compactMap { $0.change(after: place) }.min() ?? end)
            var frame = try base.value.share()
            for layer in layers {
                if let caption = layer.caption(at: place) { frame = try layer.laid(caption, on: frame) }
            }
            shown.append(PictureShaper.Shown(picture: Owned(frame), repeats: next - place))
            place = next
        }
        return shown
    }
}
