namespace HfEndpoints.Emulator;

/// <summary>Endpoints put into a state at once, past the service's checks and without waiting.</summary>
internal sealed class ForcedEndpoints(EndpointStore store, EndpointService service, AccountDirectory accounts, EmulatorClock clock)
{
    private static readonly string[] s_controls = ["state", "message", "errorMessage", "replicas"];

    public JsonObject Put(string ns, string name, JsonObject body)
    {
        string? state = Text(body, "state");
        Refuse.If(state is not null && !EndpointState.Messages.ContainsKey(state), () => ServiceException.BadRequest(
            $"'{state}' is not a valid state. Use one of {string.Join(", ", EndpointState.Messages.Keys)}."));
        SpecValidation.CheckName(name);
        JsonObject change = Read(body);
        return store.Use(now =>
        {
            EndpointRecord? record = store.Find(ns, name);
            bool isNew = record is null;
            record ??= service.Add(accounts.Namespace(ns), Template(name), now);
            if (change.Count > 0)
            {
                service.Replace(record, SpecMerge.Apply(record.Spec, change), now);
            }

            int? replicas = body["replicas"]?.GetValue<int>();
            if (isNew || state is not null || replicas is not null || body.ContainsKey("message"))
            {
                string target = state ?? (isNew ? EndpointState.Running : record.Life.State);
                record.Life.Force(now, target, Text(body, "errorMessage") ?? Text(body, "message"), replicas);
            }

            clock.Pulse();
            return service.View(record, now);
        });
    }

    public void AddMany(int count, string? ns, string? state, string? prefix, JsonObject body)
    {
        body["state"] = state ?? body["state"]?.DeepClone();
        int width = Math.Max(3, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
        for (int i = 0; i < count; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
            Put(ns ?? accounts.User.Name, $"{prefix ?? "endpoint"}-{number}", body);
        }
    }

    private static JsonObject Read(JsonObject body) => ControlShape.Read(
        EndpointShapes.Update, new JsonObject(body.Where(field => !s_controls.Contains(field.Key)).Select(field =>
            KeyValuePair.Create(field.Key, field.Value?.DeepClone()))));

    private static EndpointSpec Template(string name) => SpecDefaults.Complete(JsonSerializer.SerializeToNode(new
    {
        name,
        type = "authenticated",
        provider = new { vendor = "aws", region = "us-east-1" },
        compute = new
        {
            accelerator = "cpu",
            instanceType = "intel-icl",
            instanceSize = "x2",
            scaling = new { minReplica = 1, maxReplica = 1 },
        },
        model = new { repository = "gpt2", framework = "pytorch", task = "text-generation", image = new { huggingface = new { } } },
    })!.AsObject(), isForced: true);

    private static string? Text(JsonObject body, string name) => body[name]?.GetValue<string>();
}

/// <summary>Reads the body of a control route, and names the field that is wrong in it.</summary>
internal static class ControlShape
{
    public static JsonObject Read(Shape shape, JsonNode? body, string what = "")
    {
        try
        {
            return (JsonObject)shape.Read(body, "")!;
        }
        catch (ShapeException exception)
        {
            throw ServiceException.BadRequest($"{what}{exception.Path}: {exception.Message}");
        }
    }
}

/// <summary>Lines that a test puts into an endpoint's log.</summary>
internal sealed class WrittenLogs(EndpointStore store)
{
    private static readonly Shape s_shape = new ObjectShape().Required(Shape.Text, "line").Maybe(Shape.Text, "level", "replica", "stream");

    public object Write(string ns, string name, JsonNode? body)
    {
        JsonObject line = ControlShape.Read(s_shape, body ?? new JsonObject());
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
