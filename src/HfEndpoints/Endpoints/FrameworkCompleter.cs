namespace HfEndpoints.Commands;

/// <summary>Completes the framework of a model.</summary>
public sealed class FrameworkCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("custom", "The container has its own"),
        ("llamacpp", "llama.cpp"),
        ("pytorch", "PyTorch"),
    ];
}
