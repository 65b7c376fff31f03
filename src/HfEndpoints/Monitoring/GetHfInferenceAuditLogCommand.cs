namespace HfEndpoints.Commands;

/// <summary>Gets the audit log of a namespace's endpoints.</summary>
[Cmdlet(VerbsCommon.Get, "HfInferenceAuditLog", HelpUri = HelpPages.Root + "Get-HfInferenceAuditLog.md")]
[OutputType(typeof(HfAuditEntry))]
public sealed class GetHfInferenceAuditLogCommand : EndpointCmdlet
{
    private const int MaxPageSize = 100;
    private int _left = int.MaxValue;

    /// <summary>Only actions on these endpoints: objects, or names with wildcards. They may be deleted.</summary>
    [Parameter(
        Position = 0, ValueFromPipeline = true,
        HelpMessage = "Only actions on these endpoints: objects, or names with wildcards. They may be deleted.")]
    [Alias("Name", "EndpointName", "InputObject")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[]? Endpoint { get; set; }

    /// <summary>Only actions of this user.</summary>
    [Parameter(HelpMessage = "Only actions of this user.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("User")]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The maximum number of entries; the newest are returned.</summary>
    [Parameter(HelpMessage = "The maximum number of entries; the newest are returned.")]
    [ValidateRange(1, int.MaxValue)]
    public int First
    {
        get => _left;
        set => _left = value;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Endpoint is null)
        {
            RunForItem(Namespace, (connection, output, cancellationToken) => WriteAsync(connection, null, output, cancellationToken));
        }

        foreach (HfEndpointReference endpoint in Endpoint ?? [])
        {
            RunForEndpoint(endpoint, (connection, output, cancellationToken) =>
                WriteAsync(connection, endpoint, output, cancellationToken));
        }
    }

    private async Task WriteAsync(
        HfConnection connection, HfEndpointReference? endpoint, CmdletOutput output, CancellationToken cancellationToken)
    {
        string? chosen = endpoint is null ? Namespace : endpoint.Resolve(Namespace, connection);
        connection.RequireToken();
        HfClient client = connection.CreateClient(output);
        string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        bool isPattern = endpoint?.IsPattern == true;
        Func<string, bool> isMatch = isPattern ? NamePattern.Compile(endpoint!.Name) : _ => true;
        var query = new AuditQuery
        {
            Endpoint = isPattern ? null : endpoint?.Name,
            UserName = UserName,
            PageSize = isPattern ? MaxPageSize : Math.Clamp(_left, 1, MaxPageSize),
        };

        // A page is written before the next is requested, so Select-Object -First ends the paging.
        IAsyncEnumerator<AuditPage> pages = client.Audit.ListPagesAsync(owner, query, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (pages.ConfigureAwait(false))
        {
            while (_left > 0 && await pages.MoveNextAsync().ConfigureAwait(false))
            {
                HfAuditEntry[] entries =
                [
                    .. pages.Current.Items.Where(entry => isMatch(entry.Endpoint))
                        .Take(_left),
                ];
                _left -= entries.Length;
                await output.WriteAllAsync(entries).ConfigureAwait(false);
            }
        }
    }
}
