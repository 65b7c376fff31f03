using System.Text;

namespace HfEndpoints.Commands;

/// <summary>Writes endpoints to a file for Sync-HfInferenceEndpoint, with references instead of secrets.</summary>
[Cmdlet(
    VerbsData.Export, "HfInferenceEndpoint", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Export-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class ExportHfInferenceEndpointCommand : EndpointCmdlet
{
    private readonly Dictionary<(string, string), HfInferenceEndpoint> _endpoints = [];
    private string _path = "";
    private string _format = "";

    /// <summary>The file to write. Its extension, .json, .yaml, .yml or .psd1, sets the format.</summary>
    [Parameter(
        Mandatory = true, Position = 0,
        HelpMessage = "The file to write. Its extension, .json, .yaml, .yml or .psd1, sets the format.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// The endpoints: names, wildcards, <c>namespace/name</c>, copies, or objects, which are written as they are in
    /// memory. Without it: all.
    /// </summary>
    [Parameter(
        Position = 1, ValueFromPipeline = true,
        HelpMessage = "The endpoints: names, wildcards, namespace/name, copies, or objects, which are written as they are in "
            + "memory. Without it: all.")]
    [Alias("EndpointName", "InputObject")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[] Name { get; set; } = [new("*")];

    /// <summary>Json, Yaml or Psd1, if the file's extension is another.</summary>
    [Parameter(HelpMessage = HelpText.Format)]
    [ValidateSet(EndpointFileFormat.Json, EndpointFileFormat.Yaml, EndpointFileFormat.Psd1)]
    public string? Format { get; set; }

    /// <summary>Overwrites a file that is read-only.</summary>
    [Parameter(HelpMessage = "Overwrites a file that is read-only.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Overwrites no file.</summary>
    [Parameter(HelpMessage = "Overwrites no file.")]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Also writes settings that a new endpoint would have without them.</summary>
    [Parameter(HelpMessage = "Also writes settings that a new endpoint would have without them.")]
    public SwitchParameter IncludeDefault { get; set; }

    /// <summary>Emits the endpoints that were written.</summary>
    [Parameter(HelpMessage = "Emits the endpoints that were written.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _path = FilePaths.One(SessionState, Path, nameof(Path));
            _format = EndpointFileFormat.FromPath(_path, Format);
            CheckTarget();
        }
        catch (HfException exception)
        {
            GiveUp(exception, Path);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget(Name, async (target, output, cancellationToken) =>
        Keep(target.Given is { Answer: not null } read
            ? read
            : target.Connection.Own(await target.ReadAsync(cancellationToken).ConfigureAwait(false))));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // If everything failed, an empty file would look like an intended one.
        if (IsOver || (_endpoints.Count == 0 && HasFailed))
        {
            return;
        }

        HfInferenceEndpoint[] endpoints =
        [
            .. _endpoints.Values.OrderBy(one => one.Namespace, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal),
        ];
        string count = endpoints.Length == 1 ? "1 endpoint" : $"{endpoints.Length} endpoints";
        if (ShouldProcess(_path, $"write {count}"))
        {
            RunForItem(Path, async (_, output, _) =>
            {
                EndpointEntry[] entries = [.. endpoints.Select(one => EndpointExport.ToEntry(one, IncludeDefault))];
                foreach (EndpointEntry entry in entries.Where(entry => entry.Omitted.Count > 0))
                {
                    output.Warn(
                        $"{string.Join(", ", entry.Omitted)} of endpoint '{entry.Namespace}/{entry.Name}' is left out: "
                        + "it contains a token or a secret that this process has sent.");
                }

                await SaveAsync(entries).ConfigureAwait(false);
                await output.WriteAllAsync(PassThru ? endpoints : []).ConfigureAwait(false);
            });
        }
    }

    private void Keep(HfInferenceEndpoint endpoint) => _endpoints[(endpoint.Namespace, endpoint.Name)] = endpoint;

    private void CheckTarget()
    {
        var file = new FileInfo(_path);
        if (file.Exists && NoClobber)
        {
            throw new HfException(HfErrorKind.AlreadyExists, $"'{_path}' already exists, and -NoClobber keeps it.")
            {
                Remedy = "Give another -Path, or leave -NoClobber out.",
            };
        }

        if (file.Exists && file.IsReadOnly && !Force)
        {
            throw new HfException(HfErrorKind.FileNotWritten, $"'{_path}' is read-only. Use -Force to overwrite it.");
        }
    }

    private async Task SaveAsync(EndpointEntry[] entries)
    {
        string text = EndpointFileFormat.Write(_format, entries);
        var file = new FileInfo(_path);
        if (file.Exists && file.IsReadOnly)
        {
            file.IsReadOnly = false;
        }

        await AtomicFile.SaveAsync(_path, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask()).ConfigureAwait(false);
    }
}
