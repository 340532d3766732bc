public import ClipCore
internal import ClipSignal
internal import LibAV

/// Draws frames of a clip side by side, optionally with the areas that platforms cover.
public struct StillSheet: Sendable {
    /// Areas of a 1080x1920 frame covered by platforms: darker for more platforms, outlined where clear on
    /// all. Empty for plain frames.
    public var zones: [Platform.Margins] = []
    /// Times on the clip's clock; negative ones count from its end.
    public var times: [MediaTime] = []
    /// Number of evenly spaced frames, if ``times`` is empty.
    public var count = 6

    /// Plain frames.
    public init() {}

    /// Writes a PNG file, complete or not at all.
    ///
    /// - Throws: if the clip has no such frame, or the file cannot be written.
    public func draw(_ source: borrowing SourceFile, to path: FilePath, overwrites: Bool) throws(Failure) {
        let file = try CommittedFile.create(path, overwrites: overwrites, source: source)
        var shown = times
        let stills = try StillReader().read(source) { span in
            if shown.isEmpty { shown = spread(over: span) }
            return shown
        }
        let tiles = zip(shown, stills).map { time, still in
            let plain = still.0.applying(LookTable(nil, from: still.1))
            return (name: "\(time.text)s", picture: zones.isEmpty ? plain : shaded(plain))
        }
        let sheet = ContactSheet(tiles, columns: min(6, max(1, tiles.count)))
        try file.commit(sheet)
    }

    private func spread(over span: TimeRange) -> [MediaTime] {
        let step = span.duration.ticksRoundedDown(in: TimeBase(1, 1000)) / Int64(2 * count)
        return (0..<count).map { span.start + MediaTime(ticks: step * Int64(2 * $0 + 1), timescale: 1000) }
    }

    private func shaded(_ still: Still) -> Still {
        let frame = Picture.Size(width: still.width, height: still.height)
        let clear = zones.map { SafeZone(frame: frame, margins: [$0], hasEdge: false).rectangle }
        return still.shaded(outside: clear, around: SafeZone(frame: frame, margins: zones).rectangle)
    }
}
