internal import ClipCore
internal import LibAV

/// Encodes a mix into packets in memory, and decodes them again to measure the real result.
final class SoundPackets {
    let encoder: Encoder
    private let decoder: Decoder
    private let meter: LoudnessMeter
    /// Loudness of the last 400 ms, every 100 ms.
    private var momentary: [Float] = []
    /// Decoded samples since the last of these.
    private var fresh = 0
    private let packet: Packet
    private let frame: Frame
    /// Time of the encoder's next sample.
    private var sent: Int64
    /// Limit for the end of packets.
    private let end: Int64
    private var rest: [SIMD2<Float>] = []
    private var packets: [Held] = []
    private var given = 0

    /// A packet on the heap, so that an array can hold it.
    private final class Held {
        let packet: Packet
        init(_ packet: consuming Packet) { self.packet = packet }
    }

    /// - Parameters:
    ///   - start: the time of the first sample, in samples.
    ///   - end: latest end of the last packet.
    init(_ codec: AudioCodec, bitsPerSecond: Int, start: Int64, end: Int64) throws(AVFailure) {
        encoder = try Encoder.openStereo(codec, bitsPerSecond: bitsPerSecond)
        decoder = try Decoder.open(of: encoder)
        meter = try LoudnessMeter(.loudnessAndPeaks)
        packet = try Packet()
        frame = try Frame()
        (sent, self.end) = (start, end)
    }

    /// Loudness of the decoded packets in LUFS; nil for silence.
    var loudness: Double? { meter.integrated }
    /// True peak of the decoded packets in dBTP; nil for silence.
    var truePeak: Double? { meter.truePeak }
    /// The largest sudden rise of loudness in the decoded packets; nil if nothing rises.
    var loudnessJump: LoudnessJump? { LoudnessJump(momentary: momentary, integrated: meter.integrated) }
    var base: TimeBase { SoundSource.rate }

    func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) throws(AVFailure) {
        rest.append(contentsOf: samples)
        while rest.count >= encoder.frameSize { try encode(encoder.frameSize) }
    }

    /// Signals the end of samples.
    func finish() throws(AVFailure) {
        if !rest.isEmpty { try encode(rest.count) }
        try encoder.finish()
        try drain()
        try decoder.finish()
        try hear()
    }

    private func encode(_ count: Int) throws(AVFailure) {
        let portion = try Frame.stereo(rest[..<count], for: encoder)
        rest.removeFirst(count)
        portion.presentation = sent
        sent += Int64(count)
        try encoder.send(portion)
        try drain()
    }

    private func drain() throws(AVFailure) {
        while try encoder.receive(into: packet) {
            guard let time = packet.presentation, time + Int64(encoder.frameSize) <= end else { continue }
            packet.decode = time
            packet.duration = Int64(encoder.frameSize)
            packets.append(Held(try packet.share()))
            _ = try decoder.send(packet)
            try hear()
        }
    }

    private func hear() throws(AVFailure) {
        while try decoder.receive(into: frame) == .frame {
            guard let samples = frame.stereoSamples() else { continue }
            try samples.withUnsafeBufferPointer { samples throws(AVFailure) in try measure(samples) }
        }
    }

    private func measure(_ samples: UnsafeBufferPointer<SIMD2<Float>>) throws(AVFailure) {
        var rest = samples[...]
        while !rest.isEmpty {
            let next = rest.prefix(SoundSource.tenth - fresh)
            try meter.add(UnsafeBufferPointer(rebasing: next))
            rest = rest.dropFirst(next.count)
            fresh = (fresh + next.count) % SoundSource.tenth
            if fresh == 0 { momentary.append(Float(max(-70, meter.momentary ?? -70))) }
        }
    }

    /// Returns the next packet; false after the last.
    func next(into packet: borrowing Packet) throws(AVFailure) -> Bool {
        guard given < packets.count else { return false }
        packet.take(try packets[given].packet.share())
        given += 1
        return true
    }
}
