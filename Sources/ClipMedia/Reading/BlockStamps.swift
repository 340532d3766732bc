/// Detects whether a Vorbis stream's timestamps mark where blocks begin or, as FFmpeg's Matroska muxer wrote
/// them up to 2012, where they end.
///
/// Block lengths vary. Two timestamps differ by the earlier block's length if they mark beginnings, by the
/// later one's if they mark ends.
struct BlockStamps {
    /// Sum of timestamp errors in ticks, over all changes of length.
    private var missAsStarts: Int64 = 0
    private var missAsEnds: Int64 = 0
    private var last: (time: Int64, length: Int64)?
    /// Number of blocks whose length differs from the block before.
    private(set) var changes = 0

    /// Adds a timestamp and the length of the block that follows, in ticks.
    mutating func add(_ time: Int64, length: Int64) {
        if let last, last.length != length {
            changes += 1
            missAsStarts += abs(time - last.time - last.length)
            missAsEnds += abs(time - last.time - length)
        }
        last = (time, length)
    }

    /// Whether timestamps mark ends; false also if the blocks do not decide it.
    var areEnds: Bool { 2 * missAsEnds < missAsStarts }
}
