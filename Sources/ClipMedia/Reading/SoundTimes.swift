internal import ClipCore
internal import LibAV

/// Finds when packets of a sound stream begin.
struct SoundTimes {
    private let stream: StreamFacts

    init(_ stream: StreamFacts) { self.stream = stream }

    /// Packet start times on the container's clock, in order: from two seconds before `start`, or the
    /// stream's beginning, to one second after it. Seeks in the file.
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
