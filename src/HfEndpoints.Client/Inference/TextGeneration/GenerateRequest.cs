using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>The body of a text generation request.</summary>
internal sealed record GenerateRequest(string Inputs, JsonObject Parameters, bool? Stream);
