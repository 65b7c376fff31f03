namespace HfEndpoints.Emulator.Models;

/// <summary>Reads the word lists that the small models are made of: lines of a name, a colon and words.</summary>
internal static class ModelResource
{
    public static IEnumerable<(string Name, string Words)> ReadLines(string resource)
    {
        using Stream stream = typeof(ModelResource).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is string line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                yield return (line[..colon], line[(colon + 1)..].Trim());
            }
        }
    }
}
