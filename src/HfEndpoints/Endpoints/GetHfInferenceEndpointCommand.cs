namespace HfEndpoints.Commands;

/// <summary>Gets endpoints by name, by wildcard, or all of one, several or every namespace.</summary>
[Cmdlet(
    VerbsCommon.Get, "HfInferenceEndpoint", HelpUri = HelpPages.Root + "Get-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class GetHfInferenceEndpointCommand : HfCmdlet
{
    private const string EveryNamespace = "*";

    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, or objects to refresh. Without it: all.</summary>
    [Parameter(
        Position = 0, ValueFromPipeline = true,
        HelpMessage = "The endpoints: names, wildcards, namespace/name, or objects to refresh. Without it: all.")]
    [Alias("EndpointName", "InputObject")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[] Name { get; set; } = [new("*")];

    /// <summary>The users or organizations that own endpoints given by name only; '*' means yourself and all your organizations.</summary>
    [Parameter(
        HelpMessage = "The users or organizations that own endpoints given by name only; '*' means yourself and all your organizations.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>Only endpoints in one of these states.</summary>
    [Parameter(HelpMessage = "Only endpoints in one of these states.")]
    [ArgumentCompleter(typeof(EndpointStateCompleter))]
    public string[] State { get; set => field = value ?? []; } = [];

    /// <summary>Only endpoints of one of these types.</summary>
    [Parameter(HelpMessage = "Only endpoints of one of these types.")]
    [ArgumentCompleter(typeof(EndpointTypeCompleter))]
    public string[] Type { get; set => field = value ?? []; } = [];

    /// <summary>Only endpoints with one of these tasks.</summary>
    [Parameter(HelpMessage = "Only endpoints with one of these tasks.")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[] Task { get; set => field = value ?? []; } = [];

    /// <summary>Only endpoints with these tags.</summary>
    [Parameter(HelpMessage = "Only endpoints with these tags.")]
    [Alias("Tags")]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[] Tag { get; set => field = value ?? []; } = [];

    /// <summary>Only endpoints whose name contains this.</summary>
    [Parameter(HelpMessage = "Only endpoints whose name contains this.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Search { get; set; }

    /// <summary>createdAt, updatedAt or name.</summary>
    [Parameter(HelpMessage = "createdAt, updatedAt or name.")]
    [ArgumentCompleter(typeof(SortByCompleter))]
    public string? SortBy { get; set; }

    /// <summary>Descending order.</summary>
    [Parameter(HelpMessage = "Descending order.")]
    public SwitchParameter Descending { get; set; }

    /// <summary>Emits only the names, as text, which is fastest.</summary>
    [Parameter(HelpMessage = "Emits only the names, as text, which is fastest.")]
    public SwitchParameter NameOnly { get; set; }

    private bool IsFiltered => State.Length + Type.Length + Task.Length + Tag.Length > 0 || !string.IsNullOrEmpty(Search);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        IEnumerable<string?> doubts =
        [
            .. State.Select(state => WordListCompleter.DoubtAbout<EndpointStateCompleter>(state, "state")),
            .. Type.Select(type => WordListCompleter.DoubtAbout<EndpointTypeCompleter>(type, "type")),
            .. Task.Select(task => WordListCompleter.DoubtAbout<TaskCompleter>(task, "task")),
            WordListCompleter.DoubtAbout<SortByCompleter>(SortBy, "order"),
        ];
        foreach (string doubt in doubts.OfType<string>())
        {
            WriteWarning(doubt);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (HfEndpointReference reference in Name)
        {
            RunForEndpoint(reference, (connection, output, cancellationToken) =>
                GetAsync(connection, reference, output, cancellationToken));
        }
    }

    private async Task GetAsync(
        HfConnection connection, HfEndpointReference reference, CmdletOutput output, CancellationToken cancellationToken)
    {
        string? one = reference.Resolve(OwnerOf(reference), connection);
        string name = reference.Name;
        connection.RequireToken();
        HfClient client = connection.CreateClient(output);
        IReadOnlyList<string> owners = one is not null
            ? [one]
            : await FindOwnersAsync(connection, client, cancellationToken).ConfigureAwait(false);
        Func<string, Task> get = NameOnly
            ? owner => WriteNamesAsync(client, owner, name, output, cancellationToken)
            : IsFiltered || reference.IsPattern
            ? owner => WriteMatchesAsync(connection, client, owner, name, output, cancellationToken)
            : owner => WriteOneAsync(connection, client, owner, name, output, cancellationToken);
        if (owners.Count == 1)
        {
            await get(owners[0]).ConfigureAwait(false);
            return;
        }

        await GetFromManyAsync(owners, name, get, output).ConfigureAwait(false);
    }

    // All namespaces are requested at the same time. One that fails causes a warning; a name found in none is an error.
    private static async Task GetFromManyAsync(IReadOnlyList<string> owners, string name, Func<string, Task> get, CmdletOutput output)
    {
        HfException?[] failures = await System.Threading.Tasks.Task.WhenAll(owners.Select(async owner =>
        {
            try
            {
                await get(owner).ConfigureAwait(false);
                return null;
            }
            catch (HfException exception)
            {
                return exception;
            }
        })).ConfigureAwait(false);
        if (failures.All(failure => failure?.Kind == HfErrorKind.EndpointNotFound))
        {
            throw new HfException(
                HfErrorKind.EndpointNotFound, $"No endpoint is named '{name}' in the namespaces {string.Join(", ", owners)}.");
        }

        if (failures.All(failure => failure is not null))
        {
            // Nothing was found. The error is the first failure other than "not found".
            HfException error = failures.First(failure => failure!.Kind != HfErrorKind.EndpointNotFound)!;
            failures[Array.IndexOf(failures, error)] = null;
            WarnOfFailures(owners, failures, output);
            throw error;
        }

        WarnOfFailures(owners, failures, output);
    }

    private static void WarnOfFailures(IReadOnlyList<string> owners, HfException?[] failures, CmdletOutput output)
    {
        foreach ((string owner, HfException? failure) in owners.Zip(failures))
        {
            if (failure is not null && failure.Kind != HfErrorKind.EndpointNotFound)
            {
                output.Warn($"Namespace '{owner}' is left out: {failure.Message}");
            }
        }
    }

    // The namespace to search; of several, the endpoint's own if it is among them.
    private string? OwnerOf(HfEndpointReference reference) => Namespace switch
    {
        null => null,
        _ when Namespace.Contains(EveryNamespace) => reference.Namespace,
        [string only] => only,
        _ => reference.Namespace is null
            ? null
            : Namespace.FirstOrDefault(owner => string.Equals(owner, reference.Namespace, StringComparison.OrdinalIgnoreCase))
                ?? string.Join(", ", Namespace),
    };

    private async Task<IReadOnlyList<string>> FindOwnersAsync(HfConnection connection, HfClient client, CancellationToken cancellationToken)
    {
        if (Namespace is null)
        {
            return [await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false)];
        }

        if (!Namespace.Contains(EveryNamespace))
        {
            return [.. Namespace.Distinct(StringComparer.Ordinal)];
        }

        Client.WhoAmI account = await connection.GetAccountAsync(client, cancellationToken).ConfigureAwait(false);
        return [account.Name, .. account.Organizations.Select(organization => organization.Name)];
    }

    private static async Task WriteOneAsync(
        HfConnection connection, HfClient client, string owner, string name, CmdletOutput output, CancellationToken cancellationToken)
    {
        HfInferenceEndpoint endpoint = await client.Endpoints.GetAsync(owner, name, cancellationToken).ConfigureAwait(false);
        await output.WriteAllAsync([connection.Own(endpoint)]).ConfigureAwait(false);

    }

    private async Task WriteNamesAsync(
        HfClient client, string owner, string pattern, CmdletOutput output, CancellationToken cancellationToken)
    {
        if (State.Length + Type.Length + Task.Length > 0 || SortBy is not null)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest, "With -NameOnly the service accepts only -Tag and -Search, no other filter and no order.");
        }

        Func<string, bool> isMatch = NamePattern.Compile(pattern);
        IReadOnlyList<string> names = await client.Endpoints
            .SearchNamesAsync(owner, NamePattern.Narrow(ToFilter(), pattern).Search, Tag, null, cancellationToken)
            .ConfigureAwait(false);
        await output.WriteAllAsync([.. names.Where(isMatch)]).ConfigureAwait(false);
    }

    // A page is written before the next is requested, so Select-Object -First ends the paging.
    private async Task WriteMatchesAsync(
        HfConnection connection, HfClient client, string owner, string pattern, CmdletOutput output, CancellationToken cancellationToken)
    {
        Func<string, bool> isMatch = NamePattern.Compile(pattern);
        EndpointFilter filter = NamePattern.Narrow(ToFilter(), pattern);
        await foreach (EndpointPage page in client.Endpoints.ListPagesAsync(owner, filter, cancellationToken).ConfigureAwait(false))
        {
            HfInferenceEndpoint[] matches =
            [
                .. page.Items.Where(endpoint => isMatch(endpoint.Name))
                    .Select(endpoint => connection.Own(endpoint)),
            ];
            await output.WriteAllAsync(matches).ConfigureAwait(false);
        }
    }

    private EndpointFilter ToFilter() => new()
    {
        States = [.. State.Select(WordListCompleter.Spell<EndpointStateCompleter>).OfType<string>()],
        Types = [.. Type.Select(WordListCompleter.Spell<EndpointTypeCompleter>).OfType<string>()],
        Tasks = [.. Task.Select(WordListCompleter.Spell<TaskCompleter>).OfType<string>()],
        Tags = Tag,
        Search = Search,
        SortBy = WordListCompleter.Spell<SortByCompleter>(SortBy),
        Descending = IfBound(Descending) ?? (SortBy is null ? null : false),
    };
}
