namespace HfEndpoints.Emulator;

/// <summary>The parts that graphs are made of.</summary>
internal static class GraphJson
{
    public static JsonObject Graph(IEnumerable<JsonObject> series) => new() { ["series"] = new JsonArray([.. series]) };

    public static JsonArray Data(IEnumerable<(DateTimeOffset At, double Value)> points) =>
        new([.. points.Select(point => new JsonObject { ["x"] = EmulatorClock.Format(point.At), ["y"] = Round(point.Value) })]);

    /// <summary>A series of one replica, or of one of its devices.</summary>
    public static JsonObject OfReplica(string replicaId, int? deviceId, IReadOnlyList<(DateTimeOffset At, double Value)> points) => new()
    {
        ["replicaId"] = replicaId,
        ["deviceId"] = deviceId,
        ["max"] = points.Count > 0 ? Round(points.Max(point => point.Value)) : null,
        ["data"] = Data(points),
    };

    public static double Round(double value) => Math.Round(value, 6);
}
