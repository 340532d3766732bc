internal import Foundation
internal import LibAV
internal import Platform
internal import SystemLibrary

/// How much work this machine or container can do in parallel.
public enum Machine {
    /// Bytes per running job; a 1920x1080 clip takes half of it.
    static let bytesPerJob = 800_000_000

    /// Default number of parallel jobs: one per core, as far as memory allows. A single-threaded encode uses
    /// a core best, so more jobs gain nothing.
    public static var jobs: Int { max(1, min(cores, MachineLimits.memory.map { $0 / bytesPerJob } ?? cores)) }

    /// Cores available to this process, limited by a container's quota (`cpu.max`).
    public static var cores: Int {
        let all = ProcessInfo.processInfo.activeProcessorCount
        return max(1, min(all, MachineLimits.cores ?? all))
    }

    /// Speed of a core, as a multiple of the one for which plans state their cost; measured in 50 ms.
    public static var speed: Double {
        let block = [UInt8](repeating: 7, count: 1 << 20)
        guard var print = try? Fingerprint() else { return 1 }
        let began = clock()
        for _ in 0..<8 { print.add(block) }
        let seconds = Double(clock() - began) / 1e6
        return seconds > 0 ? secondsToHash / seconds : 1
    }

    /// What ``speed`` does takes so long where it is 1.
    private static let secondsToHash = 0.04
}
