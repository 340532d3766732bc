internal import CFFmpeg
internal import CFFmpegShims
internal import CTypefaces

/// A font of colour emoji, drawn with FreeType and HarfBuzz: libass draws them in one colour or as boxes.
public final class EmojiFont {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let library: FT_Library
    private let face: FT_Face
    private let shaper: OpaquePointer

    /// Pixels per em of fonts without bitmaps.
    private static let size: UInt32 = 128

    /// - Throws: if FreeType cannot read the font, or it has no colours.
    public init(_ content: [UInt8]) throws(AVFailure) {
        bytes = .allocate(capacity: content.count)
        _ = bytes.initialize(from: content)
        var (library, face): (FT_Library?, FT_Face?)
        if FT_Init_FreeType(&library) == 0 {
            FT_New_Memory_Face(library, bytes.baseAddress, content.count, 0, &face)
        }
        guard let library, let face, face.pointee.face_flags & FT_Long(FT_FACE_FLAG_COLOR) != 0,
            (face.pointee.num_fixed_sizes > 0
                ? FT_Select_Size(face, 0) : FT_Set_Pixel_Sizes(face, 0, Self.size)) == 0
        else {
            FT_Done_FreeType(library)
            bytes.deallocate()
            throw AVFailure("read a font of emoji", code: clipfit_error_invalid_data(), .reading)
        }
        (self.library, self.face) = (library, face)
        let blob = hb_blob_create(
            UnsafeRawPointer(bytes.baseAddress!).assumingMemoryBound(to: CChar.self), UInt32(content.count),
            HB_MEMORY_MODE_READONLY, nil, nil)
        let outlines = hb_face_create(blob, 0)
        shaper = hb_font_create(outlines)!
        hb_face_destroy(outlines)
        hb_blob_destroy(blob)
    }

    deinit {
        hb_font_destroy(shaper)
        // Frees its faces too.
        FT_Done_FreeType(library)
        bytes.deallocate()
    }

    /// The picture of one emoji, its colours weighted by opacity; nil if the font has none in colour. Of a sequence that the
    /// font does not know as one, it is that of the first.
    public func picture(of emoji: Character) throws(AVFailure) -> Frame? {
        guard let glyph = glyph(of: String(emoji)),
            FT_Load_Glyph(face, glyph, Int32(FT_LOAD_COLOR) | Int32(FT_LOAD_RENDER)) == 0
        else { return nil }
        let bitmap = face.pointee.glyph.pointee.bitmap
        guard bitmap.pixel_mode == FT_PIXEL_MODE_BGRA.rawValue, bitmap.width > 0, bitmap.rows > 0,
            let pixels = bitmap.buffer
        else { return nil }
        let frame = try Frame.blank(AV_PIX_FMT_BGRA, Int(bitmap.width), Int(bitmap.rows))
        guard let plane = frame.plane(0) else { return nil }
        for row in 0..<frame.height {
            (plane.base + row * plane.stride).update(
                from: pixels + row * Int(bitmap.pitch), count: 4 * frame.width)
        }
        return frame
    }

    private func glyph(of emoji: String) -> UInt32? {
        let buffer = hb_buffer_create()
        defer { hb_buffer_destroy(buffer) }
        hb_buffer_add_utf8(buffer, emoji, -1, 0, -1)
        hb_buffer_guess_segment_properties(buffer)
        hb_shape(shaper, buffer, nil, 0)
        var count: UInt32 = 0
        let glyphs = UnsafeBufferPointer(start: hb_buffer_get_glyph_infos(buffer, &count), count: Int(count))
        return glyphs.first { $0.codepoint != 0 }?.codepoint
    }
}
