using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Translates by a dictionary, between the languages of the parameters, of the task's name or of the model's.</summary>
internal sealed partial class Translation : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["translation"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfGeneration("src_lang", "tgt_lang");

    public ToolkitOutput Run(ToolkitInput input)
    {
        GenerationLimits limits = GenerationLimits.From(input.Parameters);
        (string from, string to) = Languages(input);
        JsonNode answer = input.Each(node => new JsonObject
        {
            ["translation_text"] = input.Models.Limit(input.Models.Translate(ToolkitInput.Text(node), from, to), limits.Max),
        });
        return answer is JsonArray ? answer : new JsonArray(answer);
    }

    private static (string From, string To) Languages(ToolkitInput input)
    {
        Match named = new[] { TaskPattern().Match(input.Task), ModelPattern().Match(input.Repository) }.FirstOrDefault(match => match.Success) ?? Match.Empty;
        string from = input.Parameters.Text("src_lang") ?? (named.Success ? named.Groups[1].Value : "en");
        string to = input.Parameters.Text("tgt_lang") ?? (named.Success ? named.Groups[2].Value : "fr");
        return (Known(input.Models, from), Known(input.Models, to));
    }

    private static string Known(IToyModels models, string language) => models.FindLanguage(language)
        ?? throw new ToolkitException($"{language} is not a valid language code. Language codes must be one of {PythonText.List(models.Languages)}");

    [GeneratedRegex("^translation_(en|fr|de)_to_(en|fr|de)$", RegexOptions.IgnoreCase)]
    private static partial Regex TaskPattern();

    [GeneratedRegex("(?<![a-z])(en|fr|de)[-_](?:to[-_])?(en|fr|de)(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex ModelPattern();
}
