internal import Foundation
internal import LibAV
internal import SystemLibrary

/// CPU and memory of this machine or container.
public enum Machine {
    /// Bytes per running job; a 1920x1080 clip takes half of it.
    static let bytesPerJob = 800_000_000

    /// Default number of parallel jobs: one per core, as far as memory allows. A single-threaded encode uses
    /// a core best, so more jobs gain nothing.
    public static var jobs: Int { max(1, min(cores, availableBytes.map { $0 / bytesPerJob } ?? cores)) }

    /// Cores available to this process, limited by a container's quota (`cpu.max`).
    public static var cores: Int {
        let all = ProcessInfo.processInfo.activeProcessorCount
        let quota = text("/sys/fs/cgroup/cpu.max")?.split(separator: " ").compactMap {
            Int($0.trimmingCharacters(in: .newlines))
        }
        guard let quota, quota.count == 2, quota[1] > 0 else { return all }
        return max(1, min(all, (quota[0] + quota[1] - 1) / quota[1]))
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

    /// Memory available without swapping; nil if unknown.
    public static var availableBytes: Int? {
        let free = text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
            .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }.map { $0 * 1024 }
        let limit = number("/sys/fs/cgroup/memory.max").map {
            // The page cache can be reclaimed.
            $0 - (number("/sys/fs/cgroup/memory.current") ?? 0) + inactive
        }
        return [free, limit].compactMap { $0 }.min()
    }

    private static var inactive: Int {
        let line = text("/sys/fs/cgroup/memory.stat")?.split(separator: "\n")
            .first { $0.hasPrefix("inactive_file ") }
        return line.flatMap { Int($0.dropFirst("inactive_file ".count)) } ?? 0
    }

    private static func number(_ path: String) -> Int? {
        text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// Kernel files report no length and are short.
    private static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let got = read(descriptor, &bytes, bytes.count)
        return got > 0 ? String(decoding: bytes.prefix(got), as: UTF8.self) : nil
    }
}
