internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import SystemLibrary
internal import SystemPackage

/// Prints results on standard output, and nothing else there.
enum Output {
    /// Prints lines for people with control characters escaped, except line feeds and tabs.
    static func line(_ text: String) { write(text.printableLines) }

    /// Prints a line of JSON.
    static func json(_ line: String) { write(line.steeringEscapedInJSON) }

    /// A closed pipe ends the process quietly, any other failure with exit code 74.
    private static func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        var done = 0
        while done < bytes.count {
            let wrote = bytes[done...].withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if wrote > 0 {
                done += wrote
            } else if errno == EPIPE {
                ExitCode(141).endProcess()
            } else if errno != EINTR {
                Console.error(
                    "could not write to standard output: \(String(cString: strerror(errno)).lowercased())")
                Failure.Kind.readWrite.exitCode.endProcess()
            }
        }
    }

    /// Fails early if standard output is closed, before work whose result would be lost.
    static func checkOpen() {
        if fcntl(STDOUT_FILENO, F_GETFD) < 0 {
            Console.error("standard output is closed")
            Failure.Kind.readWrite.exitCode.endProcess()
        }
    }

    /// Prints one JSON object on a line, schema first.
    static func json(_ schema: String, _ value: some Encodable) { json(jsonText(schema, value)) }

    static func jsonText(_ schema: String, _ value: some Encodable) -> String {
        JSONLine.text(schema, value)
    }
}

/// A JSON value written as null if unknown, instead of left out.
@propertyWrapper
struct Nullable<Value: Encodable>: Encodable {
    var wrappedValue: Value?

    /// Required for the wrapper to take part in memberwise initializers.
    init(wrappedValue value: Value?) { wrappedValue = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

/// A path in JSON: text with U+FFFD for invalid UTF-8, and in that case the exact bytes in base64.
struct JSONPath {
    let text: String
    let bytes: String?

    init(_ path: FilePath) {
        text = String(decoding: path.bytes, as: UTF8.self)
        bytes = path.base64IfNotText
    }
}
