using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>What a model with its own handler answers.</summary>
/// <param name="Json">The answer; a text that is no JSON comes as a JSON string.</param>
public sealed record RawResult(JsonElement Json) : TaskResult;
