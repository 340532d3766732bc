internal import SystemLibrary

extension Analysis {
    /// What is known of a part. Its loudness is that of its 400 ms blocks, gated as in EBU R 128 (ITU-R BS.1770-4);
    /// its loudness range and true peak are not known.
    ///
    /// - Parameter part: on the file's own clock; what lies outside of ``span`` is left out. Nil where nothing is left.
    public func part(_ part: TimeRange) -> Analysis? {
        let start = max(part.start, span.start)
        let end = min(part.end, span.end)
        guard start < end else { return nil }
        let inside = TimeRange(start: start, end: end)
        var analysis = Analysis(
            span: inside, pictures: pictures.filter { inside.contains($0.time) },
            sound: sound.filter { part.contains($0.time) })
        guard !analysis.pictures.isEmpty else { return nil }
        // The first 300 ms still hear what came before.
        let blocks = analysis.sound.dropFirst(3).map { Double($0.loudness) }
        analysis.loudness = Self.gated(blocks, above: -70).flatMap { Self.gated(blocks, above: $0 - 10) }
        return analysis
    }

    /// The loudness of the blocks above a level; nil where there is none.
    private static func gated(_ blocks: [Double], above level: Double) -> Double? {
        let powers = blocks.filter { $0 > level }.map { pow(10, $0 / 10) }
        return powers.isEmpty ? nil : 10 * log10(powers.reduce(0, +) / Double(powers.count))
    }
}
