internal import SystemLibrary

/// Magnitudes of four frames of 256 samples, 128 apart, under a periodic Hann window.
///
/// The lanes of a vector are the four frames. 256 real samples go through a complex transform of 128 points, even ones as
/// real and odd ones as imaginary parts (Cooley and Tukey 1965, radix 2, decimation in time).
struct FrameSpectra: Sendable {
    /// Bins of a frame, from 0 Hz to half the sample rate.
    static let bins = 129
    /// Samples that the four frames span.
    static let span = 640
    private static let size = 128

    private let window: [Float]
    /// e^(-2πik/256) for k to 128.
    private let cosines: [Float]
    private let sines: [Float]
    private let reversed: [Int]

    init() {
        let angles = (0...2 * Self.size).map { 2 * Double.pi * Double($0) / Double(2 * Self.size) }
        window = angles.map { Float(0.5 - 0.5 * cos($0)) }
        cosines = angles.map { Float(cos($0)) }
        sines = angles.map { Float(-sin($0)) }
        reversed = (0..<UInt8(Self.size)).map { index in (0..<7).reduce(0) { $0 << 1 | Int(index >> $1 & 1) }
        }
    }

    /// Calls `store` with each bin and its magnitude in the four frames. `samples`: at least ``span``.
    @inline(__always) func transform(_ samples: UnsafePointer<Float>, store: (Int, SIMD4<Float>) -> Void) {
        withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 2 * Self.size) { numbers in
            let real = numbers.baseAddress!
            let imaginary = real + Self.size
            for index in 0..<Self.size {
                (real[reversed[index]], imaginary[reversed[index]]) = (
                    windowed(samples, 2 * index), windowed(samples, 2 * index + 1)
                )
            }
            butterflies(real, imaginary)
            for bin in 0...Self.size {
                // The spectra of even and odd samples, from the symmetry of real signals; then their sum.
                let (k, mirrored) = (bin % Self.size, (Self.size - bin) % Self.size)
                let even = (real[k] + real[mirrored], imaginary[k] - imaginary[mirrored])
                let odd = (imaginary[k] + imaginary[mirrored], real[mirrored] - real[k])
                let x = even.0 + odd.0 * cosines[bin] - odd.1 * sines[bin]
                let y = even.1 + odd.0 * sines[bin] + odd.1 * cosines[bin]
                store(bin, ((x * x + y * y) * 0.25).squareRoot())
            }
        }
    }

    @inline(__always) private func windowed(_ samples: UnsafePointer<Float>, _ index: Int) -> SIMD4<Float> {
        SIMD4(samples[index], samples[index + 128], samples[index + 256], samples[index + 384])
            * window[index]
    }

    @inline(__always) private func butterflies(
        _ real: UnsafeMutablePointer<SIMD4<Float>>, _ imaginary: UnsafeMutablePointer<SIMD4<Float>>
    ) {
        var half = 1
        while half < Self.size {
            for place in 0..<half {
                let (c, s) = (cosines[place * Self.size / half], sines[place * Self.size / half])
                for low in stride(from: place, to: Self.size, by: 2 * half) {
                    let high = low + half
                    let x = real[high] * c - imaginary[high] * s
                    let y = real[high] * s + imaginary[high] * c
                    (real[high], imaginary[high]) = (real[low] - x, imaginary[low] - y)
                    (real[low], imaginary[low]) = (real[low] + x, imaginary[low] + y)
                }
            }
            half *= 2
        }
    }
}
