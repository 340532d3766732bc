internal import ClipCore
internal import LibAV

/// Reads a mix once from its start, before loudness correction: own sound and music, balanced and faded.
final class Mixdown {
    private let own: SegmentAudio?
    private let music: MusicSource?
    private let balance: MixBalance
    private let fades: Fades
    private var position: Int64 = 0
    private var other = [SIMD2<Float>](repeating: .zero, count: 1024)

    init(own: SegmentAudio?, music: MusicSource?, _ balance: MixBalance, _ fades: Fades) {
        (self.own, self.music, self.balance, self.fades) = (own, music, balance, fades)
    }

    /// Packets of the clip's own sound that failed to decode so far.
    var damagedPackets: Int { own?.damagedPackets ?? 0 }

    /// Fills `samples`; silence after the end.
    func read(into samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws {
        guard position < fades.span.upperBound else { return samples.update(repeating: .zero) }
        let got = try own?.read(into: samples) ?? 0
        for index in got..<samples.count { samples[index] = .zero }
        if balance.own != 1 { for index in 0..<got { samples[index] *= balance.own } }
        if let music { try add(music, to: samples) }
        fades.apply(to: samples, at: position)
        position += Int64(samples.count)
    }

    private func add(_ music: MusicSource, to samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws {
        if other.count != samples.count { other = Array(repeating: .zero, count: samples.count) }
        let (balance, position) = (balance, position)
        try other.withUnsafeMutableBufferPointer { other in
            try music.read(into: other)
            for index in samples.indices {
                samples[index] += other[index] * balance.musicGain(at: position + Int64(index))
            }
        }
    }
}
