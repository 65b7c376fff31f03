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
