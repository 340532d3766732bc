internal import ClipfitCommands

@main
enum Main {
    static func main() { Clipfit.runAndExit() }
}
