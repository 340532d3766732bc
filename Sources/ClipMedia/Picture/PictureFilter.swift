internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Makes an output picture from a source picture, choosing its framing.
final class PictureFilter {
    private let path: CropPath?
    private let base: TimeBase
    private let origin: MediaTime
    /// The view that fills the frame, or the only one.
    private let view: PictureView
    /// The view of the whole picture, for shots without a subject.
    private let whole: PictureView?

    /// - Parameter origin: the stream time at which the plan's clock reads 0.
    init(
        _ picture: Picture, _ stream: StreamFacts, _ colour: MediaInfo.Colour, cube: CubeLUT?,
        origin: MediaTime
    ) throws {
        (path, base, self.origin) = (picture.path, stream.base, origin)
        let toneMapping = picture.hdr.map {
            ToneMapping($0, peak: picture.peak ?? Picture.HDR.usualPeak)
        }
        let model = ColourModel(colour, of: stream.video, toneMapping)
        let table = LookTable(picture.look, cube, from: model)
        let logo = try picture.logo.map { try LogoLayer($0) }
        guard let path else {
            view = try PictureView(picture, stream, table, logo)
            whole = nil
            return
        }
        let upright = stream.uprightSize
        guard path.picture == upright else {
            throw ProofFailure(
                "the crop path is for pictures of \(path.picture.text), not of \(upright.text)")
        }
        let crop = MovingCrop(path.size, isStill: path.isStill, in: upright, to: picture.size)
        view = try PictureView(picture, stream, table, logo, moving: crop)
        var blurred = picture
        blurred.reframe = .containBlur
        whole = path.showsWhole ? try PictureView(blurred, stream, table, logo) : nil
    }

    /// The output picture at the source's time; `source` is unchanged.
    ///
    /// - Throws: ``ProofFailure`` if a filter returns nothing.
    func filter(_ source: borrowing Frame) throws -> Frame {
        guard let path else { return try view.filter(source) }
        let time = MediaTime(ticks: source.presentation ?? 0, timeBase: base) - origin
        switch path.place(at: time) {
        case .crop(let x, let y): return try view.filter(source, at: (x, y))
        case .whole: return try (whole ?? view).filter(source)
        }
    }
}
