public import ClipCore
internal import ClipSignal
public import SystemPackage

extension Trimmer {
    /// Makes evenly spaced thumbnails of the source.
    ///
    /// - Throws: if nothing of it decodes.
    public func thumbnail(_ maker: ThumbnailMaker) throws(Failure) -> Thumbnail {
        do {
            return try maker.make(input, info)
        } catch { throw Failure(error, reading: source.path) }
    }

    /// Draws what a plan shows, before it is rendered.
    public func preview(_ plan: Plan, _ maker: ThumbnailMaker, zones: [Platform.Margins]) throws(Failure)
        -> Thumbnail
    {
        do { return try maker.make(input, info, of: plan, zones: zones) } catch {
            throw Failure(error, reading: source.path)
        }
    }

    /// Draws what plans show, a row of frames for each, as a PNG file, complete or not at all.
    ///
    /// - Parameters:
    ///   - count: frames in a row.
    ///   - zones: the platforms' margins; empty for no line around what they leave clear.
    public func drawSheet(
        of plans: [Plan], count: Int, zones: [Platform.Margins], to path: FilePath, overwrites: Bool
    ) throws(Failure) {
        let file = try CommittedFile.create(path, overwrites: overwrites, source: source)
        var tiles: [(name: String, picture: Still)] = []
        do {
            for (number, plan) in plans.enumerated() {
                let maker = ThumbnailMaker(longSide: 360, count: count, maximumBytes: .max)
                let stills = try maker.stills(input, info, of: plan, zones: zones)
                tiles += stills.map { ("\(number + 1)-\($0.time.text)s", $0.still) }
            }
        } catch { throw Failure(error, reading: source.path) }
        try file.commit(ContactSheet(tiles, columns: count))
    }
}
