internal import CFFmpeg
internal import CFFmpegShims

/// One encoded packet; owns an `AVPacket`. Times are ticks of its stream's time base.
public struct Packet: ~Copyable {
    let pointer: UnsafeMutablePointer<AVPacket>

    private init(owning pointer: UnsafeMutablePointer<AVPacket>) { self.pointer = pointer }

    /// An empty packet; throws only where memory is lacking (`av_packet_alloc`).
    public init() throws(AVFailure) {
        self.init(owning: try made(av_packet_alloc(), "make a packet"))
    }

    deinit {
        var owned: UnsafeMutablePointer<AVPacket>? = pointer
        av_packet_free(&owned)
    }

    /// A second owner of the same bytes (`av_packet_clone`).
    public borrowing func share() throws(AVFailure) -> Packet {
        Packet(owning: try made(av_packet_clone(pointer), "share a packet"))
    }

    /// The index of its stream in the file, from 0.
    public var stream: Int {
        get { Int(pointer.pointee.stream_index) }
        nonmutating set { pointer.pointee.stream_index = Int32(newValue) }
    }
    /// When it is shown or heard, in ticks; nil where that is unknown.
    public var presentation: Int64? {
        get { time(pointer.pointee.pts) }
        nonmutating set { pointer.pointee.pts = newValue ?? clipfit_no_time() }
    }
    /// When it is to be decoded, in ticks; nil where that is unknown.
    public var decode: Int64? {
        get { time(pointer.pointee.dts) }
        nonmutating set { pointer.pointee.dts = newValue ?? clipfit_no_time() }
    }
    /// Length in ticks; 0 where the container does not tell it.
    public var duration: Int64 {
        get { time(pointer.pointee.duration) ?? 0 }
        nonmutating set { pointer.pointee.duration = newValue }
    }
    /// Length of its data in bytes.
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
    /// Hidden by an edit list: decoded, never presented.
    public var isDiscarded: Bool { pointer.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }
    /// The demuxer saw damage in this packet.
    public var isCorrupt: Bool { pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

    /// The packet's bytes, for reading only.
    public borrowing func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        body(UnsafeBufferPointer(start: pointer.pointee.data, count: Int(pointer.pointee.size)))
    }

    /// Samples to drop from the start and the end of what this packet decodes to.
    public var skippedSamples: (start: Int, end: Int) {
        guard let data = sideData(AV_PKT_DATA_SKIP_SAMPLES, minimum: 8) else { return (0, 0) }
        let start = UnsafeRawPointer(data).loadUnaligned(as: UInt32.self).littleEndian
        let end = UnsafeRawPointer(data).loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian
        return (Int(start), Int(end))
    }

    /// Says how many samples a player drops from the end of what this packet decodes to.
    public func setSkippedAtEnd(_ samples: Int) throws(AVFailure) {
        let operation = "mark skipped samples"
        let data = try made(av_packet_new_side_data(pointer, AV_PKT_DATA_SKIP_SAMPLES, 10), operation)
        data.update(repeating: 0, count: 10)
        UnsafeMutableRawPointer(data).storeBytes(
            of: UInt32(samples).littleEndian, toByteOffset: 4, as: UInt32.self)
    }

    /// Takes over what `other` holds, in place of what it held itself.
    public func take(_ other: consuming Packet) {
        reset()
        av_packet_move_ref(pointer, other.pointer)
    }

    /// Keeps `count` bytes from `start` on, of sound whose samples all have one size.
    public func keepBytes(from start: Int, count: Int) {
        pointer.pointee.data += start
        pointer.pointee.size = Int32(count)
    }

    /// Holds `bytes` instead of its own; times, flags and side data stay.
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

    /// The codec's private header from this packet on, where the demuxer says that it changes.
    public var newHeader: [UInt8]? {
        var size = 0
        let data = av_packet_get_side_data(pointer, AV_PKT_DATA_NEW_EXTRADATA, &size)
        return data.map { Array(UnsafeBufferPointer(start: $0, count: size)) }
    }
    /// The demuxer says that size, rate or channels change with this packet.
    public var changesParameters: Bool { sideData(AV_PKT_DATA_PARAM_CHANGE, minimum: 4) != nil }

    /// Drops everything but the bytes and the times: what a demuxer attached does not travel.
    public func dropSideData() { av_packet_free_side_data(pointer) }

    private func sideData(_ type: AVPacketSideDataType, minimum: Int) -> UnsafePointer<UInt8>? {
        var size = 0
        guard let data = av_packet_get_side_data(pointer, type, &size), size >= minimum else { return nil }
        return UnsafePointer(data)
    }

    func reset() { av_packet_unref(pointer) }
}
