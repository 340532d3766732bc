internal import ClipCore
internal import LibAV

/// Plays a music track from a position on, looped with a crossfade for as long as needed.
final class MusicSource {
    private let file: MusicFile
    private let loop: MusicLoop?
    private var sound: SoundSource
    /// Position of the next sample in the track.
    private var position: Int64
    private var next: SoundSource?
    private var head = [SIMD2<Float>](repeating: .zero, count: MusicLoop.seam)

    /// - Parameters:
    ///   - start: first position in the track, in samples at 48 kHz.
    ///   - loop: nil if the track is long enough.
    init(_ file: MusicFile, from start: Int64, loop: MusicLoop?) throws(Failure) {
        (self.file, self.loop, position) = (file, loop, start)
        sound = try file.sound(from: start)
    }

    /// Fills `samples`; with silence after the end of a track that is not looped.
    func read(into samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws {
        var filled = 0
        while filled < samples.count {
            let rest = UnsafeMutableBufferPointer(rebasing: samples[filled...])
            guard let loop else { return try readPlain(rest) }
            if position >= loop.end { try turn(to: loop) }
            let seam = max(loop.end - Int64(MusicLoop.seam), loop.start)
            let limit = position < seam ? seam : loop.end
            let count = Int(min(Int64(rest.count), limit - position))
            let part = UnsafeMutableBufferPointer(rebasing: rest[..<count])
            try readPlain(part)
            if limit == loop.end { try blend(part, at: Int(position - seam), loop) }
            position += Int64(count)
            filled += count
        }
    }

    private func readPlain(_ samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws(Failure) {
        let got = try Self.read(sound, samples, file)
        for index in got..<samples.count { samples[index] = .zero }
    }

    private static func read(
        _ sound: SoundSource, _ samples: UnsafeMutableBufferPointer<SIMD2<Float>>, _ file: MusicFile
    ) throws(Failure) -> Int {
        do { return try sound.read(into: samples) } catch { throw Failure(reading: file.path, error) }
    }

    /// Crossfades the track's end into its start.
    private func blend(
        _ samples: UnsafeMutableBufferPointer<SIMD2<Float>>, at offset: Int, _ loop: MusicLoop
    ) throws {
        if next == nil { try prepare(loop) }
        for index in samples.indices {
            let parts = MusicLoop.parts(at: offset + index)
            samples[index] = samples[index] * parts.end + head[offset + index] * parts.start
        }
    }

    private func prepare(_ loop: MusicLoop) throws(Failure) {
        let sound = try file.sound(from: loop.start)
        let file = file
        _ = try head.withUnsafeMutableBufferPointer { head throws(Failure) in try Self.read(sound, head, file)
        }
        next = sound
    }

    private func turn(to loop: MusicLoop) throws(Failure) {
        if next == nil { try prepare(loop) }
        (sound, position) = (next!, loop.start + Int64(MusicLoop.seam))
        next = nil
    }
}
