// Paths are in the interface of almost every file: who imports ClipCore has FilePath too.
@_exported public import SystemPackage
