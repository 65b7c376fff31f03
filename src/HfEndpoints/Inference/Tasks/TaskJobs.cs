namespace HfEndpoints.Commands;

/// <summary>
/// Makes inputs of what is bound for one record. On the pipeline thread: objects of PowerShell are not to be touched on
/// others.
/// </summary>
internal sealed class TaskJobs
{
    private static readonly HashSet<string> s_contents = NamesOf(keyword => keyword.Kind == KeywordKind.Content);
    private static readonly HashSet<string> s_mains = [.. InferenceTasks.All.Select(task => task.Main)
        .Where(main => main.Kind == KeywordKind.Text).Select(main => main.Name)];

    private readonly IReadOnlySet<string> _typed;
    private readonly JsonObject _more;

    /// <param name="typed">The parameters that stand on the command line, not only in piped objects.</param>
    /// <param name="more">What -Parameter says.</param>
    public TaskJobs(IReadOnlySet<string> typed, IDictionary? more)
    {
        _typed = typed;
        _more = JsonConversion.ToJsonObject(more) ?? [];
    }

    /// <summary>Makes the jobs of one record.</summary>
    /// <param name="inputs">What -Inputs is bound to.</param>
    /// <param name="files">The files of -InFile; null if it is not given.</param>
    /// <param name="parameters">The task's own parameters.</param>
    public IEnumerable<TaskJob> Make(object? inputs, IReadOnlyList<string>? files, RuntimeDefinedParameterDictionary? parameters)
    {
        var keywords = new JsonObject();
        var incidental = new HashSet<string>();
        var items = new List<object?>();
        foreach ((string name, object value) in Given(parameters))
        {
            if (s_contents.Contains(name) || (s_mains.Contains(name) && Unwrap(value) is not string and IEnumerable)
                || (Unwrap(value) is string text && !ReferenceEquals(TextInput.OriginOf(text), text)))
            {
                items.AddRange(ItemsOf(value));
                continue;
            }

            keywords[name] = JsonConversion.ToNode(value);
            if (!_typed.Contains(TaskParameters.NameOf(name)))
            {
                incidental.Add(name);
            }
        }

        bool isRow = inputs is not null && IsRow(inputs) && (items.Count > 0 || incidental.Count > 0 || files is not null);
        if (inputs is not null && !isRow)
        {
            items.AddRange(ItemsOf(inputs));
        }

        TaskJob common = new() { Keywords = keywords, Incidental = incidental, More = _more };
        return items.Count == 0 && files is null
            ? [common]
            : [.. items.Select(item => WithInput(common, item)), .. (files ?? []).Select(file => common with { File = file })];
    }

    private static IEnumerable<(string Name, object Value)> Given(RuntimeDefinedParameterDictionary? parameters) =>
        from keyword in InferenceTasks.All.SelectMany(task => task.Keywords).Select(keyword => keyword.Name).Distinct()
        let parameter = parameters?.GetValueOrDefault(TaskParameters.NameOf(keyword))
        where parameter is { IsSet: true, Value: not null }
        select (keyword, parameter.Value);

    private static TaskJob WithInput(TaskJob common, object? item) => Unwrap(item) switch
    {
        // A file that was given where a text is expected is still the file.
        string text when TextInput.OriginOf(text) is var origin && !ReferenceEquals(origin, text) => WithInput(common, origin),
        string text => common with { Text = text },
        byte[] bytes => common with { Bytes = bytes },
        FileSystemInfo file => common with { File = file.FullName },
        IFormattable plain => common with { Text = plain.ToString(null, CultureInfo.InvariantCulture) },
        PSCustomObject when FileOf((PSObject)item!) is { } path => common with { File = path },
        PSCustomObject or IDictionary or IEnumerable or null => common with { Json = JsonConversion.ToNode(item) },
        { } other when $"{other}" == other.GetType().ToString() => common with { Unusable = other.GetType().Name },
        _ => common with { Json = JsonConversion.ToNode(item) },
    };

    // A file object from another process, or from a file of objects.
    private static string? FileOf(PSObject item) => item.TypeNames.Contains($"Deserialized.{typeof(FileInfo).FullName}")
        ? item.Properties[nameof(FileInfo.FullName)]?.Value as string
        : null;

    // An array of bytes is one thing; so are a table, and a list within a list.
    private static IEnumerable<object?> ItemsOf(object value) => Unwrap(value) switch
    {
        HfInferenceEndpoint => [],
        string or byte[] or IDictionary => [value],
        IEnumerable list => list.Cast<object?>(),
        _ => [value],
    };

    // An object whose properties are bound to parameters is the row they stand in, not an input beside them.
    private static bool IsRow(object inputs) =>
        (inputs is PSObject { BaseObject: PSCustomObject } row && FileOf(row) is null)
        || Unwrap(inputs) is not (string or byte[] or IDictionary or IEnumerable or FileSystemInfo or IFormattable);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static HashSet<string> NamesOf(Func<TaskKeyword, bool> isMeant) =>
        [.. InferenceTasks.All.SelectMany(task => task.Keywords).Where(isMeant).Select(keyword => keyword.Name)];
}

/// <summary>An input of a task with its parameters, as far as they are known before the task.</summary>
public sealed record TaskJob
{
    /// <summary>A file that goes in.</summary>
    internal string? File { get; init; }

    /// <summary>A text; for a task of images or sounds, the path of a file.</summary>
    internal string? Text { get; init; }

    /// <summary>The text's path, where it is one on a drive or in the home folder.</summary>
    internal string? TextAsPath { get; init; }

    /// <summary>The bytes of an image or a sound.</summary>
    internal byte[]? Bytes { get; init; }

    /// <summary>The type of an object that is neither a text, a file, bytes nor a table; null if it is one of them.</summary>
    public string? Unusable { get; init; }

    /// <summary>Any other value.</summary>
    internal JsonNode? Json { get; init; }

    /// <summary>What is sent as it is, instead of all the others.</summary>
    internal JsonObject? Body { get; init; }

    /// <summary>What the task's own parameters say, by the names of the Python library.</summary>
    internal JsonObject Keywords { get; init; } = [];

    /// <summary>Of these names, those that only a property of a piped object brought: it may mean nothing by them.</summary>
    internal IReadOnlySet<string> Incidental { get; init; } = new HashSet<string>();

    /// <summary>What -Parameter says.</summary>
    internal JsonObject More { get; init; } = [];
}
