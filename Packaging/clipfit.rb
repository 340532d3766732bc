# Homebrew formula; not run where clipfit is developed. On Linux only, until the Platform folder has a Darwin side.
class Clipfit < Formula
  desc "Trims video to short clips, exactly and without re-encoding what need not be"
  homepage "https://github.com/clipfit/clipfit"
  url "https://github.com/clipfit/clipfit.git", tag: "v0.2.0"
  license "MIT"

  depends_on "pkgconf" => :build
  depends_on "swift" => :build
  depends_on "ffmpeg"
  depends_on "libebur128"
  depends_on :linux
  depends_on "sqlite"

  def install
    system "make", "install", "PREFIX=#{prefix}"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/clipfit --version")
  end
end
