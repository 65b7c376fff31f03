using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

/// <summary>The Python library's keywords as settings: the names differ in a few places only.</summary>
internal static class Keywords
{
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["container_args"] = nameof(EndpointSettings.ContainerArgument),
        ["cache_http_responses"] = nameof(EndpointSettings.CacheHttpResponse),
        ["secrets"] = nameof(EndpointSettings.Secret),
        ["tags"] = nameof(EndpointSettings.Tag),
    };

    public static EndpointSettings ToSettings(JsonObject keywords)
    {
        var members = new JsonObject(keywords
            .Where(keyword => keyword.Key != "namespace")
            .Select(keyword => KeyValuePair.Create(Name(keyword.Key), keyword.Value?.DeepClone())));
        foreach ((string name, _) in members)
        {
            Assert.NotNull(typeof(EndpointSettings).GetProperty(name));
        }

        return members.Deserialize<EndpointSettings>()!;
    }

    private static string Name(string keyword) => s_names.GetValueOrDefault(
        keyword, string.Concat(keyword.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
}
