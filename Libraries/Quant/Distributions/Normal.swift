internal import RealModule

/// The standard normal distribution: mean 0, deviation 1.
public enum Normal {
    /// The chance of a value below `score`. It keeps its relative accuracy far into the lower tail.
    public static func cumulative(_ score: Double) -> Double {
        0.5 * Double.erfc(-score / 2.0.squareRoot())
    }

    public static func density(_ score: Double) -> Double {
        Double.exp(-0.5 * score * score) / (2 * Double.pi).squareRoot()
    }

    /// The score below which a value falls with this chance: the inverse of `cumulative`, infinite at 0 and 1.
    ///
    /// The rational start of Abramowitz and Stegun (1964), 26.2.23, is within 0.00045; each of Halley's steps cubes
    /// what is left, so that two reach the last bits. Above one half the symmetry keeps the subtraction exact.
    public static func quantile(_ chance: Double) -> Double {
        precondition(chance >= 0 && chance <= 1, "a chance is in 0…1")
        if chance == 0 || chance == 1 { return chance == 0 ? -.infinity : .infinity }
        return chance <= 0.5 ? lowerQuantile(chance) : -lowerQuantile(1 - chance)
    }

    private static func lowerQuantile(_ chance: Double) -> Double {
        let root = (-2 * Double.log(chance)).squareRoot()
        let above = 2.515517 + root * (0.802853 + root * 0.010328)
        let below = 1 + root * (1.432788 + root * (0.189269 + root * 0.001308))
        var score = above / below - root
        for _ in 0..<2 {
            let newton = (cumulative(score) - chance) / density(score)
            score -= newton / (1 + 0.5 * score * newton)
        }
        return score
    }
}
