package import ClipCore
internal import SystemLibrary

/// The current date.
package enum Clock {
    /// The local date of this machine.
    package static var today: CalendarDay { day(secondsAhead: offset) }

    /// The latest date that has begun anywhere: 14 hours ahead of UTC.
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
