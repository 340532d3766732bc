internal import ClipCore
internal import LibAV

/// One opening of a source, shared by those that read from it one after another.
final class MediaInput {
    let file: InputFile
    let streams: [StreamFacts]
    /// An MP4 that lists more than one header for a stream, so that packets may change theirs.
    private(set) var hasSeveralHeaders = false
    /// x264's notes that were looked for, by stream.
    var notes: [Int: X264Note?] = [:]
    /// The last index that was made, and the span that it covers.
    private var indexed: (stream: Int, span: TimeRange, index: FrameIndex)?

    /// How much is to be known of the streams. A plain file is an MP4 whose index lies in one place; other
    /// containers tell some facts only in their packets, and are analysed.
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
        }
        streams = file.streams
        self.file = file
    }

    /// Opens a source: analysed only as far as its headers leave questions open.
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

    /// Each edit shows a whole group of pictures again, for 12 bytes of a file.
    private static let mostEdits: Int64 = 1000

    /// The index of the frames of a stream that are shown in a span; it may reach beyond it. A plan and its carrying-out
    /// ask for the same.
    func index(of stream: StreamFacts, in span: TimeRange) throws -> FrameIndex {
        if let indexed, indexed.stream == stream.index, indexed.span.start <= span.start,
            indexed.span.end >= span.end
        {
            return indexed.index
        }
        var index = try FrameIndexer(stream).index(file, from: span.start, to: span.end)
        if let problem = index.problem { index = try decodedIndex(of: stream, in: span, because: problem) }
        // It holds all from the keyframe that it begins with.
        let first = index.entries.first.map { index.time($0.presentation) } ?? span.start
        indexed = (stream.index, TimeRange(start: min(first, span.start), end: span.end), index)
        return index
    }

    /// Streams whose frames are shown as decoding says: every frame has to be decoded wherever they are shown again, for each
    /// tells when the next is.
    private(set) var decodedStreams: Set<Int> = []

    /// The index of frames that are decoded for it, where packets do not tell when they are shown.
    func decodedIndex(of stream: StreamFacts, in span: TimeRange, because problem: String) throws
        -> FrameIndex
    {
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
        decodedStreams.insert(stream.index)
        return index
    }

    func stream(_ index: Int) throws -> StreamFacts {
        guard streams.indices.contains(index) else { throw ProofFailure("the file has no stream \(index)") }
        return streams[index]
    }
}
