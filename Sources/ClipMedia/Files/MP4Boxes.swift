internal import ClipCore

/// Facts that only an MP4 or QuickTime file's boxes hold: order of index and media, and edit lists (ISO/IEC
/// 14496-12).
struct MP4Boxes {
    private(set) var hasIndexFirst = false
    private(set) var hasEditList = false
    /// The most entries in a track's edit list.
    private(set) var edits: Int64 = 0
    private(set) var isFragmented = false
    /// The length claimed by the file, in microseconds; nil if none.
    private(set) var duration: Int64?
    /// Whether a track has several sample descriptions.
    private(set) var hasSeveralHeaders = false

    /// Metadata of other standards: boxes of type `uuid`, and `XMP_` in QuickTime's user data.
    private(set) var extensions: [Box] = []

    struct Box {
        let type: String
        /// Byte range of the content in the file.
        let content: Range<Int64>
    }

    /// Reads box headers, not the media; nil if the file has no `moov`.
    ///
    /// - Throws: if reading fails, which says nothing about the boxes.
    init?(_ source: borrowing SourceFile) throws(Failure) {
        let top = try Self.boxes(source, in: 0..<source.sizeBytes)
        guard let index = top.firstIndex(where: { $0.type == "moov" }) else { return nil }
        let media = top.firstIndex { $0.type == "mdat" }
        hasIndexFirst = media.map { index < $0 } ?? true
        isFragmented = top.contains { $0.type == "moof" }
        extensions = top.filter { $0.type == "uuid" }
        for box in try Self.boxes(source, in: top[index].content) {
            if box.type == "mvex" { isFragmented = true }
            if box.type == "uuid" { extensions.append(box) }
            if box.type == "udta" {
                extensions += try Self.boxes(source, in: box.content).filter { $0.type == "XMP_" }
            }
            if box.type == "mvhd" { duration = try Self.duration(source, in: box.content) }
            guard box.type == "trak" else { continue }
            if try Self.descriptions(source, in: box.content) > 1 { hasSeveralHeaders = true }
            for part in try Self.boxes(source, in: box.content) where part.type == "edts" {
                for list in try Self.boxes(source, in: part.content) where list.type == "elst" {
                    hasEditList = true
                    let head = try source.bytes(at: list.content.lowerBound, count: 8)
                    if head.count == 8 { edits = max(edits, Self.number(head[4..<8])) }
                }
            }
        }
    }

    /// Duration claimed by the movie header (8.2.2).
    private static func duration(_ source: borrowing SourceFile, in header: Range<Int64>) throws(Failure)
        -> Int64?
    {
        let bytes = try source.bytes(at: header.lowerBound, count: 32)
        guard bytes.count == 32 else { return nil }
        let isLong = bytes[0] == 1
        let scale = Double(number(isLong ? bytes[20..<24] : bytes[12..<16]))
        let seconds = Double(number(isLong ? bytes[24..<32] : bytes[16..<20])) / scale
        // Zero, or the largest number, which means "unknown".
        return seconds > 0 && seconds < 1e9 ? Int64(seconds * 1e6) : nil
    }

    /// Number of sample descriptions of a track (8.5.2).
    private static func descriptions(_ source: borrowing SourceFile, in track: Range<Int64>)
        throws(Failure) -> Int64
    {
        var content = track
        for type in ["mdia", "minf", "stbl", "stsd"] {
            guard let box = try boxes(source, in: content).first(where: { $0.type == type }) else { return 0 }
            content = box.content
        }
        let count = try source.bytes(at: content.lowerBound + 4, count: 4)
        return count.count == 4 ? number(count[...]) : 0
    }

    /// Consecutive boxes in `range`; stops at the first invalid one.
    private static func boxes(_ source: borrowing SourceFile, in range: Range<Int64>) throws(Failure)
        -> [Box]
    {
        var (boxes, offset) = ([Box](), range.lowerBound)
        // A damaged or hostile file may hold millions of empty boxes.
        while offset + 8 <= range.upperBound, boxes.count < 100_000 {
            let header = try source.bytes(at: offset, count: 16)
            guard header.count >= 8 else { break }
            var (size, headerSize) = (number(header[0..<4]), Int64(8))
            if size == 1, header.count == 16 {
                (size, headerSize) = (number(header[8..<16]), 16)
            } else if size == 0 {
                size = range.upperBound - offset
            }
            guard size >= headerSize, size <= source.sizeBytes else { break }
            let end = min(offset + size, range.upperBound)
            boxes.append(
                Box(
                    type: String(decoding: header[4..<8], as: UTF8.self),
                    content: offset + headerSize..<max(end, offset + headerSize)))
            offset = end
        }
        return boxes
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
        bytes.reduce(0) { ($0 & 0x7F_FFFF_FFFF_FFFF) << 8 | Int64($1) }
    }
}
