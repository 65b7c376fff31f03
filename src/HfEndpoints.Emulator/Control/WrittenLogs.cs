namespace HfEndpoints.Emulator;

/// <summary>Lines that a test puts into an endpoint's log.</summary>
internal sealed class WrittenLogs(EndpointStore store)
{
    private static readonly Shape s_shape = new ObjectShape()
        .Required("line", Shape.Text)
        .Maybe("level", Shape.Text)
        .Maybe("replica", Shape.Text)
        .Maybe("stream", Shape.Text);

    public JsonObject Write(string ns, string name, JsonObject body)
    {
        JsonObject line;
        try
        {
            line = (JsonObject)s_shape.Read(body, "")!;
        }
        catch (ShapeException exception)
        {
            throw ServiceException.BadRequest($"{exception.Path}: {exception.Message}");
        }

        return store.Use(ns, name, (record, now) =>
        {
            record.SettleLogs(now);
            string replica = Text("replica") ?? DefaultReplica(record);
            return record.Logs.Append(now, replica, Text("level"), Text("line")!, Text("stream")).ToJson(null);
        });

        string? Text(string field) => line[field]?.GetValue<string>();
    }

    private static string DefaultReplica(EndpointRecord record) =>
        (record.Life.Runs.FirstOrDefault(run => run.IsAlive) ?? (record.Life.Runs.Count > 0 ? record.Life.Runs[^1] : null))?.Id
            ?? ReplicaRun.IdOf(record.Id, 1);
}
