/// A broken promise of the result, as a sentence; the caller knows the file.
struct ProofFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
