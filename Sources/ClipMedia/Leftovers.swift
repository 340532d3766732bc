internal import ClipCore
internal import Glibc
public import SystemPackage

/// What a process that was killed left beside an output: `.NAME.PID.part`.
public enum Leftovers {
    static let ending = Array(".part".utf8)

    /// A name may have 255 bytes; ours must not fail for being longer than the one asked for.
    static func beginning(of path: FilePath) -> [UInt8] {
        Array(".".utf8) + path.nameBytes.prefix(200) + Array(".".utf8)
    }

    /// Removes them. Only where no other process is making the output.
    public static func remove(of path: FilePath) {
        let folder = path.removingLastComponent().isEmpty ? "." : path.removingLastComponent()
        guard let directory = folder.withPlatformString({ opendir($0) }) else { return }
        defer { closedir(directory) }
        let beginning = beginning(of: path)
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard name.starts(with: beginning), name.suffix(ending.count).elementsEqual(ending) else {
                continue
            }
            let number = name.dropFirst(beginning.count).dropLast(ending.count)
            guard !number.isEmpty, number.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
            _ = folder.pushing(FilePath(bytes: name)).withPlatformString { unlink($0) }
        }
    }
}
