namespace HfEndpoints.Commands;

/// <summary>A cmdlet for objects of a namespace that are not endpoints.</summary>
public abstract class NamespaceCmdlet : HfCmdlet
{
    /// <summary>The user or organization; by default the session's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The user or organization; by default the session's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Runs work in the namespace. A failure is one error record, and the pipeline continues.</summary>
    internal void RunInNamespace(object? target, Func<HfClient, string, CmdletOutput, CancellationToken, Task> work)
    {
        string? chosen = Namespace;
        RunForItem(target, async (connection, output, cancellationToken) =>
        {
            connection.RequireToken();
            HfClient client = connection.CreateClient(output);
            string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
            await work(client, owner, output, cancellationToken).ConfigureAwait(false);
        });
    }
}
