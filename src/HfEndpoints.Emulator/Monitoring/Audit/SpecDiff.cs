namespace HfEndpoints.Emulator;

/// <summary>What an update has changed, as the audit log describes it: part by part, before and after, without secrets.</summary>
internal static class SpecDiff
{
    private static readonly (string Name, Func<EndpointSpec, JsonObject> Read)[] s_parts =
    [
        ("type", spec => Pick(spec.Json, ("endpointType", "type"))),
        ("instance", spec => Pick(spec.Compute, ("instanceType", "instanceType"), ("instanceSize", "instanceSize"))),
        ("replica", spec => Pick(spec.Scaling, ("minReplica", "minReplica"), ("maxReplica", "maxReplica"))),
        ("scalingToZero", spec => Pick(spec.Scaling, ("scaleToZeroTimeout", "scaleToZeroTimeout"))),
        ("measure", spec => Pick(spec.Scaling, ("measure", "measure"))),
        ("repository", spec => Pick(spec.Model, ("repository", "repository"), ("revision", "revision"))),
        ("task", spec => Pick(spec.Model, ("task", "task"))),
        ("framework", spec => Pick(spec.Model, ("framework", "framework"))),
        ("command", spec => Pick(spec.Model, ("args", "args"), ("command", "command"))),
        ("image", spec => Pick(spec.Model, ("image", "image"))),
        ("secrets", spec => Pick(spec.Model, ("secrets", "secrets"))),
        ("env", spec => Pick(spec.Model, ("env", "env"))),
        ("experimentalFeatures", spec => Pick(spec.Json, ("experimentalFeatures", "experimentalFeatures"))),
        ("tags", spec => Pick(spec.Json, ("tags", "tags"))),
        ("route", spec => Pick(spec.Json, ("route", "route"))),
    ];

    public static IEnumerable<JsonObject> Between(EndpointSpec before, EndpointSpec after)
    {
        EndpointSpec shownBefore = EndpointView.Redacted(before);
        EndpointSpec shownAfter = EndpointView.Redacted(after);
        foreach ((string name, Func<EndpointSpec, JsonObject> read) in s_parts)
        {
            if (!JsonNode.DeepEquals(read(before), read(after)))
            {
                yield return new JsonObject { [name] = new JsonObject { ["before"] = read(shownBefore), ["after"] = read(shownAfter) } };
            }
        }
    }

    private static JsonObject Pick(JsonObject source, params (string Name, string Field)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, source[field.Field]?.DeepClone())));
}
