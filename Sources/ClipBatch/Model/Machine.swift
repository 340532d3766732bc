internal import Foundation
internal import SystemLibrary

/// What this machine, or this container, offers to a batch.
public enum Machine {
    /// Bytes that one job at work takes; a clip of 1920x1080 takes half of it.
    static let bytesPerJob = 800_000_000

    /// How many jobs go side by side: one a core, as long as there is memory for them. An encode on one thread makes
    /// the most of a core, so more of them gain nothing.
    public static var jobs: Int { max(1, min(cores, availableBytes.map { $0 / bytesPerJob } ?? cores)) }

    /// Cores that this process may use, a container's quota (`cpu.max`) included.
    public static var cores: Int {
        let all = ProcessInfo.processInfo.activeProcessorCount
        let quota = text("/sys/fs/cgroup/cpu.max")?.split(separator: " ").compactMap {
            Int($0.trimmingCharacters(in: .newlines))
        }
        guard let quota, quota.count == 2, quota[1] > 0 else { return all }
        return max(1, min(all, (quota[0] + quota[1] - 1) / quota[1]))
    }

    /// Memory that can be had without swapping; nil where nobody tells.
    public static var availableBytes: Int? {
        let free = text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
            .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }.map { $0 * 1024 }
        let limit = number("/sys/fs/cgroup/memory.max").map {
            // What files were read into gives way.
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

    /// Files of the kernel have no length, and are short.
    private static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let got = read(descriptor, &bytes, bytes.count)
        return got > 0 ? String(decoding: bytes.prefix(got), as: UTF8.self) : nil
    }
}
