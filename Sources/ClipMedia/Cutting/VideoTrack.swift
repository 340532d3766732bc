internal import ClipCore
internal import LibAV

/// Produces the video packets of an output in decode order; times count from the window's start.
protocol VideoTrack: AnyObject {
    /// The time base of the packets' times.
    var base: TimeBase { get }
    /// How many of its ticks are one of the source's stream, where its times are the source's.
    var ticks: Int64 { get }
    /// Frames that a player of the output holds back.
    var depth: Int { get }
    var copiedFrames: Int { get }
    var reencodedFrames: Int { get }
    var damagedFrames: Int { get }
    /// What became of pictures whose form changes in mid-stream, in a sentence; nil for nothing.
    var deviation: String? { get }
    /// Frames of the source that are left out, because the one before them is shown later.
    var misplacedFrames: Int { get }
    /// Presentation times of what was written.
    var written: [Int64] { get }
    /// The source's stream where packets of it are copied; to be moved about in once all is written.
    var original: OriginalStream? { get }
    /// Frames of the source that were shown, and how many its packets promise; nil where that is known otherwise. To be
    /// asked once all is written.
    func sourceFrames() throws -> (shown: Int, expected: Int)?
    /// What of the source's packets the output does not have, in words.
    var leftOut: [String] { get }
    /// What becomes of the source's codec, depth and light; nil for nothing.
    var change: String? { get }
    /// Where the machine decided on the codec; nil where the plan did.
    var codecDeviation: String? { get }
    /// FFmpeg's name of its codec.
    var codec: String { get }
    func addStream(to output: borrowing OutputFile) throws -> Int
    func next(into packet: borrowing Packet) throws -> Bool
    /// Begins to work, where threads of its own do that.
    func start()
    /// Ends all threads, also in the middle of the work.
    func stop()
}

extension VideoTrack {
    var ticks: Int64 { 1 }
    var original: OriginalStream? { nil }
    func sourceFrames() throws -> (shown: Int, expected: Int)? { nil }
    /// Nothing: what is encoded anew has only what the encoder gives it.
    var leftOut: [String] { [] }
}
