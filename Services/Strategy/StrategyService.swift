import Hosting
import Kernel

/// Answers every feature frame with the strategies' views.
@main
enum StrategyService {
    static func main() { StageService.run("strategy", StrategyStage.self) }
}
