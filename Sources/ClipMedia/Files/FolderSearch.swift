public import ClipCore
internal import SystemLibrary

/// Searches folders and their subfolders for files.
///
/// Skips hidden files, the output folder, and subfolders that are the output folder of a batch. Follows links to files
/// but not to folders, so that a search never leaves its folder or loops.
public struct FolderSearch: Sendable {
    /// A file found below a searched folder.
    public struct File: Sendable {
        /// The folder that was searched.
        public let root: FilePath
        /// Path relative to ``root``.
        public let place: FilePath
        /// Full path.
        public var path: FilePath { root.pushing(place) }
    }

    /// Files that match the rule, by folder and then by path bytes.
    public private(set) var files: [File] = []
    /// Folders that could not be read.
    public private(set) var failures: [Failure] = []
    /// Links to folders, which were not searched.
    public private(set) var unfollowed: [FilePath] = []
    /// Subfolders with the journal of a batch: what is in them was made, and is no source.
    public private(set) var otherOutputs: [FilePath] = []

    private let rule: SourceRule
    private let isRecursive: Bool
    private let output: FileIdentity?
    private var searched: Set<FileIdentity> = []

    private init(_ rule: SourceRule, isRecursive: Bool, output: FilePath) {
        (self.rule, self.isRecursive) = (rule, isRecursive)
        self.output = FileIdentity(of: output)
    }

    /// Searches `folders`; a folder inside another is searched once. A file among them is taken whatever its extension.
    ///
    /// - Parameters:
    ///   - output: the output folder; it need not exist.
    ///   - enter: called for every folder before its names are read, with its path relative to the root.
    public static func find(
        _ rule: SourceRule, isRecursive: Bool = true, in folders: [FilePath], output: FilePath,
        entering enter: (_ root: FilePath, _ place: FilePath) -> Void = { _, _ in }
    ) -> FolderSearch {
        var search = FolderSearch(rule, isRecursive: isRecursive, output: output)
        for folder in folders {
            if isFolder(folder, follows: true) { search.search(folder, enter) } else { search.take(folder) }
        }
        let named = search.searched
        search.otherOutputs.removeAll { FileIdentity(of: $0).map(named.contains) ?? true }
        return search
    }

    private mutating func take(_ file: FilePath) {
        let named = File(root: file.folder, place: FilePath(bytes: file.nameBytes))
        if rule.enters(named.place), !files.contains(where: { $0.path == named.path }) { files.append(named) }
    }

    private mutating func search(_ root: FilePath, _ enter: (FilePath, FilePath) -> Void) {
        var (open, places): ([FilePath], [FilePath]) = ([""], [])
        while let folder = open.popLast() {
            let path = root.pushing(folder)
            guard let identity = FileIdentity(of: path), identity != output else { continue }
            guard folder.isEmpty || !Self.isFolder(path.pushing(".clipfit"), follows: false) else {
                otherOutputs.append(path)
                continue
            }
            guard searched.insert(identity).inserted else { continue }
            enter(root, folder)
            do throws(Failure) {
                for name in try Self.names(in: path) {
                    let place = folder.pushing(FilePath(bytes: name))
                    sort(place, root.pushing(place), &open, &places)
                }
            } catch { failures.append(error) }
        }
        files += places.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map {
            File(root: root, place: $0)
        }
    }

    private mutating func sort(
        _ place: FilePath, _ path: FilePath, _ open: inout [FilePath], _ places: inout [FilePath]
    ) {
        guard Self.isFolder(path, follows: true) else {
            if rule.takes(place) { places.append(place) }
            return
        }
        guard isRecursive && rule.enters(place) else { return }
        if Self.isFolder(path, follows: false) { open.append(place) } else { unfollowed.append(path) }
    }

    private static func isFolder(_ path: FilePath, follows: Bool) -> Bool {
        var facts = stat()
        let result = path.withPlatformString { follows ? stat($0, &facts) : lstat($0, &facts) }
        return result == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func names(in folder: FilePath) throws(Failure) -> [[UInt8]] {
        guard let directory = folder.withPlatformString({ opendir($0) }) else {
            throw Failure(
                .unreadable, folder, String(cString: strerror(errno)).lowercased(),
                hint: "check the folder's permissions")
        }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
        }
        return names
    }
}

/// Identity of a file or folder, whatever name it is reached by.
public struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let number: UInt

    /// Follows links; nil if nothing exists there.
    public init?(of path: FilePath) {
        var facts = stat()
        guard path.withPlatformString({ stat($0, &facts) }) == 0 else { return nil }
        (device, number) = (UInt(facts.st_dev), UInt(facts.st_ino))
    }
}
