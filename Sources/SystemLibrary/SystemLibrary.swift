// What every target takes from the system it is built for: C's library, and the small half of Foundation where there is one.
// One place, so that another system needs no change elsewhere.

#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Darwin)
    @_exported public import Darwin
#endif

#if canImport(FoundationEssentials)
    @_exported public import FoundationEssentials
#else
    @_exported public import Foundation
#endif
