internal import ClipCore
internal import LibAV

/// Decodes the part of a track that an output needs, to find its loudness and loop points.
final class MusicScan {
    /// Loudness of the audible part, in LUFS; nil if too quiet to measure.
    private(set) var loudness: Double?
    /// Loop points; nil if the output ends before the track.
    private(set) var loop: MusicLoop?

    private let file: MusicFile
    private let meter: LoudnessMeter
    private var buffer = [SIMD2<Float>](repeating: .zero, count: 4096)
    private var edges = SoundEdges()
    private var (packets, damaged, missing) = (0, 0, 0.0)

    /// Decodes `count` samples at 48 kHz of `file` from `start` on, or the whole track if it ends before.
    ///
    /// - Throws: if that part is silent, shorter than 1 s, or damaged.
    init(_ file: MusicFile, from start: Int64, count: Int64) throws {
        self.file = file
        meter = try LoudnessMeter(.loudness)
        let end = try hear(from: start, count: count)
        loudness = meter.integrated
        if end < start + count {
            guard end > start else {
                throw Failure(
                    .unusable, file.path, "it ends before \(MusicFile.text(start)) s, where it is to begin",
                    hint: "name an earlier start (--music-from), or another track")
            }
            if start > 0 { _ = try hear(from: 0, count: start) }
            try file.check(length: end)
        }
        try file.check(packets: packets, damaged: damaged, missing: missing)
        guard let first = edges.first, let last = edges.last else {
            throw Failure(
                .unusable, file.path, "it is silent where it is needed (all below -60 dBFS)",
                hint: "name another piece, or begin in it elsewhere (--music-from)")
        }
        guard end < start + count else { return }
        guard last - first >= 48000 else {
            throw file.tooShort("it is only \(MusicFile.text(last - first)) s long")
        }
        loop = MusicLoop(start: first, end: last + 1)
    }

    /// - Returns: the position where decoding ended.
    private func hear(from start: Int64, count: Int64) throws -> Int64 {
        let sound = try file.sound(from: start)
        var position = start
        while position < start + count {
            try Interruption.check("read the music", .reading)
            let got = try read(sound, Int(min(Int64(buffer.count), start + count - position)), at: position)
            if got == 0 { break }
            position += Int64(got)
            position += 48000 * sound.skipSilence(upTo: (start + count - position) / 48000)
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
                edges.note(heard, at: position)
            }
            return got
        } catch { throw Failure(reading: file.path, error) }
    }
}
