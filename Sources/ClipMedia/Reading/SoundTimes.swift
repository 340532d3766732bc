internal import ClipCore
internal import LibAV

/// Looks up when packets of a sound stream begin.
struct SoundTimes {
    private let stream: StreamFacts

    init(_ stream: StreamFacts) { self.stream = stream }

    /// When packets begin on the container's clock, in order: from two seconds before `start`, where the stream
    /// has begun by then, to one behind it. The file is moved about in.
    func around(_ start: MediaTime, _ file: borrowing InputFile) throws -> [MediaTime] {
        let second = MediaTime(ticks: 1, timescale: 1)
        try seek(to: start - second - second, file)
        let packet = try Packet()
        var times: [MediaTime] = []
        while try file.read(into: packet) {
            guard packet.stream == stream.index, let ticks = packet.presentation else { continue }
            times.append(MediaTime(ticks: ticks, timeBase: stream.base))
            if times.last! > start + second { break }
        }
        return times
    }

    private func seek(to time: MediaTime, _ file: borrowing InputFile) throws {
        file.select([stream.index])
        if try !file.seek(stream: stream.index, to: time.ticksRoundedDown(in: stream.base)) {
            _ = try file.seek(stream: stream.index, to: stream.start ?? 0)
        }
    }
}
