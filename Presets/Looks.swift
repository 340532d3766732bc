extension Presets {
    /// The looks by name: recipes that `LookFile` reads.
    public static let looks: [(name: String, bytes: [UInt8])] = [
        ("black-and-white", PackageResources.black_and_white_yaml),
        ("crisp-product", PackageResources.crisp_product_yaml),
        ("film-fade", PackageResources.film_fade_yaml),
        ("night-neon", PackageResources.night_neon_yaml),
        ("soft-skin", PackageResources.soft_skin_yaml),
        ("warm-cafe", PackageResources.warm_cafe_yaml),
    ]
}
