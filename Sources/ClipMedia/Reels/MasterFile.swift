internal import ClipCore
internal import LibAV
internal import Platform
internal import SystemLibrary

/// A file between two steps: nearly lossless pictures, and uncompressed sound if there is any.
///
/// It has no name, so that nothing is left of it however the process ends, and no metadata.
final class MasterFile {
    private let folder: FilePath
    private let descriptor: Int32
    private let pictures: Encoder
    private let sound: Encoder?
    private var output: OutputFile?
    private let packet: Packet
    private let streams: (picture: Int, sound: Int?)
    private let rate: Fraction
    /// Pictures so far.
    private(set) var frames = 0
    /// Samples so far.
    private(set) var samples: Int64 = 0

    /// - Parameters:
    ///   - folder: on its disk the file takes its room.
    ///   - hasSound: 48 kHz stereo.
    init(in folder: FilePath, _ size: Picture.Size, _ rate: Fraction, hasSound: Bool, threads: Int) throws {
        (self.folder, self.rate) = (folder, rate)
        descriptor = try Self.open(in: folder)
        packet = try Packet()
        pictures = try Encoder.openPicture(
            VideoSettings(
                codec: .h264, quality: 8, speed: "ultrafast", keyInterval: max(1, Int(rate.value)),
                threads: threads),
            width: size.width, height: size.height, rate: (rate.numerator, rate.denominator))
        sound = try hasSound ? Encoder.openStereo(.pcm, bitsPerSecond: 0) : nil
        let file = try OutputFile.create(format: "mov", descriptor: descriptor)
        let stream = try file.addStream(encodedBy: pictures)
        streams = (stream, hasSound ? try file.addStream(encodedBy: sound!) : nil)
        try file.begin([:])
        output = consume file
    }

    deinit { close(descriptor) }

    private static func open(in folder: FilePath) throws(Failure) -> Int32 {
        if let nameless = NamelessFile.open(in: folder) { return nameless }
        guard let (hidden, descriptor) = Leftovers.make(beside: folder.pushing("join")) else {
            throw Folder.failure(folder, errno)
        }
        _ = hidden.withPlatformString { unlink($0) }
        return descriptor
    }

    /// Adds a picture of the file's size, 8-bit 4:2:0.
    func add(_ picture: borrowing Frame) throws {
        picture.presentation = Int64(frames)
        picture.requestKey(false)
        frames += 1
        try pictures.send(picture)
        try drain(pictures, streams.picture, TimeBase(Int64(rate.denominator), Int64(rate.numerator)))
    }

    func add(_ block: [SIMD2<Float>]) throws {
        guard let stream = streams.sound, !block.isEmpty else { return }
        let frame = try Frame.stereo(block[...], for: sound!)
        frame.presentation = samples
        samples += Int64(block.count)
        try sound!.send(frame)
        try drain(sound!, stream, SoundSource.rate)
    }

    private func drain(_ encoder: borrowing Encoder, _ stream: Int, _ base: TimeBase) throws {
        while try encoder.receive(into: packet) {
            if stream == streams.picture { packet.duration = 1 }
            try output!.write(packet, to: stream, timeBase: (Int(base.numerator), Int(base.denominator)))
        }
    }

    /// Completes the file and opens it.
    ///
    /// - Parameters:
    ///   - name: how messages call it.
    ///   - mark: IPTC's source type of what AI made; nil for none.
    func finish(as name: FilePath, mark: String? = nil) throws -> SourceFile {
        try pictures.finish()
        try drain(pictures, streams.picture, TimeBase(Int64(rate.denominator), Int64(rate.numerator)))
        try output.take()!.finish(appending: mark.map(ProvenanceReader.box) ?? [])
        // Equal sources make a file of equal identity.
        let never = [timespec(), timespec()]
        futimens(descriptor, never)
        return try SourceFile.open(descriptor, named: name)
    }
}
