public import ClipCore
public import SystemPackage

/// The file that a crop which was found is written to, to be edited and obeyed by another run.
public struct CropPathOutput: Sendable {
    private let file: FilePath

    /// Writes to `file`, which nothing has as its name yet.
    public init(_ file: FilePath) { self.file = file }

    /// Writes how a plan's picture is cropped; nothing where it is not.
    ///
    /// - Returns: whether there was something to write.
    /// - Throws: where the file is there, or cannot be written.
    public func write(_ plan: Plan) throws(Failure) -> Bool {
        guard let path = try path(of: plan) else { return false }
        let output = try CommittedFile.create(
            file, overwrites: false, source: SourceFile.open(plan.source.file.path))
        try output.write(Array(CropPathFile.text(path).utf8))
        try output.commit()
        return true
    }

    /// A crop that rests, and a picture that is shown as a whole, are paths too.
    private func path(of plan: Plan) throws(Failure) -> CropPath? {
        guard let picture = plan.picture, let crop = picture.crop else { return nil }
        if let path = picture.path { return path }
        let info = try Prober().probe(SourceFile.open(plan.source.file.path))
        guard let video = info.video else { return nil }
        let points = [CropPath.Point(plan.window.start, x: crop.x, y: crop.y)]
        return CropPath(
            size: crop.size, picture: video.uprightSize,
            stretches: [.init(start: plan.window.start, points: picture.reframe == .cover ? points : [])])
    }
}
