internal import SystemLibrary

/// Measures loudness as libebur128 does, for less: its blocks of 400 ms overlap, and here they share the sums of 100 ms.
final class MomentaryLoudness {
    /// Samples per level.
    private static let hop = 4800

    /// Loudness of the 400 ms up to the end of each ``hop``, in LUFS; -infinity for silence.
    private var levels: [Double] = []
    private var filter = KWeighting()
    /// Of the latest four hops, the oldest first.
    private var sums = SIMD4<Double>.zero
    private var sum = 0.0
    private var count = 0

    /// Adds the next samples, left and right; full scale is 1.
    func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) {
        var rest = samples[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.hop - count)
            sum += filter.energy(of: UnsafeBufferPointer(rebasing: part))
            count += part.count
            rest = rest.dropFirst(part.count)
            if count == Self.hop {
                sums = SIMD4(sums[1], sums[2], sums[3], sum)
                levels.append(-0.691 + 10 * log10(sums.sum() / Double(4 * Self.hop)))
                (sum, count) = (0, 0)
            }
        }
    }

    /// Loudness of the last 400 ms, in LUFS; -infinity for silence.
    var momentary: Double {
        guard count > 0 else { return levels.last ?? -.infinity }
        let share = 1 - Double(count) / Double(Self.hop)
        let power = sums[0] * share + sums[1] + sums[2] + sums[3] + sum
        return -0.691 + 10 * log10(power / Double(4 * Self.hop))
    }

    /// Integrated loudness in LUFS, gated; nil for less than 400 ms, and for silence.
    var integrated: Double? { gated(above: -70).flatMap { gated(above: $0 - 10) } }

    private func gated(above gate: Double) -> Double? {
        let powers = levels.dropFirst(3).filter { $0 > gate }.map { pow(10, $0 / 10) }
        return powers.isEmpty ? nil : 10 * log10(powers.reduce(0, +) / Double(powers.count))
    }
}

/// The filter of ITU-R BS.1770-4 for 48 kHz: a shelf, then a high-pass.
private struct KWeighting {
    private var shelf = (SIMD2<Double>.zero, SIMD2<Double>.zero)
    private var highPass = (SIMD2<Double>.zero, SIMD2<Double>.zero)

    /// The energy of both channels after the filter.
    mutating func energy(of samples: UnsafeBufferPointer<SIMD2<Float>>) -> Double {
        var ((s1, s2), (h1, h2)) = (shelf, highPass)
        var energy = SIMD2<Double>.zero
        for sample in samples {
            let x = SIMD2<Double>(sample)
            let y = 1.53512485958697 * x + s1
            s1 = -2.69169618940638 * x + 1.69065929318241 * y + s2
            s2 = 1.19839281085285 * x - 0.73248077421585 * y
            let z = y + h1
            h1 = -2 * y + 1.99004745483398 * z + h2
            h2 = y - 0.99007225036621 * z
            energy += z * z
        }
        // Numbers next to nothing take a processor a hundred times as long; what is not a number would stay for ever.
        let settled = { (value: SIMD2<Double>) in
            let isHeard = value * value .> 1e-60 .& value * value .< 1e60
            return value.replacing(with: 0, where: .!isHeard)
        }
        (shelf, highPass) = ((settled(s1), settled(s2)), (settled(h1), settled(h2)))
        return energy.sum()
    }
}
