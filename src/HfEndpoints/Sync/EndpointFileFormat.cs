namespace HfEndpoints.Commands;

/// <summary>The format of a file of endpoints.</summary>
internal static class EndpointFileFormat
{
    public const string Json = "Json";
    public const string Psd1 = "Psd1";
    public const string Yaml = "Yaml";

    /// <summary>The given format, or else the one of the file's extension.</summary>
    public static string FromPath(string path, string? chosen) =>
        chosen ?? Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" or ".jsonc" => Json,
            ".psd1" => Psd1,
            ".yaml" or ".yml" => Yaml,
            _ => throw new HfException(
                HfErrorKind.InvalidRequest,
                $"The name of '{path}' does not show its format. Use .json, .yaml or .psd1, or give -Format."),
        };

    /// <summary>Reads a file.</summary>
    public static IReadOnlyList<EndpointEntry> Read(string path, string? chosen)
    {
        string format = FromPath(path, chosen);
        string text = WholeFile.ReadText(path, WholeFile.MaxSettings);
        return format switch
        {
            Json => EndpointFileReader.ReadJson(text, path),
            Yaml => EndpointFileReader.ReadYaml(text, path),
            _ => EndpointFileReader.Read(DataFileSource.Parse(text, path), path),
        };
    }

    /// <summary>The text of a file.</summary>
    public static string Write(string format, IReadOnlyList<EndpointEntry> entries) => format switch
    {
        Json => EndpointFileWriter.ToJson(entries),
        Yaml => EndpointFileWriter.ToYaml(entries),
        _ => EndpointFileWriter.ToDataFile(entries),
    };
}
