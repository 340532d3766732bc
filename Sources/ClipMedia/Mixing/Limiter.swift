internal import SystemLibrary

/// True-peak limiter with 5 ms look-ahead. Lowers the gain smoothly before a peak, holds it for 10 ms and
/// releases it within about 150 ms.
///
/// Each sample's required gain comes from four-fold oversampling (ITU-R BS.1770-4, annex 2). Its sliding
/// minimum, averaged over the look-ahead, never exceeds the gain that any sample in it needs.
struct Limiter {
    /// Delay in samples.
    static let latency = lookAhead - 1 + TruePeak.after

    private static let lookAhead = 240
    /// The look-ahead, the hold, and the samples that share one peak.
    private static let window = lookAhead + 480 + TruePeak.after
    private static let release: Float = 1 - exp(-1 / (0.05 * 48000))

    private let ceiling: Float
    /// Samples not yet output, and earlier ones needed for oversampling.
    private var line = [SIMD2<Float>](repeating: .zero, count: TruePeak.before + latency)
    private var needs: [Float] = []
    private var minimum = SlidingMinimum(window: window)
    private var gain: Float = 1
    private var recent = [Float](repeating: 1, count: lookAhead)
    private var sum = Double(lookAhead)
    private var place = 0

    /// - Parameter ceiling: in dBTP.
    init(ceiling: Double) { self.ceiling = Float(pow(10, ceiling / 20)) }

    /// Replaces the samples by limited ones from ``latency`` samples earlier; silence precedes the first.
    mutating func limit(_ block: inout [SIMD2<Float>]) {
        line.append(contentsOf: block)
        line.withUnsafeBufferPointer { line in
            let fresh = UnsafeBufferPointer(rebasing: line[(Self.latency - TruePeak.after)...])
            TruePeak.gains(of: fresh, count: block.count, below: ceiling, into: &needs)
        }
        for index in block.indices { block[index] = line[TruePeak.before + index] * next(needs[index]) }
        line.removeFirst(block.count)
    }

    private mutating func next(_ need: Float) -> Float {
        let least = minimum.next(need)
        gain = min(least, gain + (1 - gain) * Self.release)
        sum += Double(gain) - Double(recent[place])
        recent[place] = gain
        place = place + 1 == Self.lookAhead ? 0 : place + 1
        return min(1, Float(sum / Double(Self.lookAhead)))
    }
}

/// Minimum of the last N values (monotonic queue, amortised O(1)).
struct SlidingMinimum {
    private let window: Int
    private var values: [Float]
    private var ages: [Int]
    private var (head, count, now) = (0, 0, 0)

    /// - Parameter window: number of values; those before the first count as 1.
    init(window: Int) {
        self.window = window
        values = [Float](repeating: 1, count: window + 1)
        ages = [Int](repeating: 0, count: window + 1)
    }

    /// Adds a value; returns the minimum of it and the `window - 1` before it.
    mutating func next(_ value: Float) -> Float {
        while count > 0, values[slot(count - 1)] >= value { count -= 1 }
        let end = slot(count)
        (values[end], ages[end]) = (value, now)
        count += 1
        if ages[head] <= now - window {
            head = slot(1)
            count -= 1
        }
        now += 1
        return values[head]
    }

    private func slot(_ offset: Int) -> Int {
        let index = head + offset
        return index >= values.count ? index - values.count : index
    }
}
