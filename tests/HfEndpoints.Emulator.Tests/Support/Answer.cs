using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>An HTTP answer with its body read.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string? ContentType, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string State => Json["status"]!["state"]!.GetValue<string>();

    public string Error => Json["error"]!.GetValue<string>();
}
