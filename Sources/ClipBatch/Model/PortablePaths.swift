internal import ClipCore
internal import ClipMedia

/// Converts paths to relative ones for a shard's record, which other machines read.
///
/// A relative path stays. An absolute one becomes relative to the batch's folder that contains it, preceded
/// by that folder's name; any other keeps only its last component.
struct PortablePaths: Sendable {
    private let output: FilePath
    private let folders: [(path: FilePath, name: FilePath)]

    /// - Parameters:
    ///   - named: the folders of the sources, as named.
    ///   - output: the folder of the outputs, as named.
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
        // Of nested folders the inner one counts.
        self.folders = folders.sorted { $0.0.bytes.count > $1.0.bytes.count }
    }

    private static func last(_ path: FilePath) -> FilePath {
        path.nameBytes.isEmpty ? "root" : FilePath(bytes: path.nameBytes)
    }

    var outputFolder: FilePath { output.isAbsolute ? "." : output }

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

    func output(_ path: FilePath) -> FilePath {
        guard path.isAbsolute else { return path }
        var place = path
        return place.removePrefix(output) ? place : Self.last(path)
    }

    /// A message with all absolute paths shortened the same way.
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

    /// Shortens words that begin with a slash to their last component.
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

    /// A source's result with portable paths.
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
