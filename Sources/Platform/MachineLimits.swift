internal import SystemLibrary

/// What this machine, or the container around the process, has for it now.
public enum MachineLimits {
    #if os(Linux) && !PORTABLE
        /// Bytes of memory that are available without swapping; nil if unknown.
        public static var memory: Int? {
            let free = text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
                .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }.map { $0 * 1024 }
            let limit = number("/sys/fs/cgroup/memory.max").map {
                // The page cache can be reclaimed.
                $0 - (number("/sys/fs/cgroup/memory.current") ?? 0) + inactive
            }
            return [free, limit].compactMap { $0 }.min()
        }

        /// Cores that a container may use (`cpu.max`), rounded up; nil for all.
        public static var cores: Int? {
            let quota = text("/sys/fs/cgroup/cpu.max")?.split(whereSeparator: \.isWhitespace).compactMap {
                Int($0)
            }
            guard let quota, quota.count == 2, quota[1] > 0 else { return nil }
            return (quota[0] + quota[1] - 1) / quota[1]
        }

        private static var inactive: Int {
            let line = text("/sys/fs/cgroup/memory.stat")?.split(separator: "\n")
                .first { $0.hasPrefix("inactive_file ") }
            return line.flatMap { Int($0.dropFirst("inactive_file ".count)) } ?? 0
        }

        private static func number(_ path: String) -> Int? {
            text(path)?.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
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
    #else
        /// Half of the machine's memory, in bytes: what other programs use is unknown. nil if the total is unknown too.
        public static var memory: Int? {
            let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
            return pages > 0 && size > 0 ? pages * size / 2 : nil
        }

        /// nil: no limit below that of the machine is known.
        public static var cores: Int? { nil }
    #endif
}
