namespace HfEndpoints.Emulator;

/// <summary>Endpoints put into a state at once, past the service's checks and without waiting.</summary>
internal sealed class ForcedEndpoints(EndpointStore store, EndpointService service, AccountDirectory accounts, EmulatorClock clock)
{
    private static readonly string[] s_controls = ["state", "message", "errorMessage", "replicas"];

    public JsonObject Put(string ns, string name, JsonObject body)
    {
        string? state = Text(body, "state");
        if (state is not null && !EndpointState.All.Contains(state))
        {
            throw ServiceException.BadRequest($"'{state}' is not a valid state. Use one of {string.Join(", ", EndpointState.All)}.");
        }

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

    public JsonObject AddMany(int count, string? ns, string? state, string? prefix, JsonObject body)
    {
        string start = string.IsNullOrEmpty(prefix) ? "endpoint" : prefix;
        int width = Math.Max(3, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
        for (int i = 0; i < count; i++)
        {
            JsonObject one = body.DeepClone().AsObject();
            if (!string.IsNullOrEmpty(state))
            {
                one["state"] = state;
            }

            string number = i.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
            Put(string.IsNullOrEmpty(ns) ? accounts.User.Name : ns, $"{start}-{number}", one);
        }

        return new JsonObject { ["count"] = count };
    }

    private static JsonObject Read(JsonObject body)
    {
        JsonObject copy = body.DeepClone().AsObject();
        foreach (string control in s_controls)
        {
            copy.Remove(control);
        }

        try
        {
            return (JsonObject)EndpointShapes.Update.Read(copy, "")!;
        }
        catch (ShapeException exception)
        {
            throw ServiceException.BadRequest($"{exception.Path}: {exception.Message}");
        }
    }

    private static EndpointSpec Template(string name) => SpecDefaults.Complete(new JsonObject
    {
        ["name"] = name,
        ["type"] = "authenticated",
        ["provider"] = new JsonObject { ["vendor"] = "aws", ["region"] = "us-east-1" },
        ["compute"] = new JsonObject
        {
            ["accelerator"] = "cpu",
            ["instanceType"] = "intel-icl",
            ["instanceSize"] = "x2",
            ["scaling"] = new JsonObject { ["minReplica"] = 1, ["maxReplica"] = 1 },
        },
        ["model"] = new JsonObject
        {
            ["repository"] = "gpt2",
            ["framework"] = "pytorch",
            ["task"] = "text-generation",
            ["image"] = new JsonObject { ["huggingface"] = new JsonObject() },
        },
    }, isForced: true);

    private static string? Text(JsonObject body, string name) => body[name]?.GetValue<string>();
}

/// <summary>Lines that a test puts into an endpoint's log.</summary>
internal sealed class WrittenLogs(EndpointStore store)
{
    private static readonly Shape s_shape = new ObjectShape().Required(Shape.Text, "line").Maybe(Shape.Text, "level", "replica", "stream");

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
