public import ClipCore
internal import LibAV
internal import Synchronization

extension MusicContent {
    /// Cache of this process by identity: many outputs use the same track.
    private static let known = Mutex<[String: MusicContent]>([:])

    /// Reads a music file's fingerprints.
    ///
    /// - Throws: if it cannot be read; for ``Kind/packets`` also if it has no sound.
    public init(of path: FilePath, _ kinds: Set<Kind>) throws(Failure) {
        let source = try SourceFile.open(path)
        let identity = try source.identity()
        self = Self.known.withLock { $0[identity] } ?? MusicContent(identity: identity)
        do {
            for kind in kinds.sorted(by: { $0.rawValue < $1.rawValue }) where prints[kind] == nil {
                prints[kind] = kind == .bytes ? try Self.bytes(of: source) : try Self.packets(of: source)
            }
            try source.checkUnchanged()
        } catch { throw Failure(error, reading: path) }
        let content = self
        Self.known.withLock { $0[identity] = content }
    }

    private static func bytes(of source: borrowing SourceFile) throws -> String {
        var print = try Fingerprint()
        var offset: Int64 = 0
        while offset < source.sizeBytes {
            let bytes = try source.bytes(at: offset, count: 1 << 20)
            guard !bytes.isEmpty else { break }
            print.add(bytes)
            offset += Int64(bytes.count)
        }
        return print.hexadecimal()
    }

    /// Fingerprint over the packets of the audible track, in order.
    private static func packets(of source: borrowing SourceFile) throws -> String {
        let input = try MediaInput(source.descriptor, .timesOnly)
        let sounds = input.streams.filter { $0.kind == .audio }
        guard let sound = sounds.first(where: \.isDefault) ?? sounds.first else {
            throw Failure(.unusable, source.path, "there is no sound in it", hint: "name a piece of music")
        }
        var print = try Fingerprint()
        let packet = try Packet()
        input.file.select([sound.index])
        while try input.file.read(into: packet) {
            guard packet.stream == sound.index else { continue }
            print.add(packet.withBytes { Array($0) })
        }
        return print.hexadecimal()
    }
}
