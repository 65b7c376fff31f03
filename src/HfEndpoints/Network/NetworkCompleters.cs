namespace HfEndpoints.Commands;

/// <summary>Completes the names of address lists of the namespace already typed.</summary>
public sealed class CidrListNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionText.Match(wordToComplete, Ask(fakeBoundParameters).Select(list => (
            list.Name, $"{list.Name}: {string.Join(", ", list.Range)}")));

    internal static IReadOnlyList<HfCidrList> Ask(IDictionary? typed) => ServiceLookup.AskInNamespace(
        "address lists",
        TypedArguments.Namespace(typed),
        (client, owner, cancellationToken) => client.Network.ListCidrListsAsync(owner, cancellationToken));
}

/// <summary>Completes the ids of address lists of the namespace already typed.</summary>
public sealed class CidrListIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionText.Match(wordToComplete, CidrListNameCompleter.Ask(fakeBoundParameters).Select(list => (
            list.Id ?? "", $"{list.Name}: {string.Join(", ", list.Range)}")));
}

/// <summary>Completes the domains of the namespace already typed.</summary>
public sealed class DomainCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => CompletionText.Match(wordToComplete, ServiceLookup.AskInNamespace(
            "domains",
            TypedArguments.Namespace(fakeBoundParameters),
            (client, owner, cancellationToken) => client.Network.ListDomainsAsync(owner, cancellationToken))
        .Select(domain => (domain.Domain, $"{domain.Domain}: {domain.Stage}")));
}

/// <summary>Completes the ids of private links of the namespace already typed.</summary>
public sealed class PrivateServiceIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => CompletionText.Match(wordToComplete, ServiceLookup.AskInNamespace(
            "private services",
            TypedArguments.Namespace(fakeBoundParameters),
            (client, owner, cancellationToken) => client.Network.ListPrivateServicesAsync(owner, null, null, cancellationToken))
        .Select(service => (service.Id, $"{service.Id}: account {service.AccountId}, endpoint {service.EndpointName}")));
}
