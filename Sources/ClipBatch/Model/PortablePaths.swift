internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Paths as they stand in the record of a shard, which other machines read and people pass on: none is absolute.
///
/// A relative path stays as it was named. An absolute one counts from the folder of the batch that it lies in, with that
/// folder's own name before it; of any other only the last part stays.
struct PortablePaths: Sendable {
    private let output: FilePath
    private let folders: [(path: FilePath, name: FilePath)]

    /// - Parameters:
    ///   - named: the folders of the sources, as they were named.
    ///   - output: the folder of the outputs, as it was named.
    init(_ named: [FilePath], output: FilePath) {
        self.output = output
        var taken = Set(named.filter(\.isRelative))
        var folders: [(FilePath, FilePath)] = []
        for path in named where path.isAbsolute && !folders.contains(where: { $0.0 == path }) {
            let name = Self.last(path)
            let names =
                [name] + (2...named.count + 1).map { FilePath(bytes: name.bytes + Array("-\($0)".utf8)) }
            let free = names.first { !taken.contains($0) } ?? name
            taken.insert(free)
            folders.append((path, free))
        }
        // Of folders that lie in one another the inner one counts.
        self.folders = folders.sorted { $0.0.bytes.count > $1.0.bytes.count }
    }

    private static func last(_ path: FilePath) -> FilePath {
        path.nameBytes.isEmpty ? "root" : FilePath(bytes: path.nameBytes)
    }

    /// The folder of the outputs.
    var outputFolder: FilePath { output.isAbsolute ? "." : output }

    /// A source, or a folder of sources.
    func source(_ path: FilePath) -> FilePath {
        guard path.isAbsolute else { return path }
        for folder in folders {
            var place = path
            if place.removePrefix(folder.path) {
                return place.isEmpty ? folder.name : folder.name.pushing(place)
            }
        }
        return Self.last(path)
    }

    /// An output.
    func output(_ path: FilePath) -> FilePath {
        guard path.isAbsolute else { return path }
        var place = path
        return place.removePrefix(output) ? place : Self.last(path)
    }

    /// A message, in which every absolute path is shortened to the same.
    func text(_ message: String) -> String {
        var text = message
        let known =
            folders.map { ($0.path.string + "/", $0.name.string + "/") }
            + (output.isAbsolute ? [(output.string + "/", "")] : [])
        for (path, name) in known.sorted(by: { $0.0.utf8.count > $1.0.utf8.count }) {
            text = text.replacing(path, with: name)
        }
        return Self.shortened(text)
    }

    /// Words that begin with a slash, of which the last part stays.
    private static func shortened(_ text: String) -> String {
        var (result, word): ([Character], [Character]) = ([], [])
        func finish() {
            let isPath = word.first == "/" && word.count > 1
            result += isPath ? word[(word.dropLast().lastIndex(of: "/")! + 1)...] : word[...]
            word = []
        }
        for character in text {
            if character.isWhitespace || "'\"`()<>,;=:".contains(character) {
                finish()
                result.append(character)
            } else {
                word.append(character)
            }
        }
        finish()
        return String(result)
    }

    /// The result of a source, as it is written down.
    func result(_ result: JobResult) -> JobResult {
        var portable = result
        portable.source = source(result.source)
        portable.outputs = result.outputs.map(output)
        portable.errors = result.errors.map { error in
            Failure(error.kind, source(error.path), text(error.message), hint: error.hint.map(text))
        }
        return portable
    }
}
