namespace HfEndpoints.Commands;

/// <summary>A cmdlet for endpoints of a namespace.</summary>
public abstract class EndpointCmdlet : HfCmdlet
{
    /// <summary>The user or organization that owns endpoints given by name only; by default the session's.</summary>
    [Parameter(HelpMessage = HelpText.Namespace)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public virtual string? Namespace { get; set; }

    /// <summary>What -Wait waits for; null without it.</summary>
    private protected EndpointWait? Waiting { get; private set; }

    /// <summary>Takes -Wait and -Timeout. A -Timeout alone ends the cmdlet before it changes anything.</summary>
    private protected void BeginWait(bool wait, TimeSpan? timeout)
    {
        try
        {
            Waiting = EndpointWait.IfAsked(this, wait, timeout);
        }
        catch (HfException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, null));
        }
    }

    /// <summary>Waits for the endpoints that were changed, if -Wait was given.</summary>
    private protected void FinishWait()
    {
        if (Waiting is { } waiting)
        {
            Run(waiting.RunAsync);
        }
    }

    /// <summary>
    /// Acts on each endpoint. An object has its own account, service and namespace; a name is used without a look-up;
    /// wildcards are matched against the namespace's list. A failure is one error record, and the rest continues.
    /// </summary>
    private protected void ForEachTarget(
        IEnumerable<HfEndpointReference> references, Func<EndpointTarget, CmdletOutput, CancellationToken, Task> act)
    {
        foreach (HfEndpointReference reference in references)
        {
            RunForEndpoint(reference, async (connection, output, cancellationToken) =>
            {
                foreach (EndpointTarget target in await FindAsync(connection, reference, output, cancellationToken).ConfigureAwait(false))
                {
                    await ReportAsync(output, target.Failed, () => act(target, output, cancellationToken)).ConfigureAwait(false);
                }
            });
        }
    }

    private async Task<IReadOnlyList<EndpointTarget>> FindAsync(
        HfConnection connection, HfEndpointReference reference, CmdletOutput output, CancellationToken cancellationToken)
    {
        string? owner = reference.Resolve(Namespace, connection);
        connection.RequireToken();
        HfClient client = connection.CreateClient(output);
        owner ??= await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        if (!reference.IsPattern)
        {
            return [new(connection, client, owner, reference.Name) { Item = reference.Given, Given = reference.Endpoint }];
        }

        // All are found before the first is changed, because changes may shift the pages.
        var matches = new List<EndpointTarget>();
        await foreach (HfInferenceEndpoint match in NamePattern.FindAsync(client, owner, reference.Name, null, cancellationToken)
            .ConfigureAwait(false))
        {
            matches.Add(new(connection, client, owner, match.Name)
            {
                Item = connection.Own(match),
                Found = match,
            });
        }

        return matches;
    }
}
