internal import ClipCore
internal import LibAV

/// Produces an output's video packets in decode order; times count from the window's start.
protocol VideoTrack: AnyObject {
    /// Time base of the packets' times.
    var base: TimeBase { get }
    /// Ticks of ``base`` per tick of the source's stream, if its times are the source's.
    var ticks: Int64 { get }
    /// Frames that a player of the output holds back.
    var depth: Int { get }
    var copiedFrames: Int { get }
    var reencodedFrames: Int { get }
    var damagedFrames: Int { get }
    /// Sentence about mid-stream format changes; nil for none.
    var deviation: String? { get }
    /// Source frames left out because the frame before them is shown later.
    var misplacedFrames: Int { get }
    /// Presentation times of written frames.
    var written: [Int64] { get }
    /// The source's stream if its packets are copied; may be seeked once all is written.
    var original: OriginalStream? { get }
    /// Source frames that were shown, and the number that its packets promise; nil if known otherwise. Call
    /// once all is written.
    func sourceFrames() throws -> (shown: Int, expected: Int)?
    /// Data of the source's packets that the output lacks, as text.
    var leftOut: [String] { get }
    /// Change of codec, depth and light against the source; nil for none.
    var change: String? { get }
    /// Reason if the machine decided on the codec; nil if the plan did.
    var codecDeviation: String? { get }
    /// Flashes of the frames that went to the encoder; nil if something is copied or nothing was counted.
    var flashes: Flashes? { get }
    /// FFmpeg's name of its codec.
    var codec: String { get }
    func addStream(to output: borrowing OutputFile) throws -> Int
    func next(into packet: borrowing Packet) throws -> Bool
    /// Starts threads, if it has any.
    func start()
    /// Stops all threads, also in the middle of the work.
    func stop()
}

extension VideoTrack {
    var ticks: Int64 { 1 }
    var original: OriginalStream? { nil }
    var flashes: Flashes? { nil }
    func sourceFrames() throws -> (shown: Int, expected: Int)? { nil }
    /// Empty: re-encoded packets hold only what the encoder writes.
    var leftOut: [String] { [] }
}
