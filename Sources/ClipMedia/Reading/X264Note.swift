internal import LibAV

/// The note that x264 leaves in the first packet of an H.264 stream: which build wrote it.
///
/// Before build 151 it coded 4:4:4 pictures against the standard (CABAC contexts of chroma), and decoders read such
/// pictures in the way that the note tells. Without the note, or behind that of another build, they show noise.
struct X264Note {
    /// `core N` of its text.
    let build: Int
    /// A packet with nothing but the note, for a decoder that begins in the middle of the stream.
    let bytes: [UInt8]

    private static let text = Array("x264 - core ".utf8)
    private static let firstRightBuild = 151

    /// Nil where a packet holds none.
    init?(_ packet: UnsafeBufferPointer<UInt8>, prefixSize: Int?) {
        for unit in NALUnits(packet, prefixSize: prefixSize) where unit.first.map({ $0 & 31 }) == 6 {
            guard let place = Self.place(in: unit) else { continue }
            let digits = unit[place...].prefix { (48...57).contains($0) }.prefix(6)
            guard let build = Int(String(decoding: digits, as: UTF8.self)) else { continue }
            self.build = build
            let prefix =
                prefixSize.map { size in
                    (0..<size).reversed().map { UInt8(truncatingIfNeeded: unit.count >> (8 * $0)) }
                } ?? [0, 0, 0, 1]
            bytes = prefix + unit
            return
        }
        return nil
    }

    private static func place(in unit: UnsafeBufferPointer<UInt8>) -> Int? {
        guard unit.count > text.count else { return nil }
        return (0...(unit.count - text.count)).first { unit[$0..<($0 + text.count)].elementsEqual(text) }
            .map { $0 + text.count }
    }

    /// Why packets of its stream cannot be copied; nil where they can.
    var obstacle: String? {
        guard build < Self.firstRightBuild else { return nil }
        return "its 4:4:4 pictures are of x264 before build \(Self.firstRightBuild) (core \(build)), "
            + "which decoders misread beside others"
    }
}

extension MediaInput {
    /// x264's note in the first packets of a 4:4:4 stream; nil for all others. The file is moved about in, once.
    func x264Note(of stream: StreamFacts) throws(AVFailure) -> X264Note? {
        guard stream.codec == "h264", stream.video?.pixelFormat.name?.contains("444") == true else {
            return nil
        }
        if let known = notes[stream.index] { return known }
        file.select([stream.index])
        _ = try file.seek(stream: stream.index, to: .min / 4)
        let size = NALUnits.prefixSize(codec: stream.codec, header: stream.header)
        let packet = try Packet()
        var note: X264Note?
        var packets = 0
        while note == nil, packets < 3, try file.read(into: packet) {
            guard packet.stream == stream.index else { continue }
            packets += 1
            note = packet.withBytes { X264Note($0, prefixSize: size) }
        }
        notes[stream.index] = .some(note)
        return note
    }

    /// A decoder for a stream of pictures that may begin at any keyframe.
    func decoder(of stream: StreamFacts, threads: Int = 1, reorderDepth: Int = 0) throws(AVFailure) -> Decoder
    {
        let decoder = try Decoder.open(
            file, stream: stream.index, threads: threads, reorderDepth: reorderDepth)
        if let note = try x264Note(of: stream), note.obstacle != nil {
            let packet = try Packet()
            try packet.replaceBytes(note.bytes)
            // It shows nothing, which FFmpeg calls an error.
            _ = try decoder.send(packet)
        }
        return decoder
    }
}
