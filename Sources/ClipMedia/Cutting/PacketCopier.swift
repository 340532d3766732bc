internal import ClipCore
internal import LibAV

/// Reads a copied segment's packets, unchanged and in decode order.
final class PacketCopier {
    private let input: MediaInput
    private let classifier: PacketClassifier
    private var forms: CodedForms
    private let entry: Int64
    private var left: Int
    private var isFirst = true
    private let indexer: Int

    /// - Parameters:
    ///   - entry: the presentation time of the first packet, a keyframe.
    ///   - frames: number of shown frames to copy.
    init(_ input: MediaInput, _ stream: StreamFacts, from entry: Int64, frames: Int) {
        self.input = input
        self.entry = entry
        classifier = PacketClassifier(stream)
        forms = CodedForms(stream)
        left = frames
        indexer = stream.index
    }

    func next(into packet: borrowing Packet) throws -> Bool {
        guard left > 0 else { return false }
        if isFirst {
            isFirst = false
            input.file.select([indexer])
            var isThere = try FrameIndexer(try input.stream(indexer)).seekKeyframe(
                input.file, at: entry, packet)
            while isThere, packet.presentation != entry { isThere = try input.file.read(into: packet) }
            guard isThere, classifier.entry(packet, at: entry).isCleanEntry else {
                throw ProofFailure("the keyframe to copy from was not found again")
            }
        } else if try !input.file.read(into: packet) {
            throw ProofFailure("the source ended \(left) frames before the end of the part to copy")
        }
        if packet.isKey, let form = forms.difference(in: packet) {
            throw ProofFailure("its pictures change in the part to copy (\(form))")
        }
        if packet.isCorrupt { throw ProofFailure("the source is damaged inside the part to copy") }
        if classifier.entry(packet, at: packet.presentation ?? 0).isShown { left -= 1 }
        packet.dropSideData()
        return true
    }
}
