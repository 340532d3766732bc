internal import ClipCore
internal import LibAV

/// What of a piece an output needs, found by decoding it: how loud that is, and where the piece can be looped.
final class MusicSurvey {
    /// Loudness of what will be heard, in LUFS; nil where it is too quiet to be measured.
    private(set) var loudness: Double?
    /// How the piece goes on at its end; nil where the output ends before.
    private(set) var loop: MusicLoop?

    private let file: MusicFile
    private let meter: LoudnessMeter
    private var buffer = [SIMD2<Float>](repeating: .zero, count: 4096)
    private var (first, last): (Int64?, Int64?)
    private var (packets, damaged, missing) = (0, 0, 0.0)

    /// Samples below this, -60 dBFS, are silence.
    private static let silence: Float = 0.001

    /// Decodes `count` samples of 48 kHz of `file` from `start` on, or all of it where it ends before.
    ///
    /// - Throws: where what is needed is silent, shorter than 1 s, or damaged.
    init(_ file: MusicFile, from start: Int64, count: Int64) throws {
        self.file = file
        meter = try LoudnessMeter(.loudness)
        let end = try hear(from: start, count: count)
        loudness = meter.integrated
        if end < start + count {
            guard end > start else { throw tooShort("it ends at \(Self.text(end)) s, before it is to begin") }
            if start > 0 { _ = try hear(from: 0, count: start) }
            try checkLength(end)
        }
        try checkDamage()
        guard let first, let last else {
            throw MediaError(
                .unusable, file.path, "it is silent where it is needed (all below -60 dBFS)",
                hint: "name another piece, or begin in it elsewhere (--music-from)")
        }
        guard end < start + count else { return }
        guard last - first >= 48000 else { throw tooShort("it is only \(Self.text(last - first)) s long") }
        loop = MusicLoop(start: first, end: last + 1)
    }

    /// Returns where the samples ended.
    private func hear(from start: Int64, count: Int64) throws -> Int64 {
        let sound = try file.sound(from: start)
        var position = start
        while position < start + count {
            try Interruption.check("read the music")
            let got = try read(sound, Int(min(Int64(buffer.count), start + count - position)), at: position)
            if got == 0 { break }
            position += Int64(got)
        }
        packets += sound.packets
        damaged += sound.damagedPackets
        missing += sound.missing
        return position
    }

    private func read(_ sound: SoundSource, _ count: Int, at position: Int64) throws -> Int {
        do throws(AVFailure) {
            let got = try buffer.withUnsafeMutableBufferPointer { buffer throws(AVFailure) in
                try sound.read(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            }
            try buffer.withUnsafeBufferPointer { buffer throws(AVFailure) in
                let heard = UnsafeBufferPointer(rebasing: buffer[..<got])
                try meter.add(heard)
                note(heard, at: position)
            }
            return got
        } catch { throw MediaError(reading: file.path, error) }
    }

    private func note(_ samples: UnsafeBufferPointer<SIMD2<Float>>, at position: Int64) {
        func isLoud(_ sample: SIMD2<Float>) -> Bool {
            abs(sample.x) > Self.silence || abs(sample.y) > Self.silence
        }
        guard let lastLoud = samples.lastIndex(where: isLoud) else { return }
        let firstLoud = samples.firstIndex(where: isLoud)!
        first = min(first ?? .max, position + Int64(firstLoud))
        last = max(last ?? .min, position + Int64(lastLoud))
    }

    private func checkLength(_ end: Int64) throws(MediaError) {
        guard end >= 48000 else { throw tooShort("it is only \(Self.text(end)) s long") }
        guard let claimed = file.claimed, claimed.seconds > Double(end) / 48000 + 0.5 else { return }
        throw MediaError(
            .damaged, file.path,
            "only \(Self.text(end)) s of its \(MediaTime(ticks: Int64(claimed.seconds * 10), timescale: 10).text) s are there",
            hint: "the file is not complete: copy it again")
    }

    private func checkDamage() throws(MediaError) {
        guard damaged > max(1, packets / 200) || missing > 0.25 else { return }
        let what =
            damaged > 0
            ? "\(damaged) of its \(packets) packets do not decode" : "parts of its sound are missing"
        throw MediaError(.damaged, file.path, what, hint: "the file is damaged: copy it again")
    }

    private func tooShort(_ message: String) -> MediaError {
        MediaError(.unusable, file.path, message, hint: "music is at least 1 s long")
    }

    private static func text(_ samples: Int64) -> String {
        MediaTime(ticks: (samples + 240) / 480, timescale: 100).text
    }
}
