internal import ClipCore
internal import LibAV

/// A photo: a JPEG, PNG, WebP, HEIC or AVIF file.
struct PhotoFile {
    private let header: PictureHeader?
    private let path: FilePath

    /// The most pixels of a photo: decoded it takes 4 bytes for each.
    private static let mostPixels = 64_000_000
    private static let mostBytes: Int64 = 128 << 20

    /// nil for a file that is no photo.
    ///
    /// - Throws: for a photo that is too large to decode.
    init?(_ source: borrowing SourceFile) throws(Failure) {
        path = source.path
        let bytes = try source.bytes(at: 0, count: PictureHeader.length)
        header = PictureHeader(bytes)
        guard header != nil || Self.isHEIF(bytes) else {
            let isPicture = ["jpg", "jpeg", "png", "webp"].contains(path.stemAndExtension.extension)
            guard isPicture else { return nil }
            throw Failure(
                .unusable, path, "it is damaged, or its sides are over \(PictureHeader.maximumSide) pixels",
                hint: "export the photo again, smaller")
        }
        let pixels = header.map { $0.size.width * $0.size.height } ?? 0
        guard pixels <= Self.mostPixels, source.sizeBytes <= Self.mostBytes else {
            let size = pixels > Self.mostPixels ? "\(pixels / 1_000_000) megapixels" : "over 128 MB"
            throw Failure(
                .unusable, path,
                "the photo is too large: \(size), and \(Self.mostPixels / 1_000_000) megapixels are the most",
                hint: "export it smaller: a video shows 2 to 8 megapixels")
        }
    }

    /// ISO/IEC 23008-12, 10: a file of pictures names a brand for them.
    private static func isHEIF(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) else { return false }
        let brand = String(decoding: bytes[8..<12], as: UTF8.self)
        return ["heic", "heix", "heim", "heis", "mif1", "avif"].contains(brand)
    }

    /// Makes a clip of it that shows it upright, once a second.
    ///
    /// - Parameters:
    ///   - seconds: the clip's length.
    ///   - frame: the size that it fills at most; larger photos are scaled down.
    ///   - folder: on its disk the clip takes its room.
    func clip(of source: borrowing SourceFile, seconds: Int, in folder: FilePath, for frame: Picture.Size)
        throws(Failure) -> SourceFile
    {
        do {
            let picture = try upright(source, frame)
            let file = try MasterFile(
                in: folder, Picture.Size(width: picture.width, height: picture.height), Fraction(1, 1)!,
                hasSound: false, threads: 1)
            for _ in 0..<max(1, seconds) { try file.add(picture.share()) }
            return try file.finish(as: path)
        } catch { throw Failure(error, reading: path) }
    }

    /// IPTC source types that the photo names: in XMP, or in a C2PA manifest, wherever its format keeps them.
    func provenance(of source: borrowing SourceFile) throws(Failure) -> Provenance {
        let part = 2 << 20
        let head = try source.bytes(at: 0, count: part)
        let tail = try source.bytes(at: max(Int64(head.count), source.sizeBytes - Int64(part)), count: part)
        let name = Array("/digitalsourcetype/".utf8)
        var provenance = Provenance()
        for bytes in [head, tail] {
            for place in bytes.indices where bytes[place] == name[0] && bytes[place...].starts(with: name) {
                let word = bytes[(place + name.count)...].prefix {
                    ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A
                }
                provenance.add(String(decoding: word.prefix(80), as: UTF8.self))
            }
        }
        return provenance
    }

    private func upright(_ source: borrowing SourceFile, _ frame: Picture.Size) throws -> Frame {
        guard let header else {
            let picture = try Frame()
            let turn = try decodeHEIF(source, into: picture).uprightFilters
            let head = try source.bytes(at: 0, count: 1 << 18)
            return try Self.shaped(picture, for: frame, turn.isEmpty ? PhotoTurn(heif: head).filters : turn)
        }
        let bytes = try source.bytes(at: 0, count: Int(source.sizeBytes))
        do {
            let picture = try Decoder.still(header.codec, bytes, pixels: Self.mostPixels)
            return try Self.shaped(picture, for: frame, PhotoTurn(bytes).filters)
        } catch {
            if error.isMissingCodec { throw Failure(reading: path, error) }
            throw Failure(
                .unusable, path, "the photo is damaged or cut off: \(error.reason.lowercased())",
                hint: "export it again")
        }
    }

    private func decodeHEIF(_ source: borrowing SourceFile, into frame: borrowing Frame) throws(Failure)
        -> StreamFacts
    {
        let unread = Failure(
            .missingCodec, path, "this computer's FFmpeg does not read this HEIC or AVIF photo",
            hint: "export it as JPEG, PNG or WebP, which are always read")
        guard let input = try? MediaInput(source) else { throw unread }
        let pictures = input.streams.filter { $0.kind == .video }
        // Phones store tiles, each a stream of its own: one of them is not the photo.
        guard pictures.count == 1, let stream = pictures.first,
            (try? input.picture(of: stream, at: .zero, into: frame)) == true
        else { throw unread }
        return stream
    }

    /// The picture in delivery colours: transparent parts become black.
    private static func shaped(
        _ picture: borrowing Frame, for frame: Picture.Size, _ turn: [(String, [(String, String)])]
    ) throws(AVFailure) -> Frame {
        picture.dropSideData()
        let (width, height) = (Double(picture.width), Double(picture.height))
        let (long, short) = (Double(max(frame.width, frame.height)), min(width, height))
        let scale = min(1, 1.1 * long / max(1, short), 4096 / max(width, height))
        let side = { (side: Double) in max(16, Int((side * scale / 2).rounded()) * 2) }
        let steps: [(String, [(String, String)])] =
            [
                (
                    "scale",
                    [
                        ("w", "\(side(width))"), ("h", "\(side(height))"), ("flags", "lanczos"),
                        ("out_color_matrix", "bt709"), ("out_range", "tv"),
                    ]
                ), ("format", [("pix_fmts", "yuv420p")]),
            ] + turn
        let chain = FilterStep.chain(steps, from: "in", to: "out")
        guard picture.pixelFormat.hasAlpha else { return try filtered(picture, chain) }
        let colours = try Scaler(toRGBA: picture, picture.width, picture.height).convert(picture)
        colours.weightColours()
        return try filtered(colours, chain)
    }

    private static func filtered(_ frame: borrowing Frame, _ steps: [FilterStep]) throws(AVFailure) -> Frame {
        let graph = try FilterGraph.open(steps, from: [("in", frame.shape)])
        try graph.send(frame)
        let result = try Frame()
        // A filter that keeps one picture back gives it at the end.
        try graph.finish()
        guard try graph.receive(into: result) else { throw AVFailure.damaged("scale the picture") }
        return result
    }
}

extension PhotoTurn {
    /// Filters that turn the picture upright.
    fileprivate var filters: [(String, [(String, String)])] {
        let flip: (String, [(String, String)]) = ("hflip", [])
        let turn = { (way: String) -> (String, [(String, String)]) in ("transpose", [("dir", way)]) }
        switch orientation {
        case 2: return [flip]
        case 3: return [flip, ("vflip", [])]
        case 4: return [("vflip", [])]
        case 5: return [turn("cclock_flip")]
        case 6: return [turn("clock")]
        case 7: return [turn("clock_flip")]
        case 8: return [turn("cclock")]
        default: return []
        }
    }
}
