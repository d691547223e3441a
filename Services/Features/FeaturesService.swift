import Hosting
import Kernel

/// Answers every bar frame with features.
@main
enum FeaturesService {
    static func main() { StageService.run("features", FeatureStage.self) }
}
