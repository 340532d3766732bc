internal import ClipCore
internal import LibAV

/// Reads as many packets of a file as its true length requires, in one pass.
struct PacketScan {
    let streams: [StreamFacts]
    let video: StreamFacts?
    let wanted: Set<Int>
    private(set) var spans: StreamSpans
    /// Video packets in decode order, if every packet was read.
    private var entries: [FrameIndex.Entry] = []
    private var readEverything = false
    private var sampledTimes: [Int64] = []
    private var seenAtEnd: Set<Int> = []
    /// Bytes of all packets, if every packet was read.
    var packetBytes: Int64? { readEverything ? notedBytes : nil }
    private var notedBytes: Int64 = 0
    private var pairing = FieldPairing()
    private var start: BrokenStart?
    private var latest: (time: Int64, packetsBehind: Int) = (.min, 0)
    /// The latest time before the clock of the video begins anew, in ticks; nil if it never does, as far as read.
    private(set) var restart: Int64?

    init(streams: [StreamFacts], video: StreamFacts?, wanted: Set<Int>) {
        self.streams = streams
        self.video = video
        self.wanted = wanted
        spans = StreamSpans(streams)
    }

    /// Whether the container can seek to its last packets, so that beginning and end suffice.
    static func canSeekToEnd(_ format: String, _ boxes: MP4Boxes?, _ sizeBytes: Int64) -> Bool {
        if format.hasPrefix("mov") { return boxes?.isFragmented == false }
        return format.hasPrefix("matroska") || sizeBytes > 1 << 28
    }

    mutating func run(_ input: borrowing InputFile, readsAll: Bool) throws {
        input.select(wanted)
        let packet = try Packet()
        if readsAll {
            let classifier = video.map(PacketClassifier.init)
            while try input.read(into: packet) { note(packet, classifier) }
            readEverything = true
            finish()
            return
        }
        try readBeginning(input, packet)
        try readEnds(input, packet)
        if try missesAnEnd(input) || clockFallsBack(input, packet) { try readRest(input, packet) }
    }

    /// Whether a stream's clock falls back from one of 64 places of the file to the next, as where recordings were
    /// joined. Only all of the packets tell where.
    private func clockFallsBack(_ input: borrowing InputFile, _ packet: borrowing Packet) throws -> Bool {
        guard input.formatName == "mpegts", let video else { return false }
        let second = video.base.denominator / video.base.numerator
        input.select([video.index])
        var latest = Int64.min / 2
        for place in 0..<64 where try input.seek(toShare: Double(place) / 64) {
            guard try input.read(into: packet), let time = packet.decode ?? packet.presentation else {
                continue
            }
            if time < latest - second { return true }
            latest = max(latest, time)
        }
        return false
    }

    /// Whether an end is missing: the index lists packets after the last readable one (file truncated or
    /// damaged), or a stream ends long before the others.
    private func missesAnEnd(_ input: borrowing InputFile) -> Bool {
        wanted.contains { index in
            guard seenAtEnd.contains(index) else { return true }
            guard let last = input.listedTimes(of: index).last,
                let base = streams.first(where: { $0.index == index })?.base
            else { return false }
            return (spans.span(of: index)?.end ?? .zero) < MediaTime(ticks: last, timeBase: base)
        }
    }

    private mutating func readRest(_ input: borrowing InputFile, _ packet: borrowing Packet) throws {
        input.select(wanted)
        (sampledTimes, notedBytes) = ([], 0)
        guard try input.seek(stream: wanted.min()!, to: 0) else { return }
        let classifier = video.map(PacketClassifier.init)
        while try input.read(into: packet) { note(packet, classifier) }
        readEverything = true
        finish()
    }

    /// No decoder shows what comes before the first keyframe, if there is one.
    private mutating func finish() {
        let first = entries.firstIndex(where: \.isKey) ?? 0
        for position in entries[..<first].indices { entries[position].isShown = false }
        FrameIndexer.markLeading(&entries)
    }

    /// Reads until every stream was seen, and enough video to include its earliest frame.
    private mutating func readBeginning(_ input: borrowing InputFile, _ packet: borrowing Packet) throws {
        var (pictures, packets) = (0, 0)
        while try input.read(into: packet) {
            note(packet, nil)
            packets += 1
            if packet.stream == video?.index { pictures += 1 }
            let sawVideo = video == nil || pictures >= 24
            if sawVideo && (spans.has(wanted) || packets > 1000) { break }
        }
    }

    /// Reads from a second before each stream's end to the end of the file. Containers that cannot seek a
    /// single stream are read once from their last keyframe on.
    private mutating func readEnds(_ input: borrowing InputFile, _ packet: borrowing Packet) throws {
        let isIndexed = input.listsAllPackets
        let targets = isIndexed ? wanted.sorted() : [video?.index ?? wanted.min()!]
        for index in targets {
            let stream = streams.first { $0.index == index }!
            if isIndexed { input.select([index]) }
            let second = Int64(max(1, stream.timeBase.denominator / stream.timeBase.numerator))
            let last = input.listedTimes(of: index).last
            let target = last.map { $0 - second } ?? Int64.max / 4
            guard
                try input.seek(stream: index, to: target, anyFrame: isIndexed)
                    || input.seek(stream: index, to: 0)
            else { continue }
            while try input.read(into: packet) {
                note(packet, nil)
                seenAtEnd.insert(packet.stream)
            }
        }
    }

