internal import ClipCore
internal import LibAV

/// One output's packets of a ``PictureEncoding``, up to the output's end.
///
/// Packet times are frame numbers.
final class PictureTrack: VideoTrack {
    let base: TimeBase
    /// Most frames that x264 reorders: two B-frames in a pyramid.
    let depth = 2
    let copiedFrames = 0
    let misplacedFrames = 0
    private(set) var written: [Int64] = []
    /// Frames of the output.
    let frames: Int
    /// Encoded packets that wait while the sound is mixed, limited in bytes.
    let packets = BoundedQueue<Owned<Packet>>(capacity: 16 << 20) { $0.value.size }
    // The encoding owns its tracks.
    private unowned let encoding: PictureEncoding
    private let end: Int64
    private let expected: Int?
    private let scrubber: PictureScrubber?
    let codec: String
    let change: String?
    let codecDeviation: String? = nil
    /// Set by the encoding before its last packet is queued, read after the last was taken.
    var flashes: Flashes?

    /// - Parameters:
    ///   - end: the time, in ticks of the source's stream, at which the output's window ends.
    ///   - expected: frames of the window that the source's packets promise; nil if unknown.
    init(
        _ picture: Picture, of encoding: PictureEncoding, _ stream: StreamFacts, codec: String, end: Int64,
        expected: Int?
    ) {
        base = TimeBase(Int64(picture.frameRate.denominator), Int64(picture.frameRate.numerator))
        frames = picture.frames
        (self.encoding, self.end, self.codec, self.expected) = (encoding, end, codec, expected)
        change = stream.coding?.change(
            to: PictureCoding(codec: codec, depth: 8, subsampling: "4:2:0", hdr: nil))
        scrubber = PictureScrubber(codec: codec, prefixSize: nil)
    }

    var reencodedFrames: Int { written.count }
    var damagedFrames: Int { encoding.taker.damaged(before: end) }
    var deviation: String? { encoding.deviation(before: end) }

    /// A slot without its own frame repeats the one before, so filled slots prove nothing: counts source frames.
    ///
    /// Counts to the output's own end: a longer one of the same encoding may still be on its way.
    func sourceFrames() -> (shown: Int, expected: Int)? {
        expected.map { (encoding.taker.given(before: end), $0) }
    }

    /// Frames of this output that the encoder has taken; safe to read from any thread.
    var encodedFrames: Int { min(frames, encoding.encodedFrames) }

    /// The encoding has its own threads.
    func start() {}

    /// Signals that no more packets are wanted.
    func stop() { packets.stop() }

    func addStream(to output: borrowing OutputFile) throws -> Int { try encoding.addStream(to: output) }

    /// Queues a packet before the output's end; false if no more are wanted.
    func give(_ packet: borrowing Packet, shownAt time: Int64) throws -> Bool {
        if time < Int64(frames) { return try packets.put(Owned(packet.share())) }
        packets.finish()
        return false
    }

    func next(into packet: borrowing Packet) throws -> Bool {
        guard let next = try packets.take() else { return false }
        packet.take(try next.value.share())
        try scrubber?.scrub(packet)
        packet.duration = 1
        written.append(packet.presentation ?? 0)
        return true
    }
}

/// The stream from which packets are copied.
struct OriginalStream {
    let input: MediaInput
    let stream: StreamFacts
    /// The copy begins with an open group, whose pictures got other numbers.
    var opensGroup = false
}
