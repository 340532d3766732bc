// Imports for every target: the C library, and FoundationEssentials or, if the system lacks it, Foundation.
// In one place, so that another system needs no change elsewhere.

#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Darwin)
    @_exported public import Darwin
#endif

#if canImport(FoundationEssentials) && !PORTABLE
    @_exported public import FoundationEssentials
#else
    @_exported public import Foundation
#endif
