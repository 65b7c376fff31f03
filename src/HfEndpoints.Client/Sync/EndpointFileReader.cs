namespace HfEndpoints.Client;

/// <summary>
/// Reads a file of endpoints: a table whose <c>Endpoints</c> is a list of tables. An error names the line and what is allowed there.
/// </summary>
public static class EndpointFileReader
{
    private const string EndpointsKey = "Endpoints";

    // Where editors find what a file may contain.
    private const string SchemaKey = "$schema";

    /// <summary>Reads the text of a JSON file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file's path, for messages.</param>
    /// <returns>The endpoints, in the file's order.</returns>
    /// <exception cref="HfException"><see cref="HfErrorKind.InvalidFile"/>: the file is not valid.</exception>
    public static IReadOnlyList<EndpointEntry> ReadJson(string text, string file) => Read(JsonSource.Parse(text, file), file);

    /// <summary>Reads the text of a YAML file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file's path, for messages.</param>
    /// <returns>The endpoints, in the file's order.</returns>
    /// <exception cref="HfException"><see cref="HfErrorKind.InvalidFile"/>: the file is not valid.</exception>
    public static IReadOnlyList<EndpointEntry> ReadYaml(string text, string file) => Read(YamlSource.Parse(text, file), file);

    /// <summary>Reads the content of a file of any format.</summary>
    internal static IReadOnlyList<EndpointEntry> Read(SourceNode root, string file)
    {
        var problems = new FileProblems(file);
        if (root.Members is null)
        {
            throw problems.At(root.Line, $"this must be a table with the key '{EndpointsKey}'.");
        }

        SourceMember? list = null;
        foreach (SourceMember member in root.Members.Where(member => member.Name != SchemaKey))
        {
            list = member.Name.Equals(EndpointsKey, StringComparison.OrdinalIgnoreCase) && list is null
                ? member
                : throw problems.At(member.Line, $"'{member.Name}' is not allowed here. Use one '{EndpointsKey}'.");
        }

        IReadOnlyList<SourceNode> items = list switch
        {
            null => throw problems.At(root.Line, $"the key '{EndpointsKey}', a list of endpoints, is missing."),
            { Node.Items: { } many } => many,
            // PowerShell easily turns a list of one item into the item.
            { Node.Members: not null } => [list.Node],
            _ => throw problems.At(list.Line, $"'{EndpointsKey}' must be a list of tables."),
        };
        return [.. items.Select(item => new EntryReader(problems).Read(item))];
    }
}
