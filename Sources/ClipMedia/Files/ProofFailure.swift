/// A promise that the result does not keep, told in a sentence; the caller knows the file.
struct ProofFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
