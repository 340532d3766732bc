internal import ClipCore
internal import LibAV

/// One opening of a source, shared by those that read from it one after another.
final class MediaInput {
    let file: InputFile
    let streams: [StreamFacts]

    /// - Parameter analyse: false for a further opening of a source whose facts are known; containers that
    ///   tell their streams only in the packets are analysed all the same.
    init(_ descriptor: Int32, analyse: Bool = true) throws {
        var file = try InputFile.open(descriptor: descriptor, analyse: analyse)
        if !analyse && !(file.formatName.hasPrefix("mov") || file.formatName.hasPrefix("matroska")) {
            file = try InputFile.open(descriptor: descriptor)
        }
        streams = file.streams
        self.file = file
    }

    func stream(_ index: Int) throws -> StreamFacts {
        guard streams.indices.contains(index) else { throw Broken("the file has no stream \(index)") }
        return streams[index]
    }
}

/// A promise that the result does not keep, told in a sentence; the caller knows the file.
struct Broken: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
