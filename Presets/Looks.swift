extension Presets {
    /// The looks by name: recipes that `LookFile` reads.
    public static let looks: [(name: String, bytes: [UInt8])] = [
        ("black-and-white", PackageResources.black_and_white_yaml),
        ("blockbuster", PackageResources.blockbuster_yaml),
        ("bright-airy", PackageResources.bright_airy_yaml),
        ("cold-morning", PackageResources.cold_morning_yaml),
        ("crisp-product", PackageResources.crisp_product_yaml),
        ("film-fade", PackageResources.film_fade_yaml),
        ("fresh-food", PackageResources.fresh_food_yaml),
        ("golden-hour", PackageResources.golden_hour_yaml),
        ("lo-fi-tape", PackageResources.lo_fi_tape_yaml),
        ("moody-forest", PackageResources.moody_forest_yaml),
        ("night-neon", PackageResources.night_neon_yaml),
        ("pastel-dream", PackageResources.pastel_dream_yaml),
        ("rainy-day", PackageResources.rainy_day_yaml),
        ("silver-noir", PackageResources.silver_noir_yaml),
        ("soft-skin", PackageResources.soft_skin_yaml),
        ("sport-punch", PackageResources.sport_punch_yaml),
        ("street-grit", PackageResources.street_grit_yaml),
        ("tropical", PackageResources.tropical_yaml),
        ("vintage-print", PackageResources.vintage_print_yaml),
        ("warm-cafe", PackageResources.warm_cafe_yaml),
    ]
}
