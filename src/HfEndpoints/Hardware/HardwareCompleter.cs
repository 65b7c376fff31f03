namespace HfEndpoints.Commands;

/// <summary>
/// Completes vendor, region, accelerator, instance type and size with the service's values that match the others already typed.
/// </summary>
public sealed class HardwareCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IReadOnlyList<HfHardware> options = Ask(TypedArguments.Namespace(fakeBoundParameters));
        HfInferenceEndpoint? changed = ToBeChanged(commandName, fakeBoundParameters);
        foreach ((string name, Func<HfHardware, string> valueOf) in HardwareParts.All)
        {
            if (IsSame(name, parameterName))
            {
                // What the endpoint has in the narrower parts can change together with this one.
                changed = null;
            }
            else if (TypedArguments.Read(fakeBoundParameters, name).Length > 0)
            {
                Func<string, bool> isMatch = TypedArguments.Match(fakeBoundParameters, name);
                options = [.. options.Where(option => isMatch(valueOf(option)))];
            }
            else if (changed is not null)
            {
                // Unless another vendor or region is typed, which has none of it.
                HfHardware[] same = [.. options.Where(option => IsSame(valueOf(option), HardwareParts.ValueOf(name, changed)))];
                options = same.Length > 0 ? same : options;
            }
        }

        Func<HfHardware, string> wanted = HardwareParts.All.First(part => IsSame(part.Name, parameterName)).ValueOf;
        return CompletionText.Match(wordToComplete, options
            .GroupBy(wanted)
            .Select(group => (group.Key, HardwareToolTip.Describe(group.Key, parameterName, [.. group]))));
    }

    // Of an endpoint that exists, only what goes with the rest of it is offered.
    private static HfInferenceEndpoint? ToBeChanged(string commandName, IDictionary bound) =>
        commandName.StartsWith("Set-", StringComparison.OrdinalIgnoreCase) ? KnownEndpoints.Typed(bound, "Name") : null;

    private static bool IsSame(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<HfHardware> Ask(string? chosen) => ServiceLookup.Ask(
        ("hardware", chosen),
        async (connection, client, cancellationToken) =>
        {
            // Without a token there are no quotas, but the list is public.
            string? owner = connection.Options.Token is null
                ? null
                : chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
            return await client.Hardware.ListAsync(owner, cancellationToken).ConfigureAwait(false);
        });
}