    private mutating func note(_ packet: borrowing Packet, _ classifier: PacketClassifier?) {
        guard wanted.contains(packet.stream) else { return }
        spans.add(packet)
        notedBytes += Int64(packet.size)
        guard packet.stream == video?.index, let time = packet.presentation ?? packet.decode else { return }
        if let classifier, pairing.completesFrame(classifier.loneField(packet)) { return }
        if !packet.isDiscarded && sampledTimes.count < 200_000 { sampledTimes.append(time) }
        guard let classifier else { return }
        followClock(packet.decode ?? time)
        var entry = classifier.entry(packet, at: time)
        if entries.isEmpty { start = BrokenStart(classifier) }
        start?.mark(&entry, packet)
        entries.append(entry)
    }

    /// A second is further than any codec reorders; a few packets behind are damage.
    private mutating func followClock(_ time: Int64) {
        let base = video?.base ?? TimeBase(1, 1)
        guard latest.time > .min, time < latest.time &- base.denominator / base.numerator else {
            latest = (max(time, latest.time), 0)
            return
        }
        latest.packetsBehind += 1
        if latest.packetsBehind == 8 { restart = restart ?? latest.time }
    }

    /// Facts of the video stream, on the file's clock.
    func video(_ stream: StreamFacts, _ input: borrowing InputFile, span: TimeRange?, origin: MediaTime)
        -> MediaInfo.Video
    {
        let facts = stream.video!
        var video = MediaInfo.Video(
            stream: stream.index, codec: stream.codec, width: facts.width, height: facts.height,
            timeBase: stream.base)
        video.profile = stream.profile
        video.rotation = facts.rotation
        video.isMirrored = facts.isMirrored
        let shown = facts.width * facts.sampleAspect.0
        video.displayWidth = (shown + facts.sampleAspect.1 / 2) / facts.sampleAspect.1
        if facts.rotation % 180 != 0 { swap(&video.displayWidth, &video.displayHeight) }
        video.pixelFormat = facts.pixelFormat.name
        video.bitDepth = facts.pixelFormat.bitDepth
        video.isInterlaced = facts.isInterlaced
        video.colour = MediaInfo.Colour(
            range: facts.range, primaries: facts.primaries, transfer: facts.transfer, matrix: facts.matrix)
        video.colour.peak = facts.peakLuminance
        video.span = span
        let average = Fraction(facts.averageRate.0, facts.averageRate.1)
        let base = Fraction(facts.baseRate.0, facts.baseRate.1)
        let indexed = readEverything ? [] : input.listedTimes(of: stream.index)
        let times = indexed.isEmpty ? sampledTimes.sorted() : indexed
        video.hasVariableRate = Self.varies(
            times, isComplete: readEverything || !indexed.isEmpty, average, base)
        video.averageFrameRate = average ?? base
        video.frameRate = video.hasVariableRate ? nil : average ?? base
        video.frames = readEverything ? entries.count { $0.isShown } : indexed.isEmpty ? nil : indexed.count
        if readEverything { video.deep = deep(stream.base, origin) }
        return video
    }

    /// Whether frame intervals differ by more than the container clock's rounding.
    private static func varies(_ times: [Int64], isComplete: Bool, _ average: Fraction?, _ base: Fraction?)
        -> Bool
    {
        let steps = zip(times, times.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
        if let least = steps.min(), let most = steps.max(), isComplete {
            return most - least > max(1, least / 50)
        }
        guard let average, let base else { return false }
        return abs(average.value - base.value) > 0.005 * base.value
    }

    private func deep(_ base: TimeBase, _ origin: MediaTime) -> MediaInfo.Deep {
        let entries = entries.filter(\.isShown)
        let keys = entries.indices.filter { entries[$0].isKey }
        let lengths = zip(keys, keys.dropFirst() + [entries.count]).map { $1 - $0 }
        let isOpen = keys.dropFirst().contains { key in
            entries[(key + 1)...].prefix(32).contains { $0.presentation < entries[key].presentation }
        }
        var deep = MediaInfo.Deep(
            keyframes: keys.map { MediaTime(ticks: entries[$0].presentation, timeBase: base) - origin },
            hasOpenGOP: isOpen, longestGOP: lengths.max() ?? entries.count,
            meanGOP: keys.isEmpty ? 0 : Double(entries.count) / Double(keys.count))
        let shown = entries.map(\.presentation).sorted()
        let steps = zip(shown, shown.dropFirst()).map { $1 - $0 }
        deep.shortestFrame = steps.min().map { MediaTime(ticks: $0, timeBase: base) }
        deep.longestFrame = steps.max().map { MediaTime(ticks: $0, timeBase: base) }
        return deep
    }
}
