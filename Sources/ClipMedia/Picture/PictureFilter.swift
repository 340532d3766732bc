internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Makes one picture of an output from one of the source: chooses what is shown of it, and how.
final class PictureFilter {
    private let path: CropPath?
    private let base: TimeBase
    private let origin: MediaTime
    /// What fills the frame, or the only way of framing.
    private let view: PictureView
    /// All of the picture, for shots in which nothing stands out.
    private let whole: PictureView?

    /// - Parameter origin: the time on the stream's clock at which that of the plan reads 0.
    init(
        _ picture: Picture, _ stream: StreamFacts, _ colour: MediaInfo.Colour, cube: CubeLUT?,
        origin: MediaTime
    ) throws {
        (path, base, self.origin) = (picture.path, stream.base, origin)
        // Filters turn RGB into the matrix that they take for granted.
        let isRGB = stream.video?.pixelFormat.isYUV == false
        let own = isRGB ? ColourModel(.bt601) : ColourModel(colour, height: stream.video?.height ?? 0)
        let model = picture.hdr == nil ? own : .delivery
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

    /// The output's picture, at the time of the source's; `source` stays as it is.
    ///
    /// - Throws: ``ProofFailure`` where a filter gives nothing.
    func filter(_ source: borrowing Frame) throws -> Frame {
        guard let path else { return try view.filter(source) }
        let time = MediaTime(ticks: source.presentation ?? 0, timeBase: base) - origin
        switch path.place(at: time) {
        case .crop(let x, let y): return try view.filter(source, at: (x, y))
        case .whole: return try (whole ?? view).filter(source)
        }
    }
}
