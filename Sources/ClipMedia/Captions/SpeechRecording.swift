internal import ClipCore
internal import ClipSignal
internal import LibAV

/// The audio of a part of a clip as speech-to-text programs want it: a WAV file, 16 kHz, mono, 16 bits.
struct SpeechRecording {
    let wav: [UInt8]
    /// Somebody speaks in it.
    let hasSpeech: Bool

    /// - Parameter span: on the container's clock. The demuxer is moved.
    init(_ input: MediaInput, stream: Int, _ span: TimeRange) throws {
        let sound = try SoundSource(input, try input.stream(stream), from: span.start)
        var listener = SpeechListener(records: true)
        var buffer = [SIMD2<Float>](repeating: .zero, count: 4800)
        var left = Int(span.duration.ticksRoundedUp(in: SoundSource.rate))
        while left > 0 {
            try Interruption.check("listen to the clip")
            let got = try buffer.withUnsafeMutableBufferPointer { buffer throws(AVFailure) in
                try sound.read(into: UnsafeMutableBufferPointer(rebasing: buffer[..<min(left, buffer.count)]))
            }
            guard got > 0 else { break }
            buffer.withUnsafeBufferPointer { listener.add(UnsafeBufferPointer(rebasing: $0[..<got])) }
            left -= got
        }
        hasSpeech = !listener.finish().isEmpty
        wav = Self.file(listener.recording ?? [])
    }

    /// A WAV file (Multimedia Programming Interface and Data Specifications 1.0).
    private static func file(_ samples: [Int16]) -> [UInt8] {
        let (rate, size) = (SpeechDetector.sampleRate, 2 * samples.count)
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
        }
        var file = Array("RIFF".utf8) + bytes(36 + size, 4) + Array("WAVEfmt ".utf8) + bytes(16, 4)
        // PCM, one channel, samples and bytes per second, bytes and bits per sample.
        file += bytes(1, 2) + bytes(1, 2) + bytes(rate, 4) + bytes(2 * rate, 4) + bytes(2, 2) + bytes(16, 2)
        file += Array("data".utf8) + bytes(size, 4)
        file.reserveCapacity(file.count + size)
        for sample in samples {
            let bits = UInt16(bitPattern: sample)
            file.append(UInt8(truncatingIfNeeded: bits))
            file.append(UInt8(truncatingIfNeeded: bits >> 8))
        }
        return file
    }
}
