internal import ClipCore
internal import LibAV

/// Reads a copied segment's packets in decode order, unchanged but for what ``HEVCTrack`` and ``H264Track`` do.
final class PacketCopier {
    private let input: MediaInput
    private let classifier: PacketClassifier
    private var forms: CodedForms
    private let entry: Int64
    private var left: Int
    private var isFirst = true
    /// The entry's leading pictures, which are left out, may follow.
    private var canLead = true
    private let hevc: HEVCTrack?
    private let h264: H264Track?
    private let indexer: Int

    /// - Parameters:
    ///   - entry: the presentation time of the first packet, a keyframe.
    ///   - frames: number of shown frames to copy.
    ///   - hevc: the track of an HEVC stream.
    ///   - h264: the track of an H.264 stream.
    init(
        _ input: MediaInput, _ stream: StreamFacts, from entry: Int64, frames: Int, hevc: HEVCTrack?,
        h264: H264Track?
    ) {
        (self.input, self.entry, self.hevc, self.h264) = (input, entry, hevc, h264)
        classifier = PacketClassifier(stream)
        forms = CodedForms(stream)
        left = frames
        indexer = stream.index
    }

    func next(into packet: borrowing Packet) throws -> Bool {
        guard left > 0 else { return false }
        let isEntry = isFirst
        let facts = try isEntry ? readEntry(packet) : readNext(packet)
        isFirst = false
        if packet.isKey, let form = forms.difference(in: packet) {
            throw ProofFailure("its pictures change in the part to copy (\(form))")
        }
        if packet.isCorrupt { throw ProofFailure("the source is damaged inside the part to copy") }
        if facts.isShown { left -= 1 }
        try hevc?.copy(packet, isEntry: isEntry)
        try h264?.copy(packet, isEntry: isEntry)
        try packet.dropSideDataButAlpha()
        return true
    }

    private func readEntry(_ packet: borrowing Packet) throws -> FrameIndex.Entry {
        input.file.select([indexer])
        var isThere = try FrameIndexer(try input.stream(indexer)).seekKeyframe(input.file, at: entry, packet)
        while isThere, packet.presentation != entry { isThere = try input.file.read(into: packet) }
        let facts = classifier.entry(packet, at: entry)
        guard isThere, packet.isKey else {
            throw ProofFailure("the keyframe to copy from was not found again")
        }
        // A head has another sequence header.
        if let header = forms.sequenceUnit, packet.withBytes(CodedForms.sequenceHeader) == nil {
            try packet.replaceBytes(header + packet.withBytes { Array($0) })
        }
        return facts
    }

    private func readNext(_ packet: borrowing Packet) throws -> FrameIndex.Entry {
        while try input.file.read(into: packet) {
            let facts = classifier.entry(packet, at: packet.presentation ?? 0)
            let isLeading = facts.isLeading || h264 != nil && (packet.presentation ?? entry) < entry
            if canLead, isLeading { continue }
            canLead = false
            return facts
        }
        throw ProofFailure("the source ended \(left) frames before the end of the part to copy")
    }
}
