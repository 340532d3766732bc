internal import ClipCore
internal import LibAV

/// An opened music file: it has sound and, unless allowed, no video.
final class MusicFile {
    let path: FilePath
    private let source: SourceFile
    private let stream: Int
    /// Where the track begins on its file's clock.
    private let origin: MediaTime
    /// Exact length according to the container; nil if estimated or unknown.
    let claimed: MediaTime?
    /// Delay of the sound against the file's start; 0 except in videos.
    let delay: MediaTime
    /// Its tempo in beats per minute according to a tag, else to its name ("rain-70bpm"); nil if neither says it.
    let statedTempo: Double?

    /// - Parameter acceptsVideo: accept the sound of a video.
    /// - Throws: if it cannot be opened, is a video that is not allowed, or has no sound.
    convenience init(_ path: FilePath, acceptsVideo: Bool = false) throws(Failure) {
        try self.init(try SourceFile.open(path), acceptsVideo: acceptsVideo)
    }

    /// Uses an opened file.
    init(_ file: consuming SourceFile, acceptsVideo: Bool) throws(Failure) {
        path = file.path
        source = file
        let path = path
        let input: MediaInput
        do { input = try MediaInput(source) } catch { throw Failure(error, reading: path) }
        let video = Prober.mainVideo(input.streams)
        if video != nil && !acceptsVideo {
            throw Failure(
                .unusable, path, "it is a video: music is a file with sound alone",
                hint: "take its sound out first, e.g. ffmpeg -i VIDEO -vn -c:a copy music.m4a")
        }
        let sounds = input.streams.filter { $0.kind == .audio && ($0.audio?.channels ?? 0) > 0 }
        guard let sound = sounds.first(where: \.isDefault) ?? sounds.first else {
            throw Failure(.unusable, path, "there is no sound in it", hint: "name a piece of music")
        }
        stream = sound.index
        origin = MediaTime(ticks: sound.start ?? 0, timeBase: sound.base)
        let start = video.map { MediaTime(ticks: $0.start ?? 0, timeBase: $0.base) } ?? origin
        delay = origin - min(start, origin)
        let isExact = ["mov", "flac", "wav", "ogg"].contains { input.file.formatName.hasPrefix($0) }
        let tags = input.file.metadata.merging(sound.metadata) { first, _ in first }
        let tag = tags.first { ["tbpm", "bpm", "tmpo", "tempo"].contains($0.key.lowercased()) }?.value
        let name = String(decoding: path.stemAndExtension.stem, as: UTF8.self).lowercased()
        let named = name.firstMatch(of: /(\d+(?:\.\d+)?)[ _-]?bpm|bpm[ _-]?(\d+)/).flatMap { $0.1 ?? $0.2 }
        statedTempo = (tag ?? named.map(String.init)).flatMap { Double($0) }
        claimed = isExact ? sound.duration.map { MediaTime(ticks: $0, timeBase: sound.base) } : nil
    }

    /// Opens the sound from sample `position` (at 48 kHz) on, with its own demuxer.
    ///
    /// - Parameter mostSilence: seconds of gaps to fill before the packets' times count as damaged.
    func sound(from position: Int64, mostSilence: Double = 86_400) throws(Failure) -> SoundSource {
        do {
            let input = try MediaInput(source.descriptor, .timesOnly)
            let start = origin + MediaTime(ticks: position, timescale: SoundSource.rate.denominator)
            return try SoundSource(input, input.streams[stream], from: start, mostSilence: mostSilence)
        } catch { throw Failure(reading: path, error) }
    }
}
