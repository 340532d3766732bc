/// What the stamps of a Vorbis stream mean: where a block of samples begins or, as FFmpeg's Matroska muxer wrote them
/// up to 2012, where it ends.
///
/// Blocks differ in length. From one stamp to the next passes the length of the earlier block where stamps are
/// beginnings, that of the later one where they are ends.
struct BlockStamps {
    /// How far the stamps lie from where they would be, in ticks, over all changes of length.
    private var missAsStarts: Int64 = 0
    private var missAsEnds: Int64 = 0
    private var last: (time: Int64, length: Int64)?
    /// How many times a block was followed by one of another length.
    private(set) var changes = 0

    /// Takes the stamp and the length of the block that follows, in ticks.
    mutating func add(_ time: Int64, length: Int64) {
        if let last, last.length != length {
            changes += 1
            missAsStarts += abs(time - last.time - last.length)
            missAsEnds += abs(time - last.time - length)
        }
        last = (time, length)
    }

    /// The stamps are ends; false also where the blocks do not tell.
    var areEnds: Bool { 2 * missAsEnds < missAsStarts }
}
