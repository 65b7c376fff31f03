using System.Collections.ObjectModel;

namespace HfEndpoints.Client;

/// <summary>What the hub tells of a model that matters for its deployment.</summary>
public sealed record HubModel
{
    private const string GgufTag = "gguf";

    // Libraries and tags of models that the service runs with PyTorch.
    private static readonly string[] s_torch =
        ["transformers", "sentence-transformers", "diffusers", "peft", "timm", "pytorch", "safetensors"];

    /// <summary>The model's repository.</summary>
    public required string Repository { get; init; }

    /// <summary>The task, such as <c>text-generation</c>; null if the hub has none.</summary>
    public string? Task { get; init; }

    /// <summary>The endpoint's framework; null if it can't be told from the repository.</summary>
    public string? Framework { get; init; }

    /// <summary>The types of the safetensors files, with the number of parameters of each; empty without such files.</summary>
    internal IReadOnlyDictionary<string, double> Parameters { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The files of the repository, with their sizes in bytes where the hub says them.</summary>
    internal IReadOnlyList<(string Name, double? Bytes)> Files { get; init; } = [];

    internal static HubModel Read(string repository, JsonElement json)
    {
        string?[] marks = [json.WordOf("library_name"), .. json.TextsOf("tags")];
        return new HubModel
        {
            Repository = repository,
            Task = json.WordOf("pipeline_tag"),
            Framework = marks.Contains(GgufTag) ? "llamacpp" : marks.Intersect(s_torch).Any() ? "pytorch" : null,
            Parameters = ReadParameters(json.Member("safetensors") ?? default),
            Files =
            [
                .. from file in json.ItemsOf("siblings")
                   let name = file.TextOf("rfilename")
                   where name is not null
                   select (name, file.NumberOf("size")),
            ],
        };
    }

    private static Dictionary<string, double> ReadParameters(JsonElement safetensors)
    {
        JsonElement counts = safetensors.Member("parameters") ?? default;
        return counts.ValueKind != JsonValueKind.Object ? [] : counts.EnumerateObject()
            .Select(member => (member.Name, Count: counts.NumberOf(member.Name)))
            .Where(member => member.Count > 0)
            .DistinctBy(member => member.Name)
            .ToDictionary(member => member.Name, member => member.Count!.Value);
    }
}
