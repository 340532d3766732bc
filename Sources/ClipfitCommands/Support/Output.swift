internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import SystemLibrary
internal import SystemPackage

/// Results on standard output, and nothing else there.
enum Output {
    /// Writes a line, or several, for people: steering characters but line feeds and tabs are spelled out.
    static func line(_ text: String) { write(text.printableLines) }

    /// Writes a line of JSON.
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

    /// Fails early when standard output is closed, before work is done whose result nobody would see.
    static func checkOpen() {
        if fcntl(STDOUT_FILENO, F_GETFD) < 0 {
            Console.error("standard output is closed")
            Failure.Kind.readWrite.exitCode.endProcess()
        }
    }

    /// One object on a line, its schema first.
    static func json(_ schema: String, _ value: some Encodable) { json(jsonText(schema, value)) }

    static func jsonText(_ schema: String, _ value: some Encodable) -> String {
        JSONLine.text(schema, value)
    }
}

/// A value of JSON that is written as null where it is unknown, and not left out.
@propertyWrapper
struct Nullable<Value: Encodable>: Encodable {
    var wrappedValue: Value?

    /// Without it the wrapper takes no part in memberwise initializers.
    init(wrappedValue value: Value?) { wrappedValue = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

/// A path in JSON: U+FFFD for what is no UTF-8, and then the exact bytes in base64 beside it.
struct JSONPath {
    let text: String
    let bytes: String?

    init(_ path: FilePath) {
        text = String(decoding: path.bytes, as: UTF8.self)
        bytes = path.base64IfNotText
    }
}
