public import ClipCore
internal import ClipSignal
internal import LibAV
public import SystemPackage

/// Draws frames of a clip side by side, with what platforms cover of them.
public struct StillSheet: Sendable {
    /// What platforms cover of a frame of 1080x1920 is shaded, the more of them the darker, with a line around what is
    /// clear on all of them; empty for plain frames.
    public var zones: [Platform.Margins] = []
    /// Times on the clip's clock, from its end where they are negative.
    public var times: [MediaTime] = []
    /// How many frames, at even distances, where no times are told.
    public var count = 6

    /// Plain frames.
    public init() {}

    /// Writes a PNG file, whole or not at all.
    ///
    /// - Throws: where the clip has no such frame, or the file cannot be written.
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
