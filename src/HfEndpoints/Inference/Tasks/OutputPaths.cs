using System.Text.RegularExpressions;

namespace HfEndpoints.Commands;

/// <summary>
/// Names the files of -OutFile: the file itself, files of a folder, or by a pattern in which <c>{0}</c> is the input's
/// place and <c>{name}</c> the name of its file.
/// </summary>
internal sealed partial class OutputPaths
{
    private readonly string _path;
    private readonly bool _noClobber;
    private readonly bool _isFolder;

    // Which input a file is for, that no input overwrites the file of another.
    private readonly ConcurrentDictionary<string, int> _owners = new();

    public OutputPaths(string path, bool noClobber)
    {
        _path = path;
        _noClobber = noClobber;
        _isFolder = Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
    }

    /// <summary>Makes the path of -OutFile.</summary>
    /// <exception cref="HfException">The path is not a file path.</exception>
    public static string Resolve(SessionState state, string given)
    {
        // The colon of a format would be read as the end of a drive's name.
        const string Format = "{0:", Hidden = "{0\u0001";
        return FilePaths.One(state, given.Replace(Format, Hidden, StringComparison.Ordinal), "OutFile")
            .Replace(Hidden, Format, StringComparison.Ordinal);
    }

    /// <summary>Names the first file of an input.</summary>
    public string Name(InferenceTask task, TaskJob job, int index)
    {
        string name = Path.GetFileNameWithoutExtension(job.File ?? (task.TakesContent ? job.Text : null))
            ?? string.Create(CultureInfo.InvariantCulture, $"{task.Name}-{index}");
        string path = _isFolder ? Path.Combine(_path, $"{task.Name}-{{0}}") : _path;
        return IndexPlace().Replace(path, match => index.ToString(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .Replace("{name}", name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Makes sure of a file.</summary>
    /// <exception cref="HfException">It is another input's already, or can't be written.</exception>
    public MediaFile Reserve(string path, int index)
    {
        int owner = _owners.GetOrAdd(path, index);
        return owner == index
            ? MediaFile.Reserve(path, _noClobber)
            : throw new HfException(
                HfErrorKind.InvalidRequest,
                $"'{path}' is already used for the result of input {owner}, so input {index} is not sent. Put "
                + "{0} into the name, as in 'out-{0}.png', or use an existing folder.");
    }

    /// <summary>Names the file of one of several results of an input: the first has the input's own.</summary>
    public static string Name(string first, int number) => number == 0 ? first : string.Create(
        CultureInfo.InvariantCulture, $"{Path.ChangeExtension(first, null)}-{number}{Path.GetExtension(first)}");

    [GeneratedRegex(@"\{0(?::([^}]*))?\}")]
    private static partial Regex IndexPlace();
}
