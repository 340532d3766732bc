internal import LibAV

/// x264's note in the first packet of an H.264 stream: the build that wrote it.
///
/// Before build 151 x264 coded 4:4:4 pictures against the standard (CABAC contexts of chroma); decoders work
/// around that by the note. Without it, or after another build's note, such pictures decode to noise.
struct X264Note {
    /// `core N` in its text.
    let build: Int
    /// A packet with only the note, for a decoder that starts in mid-stream.
    let bytes: [UInt8]

    private static let text = Array("x264 - core ".utf8)
    private static let firstRightBuild = 151

    /// nil if the packet holds none.
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

    /// The reason why packets of its stream cannot be copied; nil if they can.
    var obstacle: String? {
        guard build < Self.firstRightBuild else { return nil }
        return "its 4:4:4 pictures are of x264 before build \(Self.firstRightBuild) (core \(build)), "
            + "which decoders misread beside others"
    }
}

extension MediaInput {
    /// x264's note in a 4:4:4 stream's first packets; nil for all others. Seeks in the file, once.
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

    /// Opens a decoder for a video stream that may start at any keyframe.
    func decoder(of stream: StreamFacts, threads: Int = 1, reorderDepth: Int = 0) throws(AVFailure) -> Decoder
    {
        let decoder = try Decoder.open(
            file, stream: stream.index, threads: threads, reorderDepth: reorderDepth)
        if let note = try x264Note(of: stream), note.obstacle != nil {
            let packet = try Packet()
            try packet.replaceBytes(note.bytes)
            // The packet shows nothing, which FFmpeg reports as an error.
            _ = try decoder.send(packet)
        }
        return decoder
    }
}
