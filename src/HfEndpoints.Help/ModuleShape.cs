using System.Text.Json;

namespace HfEndpoints.Help;

/// <summary>What Get-Command says of a module's cmdlets, without their common parameters.</summary>
internal sealed record ModuleShape(string ModuleName, string HelpFile, IReadOnlyList<CmdletShape> Cmdlets)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public static ModuleShape Read(string path) =>
        JsonSerializer.Deserialize<ModuleShape>(File.ReadAllText(path), s_options) ?? throw new JsonException($"'{path}' describes no module.");
}
