import Hosting
import Kernel

/// Answers every signal frame with the positions that the book should have.
@main
enum AllocatorService {
    static func main() { StageService.run("allocator", AllocatorStage.self) }
}
