/// Counts frames of a constant rate, and writes them as SMPTE timecode.
struct FrameClock: Hashable, Sendable {
    /// Frames per second.
    let rate: Fraction
    /// Timecode skips two numbers (at 59.94: four) each minute but every tenth, to keep up with the clock.
    let dropsFrames: Bool

    /// Timecode's frames per second.
    var nominal: Int { Int(rate.value.rounded(.up)) }

    /// The number of the frame nearest to a time.
    func frame(at time: MediaTime) -> Int {
        Int(time.ticksNearest(in: TimeBase(Int64(rate.denominator), Int64(rate.numerator))))
    }

    func timecode(_ frame: Int) -> String {
        var number = frame
        if dropsFrames {
            let skipped = nominal / 15
            let (tens, rest) = frame.quotientAndRemainder(dividingBy: nominal * 600 - skipped * 9)
            number += tens * skipped * 9
            if rest >= nominal * 60 {
                number += (1 + (rest - nominal * 60) / (nominal * 60 - skipped)) * skipped
            }
        }
        let parts = [number / nominal / 3600 % 100, number / nominal / 60 % 60, number / nominal % 60]
        let text = (parts + [number % nominal]).map { $0 < 10 ? "0\($0)" : "\($0)" }
        return text[..<3].joined(separator: ":") + (dropsFrames ? ";" : ":") + text[3]
    }

    /// The frame of a timecode; nil for other text.
    func frame(of timecode: String) -> Int? {
        let parts = timecode.split { ":;.".contains($0) }.compactMap { Int($0) }
        guard parts.count == 4 else { return nil }
        let minutes = parts[0] * 60 + parts[1]
        let number = (minutes * 60 + parts[2]) * nominal + parts[3]
        return dropsFrames ? number - nominal / 15 * (minutes - minutes / 10) : number
    }
}
