package import ClipCore
internal import SystemLibrary

/// What day it is.
package enum Clock {
    /// The day where this machine is.
    package static var today: CalendarDay { day(secondsAhead: offset) }

    /// The latest day that has begun anywhere: 14 hours ahead of UTC.
    package static var latestDay: CalendarDay { day(secondsAhead: 14 * 3600) }

    private static func day(secondsAhead: Int) -> CalendarDay {
        CalendarDay(number: (time(nil) + secondsAhead) / 86_400)
    }

    private static var offset: Int {
        var (now, parts) = (time(nil), tm())
        localtime_r(&now, &parts)
        return parts.tm_gmtoff
    }
}
