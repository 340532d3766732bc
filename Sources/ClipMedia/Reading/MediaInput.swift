internal import ClipCore
internal import LibAV

/// A demuxer of one source, shared by readers that use it in turn.
final class MediaInput {
    let file: InputFile
    let streams: [StreamFacts]
    /// True for an MP4 with several headers for a stream, so that packets may change theirs.
    private(set) var hasSeveralHeaders = false
    /// Cache of x264's notes by stream.
    var notes: [Int: X264Note?] = [:]
    /// The last index made, with the span that it covers.
    private var indexed: (stream: Int, span: TimeRange, index: FrameIndex)?

    /// Facts that are needed about the streams. A plain file is an MP4 with its index in one place; other
    /// containers need their packets analysed.
    enum Need { case everything, everythingOfPlainFile, timesOnly }

    init(_ descriptor: Int32, _ need: Need, limits: InputLimits = .init()) throws(AVFailure) {
        let file = try InputFile.open(descriptor: descriptor, limits: limits, analyse: false)
        let tellsStreams = file.formatName.hasPrefix("mov") || file.formatName.hasPrefix("matroska")
        if need == .everythingOfPlainFile, file.formatName.hasPrefix("mov"),
            let facts = HeaderFacts(file.streams)
        {
            facts.apply(to: file)
        } else if need != .timesOnly || !tellsStreams {
            try file.analyse()
            try Self.readFields(file)
        }
        streams = file.streams
        self.file = file
    }

    /// Opens a source; analyses packets only if headers are insufficient.
    convenience init(_ source: borrowing SourceFile, limits: InputLimits = .init()) throws {
        let boxes = try MP4Boxes(source)
        if let boxes, boxes.edits > Self.mostEdits {
            throw Failure(
                .unusable, source.path, "its edit list has \(boxes.edits) entries, which no recording has",
                hint: "play it into a new file first")
        }
        let isPlain = boxes?.isFragmented == false
        try self.init(source.descriptor, isPlain ? .everythingOfPlainFile : .everything, limits: limits)
        hasSeveralHeaders = boxes?.hasSeveralHeaders ?? false
    }

    /// Matroska may say that pictures are progressive which the first one of the stream says are not.
    private static func readFields(_ file: borrowing InputFile) throws(AVFailure) {
        guard file.formatName.hasPrefix("matroska") else { return }
        for stream in file.streams where stream.video?.isInterlaced == false && mayHoldFields(stream) {
            let decoder = try Decoder.open(file, stream: stream.index)
            let packet = try Packet()
            let frame = try Frame()
            for _ in 0..<64 {
                guard try file.read(into: packet) else { break }
                guard packet.stream == stream.index, try decoder.send(packet) else { continue }
                guard case .frame = try decoder.receive(into: frame) else { continue }
                if frame.isInterlaced { file.describeFields(stream.index) }
                break
            }
            _ = try file.seek(stream: stream.index, to: .min / 4)
        }
    }

    private static func mayHoldFields(_ stream: StreamFacts) -> Bool {
        guard stream.codec == "h264" else { return ["mpeg2video", "mpeg4", "prores"].contains(stream.codec) }
        let set = H264Headers(stream.header)?.sequenceSets.first.flatMap(SequenceParameterSet.init)
        return set?.isProgressive == false
    }

    /// Each edit replays a whole group of pictures, for only 12 bytes of a file.
    private static let mostEdits: Int64 = 1000

    /// Index of a stream's frames shown in a span; it may reach further. Planning and rendering request the
    /// same one.
    func index(of stream: StreamFacts, in span: TimeRange) throws -> FrameIndex {
        if let indexed, indexed.stream == stream.index, indexed.span.start <= span.start,
            indexed.span.end >= span.end
        {
            return indexed.index
        }
        var index = try FrameIndexer(stream).index(file, from: span.start, to: span.end)
        if let problem = index.problem { index = try decodedIndex(of: stream, in: span, because: problem) }
        // It holds everything from the keyframe that it begins with.
        let first = index.entries.first.map { index.time($0.presentation) } ?? span.start
        indexed = (stream.index, TimeRange(start: min(first, span.start), end: span.end), index)
        return index
    }

    /// Whether packets may name their decode times as those of display: FFmpeg's MXF, with pictures that refer ahead.
    static func mayLackOrder(_ file: borrowing InputFile, _ stream: StreamFacts) -> Bool {
        file.formatName == "mxf" && (stream.video?.reorderDepth ?? 0) > 0
    }

    /// Streams whose display times come from decoding: every frame must be decoded whenever they are shown,
    /// since each sets the time of the next.
    private(set) var decodedStreams: Set<Int> = []

    /// Index made by decoding, for packets without usable display times.
    func decodedIndex(of stream: StreamFacts, in span: TimeRange, because problem: String) throws
        -> FrameIndex
    {
        decodedStreams.insert(stream.index)
        let start = span.start.ticksRoundedUp(in: stream.base)
        let end = span.end.ticksRoundedUp(in: stream.base)
        let reader = try FrameReader(
            self, stream, from: start, to: .max, expected: nil, reorderDepth: 0, conforms: false)
        reader.givesLead = true
        var entries: [FrameIndex.Entry] = []
        let frame = try Frame()
        while try reader.next(into: frame) {
            guard let time = frame.presentation else { continue }
            entries.append(
                .init(presentation: time, duration: max(0, frame.duration), isKey: false, isCleanEntry: false)
            )
            if time >= end { break }
        }
        let index = FrameIndex(
            timeBase: stream.base, entries: FrameIndexer.withDurations(entries), problem: problem)
        indexed = (stream.index, span, index)
        return index
    }

    func stream(_ index: Int) throws -> StreamFacts {
        guard streams.indices.contains(index) else { throw ProofFailure("the file has no stream \(index)") }
        return streams[index]
    }
}

extension InputFile {
    /// QuickTime and MP4 list every packet in their index; other containers list some keyframes, or none.
    var listsAllPackets: Bool { formatName.hasPrefix("mov") }

    /// Decode times of a stream's packets, in order; empty if the container does not list them all.
    func listedTimes(of stream: Int) -> [Int64] { listsAllPackets ? indexedTimes(of: stream) : [] }
}
