internal import CFFmpeg
internal import CFFmpegShims

/// An encoded packet; owns an `AVPacket`. Times are ticks of its stream's time base.
public struct Packet: ~Copyable {
    let pointer: UnsafeMutablePointer<AVPacket>

    private init(owning pointer: UnsafeMutablePointer<AVPacket>) { self.pointer = pointer }

    /// Creates an empty packet; throws only if memory is exhausted (`av_packet_alloc`).
    public init() throws(AVFailure) { self.init(owning: try made(av_packet_alloc(), "make a packet")) }

    deinit {
        var owned: UnsafeMutablePointer<AVPacket>? = pointer
        av_packet_free(&owned)
    }

    /// Creates a second reference to the same bytes (`av_packet_clone`).
    public borrowing func share() throws(AVFailure) -> Packet {
        Packet(owning: try made(av_packet_clone(pointer), "share a packet"))
    }

    /// Index of its stream in the file, from 0.
    public var stream: Int {
        get { Int(pointer.pointee.stream_index) }
        nonmutating set { pointer.pointee.stream_index = Int32(newValue) }
    }
    /// Presentation time in ticks; nil if unknown.
    public var presentation: Int64? {
        get { time(pointer.pointee.pts) }
        nonmutating set { pointer.pointee.pts = newValue ?? clipfit_no_time() }
    }
    /// Decode time in ticks; nil if unknown.
    public var decode: Int64? {
        get { time(pointer.pointee.dts) }
        nonmutating set { pointer.pointee.dts = newValue ?? clipfit_no_time() }
    }
    /// Duration in ticks; 0 if the container does not state it.
    public var duration: Int64 {
        get { time(pointer.pointee.duration) ?? 0 }
        nonmutating set { pointer.pointee.duration = newValue }
    }
    /// Size of its data in bytes.
    public var size: Int { Int(pointer.pointee.size) }
    /// It is marked as a keyframe.
    public var isKey: Bool {
        get { pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 }
        nonmutating set {
            if newValue {
                pointer.pointee.flags |= AV_PKT_FLAG_KEY
            } else {
                pointer.pointee.flags &= ~AV_PKT_FLAG_KEY
            }
        }
    }
    /// An edit list hides it: decoded, but never presented.
    public var isDiscarded: Bool { pointer.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }
    /// The demuxer found damage in this packet.
    public var isCorrupt: Bool { pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

    /// Gives read-only access to the packet's bytes.
    public borrowing func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        body(UnsafeBufferPointer(start: pointer.pointee.data, count: Int(pointer.pointee.size)))
    }

    /// Samples to drop from the start and the end of this packet's decoded sound.
    public var skippedSamples: (start: Int, end: Int) {
        guard let data = sideData(AV_PKT_DATA_SKIP_SAMPLES, minimum: 8) else { return (0, 0) }
        let start = UnsafeRawBufferPointer(data).loadUnaligned(as: UInt32.self).littleEndian
        let end = UnsafeRawBufferPointer(data).loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian
        return (Int(start), Int(end))
    }

    /// Sets the number of samples that players drop from the end of this packet's decoded sound.
    public func setSkippedAtEnd(_ samples: Int) throws(AVFailure) {
        let operation = "mark skipped samples"
        let data = try made(av_packet_new_side_data(pointer, AV_PKT_DATA_SKIP_SAMPLES, 10), operation)
        data.update(repeating: 0, count: 10)
        UnsafeMutableRawPointer(data).storeBytes(
            of: UInt32(samples).littleEndian, toByteOffset: 4, as: UInt32.self)
    }

    /// Takes over the content of `other`, replacing its own.
    public func take(_ other: consuming Packet) {
        reset()
        av_packet_move_ref(pointer, other.pointer)
    }

    /// Keeps `count` bytes from `start`, for sound with samples of equal size.
    public func keepBytes(from start: Int, count: Int) {
        pointer.pointee.data += start
        pointer.pointee.size = Int32(count)
    }

    /// Replaces the bytes; times, flags and side data are kept.
    public func replaceBytes(_ bytes: [UInt8]) throws(AVFailure) {
        let fresh = try Packet()
        try check(av_new_packet(fresh.pointer, Int32(bytes.count)), "make a packet")
        bytes.withUnsafeBufferPointer {
            fresh.pointer.pointee.data.update(from: $0.baseAddress!, count: $0.count)
        }
        swap(&pointer.pointee.buf, &fresh.pointer.pointee.buf)
        swap(&pointer.pointee.data, &fresh.pointer.pointee.data)
        swap(&pointer.pointee.size, &fresh.pointer.pointee.size)
    }

    /// The codec's private header from this packet on, if the demuxer reports a change.
    public var newHeader: [UInt8]? {
        var size = 0
        let data = av_packet_get_side_data(pointer, AV_PKT_DATA_NEW_EXTRADATA, &size)
        return data.map { Array(UnsafeBufferPointer(start: $0, count: size)) }
    }

    /// Attaches the codec's private header, which holds from this packet on.
    func setHeader(_ header: [UInt8]) throws(AVFailure) {
        let data = try made(
            av_packet_new_side_data(pointer, AV_PKT_DATA_NEW_EXTRADATA, header.count), "describe a packet")
        header.withUnsafeBufferPointer { data.update(from: $0.baseAddress!, count: $0.count) }
    }

    /// The demuxer reports a change of size, rate or channels at this packet.
    public var changesParameters: Bool { sideData(AV_PKT_DATA_PARAM_CHANGE, minimum: 4) != nil }

    /// Removes what the demuxer attached; bytes and times are kept.
    public func dropSideData() { av_packet_free_side_data(pointer) }

    /// Removes what the demuxer attached, but for the transparency that Matroska stores beside VP8 and VP9.
    public func dropSideDataButAlpha() throws(AVFailure) {
        let alpha = alphaBeside
        dropSideData()
        guard let alpha else { return }
        let data = try made(
            av_packet_new_side_data(pointer, AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, alpha.count),
            "make a packet")
        alpha.withUnsafeBufferPointer { data.update(from: $0.baseAddress!, count: $0.count) }
    }

    /// The number of the addition, big-endian, which is 1, and its bytes.
    private var alphaBeside: [UInt8]? {
        let addition = sideData(AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, minimum: 9).map(Array.init) ?? []
        return addition.prefix(8) == [0, 0, 0, 0, 0, 0, 0, 1] ? addition : nil
    }

    private func sideData(_ type: AVPacketSideDataType, minimum: Int) -> UnsafeBufferPointer<UInt8>? {
        var size = 0
        guard let data = av_packet_get_side_data(pointer, type, &size), size >= minimum else { return nil }
        return UnsafeBufferPointer(start: data, count: size)
    }

    func reset() { av_packet_unref(pointer) }
}
