public import ClipCore
internal import ClipSignal
internal import LibAV

/// Draws looks on a clip's frame side by side, the unchanged frame first.
public struct LookSheet: Sendable {
    /// The looks to draw, in order.
    public var looks: [Look]

    /// A sheet of these looks.
    public init(_ looks: [Look]) { self.looks = looks }

    /// Writes a PNG file, complete or not at all.
    ///
    /// - Parameters:
    ///   - time: the frame's time on the clip's clock; nil for its middle.
    ///   - overwrites: replace an existing file.
    /// - Throws: if the clip has no such frame, or the file cannot be written.
    public func draw(
        _ source: borrowing SourceFile, at time: MediaTime?, to path: FilePath, overwrites: Bool
    ) throws(Failure) {
        let file = try CommittedFile.create(path, overwrites: overwrites, source: source)
        let (still, model) = try StillReader().read(source, at: time)
        var tiles: [(name: String, picture: Still)] = []
        for look in [nil] + looks.map(Optional.some) {
            let picture = still.applying(LookTable(look, from: model))
            tiles.append((look?.name ?? "source", try textured(picture, look, path)))
        }
        let sheet = ContactSheet(tiles, columns: 4)
        try file.commit(sheet)
    }

    private func textured(_ picture: Still, _ look: Look?, _ path: FilePath) throws(Failure) -> Still {
        guard let texture = look?.texture else { return picture }
        do {
            return try TexturePainter(texture: texture).painted(picture)
        } catch let error as AVFailure {
            throw Failure(writing: path, error)
        } catch { throw Failure(.bug, path, "\(error)") }
    }
}

extension CommittedFile {
    /// Writes a sheet as PNG and names the file.
    consuming func commit(_ sheet: ContactSheet) throws(Failure) {
        let bytes: [UInt8]
        do throws(AVFailure) {
            bytes = try PNGWriter.file(sheet.pixels, width: sheet.width, height: sheet.height)
        } catch { throw Failure(writing: path, error) }
        try write(bytes)
        try commit()
    }
}
