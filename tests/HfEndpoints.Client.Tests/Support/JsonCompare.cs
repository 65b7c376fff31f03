using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

internal static class JsonCompare
{
    /// <summary>Asserts that two documents are the same; a member that is null counts as left out.</summary>
    public static void Same(JsonNode? expected, JsonNode? actual)
    {
        JsonNode? one = WithoutNulls(expected);
        JsonNode? other = WithoutNulls(actual);
        if (!JsonNode.DeepEquals(one, other))
        {
            Assert.Equal(one?.ToJsonString(), other?.ToJsonString());
            Assert.Fail("The documents differ.");
        }
    }

    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(member => member.Value is not null)
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, WithoutNulls(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutNulls)]),
        _ => node?.DeepClone(),
    };
}
