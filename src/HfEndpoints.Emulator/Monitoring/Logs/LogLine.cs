namespace HfEndpoints.Emulator;

/// <summary>One line of a replica's log. The sequence counts the lines of the endpoint.</summary>
internal sealed record LogLine(long Sequence, DateTimeOffset Time, string ReplicaId, string Stream, string? Level, string Text)
{
    public const string DefaultLevel = "INFO";

    public JsonObject ToJson(int? maxLength) => new()
    {
        ["timestamp"] = EmulatorClock.Format(Time),
        ["line"] = Cut(maxLength),
        ["stream"] = Stream,
        ["replica_id"] = ReplicaId,
        ["level"] = Level,
    };

    /// <summary>As a downloaded file has it.</summary>
    public string ToText(int? maxLength) =>
        string.Create(CultureInfo.InvariantCulture, $"{EmulatorClock.Format(Time)} {ReplicaId} {Level ?? DefaultLevel} {Cut(maxLength)}");

    public string Cut(int? maxLength) => maxLength < Text.Length ? Text[..maxLength.Value] : Text;
}
