internal import ClipCore
internal import LibAV

/// One output's picture of a ``PictureEncoding``: its packets up to the output's end.
///
/// Packets' times are numbers of frames.
final class PictureTrack: VideoTrack {
    let base: TimeBase
    /// Frames that x264 reorders at most: two B-frames in a pyramid.
    let depth = 2
    let copiedFrames = 0
    let misplacedFrames = 0
    private(set) var written: [Int64] = []
    /// How many frames the output has.
    let frames: Int
    /// Encoded packets wait while the sound is mixed, up to so many bytes.
    let packets = BoundedQueue<Owned<Packet>>(capacity: 16 << 20) { $0.value.size }
    // The encoding owns its tracks.
    private unowned let encoding: PictureEncoding
    private let end: Int64
    private let scrubber: PictureScrubber?
    let codec: String
    let change: String?
    let codecDeviation: String? = nil

    /// - Parameter end: the time, in ticks of the source's stream, at which the output's window ends.
    init(
        _ picture: Picture, of encoding: PictureEncoding, _ stream: StreamFacts, codec: String, end: Int64
    ) {
        base = TimeBase(Int64(picture.frameRate.denominator), Int64(picture.frameRate.numerator))
        frames = picture.frames
        (self.encoding, self.end, self.codec) = (encoding, end, codec)
        change = stream.coding?.change(
            to: PictureCoding(codec: codec, depth: 8, subsampling: "4:2:0", hdr: nil))
        scrubber = PictureScrubber(codec: codec, prefixSize: nil)
    }

    var reencodedFrames: Int { written.count }
    var damagedFrames: Int { encoding.taker.damaged(before: end) }
    var deviation: String? { encoding.deviation(before: end) }

    /// Places without a frame of their own repeat the one before: that they are all filled says nothing.
    func sourceFrames() -> (shown: Int, expected: Int)? {
        encoding.expectedFrames.map { (encoding.taker.given, $0) }
    }

    /// How many of its frames the encoder has taken; any thread may ask.
    var encodedFrames: Int { min(frames, encoding.encodedFrames) }

    /// Its encoding has threads of its own.
    func start() {}

    /// Says that no more packets are wanted.
    func stop() { packets.stop() }

    func addStream(to output: borrowing OutputFile) throws -> Int { try encoding.addStream(to: output) }

    /// Takes a copy of an encoded packet, unless it lies behind the output's end; false when no more are wanted.
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
        packet.dropSideData()
        written.append(packet.presentation ?? 0)
        return true
    }
}

/// The stream that copied packets come from.
struct OriginalStream {
    let input: MediaInput
    let stream: StreamFacts
}
