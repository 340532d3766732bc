internal import ClipCore
internal import ClipMedia
internal import Synchronization
internal import SystemLibrary
internal import SystemPackage

/// The analyses that the batch keeps, asked for over the worker's link: the worker itself reads and writes no cache.
struct BatchAnalyses: AnalysisStore {
    /// Only the thread that carries out jobs asks and is answered.
    nonisolated(unsafe) let link: BatchLink

    func analysis(of identity: String) -> Analysis? {
        let bytes = try? link.ask(.recall(identity: identity), about: "") { order -> Data? in
            if case .recalled(let bytes) = order { bytes ?? Data() } else { nil }
        }
        return bytes.flatMap { $0.isEmpty ? nil : AnalysisCoding.analysis(of: [UInt8]($0)) }
    }

    func keep(_ analysis: Analysis, of identity: String) {
        link.tell(.keep(identity: identity, bytes: Data(AnalysisCoding.bytes(of: analysis))))
    }
}
