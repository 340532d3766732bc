/// Tables that are built into the program as files: a row a line, cells between tabs, `#` before a comment.
package enum DataTable {
    package static func rows(_ file: [UInt8]) -> [[String]] {
        String(decoding: file, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    /// The rows by their first cell, without it.
    package static func byName(_ file: [UInt8]) -> [String: [String]] {
        Dictionary(uniqueKeysWithValues: rows(file).map { ($0[0], Array($0.dropFirst())) })
    }
}
