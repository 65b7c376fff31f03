using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator;

/// <summary>What an update has changed, as the audit log tells it: part by part, before and after, without secrets.</summary>
internal static class SpecDiff
{
    private static readonly (string Name, Func<EndpointSpec, JsonObject> Read)[] s_parts =
    [
        ("type", spec => Of(spec.Json, ("endpointType", "type"))),
        ("instance", spec => Of(spec.Compute, ("instanceType", "instanceType"), ("instanceSize", "instanceSize"))),
        ("replica", spec => Of(spec.Scaling, ("minReplica", "minReplica"), ("maxReplica", "maxReplica"))),
        ("scalingToZero", spec => Of(spec.Scaling, ("scaleToZeroTimeout", "scaleToZeroTimeout"))),
        ("measure", spec => Of(spec.Scaling, ("measure", "measure"))),
        ("repository", spec => Of(spec.Model, ("repository", "repository"), ("revision", "revision"))),
        ("task", spec => Of(spec.Model, ("task", "task"))),
        ("framework", spec => Of(spec.Model, ("framework", "framework"))),
        ("command", spec => Of(spec.Model, ("args", "args"), ("command", "command"))),
        ("image", spec => Of(spec.Model, ("image", "image"))),
        ("secrets", spec => Of(spec.Model, ("secrets", "secrets"))),
        ("env", spec => Of(spec.Model, ("env", "env"))),
        ("experimentalFeatures", spec => Of(spec.Json, ("experimentalFeatures", "experimentalFeatures"))),
        ("tags", spec => Of(spec.Json, ("tags", "tags"))),
        ("route", spec => Of(spec.Json, ("route", "route"))),
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

    private static JsonObject Of(JsonObject source, params (string Name, string Field)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, source[field.Field]?.DeepClone())));
}
