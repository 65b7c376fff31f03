namespace HfEndpoints.Commands;

/// <summary>Completes the states of an endpoint.</summary>
public sealed class EndpointStateCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("pending", "Waiting for hardware"),
        ("initializing", "The server is starting"),
        ("updating", "A new configuration is being deployed"),
        ("updateFailed", "A new configuration could not be deployed"),
        ("running", "At least one replica answers"),
        ("paused", "Stopped until it is resumed; costs nothing"),
        ("failed", "It could not be deployed"),
        ("scaledToZero", "Stopped until a request wakes it; costs nothing"),
    ];
}

/// <summary>Completes who may call an endpoint.</summary>
public sealed class EndpointTypeCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("authenticated", "Anyone with a Hugging Face token"),
        ("private", "You, or the members of your organization"),
        ("public", "Anyone, without a token"),
    ];
}

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

/// <summary>Completes what makes an endpoint scale.</summary>
public sealed class ScalingMetricCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("hardwareUsage", "CPU or GPU usage in percent"),
        ("pendingRequests", "Requests waiting for each replica"),
    ];
}

/// <summary>Completes what a list is sorted by.</summary>
public sealed class SortByCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("createdAt", "When it was created"),
        ("name", "Its name"),
        ("updatedAt", "When it was last changed"),
    ];
}
