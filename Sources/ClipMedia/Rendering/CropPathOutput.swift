public import ClipCore

/// Writes the detected crop path to a file, which another run can read after editing.
public struct CropPathOutput: Sendable {
    private let file: FilePath

    /// Writes to `file`, which must not exist yet.
    public init(_ file: FilePath) { self.file = file }

    /// Writes the crop path of a plan's picture, if it is cropped.
    ///
    /// - Returns: whether a file was written.
    /// - Throws: if the file exists or cannot be written.
    public func write(_ plan: Plan) throws(Failure) -> Bool {
        guard let path = try path(of: plan) else { return false }
        let output = try CommittedFile.create(
            file, overwrites: false, source: SourceFile.open(plan.source.file.path))
        try output.write(Array(CropPathFile.text(path).utf8))
        try output.commit()
        return true
    }

    /// A fixed crop and a picture shown whole are paths too.
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
