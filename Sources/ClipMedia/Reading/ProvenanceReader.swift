internal import ClipCore

/// Reads how a file was made: C2PA manifests and XMP in MP4, QuickTime and RIFF; a tag elsewhere.
struct ProvenanceReader {
    private(set) var provenance = Provenance()
    /// Size limit: manifests hold thumbnails, and XMP is text.
    private static let mostBytes: Int64 = 16 << 20
    /// The tag used in Matroska, which has no place for XMP.
    static let tag = "DIGITAL_SOURCE_TYPE"

    /// - Parameters:
    ///   - boxes: those of an MP4 or QuickTime file; nil for others.
    ///   - tags: the file's own tags.
    /// - Throws: if reading fails.
    init(_ source: borrowing SourceFile, _ boxes: MP4Boxes?, tags: [String: String]) throws(Failure) {
        if let boxes {
            for box in boxes.extensions { try read(box, source) }
        } else {
            try readChunks(source)
        }
        let names: Set = [Self.tag.lowercased(), "digitalsourcetype"]
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) where names.contains(key.lowercased()) {
            provenance.add(value)
        }
    }

    // MARK: Boxes

    /// C2PA Technical Specification, "Embedding manifests into BMFF-based assets".
    private static let manifest: [UInt8] = [
        0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81,
    ]
    /// XMP Specification, part 3.
    private static let xmp: [UInt8] = [
        0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC,
    ]

    private mutating func read(_ box: MP4Boxes.Box, _ source: borrowing SourceFile) throws(Failure) {
        if box.type == "XMP_" { return try readXMP(box.content, source) }
        let kind = try source.bytes(at: box.content.lowerBound, count: 16)
        let content = box.content.lowerBound + 16..<max(box.content.upperBound, box.content.lowerBound + 16)
        if kind == Self.xmp {
            try readXMP(content, source)
        } else if kind == Self.manifest {
            // A version, the purpose and, for a manifest, the offset of others precede the manifest.
            let bytes = try Self.bytes(content, source)
            let purpose = bytes.dropFirst(4).prefix { $0 != 0 }
            provenance.hasC2PA = true
            if purpose.elementsEqual("manifest".utf8) {
                readManifest(Array(bytes.dropFirst(4 + purpose.count + 1 + 8)))
            }
        }
    }

    private mutating func readXMP(_ range: Range<Int64>, _ source: borrowing SourceFile) throws(Failure) {
        provenance.hasXMP = true
        SourceTypeText.values(in: try Self.bytes(range, source)).forEach { provenance.add($0) }
    }

    private mutating func readManifest(_ bytes: [UInt8]) {
        provenance.hasC2PA = true
        ManifestReader(bytes).types.forEach { provenance.add($0) }
    }

    private static func bytes(_ range: Range<Int64>, _ source: borrowing SourceFile) throws(Failure)
        -> [UInt8]
    {
        let end = min(range.upperBound, source.sizeBytes, range.lowerBound + mostBytes)
        return try source.bytes(at: range.lowerBound, count: Int(max(0, end - range.lowerBound)))
    }

    // MARK: Chunks

    /// AVI and WAV: chunks `C2PA` and `_PMX` next to the media.
    private mutating func readChunks(_ source: borrowing SourceFile) throws(Failure) {
        let head = try source.bytes(at: 0, count: 12)
        guard head.starts(with: "RIFF".utf8) else { return }
        var (offset, chunks): (Int64, Int) = (12, 0)
        while offset + 8 <= source.sizeBytes, chunks < 1000 {
            let header = try source.bytes(at: offset, count: 8)
            guard header.count == 8 else { return }
            let size = header[4...].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
            let content = offset + 8..<offset + 8 + size
            if header.starts(with: "C2PA".utf8) { readManifest(try Self.bytes(content, source)) }
            if header.starts(with: "_PMX".utf8) { try readXMP(content, source) }
            offset = content.upperBound + size % 2
            chunks += 1
        }
    }

    // MARK: Writing

    /// An XMP box that holds only a digital source type.
    static func box(_ type: String) -> [UInt8] {
        let text =
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
            + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
            + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
            + "<rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">"
            + "<Iptc4xmpExt:DigitalSourceType>\(type)</Iptc4xmpExt:DigitalSourceType>"
            + "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
        let content = Array("uuid".utf8) + xmp + Array(text.utf8)
        let size = UInt32(content.count + 4)
        return (0..<4).reversed().map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + content
    }
}
